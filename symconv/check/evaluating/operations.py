"""Operations on whole maps by name: flip, pad, crop, dilate, every, convolve."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from symconv.check.evaluating.arithmetic import Letters
from symconv.check.evaluating.calls import called, signal, transposed
from symconv.check.evaluating.questions import PADS, REACH
from symconv.check.evaluating.sized import padded, spread
from symconv.check.evaluating.tensors import around
from symconv.check.evaluating.unknown import NOT_FOLDED, Unknown
from symconv.exact import ExactArray
from symconv.folded import FoldedSpec
from symconv.notation.tree import Apply, Node, Partial, Symbol
from symconv.routes.operators import flip, region
from symconv.transposed import held

if TYPE_CHECKING:
    from symconv.check.evaluating.maps import Maps

Amounts = tuple[tuple[int, ...], tuple[int, ...]]
ONE_AXIS = {"fliplr": region([slice(None, None, -1)]), "flipud": region([slice(None, None, -1), slice(None)])}


def _flipped(maps: "Maps", node: Apply, letters: Letters) -> ExactArray:
    inner = maps.value(node.arguments[0], letters)
    turned: ExactArray = inner[ONE_AXIS[node.operator]] if node.operator in ONE_AXIS else flip(inner)
    return turned


def _transposed(maps: "Maps", node: Apply, letters: Letters) -> ExactArray:
    return maps.value(node.arguments[0], letters).mT


def _numbers(maps: "Maps", node: Apply, letters: Letters) -> list[int]:
    return maps.told((*node.parameter, *node.arguments[1:]), letters)[1]


def _padded(maps: "Maps", node: Apply, letters: Letters) -> ExactArray:
    inner = maps.value(node.arguments[0], letters)
    layer, numbers = maps.evaluator.truth.spec, _numbers(maps, node, letters)
    if isinstance(layer, FoldedSpec) and _is_input(maps, node.arguments[0]):
        if numbers or node.operator != "pad":
            raise Unknown(NOT_FOLDED)
        return around(layer, inner)
    before, after = _amounts(maps, numbers, node.arguments[0])
    if node.operator == "crop":
        before, after = tuple(-n for n in before), tuple(-n for n in after)
    return padded(inner, before, after)


def _is_input(maps: "Maps", node: Node) -> bool:
    reference = maps.evaluator.reference(node) if isinstance(node, Symbol | Partial) else None
    return reference is not None and reference.tensor == "input" and not reference.padded


def _amounts(maps: "Maps", numbers: list[int], inner: Node) -> Amounts:
    count, axes = len(numbers), maps.axes
    if count == 0:
        return _unsaid(maps, inner)
    if count == 1:
        return (numbers[0],) * axes, (numbers[0],) * axes
    if count == 2 * axes:
        return tuple(numbers[0::2]), tuple(numbers[1::2])
    if count == axes:
        return tuple(numbers), tuple(numbers)
    raise Unknown("these amounts cannot be told apart")


def _unsaid(maps: "Maps", inner: Node) -> Amounts:
    """What ``pad`` adds when nothing is written: the layer's padding, or what the gradient needs."""
    layer = maps.evaluator.truth.spec
    spec = layer.form
    reference = maps.evaluator.reference(inner) if isinstance(inner, Symbol | Partial) else None
    if reference is not None and reference.tensor == held(layer)[0]:
        return tuple(p[0] for p in spec.padding), tuple(p[1] for p in spec.padding)
    reach = tuple(axis.effective_kernel - 1 for axis in spec.axes)
    if maps.log.ask(PADS) == REACH:
        return reach, reach
    rest = tuple(0 if spec is layer else axis.remainder for axis in spec.axes)
    return (
        tuple(r - p[0] for r, p in zip(reach, spec.padding, strict=True)),
        tuple(r - p[1] + more for r, p, more in zip(reach, spec.padding, rest, strict=True)),
    )


def _dilated(maps: "Maps", node: Apply, letters: Letters) -> ExactArray:
    inner, numbers = maps.value(node.arguments[0], letters), _numbers(maps, node, letters)
    if numbers:
        return spread(inner, maps.each(numbers, 1))
    spec = maps.evaluator.truth.spec
    reference = maps.evaluator.reference(node.arguments[0])
    weight = reference is not None and reference.tensor == "weight"
    return spread(inner, spec.dilation if weight else spec.stride)


def _every(maps: "Maps", node: Apply, letters: Letters) -> ExactArray:
    inner, steps = maps.value(node.arguments[0], letters), maps.each(_numbers(maps, node, letters), 1)
    kept: ExactArray = inner[region(slice(None, None, step) for step in steps)]
    return kept


def _first(maps: "Maps", node: Apply, letters: Letters) -> ExactArray:
    """``first_{3,2}(…)``: so many entries along each axis."""
    inner, counts = maps.value(node.arguments[0], letters), maps.each(_numbers(maps, node, letters), 1)
    kept: ExactArray = inner[region(slice(count) for count in counts)]
    return kept


OPERATIONS: Mapping[str, Callable[["Maps", Apply, Letters], ExactArray]] = MappingProxyType(
    {
        "flip": _flipped,
        "fliplr": _flipped,
        "flipud": _flipped,
        "transpose": _transposed,
        "pad": _padded,
        "crop": _padded,
        "dilate": _dilated,
        "every": _every,
        "first": _first,
        **dict.fromkeys(("conv", "corr", "conv_full", "conv_valid", "corr_full"), called),
        **dict.fromkeys(("signal_convolve", "signal_correlate"), signal),
        "tconv": transposed,
    }
)
