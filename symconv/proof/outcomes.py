"""What a process does of a sweep: it proves a batch of layers."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from symconv.algebra.chain_rule import differentiate
from symconv.errors import SpecError
from symconv.proof.entrywise import Proof, prove_all
from symconv.proof.sweep import Batch, Sweep
from symconv.transposed import Layer, layer_of


def proven(batch: Batch, only: tuple[str, ...] | None, max_terms: int | None) -> Sweep:
    """What became of a batch; that is all that a process sends back."""
    skipped: Counter[str] = Counter()
    layers = []
    for combination in batch:
        found = _outcome(combination, only, max_terms)
        if isinstance(found, str):
            skipped[found] += 1
        else:
            layers.append(found)
    failed = ((spec, tuple(proof for proof in proofs if not proof.holds)) for spec, proofs in layers)
    held = [proofs for _, proofs in layers if all(proof.holds for proof in proofs)]
    return Sweep(
        proven=len(held),
        entries=sum(proof.entries for proofs in held for proof in proofs),
        skipped=skipped,
        failed=tuple((spec, proofs) for spec, proofs in failed if proofs),
    )


def _outcome(
    combination: Mapping[str, Any], only: tuple[str, ...] | None, max_terms: int | None
) -> str | tuple[Layer, tuple[Proof, ...]]:
    """Why a combination is no layer; or the layer and its verdicts."""
    try:
        spec = layer_of(combination)
        found = differentiate(spec, limit=max_terms)
    except SpecError as error:
        return reason(error)
    return spec, prove_all(found, only)


def reason(error: SpecError) -> str:
    """The kind of refusal, without the numbers of the case; of a size below the least, the words themselves."""
    kinds = {
        "kernel_size": "the kernel does not fit the padded input",
        "groups": "groups do not divide the channels",
        "padding_mode": "the padding is more than can be folded",
        "output_padding": "output_padding is not below max(stride, dilation)",
    }
    if "leaves no output" in str(error):
        return "the padding leaves no output"
    return str(error) if "must be at least" in str(error) else kinds.get(error.parameter, str(error))
