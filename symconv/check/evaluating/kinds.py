"""What of a claim is understood of a layer with folded padding, and of a pooling; the rest is left out."""

from collections.abc import Iterator

from symconv.check.evaluating.arithmetic import key
from symconv.check.evaluating.places import Places
from symconv.check.understanding.binding import Binding, Reference, differentiated
from symconv.check.understanding.claims import Claim
from symconv.notation.tree import Apply, BigSum, Equation, Limits, Matrix, Node, Number, Partial, Sum, Symbol

INPUTS = "xaziu"
"""Letters by which inputs are called, so that none of them is another tensor, or a padded input."""


def folds(found: Claim, binding: Binding) -> bool:
    """Whether it is plain which letters are the input and which the padded one, and what of them is read.

    A gradient of the padded map is none of the layer's, and of whole maps alone those that read the padded input.
    """
    written = [node for node in found.nodes if isinstance(node, Symbol | Partial)]
    known = _references(found, binding)
    if found.where.sizes or found.each_axis or any(part.tensor == "grad_input" and part.padded for part in known):
        return False
    tensors = {part.tensor for part in known}
    if found.target.tensor == "grad_input" and "grad_output" in tensors and "weight" not in tensors:
        return False  # ∂L/∂y of a padded map y, folded back: no filter stands in it
    inputs = [part for part in known if part.tensor in ("input", "grad_input") and not part.padded]
    names = [differentiated(part.name) or part.name for part in inputs]
    if not all(len(name) == 1 and name.lower() in INPUTS for name in names):
        return False
    around = {id(node.arguments[0]) for node in found.nodes if isinstance(node, Apply) and node.operator == "pad"}
    bare = [node for node in written if binding.reference(node) in inputs and id(node) not in around]
    return not any(found.maps) or (found.target.tensor != "grad_input" and not bare)


def pools(found: Claim, binding: Binding) -> bool:
    """Whether it is about entries of X, O and their gradients alone: a pooling has no filter."""
    known = {part.tensor for part in _references(found, binding)}
    return (
        known <= {"input", "output", "grad_input", "grad_output"}
        and not any(part.padded or part.flipped or part.apart for part in _references(found, binding))
        and not (found.where.sizes or found.each_axis or found.divided or found.activation)
        and all(isinstance(side, Matrix) for side, whole in zip(found.sides, found.maps, strict=True) if whole)
        and all(map(_is_limited, _sums(found)))
        and not _open(found, binding)
    )


def _references(found: Claim, binding: Binding) -> list[Reference]:
    """What stands for tensors in a claim, its target first."""
    written = (node for node in found.nodes if isinstance(node, Symbol | Partial))
    return [found.target, *(part for part in map(binding.reference, written) if part is not None)]


def _open(found: Claim, binding: Binding) -> bool:
    """Whether some index is a letter that nothing ties to the entry: of which window it counts, prose alone tells.

    A derivative of an output with letters holds within its window alone, which formulas rarely say.
    """
    if found.output is not None:
        return not all(isinstance(node, Number) for node in (*found.output.index, *found.target.index))
    tied = {key(node) for node in found.target.index if isinstance(node, Symbol)}
    tied |= {
        key(part.letter if isinstance(part, Limits) else part)
        for node in found.nodes
        if isinstance(node, BigSum)
        for over in node.over
        for part in (over.sides if isinstance(over, Equation) else (over,))
        if isinstance(part, Symbol | Limits)
    }
    indices = (node for part in _references(found, binding) for node in part.index)
    return any(isinstance(node, Symbol) and key(node) not in tied for node in indices)


def window_ranges(known: tuple[Reference, ...], places: Places) -> dict[str, range]:
    """The runs of letters that count within a window: a in ``x_{2m+a}``, as many as the window has along the axis."""
    kernel = places.truth.spec.kernel_size
    return {
        name: range(places.base, places.base + kernel[int(axis)])
        for part in known
        for axis, node in zip(places.orders.get((part.tensor, len(part.index)), ""), part.index, strict=False)
        if part.tensor == "input" and axis.isdigit()
        for name in _terms(node)
    }


def _sums(found: Claim) -> Iterator[tuple[BigSum, frozenset[str]]]:
    """The sums of a claim, each with the letters that count within windows."""
    known = (node for part in found.known if part.tensor == "input" for node in part.index)
    within = frozenset(name for node in known for name in _terms(node))
    yield from ((node, within) for node in found.nodes if isinstance(node, BigSum))


def _is_limited(sum_: tuple[BigSum, frozenset[str]]) -> bool:
    """Whether it is told over which windows a sum runs: by limits, a condition, or because it runs within one."""
    node, within = sum_
    conditions = any(isinstance(part, Equation) for part in node.over)
    open_ = [part for part in node.over if isinstance(part, Symbol) or (isinstance(part, Limits) and part.last is None)]
    return conditions or all(key(part.letter if isinstance(part, Limits) else part) in within for part in open_)


def _terms(node: Node) -> Iterator[str]:
    """The letters that are added to something else: a in ``2m + a``."""
    for term in node.terms if isinstance(node, Sum) else ():
        if isinstance(term, Symbol) and not term.index:
            yield key(term)
