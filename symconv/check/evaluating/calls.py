"""Convolutions called as functions: their modes, and settings by name, as in ``conv2d(X, F, stride=2, padding=1)``."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from symconv.check.evaluating.arithmetic import Letters
from symconv.check.evaluating.questions import CONVOLUTION, CORRELATION, STAR, WHOLE_LAYER
from symconv.check.evaluating.sized import padded, spread
from symconv.check.evaluating.sliding import convolved, slides
from symconv.check.evaluating.unknown import NOT_JUDGED, Unknown
from symconv.exact import ExactArray
from symconv.notation.tree import Apply, Equation, Node, Symbol
from symconv.routes.operators import correlate, flip
from symconv.transposed import TransposedSpec

if TYPE_CHECKING:
    from symconv.check.evaluating.maps import Maps

MODES = ("full", "valid", "same")
ADJOINT = "a transposed convolution has the settings of the layer, and gives a map of the input's size"


def called(maps: "Maps", node: Apply, letters: Letters) -> ExactArray:
    """``conv(X, F)``, ``corr_full(X, F)``, ``conv2d(X, F, stride=2)``."""
    name, _, mode = node.operator.partition("_")
    left, right = _operands(maps, node, letters)
    words, numbers = maps.told((*node.parameter, *_unnamed(node)), letters)
    settings = _settings(maps, node, letters, ("stride", "padding", "dilation"))
    star = CORRELATION if name == "corr" else maps.log.ask(STAR)
    words |= {mode, *_modes(node.arguments[2:])} & set(MODES)
    if isinstance(maps.evaluator.truth.spec, TransposedSpec) and not (words or numbers or settings):
        raise Unknown(NOT_JUDGED)
    if not (name == "corr" and words) and slides(maps, node.arguments[0], node.arguments[1], left, right):
        left, right = right, left
    if "padding" in settings:
        left = padded(left, settings["padding"], settings["padding"])
        words.add("valid")
    if "dilation" in settings:
        right = spread(right, settings["dilation"])
    return convolved(maps, left, right, star, words, list(settings.get("stride", numbers)))


def signal(maps: "Maps", node: Apply, letters: Letters) -> ExactArray:
    """``convolve2d(X, F, mode="full")``: a true convolution, full unless it is said; ``correlate2d`` does not flip."""
    left, right = _operands(maps, node, letters)
    words = _modes((*node.parameter, *node.arguments[2:])) or {"full"}
    star = CONVOLUTION if node.operator == "signal_convolve" else CORRELATION
    return convolved(maps, left, right, star, words, [])


def transposed(maps: "Maps", node: Apply, letters: Letters) -> ExactArray:
    """``conv_transpose(∂L/∂O, F, stride=2)``: what takes a layer's output back to its input."""
    image, filters = _operands(maps, node, letters)
    if slides(maps, node.arguments[0], node.arguments[1], image, filters):
        image, filters = filters, image
    names = ("stride", "padding", "output_padding", "dilation")
    said = _settings(maps, node, letters, names)
    form = maps.evaluator.truth.spec.form
    if not said and not node.parameter:
        maps.evaluator.assumed.add(ADJOINT if form is maps.evaluator.truth.spec else WHOLE_LAYER)
        rest = tuple(axis.remainder for axis in form.axes)
        before, after = (tuple(pair[n] for pair in form.padding) for n in (0, 1))
        stride, dilation = form.stride, form.dilation
    else:
        ones, zeros = (1,) * maps.axes, (0,) * maps.axes
        stride = said.get("stride") or maps.each(maps.told(node.parameter, letters)[1], 1)
        dilation, rest = said.get("dilation", ones), said.get("output_padding", zeros)
        before = after = said.get("padding", zeros)
    filters = spread(filters, dilation)
    reach = tuple(size - 1 for size in filters.shape[2:])
    ahead = tuple(r - p for r, p in zip(reach, before, strict=True))
    behind = tuple(r - p + o for r, p, o in zip(reach, after, rest, strict=True))
    widened = padded(spread(image, stride), ahead, behind)
    if any(size < width for size, width in zip(widened.shape[2:], filters.shape[2:], strict=True)):
        raise Unknown("the filter is larger than what it slides over")
    maps.evaluator.places.budget.spend(widened.size * filters.size // 20)
    return correlate(widened, flip(filters))


def _operands(maps: "Maps", node: Apply, letters: Letters) -> tuple[ExactArray, ExactArray]:
    if len(node.arguments) < 2:
        raise Unknown("a convolution of one thing")
    return maps.value(node.arguments[0], letters), maps.value(node.arguments[1], letters)


def _unnamed(node: Apply) -> tuple[Node, ...]:
    """What is told without a name."""
    return tuple(
        part for part in node.arguments[2:] if not _modes((part,)) and not (isinstance(part, Equation) and _name(part))
    )


def _modes(arguments: tuple[Node, ...]) -> set[str]:
    found = (part.sides[-1] if isinstance(part, Equation) else part for part in arguments)
    return {part.name for part in found if isinstance(part, Symbol) and part.name in MODES}


def _name(part: Equation) -> str:
    left = part.sides[0]
    return left.name if isinstance(left, Symbol) else ""


def _settings(maps: "Maps", node: Apply, letters: Letters, known: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    """``stride=2``, ``padding=(1, 0)``: name → one number for each axis.

    Raises:
        Unknown: a setting means nothing here.
    """
    found: dict[str, tuple[int, ...]] = {}
    for part in (*node.parameter, *node.arguments[2:]):
        if not isinstance(part, Equation) or _modes((part,)):
            continue
        name = {"pad": "padding", "s": "stride", "p": "padding", "d": "dilation"}.get(_name(part), _name(part))
        if name not in known:
            raise Unknown(f"the setting {name} is not known here")
        value = part.sides[-1]
        numbers = value.arguments if isinstance(value, Apply) and value.operator == "list" else (value,)
        if len(numbers) not in (1, maps.axes):
            raise Unknown("as many numbers as axes are expected")
        counted = tuple(maps.count(number, letters) for number in numbers)
        found[name] = counted * maps.axes if len(counted) == 1 else counted
    return found
