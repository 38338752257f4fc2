"""Letters for sizes: which a claim uses, and what unknown ones may mean."""

from collections.abc import Iterator
from itertools import product

from symconv.check.evaluating.arithmetic import Sizes, counted, key
from symconv.check.evaluating.scene import evaluators
from symconv.check.understanding.channels import SEVERAL
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.layers import candidates
from symconv.errors import InputError
from symconv.notation.tree import BigSum, Limits, Node, Number, Symbol
from symconv.notation.walk import walk


def size_letters(found: Claim, context: Context) -> list[Node]:
    """Letters of a claim that are neither indices nor tensors: its sizes."""
    written = {name: letter for node in _index_nodes(found) for name, letter in counted(node).items()}
    if not written:
        return []
    some = candidates(context.axes(found), SEVERAL, batch=True, given=context.given)
    spec = context.spec or next(some, None)
    if spec is None:
        raise InputError(f"no layer that is tried has {', '.join(f'{k} {v}' for k, v in context.given.items())}")
    run = {name for evaluator in evaluators(found, context, spec, 0, {}) for name in evaluator.ranges}
    over = (part for node in found.nodes if isinstance(node, BigSum) for part in node.over)
    listed = (part.letter if isinstance(part, Limits) else part for part in over)
    run |= {key(letter) for letter in listed if isinstance(letter, Symbol)}
    return list(dict.fromkeys(letter for name, letter in written.items() if name not in run))


def _index_nodes(found: Claim) -> Iterator[Node]:
    """Everything that is arithmetic on indices: indices of tensors, limits, conditions."""
    for part in found.known:
        yield from (node for node in part.index if not isinstance(node, Number))
    for node in (*found.nodes, *walk(found.left)):
        if isinstance(node, BigSum):
            for over in node.over:
                if isinstance(over, Limits):
                    yield from (limit for limit in (over.first, over.last) if limit is not None)
                elif not isinstance(over, Symbol):
                    yield over


def meanings(letters: list[Node], axes: int) -> Iterator[Sizes]:
    """What unknown letters may mean, the usual first; at most a few hundred choices."""
    places: list[tuple[str, int | None]] = [
        (quantity, axis) for quantity in ("kernel", "input", "output") for axis in range(axes)
    ]
    places += [
        ("stride", None),
        ("padding", None),
        ("dilation", None),
        ("kernel", None),
        ("input", None),
        ("output", None),
    ]
    for choice in product(places, repeat=len(letters)) if len(letters) <= 3 else ():
        yield dict(zip(letters, choice, strict=True))
