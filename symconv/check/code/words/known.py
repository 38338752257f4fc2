"""Which words a parameter may be: those that the code, wherever in it, compares one with that it is handed."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symconv.check.code.asking import Asked, Reading
from symconv.check.code.fitting import Probing
from symconv.check.code.parameter import Parameter, parameters
from symconv.check.code.scores import numbers
from symconv.check.code.source import Shown
from symconv.foreign.plan import WORD, Argument, Plan, Tree
from symconv.foreign.runner import Runner

UNKNOWN = "a word that nobody knows"
"""Handed over first: it is compared with every word until the last, or until the code refuses it."""

FORMS = ("pad:word", "pad:WORD")
"""How the padding is told in a word: 'valid' and 'same' are then said on the layers that tell them apart."""

LONGEST = 24
MOST = 16
"""Words that are tried for one function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A word that is handed over instead of the usual one.

    Attributes:
        told: ``padding='same'``.
        plan: the call with it.
    """

    told: str
    plan: Plan


def spoken(
    runner: Runner, reading: Reading, offers: Mapping[str, Any], shown: Shown, given: Mapping[str, Any]
) -> list[Spoken]:
    """The other words that the parameters of a call may be.

    Args:
        runner: what runs the code.
        reading: how it is called.
        offers: what its module offers.
        shown: what its source shows.
        given: options of the layer.
    """
    listed = _listed(reading.plan, offers)
    told = next(iter(Probing(given).expressible(reading)), None)
    found: list[Spoken] = []
    if told is not None:
        asked = Asked(runner=runner, reading=reading, told=told)
        for each in {one.name: one for ones in listed.values() for one in ones}.values():
            if _may_be_a_word(each, reading.plan, shown):
                words = dict.fromkeys([*_heard(asked, each, listed), *shown.words.get(each.name, ()), *_literal(each)])
                found += _others(list(words), each, reading.plan, listed)
    return found[:MOST]


def _listed(plan: Plan, offers: Mapping[str, Any]) -> dict[str, list[Parameter]]:
    """The arguments of a plan → the parameters that stand for them."""
    head = plan.target.partition(".")[0]
    methods = offers.get(head, {}).get("methods")
    if methods is None:
        names = {"arguments": plan.target, "forward_arguments": plan.forward}
        told = {field: offers.get(name, {}).get("parameters", ()) for field, name in names.items()}
    else:
        backward = plan.target if plan.construct is None else plan.backward
        names = {"construct": "__init__", "forward_arguments": plan.forward, "arguments": backward}
        told = {field: methods.get(name.rpartition(".")[2], ()) for field, name in names.items()}
    unused = [field for field in told if getattr(plan, field) is None or (field == "arguments" and plan.engine)]
    return {field: parameters(each) for field, each in told.items() if field not in unused}


def _may_be_a_word(each: Parameter, plan: Plan, shown: Shown) -> bool:
    """By its default, its annotation, what it is handed, or what it is compared with."""
    said = str(_tree(plan, each.name)).partition(":")[0] == "pad"  # 0, (1, 1) or 'same'
    typed = any(word in each.annotation for word in ("str", "Literal")) and "Callable" not in each.annotation
    return not each.kind.startswith("*") and (isinstance(each.value, str) or typed or said or each.name in shown.words)


def _tree(plan: Plan, name: str) -> Tree | None:
    given = (*(plan.construct or ()), *plan.forward_arguments, *plan.arguments)
    return next((one.tree for one in given if one.name == name), None)


def _heard(asked: Asked, each: Parameter, listed: Mapping[str, Sequence[Parameter]]) -> Iterator[str]:
    """What it is compared with, where it is a word that the code does not know, and where it is the usual one."""
    own = replace(asked, reading=replace(asked.reading, plan=handing(asked.reading.plan, each.name, WORD, listed)))
    point, setting = own.handed(numbers(own)), own.setting()
    for text in dict.fromkeys([UNKNOWN, *([each.value] if isinstance(each.value, str) else [])]):
        yield from own.runner.heard(own.reading.plan, {**setting, WORD: text}, point)


def _literal(each: Parameter) -> list[str]:
    """``Literal['same', 'valid']``."""
    if "Literal" not in each.annotation:
        return []
    try:
        tree = ast.parse(each.annotation.strip("'\""), mode="eval")
    except SyntaxError:
        return []
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _others(
    words: list[str], each: Parameter, plan: Plan, listed: Mapping[str, Sequence[Parameter]]
) -> Iterator[Spoken]:
    """Without the word that is handed over anyway; no padding is no padding in whatever case."""
    tree = _tree(plan, each.name)
    usual = ["valid", "VALID"] if tree in FORMS else [each.value]
    if isinstance(tree, str) and (tree == "linear" or tree.startswith("said:")):
        usual = [tree.removeprefix("said:")]
    if tree in FORMS and not any(word.lower() == "same" for word in words):
        words = ["SAME" if tree == FORMS[1] else "same", *words]
    for word in words:
        if word not in usual and 0 < len(word) <= LONGEST and word.isprintable():
            made = handing(plan, each.name, f"said:{word}", listed)
            yield Spoken(told=f"{each.name}={word!r}", plan=made)


def handing(plan: Plan, name: str, tree: str, listed: Mapping[str, Sequence[Parameter]]) -> Plan:
    """The plan with this handed over wherever there is a parameter of that name."""
    changes: dict[str, Any] = {}
    for field, known in listed.items():
        before = getattr(plan, field)
        if any(one.name == name for one in before):
            changes[field] = tuple(replace(one, tree=tree) if one.name == name else one for one in before)
        elif any(one.name == name for one in known):
            changes[field] = (*before, Argument(name=name, tree=tree, keyword=True))
    return replace(plan, **changes)
