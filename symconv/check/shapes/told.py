"""Shapes told in numbers, ``∂L/∂X ∈ ℝ^{7×6}``, ``dX has shape 7x6``: beside those of the layer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from symconv.check.facts.declared import declared
from symconv.check.facts.numerals import in_figures
from symconv.check.facts.phrases import plain
from symconv.check.judgement import Judgement, Place, Told
from symconv.check.mistakes import MISTAKES
from symconv.check.statements import Statement
from symconv.check.told import Spec
from symconv.check.understanding.binding import Binding
from symconv.errors import SpecError
from symconv.notation.text import text
from symconv.notation.tree import Apply, Equation, Node, Number, Product, Symbol
from symconv.spec import ConvSpec

OF = {
    "output": "output",
    "grad_output": "output",
    "grad_input": "input",
    "grad_weight": "weight",
}
"""What is claimed of → whose shape it has; inputs and filters themselves are told, not claimed."""

Sizes = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldShape:
    """A tensor with the shape that it is said to have.

    Attributes:
        statement: where it stands.
        tensor: what has that shape.
        sizes: the shape.
        own: the layer that its sentence tells itself.
    """

    statement: Statement
    tensor: str
    sizes: Sizes
    own: Mapping[str, Any] = field(default_factory=dict)

    def on(self, spec: Spec) -> tuple[Sizes, Sizes]:
        """The sizes of its maps on a layer, and its channels: ``(H, W)`` and ``(C,)`` or ``(C_out, C_in)``."""
        of = OF[self.tensor]
        maps = {"output": spec.output_size, "input": spec.input_size, "weight": spec.kernel_size}[of]
        channels = {
            "output": (spec.out_channels,),
            "input": (spec.in_channels,),
            "weight": (spec.form.out_channels, spec.form.in_channels),
        }[of]
        return tuple(maps), channels


def told_shapes(read: list[Statement], binding: Binding) -> dict[int, ToldShape]:
    """Offset of a statement → the shape that it tells of an output or a gradient."""
    found: dict[int, ToldShape] = {}
    for one in read:
        made = _told(one.tree)
        reference = binding.reference(made[0]) if made is not None else None
        if made is not None and reference is not None and not reference.index and reference.tensor in OF:
            own = declared(in_figures(plain(one.text))) if one.worded else {}
            found[one.start] = ToldShape(statement=one, tensor=reference.tensor, sizes=made[1], own=own)
    return found


def _told(tree: Node | None) -> tuple[Node, Sizes] | None:
    if not isinstance(tree, Equation) or len(tree.sides) != 2:
        return None
    left, right = tree.sides
    if tree.relation == "∈" and isinstance(right, Symbol) and right.name == "ℝ" and len(right.upper) == 1:
        above = right.upper[0]
        sizes = above.factors if isinstance(above, Product) else (above,)
    elif isinstance(left, Apply) and left.operator == "shape" and isinstance(right, Apply) and right.operator == "list":
        left, sizes = left.arguments[0], right.arguments
    else:
        return None
    numbers = tuple(part.value for part in sizes if isinstance(part, Number) and isinstance(part.value, int))
    return (left, numbers) if len(numbers) == len(sizes) else None


def layer_told(spec: Spec | None, *told: Mapping[str, Any]) -> tuple[Spec | None, bool]:
    """The layer that sizes in a text make, and whether its stride and padding are told, too."""
    if spec is not None:
        return spec, True
    known = {name: value for one in told for name, value in one.items()}
    if not {"input_size", "kernel_size"} <= known.keys():
        return None, False
    try:
        return ConvSpec.of(**known), {"stride", "padding"} <= known.keys()
    except (SpecError, TypeError):
        return None, False


def layer_of_sentence(told: ToldShape, spec: Spec | None, *steps: Mapping[str, Any]) -> tuple[Spec | None, bool]:
    """The layer that a sentence tells itself; the one at hand, where it has its sizes."""
    own, whole = layer_told(None, *steps, told.own)
    same = (
        spec is not None
        and own is not None
        and (spec.input_size, spec.kernel_size) == (own.input_size, own.kernel_size)
    )
    return (spec, True) if same else (own, whole)


def judged_shape(told: ToldShape, place: Place, layer: tuple[Spec | None, bool]) -> Judgement | None:
    """The verdict on one shape; None where the text tells no layer.

    Args:
        told: the shape.
        place: where it stands.
        layer: the layer, and whether all of it is told.
    """
    spec, whole = layer
    if spec is None:
        return None
    maps, channels = told.on(spec)
    ahead = told.sizes[: max(len(told.sizes) - len(maps), 0)]
    expected = "x".join(map(str, maps))
    if told.sizes[len(ahead) :] == maps:
        counted = not ahead or ahead in (channels, (spec.batch, *channels))
        word = "right" if counted else "right under an assumption"
        notes = () if counted else ("the channels are as many as stand there",)
        return _judgement(told, place, word, f"its maps are {expected}", notes)
    behind = told.sizes[: len(maps)] == maps
    if behind or not whole or len(told.sizes) < len(maps):
        return _judgement(told, place, "ambiguous", f"on the layer that the text tells its maps are {expected}")
    return _judgement(told, place, "wrong", f"its maps are {expected}")


def _judgement(told: ToldShape, place: Place, word: str, message: str, notes: tuple[str, ...] = ()) -> Judgement:
    tree = told.statement.tree
    reading = text(tree) if tree is not None else ""
    return Judgement(
        place=place,
        verdict=word,
        kind="shape",
        told=Told(reading=reading, target={"tensor": told.tensor}, message=message),
        mistakes=(MISTAKES["shape-claim"],) if word == "wrong" else (),
        message=message,
        assumptions=notes,
    )
