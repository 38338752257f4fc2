"""A certificate's sources hold what ``derive`` prints, entry by entry."""

import json
import re

import pytest
from certified import CERTIFIED, TRANSPOSED
from layers import LAYERS

import symconv
from symconv import ConvSpec, TransposedSpec

SPECS = {**LAYERS, **CERTIFIED, **TRANSPOSED}
LETTERS = {"grad_output": "g", "weight": "f", "input": "x"}
SAID = ("is_right", "entries_are_right")


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_entries_are_those_of_derive(spec: ConvSpec | TransposedSpec) -> None:
    text = symconv.certify(spec, entries="all").files("rocq")["Certificate.v"]
    derived = json.loads(symconv.derive(spec).to_json())
    for gradient in ("grad_input", "grad_weight", "grad_bias"):
        listed = re.search(rf"Definition {gradient}_entries .*? := \[\n(.*?)\n\]\.", text, re.DOTALL)
        assert bool(listed) == bool(derived[gradient])
        rows = listed[1].split("\n") if listed else []
        assert [row.strip().removesuffix(";") for row in rows] == [
            f"({index(entry['index'])}, {' ⊕ '.join(map(product, entry['terms'])) or 'zero'})"
            for entry in derived[gradient]
        ]


def index(parts: list[int]) -> str:
    return f"[{'; '.join(map(str, parts))}]"


def product(term: dict) -> str:  # type: ignore[type-arg]
    assert term["coefficient"] == 1
    return " ⊗ ".join(f"{LETTERS[tensor]} {index(where)}" for tensor, where in term["factors"])


@pytest.mark.parametrize("format_", ["rocq", "json"])
def test_a_certificate_does_not_grow_with_the_layer(format_: str) -> None:
    """Sizes have more digits, and that is all."""
    small, large = (
        sum(map(len, symconv.certify(ConvSpec.of(input_size=(n, n), stride=2, in_channels=n)).files(format_).values()))
        for n in (7, 7000)
    )
    assert small < large < 1.02 * small


@pytest.mark.parametrize("all_sizes", [False, True])
def test_files_in_the_order_of_compilation(all_sizes: bool) -> None:
    """Each stands on those before it alone, and none of the library's is there that nothing stands on."""
    one = ("transpose",)
    files = (
        symconv.prove_all_sizes(judge="replay", only=one).files()
        if all_sizes
        else symconv.certify(ConvSpec.of(kernel_size=1)).files()
    )
    names = [name for name in files if name.endswith(".v")]
    assert files["_CoqProject"].splitlines()[0] == "-Q . Convolution"
    assert [line for line in files["_CoqProject"].splitlines() if line.endswith(".v")] == names
    stood_on = set()
    for place, name in enumerate(names):
        found = re.search(r"From Convolution Require Import ([\w\s]+)\.", files[name])
        needed = {f"{other}.v" for other in found[1].split()} if found else set()
        assert needed <= set(names[:place]), name
        stood_on |= needed
    assert set(names) - stood_on == {"Transpose.v" if all_sizes else "Certificate.v"}


def test_every_theorem_is_asked_for_its_axioms() -> None:
    text = symconv.certify(CERTIFIED["channels"], entries="sample").files()["Certificate.v"]
    stated = re.findall(r"^Theorem (\w+)", text, re.MULTILINE)
    assert {f"grad_{tensor}_{said}" for tensor in ("input", "weight", "bias") for said in SAID} < set(stated)
    asked = re.search(r"Definition certificate := \[\n(.*?)\n\]\.\nPrint Assumptions certificate\.", text, re.DOTALL)
    assert asked
    assert asked[1].split(";\n") == [f"  Proven (@{name})" for name in stated]
