"""Where a derivation starts: at O, as the library defines it, whose gradient the first term of the derivation is."""

from dataclasses import dataclass

from symconv.proof.theorem.conditions import within
from symconv.proof.theorem.indices import Index, Letter, letter, whole
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.statement import Statement
from symconv.render.replayed.terms import claim, index, listed, term

ARRAYS = {"G": "output", "F": "weight", "X": "input"}
"""The arrays of a layer, by the tensor whose shape they have."""

RANGES = {"z": "B", "h": "H", "y": "U", "v": "V"}
"""Letters that count images, groups and channels of a group, and how far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the library says of an entry that is derived.

    Attributes:
        derived: the entries, as a function of an index.
        like: the tensor that has such entries.
        of: the arrays it is made of.
        lemma: says what the entries are.
        gradient: says that they are the gradient of O; of O itself nothing needs to be said.
    """

    derived: str
    like: str
    of: str
    lemma: str
    gradient: str = ""


STARTS = {
    "grad_input": Start(
        derived="layer_grad_input the_layer F G",
        like="input",
        of="FG",
        lemma="input_starts",
        gradient="is_gradient (fun X => layer_forward the_layer X F b) (input_shape the_layer) G",
    ),
    "grad_weight": Start(
        derived="layer_grad_weight the_layer X G",
        like="weight",
        of="XG",
        lemma="weight_starts",
        gradient="is_gradient (fun F => layer_forward the_layer X F b) (weight_shape the_layer) G",
    ),
    "output": Start(derived="get (layer_forward the_layer X F b)", like="output", of="XF", lemma="output_starts"),
}
PROOFS = {"grad_input": "layer_input_gradient", "grad_weight": "layer_filter_gradient"}


def arrays(setting: Setting) -> str:
    """The arrays of the layer, and what the derivation reads of them: all of it, or the first and only channel."""
    first = "" if setting.layer.channels is not None else "0 :: 0 :: "
    reads = [f"Definition {name.lower()} (at_ : index) : K := {name}.[{first}at_]." for name in ARRAYS]
    return "\n".join(["Variables G F X b : array K.", *reads, "Variable y : index -> K."])


def ranges(statement: Statement) -> tuple[str, ...]:
    """That images, groups and channels are the layer's."""
    size = statement.setting.layer.channel
    return tuple(claim(within(letter(name.name), size(RANGES[name.name]))) for name in counted(statement))


def counted(statement: Statement) -> list[Letter]:
    """The letters that say which image and channels an entry is of."""
    upper = statement.left.upper if statement.left else ()
    letters = frozenset[Letter]().union(*(part.letters for part in upper))
    return [name for name in map(Letter, RANGES) if name in letters]


def sizes(setting: Setting) -> tuple[Index, ...]:
    """Images, groups, and input and output channels of a group; then the sizes of each axis with r and M."""
    layer = setting.layer
    counts = (whole(1),) * 4 if layer.channels is None else tuple(map(layer.channel, "BHVU"))
    return (*counts, *(size for axis in _axes(setting) for size in axis))


def _axes(setting: Setting) -> list[tuple[Index, ...]]:
    return list(zip(*map(setting.layer.size, ("N", "k", "s", "d", "p₋", "p₊", "r", "M")), strict=True))


def layer(setting: Setting) -> str:
    """The layer, that it exists, and its output sizes."""
    axes = [" ".join(map(index, axis[:6])) for axis in _axes(setting)]
    parts = [
        f"Definition the_layer := Layer {' '.join(map(index, sizes(setting)[:4]))} "
        f"[{'; '.join(f'Axis {axis}' for axis in axes)}]."
    ]
    for number, (axis, all_) in enumerate(zip(axes, _axes(setting), strict=True)):
        told = f"fits (Axis {axis}) /\\ output_size (Axis {axis}) = {index(all_[7])}"
        proof = f"apply (axis_is {axis} {index(all_[6])} {index(all_[7])}); lia."
        parts.append(f"Lemma axis_{number} : {told}.\nProof. {proof} Qed.")
    fits = "; ".join(f"constructor; [exact (proj1 axis_{number})|]" for number in range(len(axes)))
    parts.append(
        "Lemma the_layer_exists : exists_layer the_layer.\n"
        f"Proof. repeat split; cbn [groups ins outs axes the_layer]; [lia.. |]; {fits}; constructor. Qed."
    )
    return "\n\n".join(parts)


def concluded(statement: Statement, name: str) -> str:
    """``Theorem name_is_right``: from O to the last term."""
    start, left = STARTS[statement.claim], statement.left
    if left is None:
        raise ValueError(f"{statement.name} derives no entry")
    bare = statement.setting.layer.channels is None
    upper = (whole(0),) * 2 if bare else left.upper
    entry = f"{start.derived} {listed((*upper, *left.index))}"
    bias = "" if start.gradient else f" ⊕ b.[[{index(upper[1])}]]"
    shapes = "".join(f"shape {array} = {ARRAYS[array]}_shape the_layer -> " for array in start.of)
    first, last = (term(each) + bias for each in (statement.derivation.start, statement.derivation.term))
    known = "; ".join(f"rewrite ?(proj2 axis_{number})" for number in range(statement.setting.layer.axes))
    inside = f"tensor the_layer; {known}; placed"
    lemma = f"{start.lemma}_alone" if bare else start.lemma
    counts = "now repeat split | " if bare else ""
    begun = (
        f"Lemma begun : {shapes}{entry} = {first}.\nProof.\n  intros.\n"
        f"  etransitivity; [apply ({lemma} the_layer the_layer_exists); "
        f"[{counts}assumption | assumption | {inside}]|].\n"
        f"  written_out the_layer; {known}; channels.\n"
        "  cbv beta delta [g f x]; alike.\nQed."
    )
    right, proof = f"{entry} = {last}", f"rewrite begun by assumption; now rewrite {name}."
    if start.gradient:
        right = f"({start.gradient} ({start.derived})) /\\ {right}"
        proof = f"split; [apply {PROOFS[statement.claim]}; [exact the_layer_exists | assumption..] | {proof[:-1]}]."
    return f"{begun}\n\nTheorem {name}_is_right : {shapes}{right}.\nProof. intros; {proof} Qed."
