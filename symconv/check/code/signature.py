"""Parameters → what may be handed over for all of them, the most usual first."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from symconv.check.code.parameter import Parameter
from symconv.check.code.possible import EXTRA, UNKNOWN, known, options
from symconv.check.code.settings import CONSTANTS
from symconv.check.code.source import Shown
from symconv.check.code.vocabulary import roles
from symconv.foreign.plan import LAYER, Argument, Arguments, Tree, leaves

MOST = 160
"""Combinations that are tried for one function."""

ONCE = frozenset({"dout", "x", "xp", "w", "b", "stride", "pad", "in_channels", "out_channels", "kernel_size"})


def arguments(
    listed: Sequence[Parameter], shown: Shown, *, upstream: bool, forward: bool = False, building: bool = False
) -> list[Arguments]:
    """What may be handed over, the most usual first.

    Args:
        listed: the parameters.
        shown: what the source tells of them.
        upstream: whether ∂L/∂O must be among them.
        forward: whether a cache can be had from the code's own forward pass.
        building: whether they are those of a class.
    """
    steps = upstream and any("rate" in roles(each.name) for each in listed)
    kept = [
        each
        for each in listed
        if not each.optional or (known(each, shown) and not _beside(each, building)) or (steps and _of_a_step(each))
    ]
    kept = list(_once(kept, shown, building))
    choices = [options(each, shown, forward=forward, building=building) for each in kept]
    if building:
        _counted(choices)
    else:
        _operands(kept, choices)
    taken = {trees[0] for each, trees in zip(kept, choices, strict=True) if known(each, shown) if trees[0] in UNKNOWN}
    for each, trees in zip(kept, choices, strict=True):
        if {"x", "w"} <= taken and not known(each, shown):
            trees[:] = [*EXTRA[:2], *(role for role in UNKNOWN if role not in taken), *EXTRA[2:]]
    some = (_made(kept, choice, by_name=len(kept) < len(listed)) for choice in _ranked(choices, upstream=upstream))
    return list(islice(some, MOST))


def _once(listed: Sequence[Parameter], shown: Shown, building: bool) -> Iterator[Parameter]:
    """Without optional parameters that can only be what an earlier one is: ``padding=0, pad_type=None``."""
    seen: set[str] = set()
    for each in listed:
        meant = options(each, shown, forward=False, building=building)
        held = {role.partition(":")[0] for tree in meant for role in leaves(tree)}
        if len(held) == 1 and held <= ONCE and held <= seen and each.optional:
            continue
        seen |= held if len(held) == 1 and all(map(_plain, meant)) else set()
        yield each


def _plain(tree: Tree) -> bool:
    return isinstance(tree, str) and _whole(tree)


def _counted(choices: Sequence[list[Tree]]) -> None:
    """A class that is told how large its filter is, is told how many: ``filters`` is a number then, not the filter.

    One that is told the channels of both sides, or those of one and the input's shape, is told the filter's size:
    ``kernel``. One that is told channels of one side alone, may be told how many filters it has, and count its input's.
    """
    first = {str(trees[0]) for trees in choices if trees}
    if {"in_channels", "out_channels"} <= first or (len(first & {"in_channels", "out_channels"}) and _shaped(first)):
        for trees in choices:
            trees[:0] = ["kernel_size", "kernel_size:pair"] if trees and trees[0] == "w" else []
    told = [trees for trees in choices if trees[:1] == ["in_channels"]]
    if len(told) == 1 and not any("out_channels" in trees for trees in choices):
        told[0].insert(1, "out_channels")
    if any(isinstance(trees[0], str) and trees[0].startswith(("kernel_size", "w_shape")) for trees in choices if trees):
        for trees in choices:
            trees.sort(key=lambda tree: tree == "w")


def _shaped(roles_: set[str]) -> bool:
    return any(role.partition(":")[0] == "x_shape" for role in roles_)


def _operands(kept: Sequence[Parameter], choices: Sequence[list[Tree]]) -> None:
    """``conv(a, b)``: where there is an input and no filter, what would be a bias is the filter."""
    if ["x"] in [trees[:1] for trees in choices] and not any("w" in trees for trees in choices):
        for each, trees in zip(kept, choices, strict=True):
            trees[:0] = ["w"] if trees[:1] == ["b"] and not each.optional else []


def _ranked(choices: Sequence[Sequence[Tree]], *, upstream: bool) -> Iterator[list[Tree]]:
    """Combinations, the most usual first, in which nothing is handed over twice."""
    ranked = sorted(
        islice(product(*map(enumerate, choices)), 20_000), key=lambda choice: sum(rank for rank, _ in choice)
    )
    for choice in ranked:
        trees = [tree for _, tree in choice]
        own = [tree for tree in trees if not (isinstance(tree, dict) and LAYER in tree)]
        held = [role.partition(":")[0] for tree in own for role in leaves(tree)]
        twice = any(held.count(role) > 1 and _plain_twice(own, role) for role in ONCE & set(held))
        if not twice and (not upstream or "dout" in held):
            yield trees


def _made(kept: Sequence[Parameter], trees: Sequence[Tree], *, by_name: bool) -> Arguments:
    """The arguments of a call; where something before them is left out, those that can be are given by name."""
    made = []
    for each, tree in zip(kept, trees, strict=True):
        star = each.kind if each.kind.startswith("*") else ""
        keyword = not star and (each.kind == "keyword" or (by_name and each.optional))
        made.append(Argument(name=each.name, tree=tree, keyword=keyword, star=star))
    return tuple(made)


REMEMBERS = re.compile(r"train|save|cache|store|keep|record", re.IGNORECASE)
"""Names of flags on which a forward pass keeps what its backward pass needs."""


def _beside(parameter: Parameter, building: bool) -> bool:
    """Whether its default is left alone: it is a flag, or its name says that it is no part of a layer."""
    if parameter.flag:
        if parameter.value is False and "b" in roles(re.sub(r"^(use|with|has|add|enable)_", "", parameter.name)):
            return False
        wanted = (parameter.value is True and "false" in roles(parameter.name)) or REMEMBERS.search(parameter.name)
        return not wanted if not building else not (wanted and parameter.value is True)
    meant = roles(parameter.name)
    if "activ" in parameter.name.lower() and re.search("identity|linear", parameter.default, re.IGNORECASE):
        return True
    if "filled" in meant and parameter.default == "None":
        return False
    return bool(meant) and all(role in CONSTANTS for role in meant)


def _of_a_step(parameter: Parameter) -> bool:
    """``backward(dout, lr=0.01, weight_decay=1e-4)``: what a backward pass takes off its weights shows, undisturbed."""
    meant, value = roles(parameter.name), parameter.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and (meant[:1] == ("rate",) or (meant[:1] == ("zero",) and value != 0))


def _plain_twice(trees: Sequence[Tree], role: str) -> bool:
    """Whether one role is handed over twice as a whole; height and width of a kernel are two parts of one."""
    whole = [token for tree in trees for token in leaves(tree) if token.partition(":")[0] == role and _whole(token)]
    return len(whole) > 1


def _whole(token: str) -> bool:
    return not token.rpartition(":")[2].isdigit()
