"""What a derivation says of the layer with input and output exchanged: G is its input, X is its ∂L/∂O."""

from symconv.proof.theorem.indices import whole
from symconv.proof.theorem.statement import Statement
from symconv.render.replayed.starts import ARRAYS, STARTS
from symconv.render.replayed.terms import index, listed, term

SAID = {
    "grad_weight": (
        "is_gradient (fun F => transposed_forward the_layer G F b) (weight_shape the_layer) X "
        "(layer_grad_weight the_layer X G)",
        "transposed_filter_gradient",
    ),
    "output": (
        "is_gradient (fun G => transposed_forward the_layer G F b) (output_shape the_layer) X "
        "(get (layer_forward the_layer X F no_bias))",
        "transposed_input_gradient",
    ),
}
"""Claim of the convolution → which gradient of the transposed layer it is, and the theorem that says so."""


def exchanged(statement: Statement, name: str) -> str:
    """``Theorem name_transposed``: its forward pass, or one of its gradients, is the last term of the derivation.

    Raises:
        ValueError: it derives no entry.
    """
    if statement.left is None:
        raise ValueError(f"{statement.name} derives no entry")
    bare = statement.setting.layer.channels is None
    upper = (whole(0),) * 2 if bare else statement.left.upper
    at, channel, last = listed((*upper, *statement.left.index)), index(upper[1]), term(statement.derivation.term)
    axes = range(statement.setting.layer.axes)
    inside = f"tensor the_layer; {'; '.join(f'rewrite ?(proj2 axis_{number})' for number in axes)}; placed"
    shapes = "".join(f"shape {array} = {ARRAYS[array]}_shape the_layer -> " for array in STARTS[statement.claim].of)
    if statement.claim == "grad_input":
        right = f"(transposed_forward the_layer G F b).[{at}] = {last} ⊕ b.[[{channel}]]"
        proof = f"rewrite get_transposed by ({inside}); f_equal; now apply {name}_is_right"
    elif statement.claim == "grad_weight":
        told, lemma = SAID["grad_weight"]
        right = f"({told}) /\\ layer_grad_weight the_layer X G {at} = {last}"
        proof = f"split; [now apply {lemma}; [exact the_layer_exists | ..] | now apply {name}_is_right]"
    else:
        told, lemma = SAID["output"]
        right = f"({told}) /\\ (layer_forward the_layer X F no_bias).[{at}] = {last}"
        proof = (
            f"split; [apply {lemma}; [exact the_layer_exists | assumption..] | apply (without_bias _ _ "
            f"b.[[{channel}]])]; rewrite <- forward_biased by ({inside}); now apply {name}_is_right"
        )
    return f"Theorem {name}_transposed : {shapes}{right}.\nProof. intros; {proof}. Qed."
