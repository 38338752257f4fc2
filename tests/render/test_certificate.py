"""A certificate's sources hold what ``derive`` prints, entry by entry."""

import json
import re
from pathlib import Path

import pytest
from certified import CERTIFIED
from layers import LAYERS

import symconv
from symconv import ConvSpec

SPECS = {**LAYERS, **CERTIFIED}
LETTERS = {"grad_output": "g", "weight": "f", "input": "x"}
SAID = ("is_right", "entries_are_right")
SOURCES = Path(__file__).parent.parent.parent / "templates" / "rocq"


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_entries_are_those_of_derive(spec: ConvSpec) -> None:
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


def test_files_in_the_order_of_compilation() -> None:
    files = symconv.certify(ConvSpec.of(kernel_size=1)).files()
    names = [name for name in files if name.endswith(".v")]
    assert sorted(names) == sorted([*(path.name for path in SOURCES.glob("*.v")), "Certificate.v"])
    assert names[-1] == "Certificate.v"
    for place, name in enumerate(names):
        wanted = re.search(r"From Convolution Require Import ([\w ]+)\.", files[name])
        needed = {f"{other}.v" for other in wanted[1].split()} if wanted else set()
        assert needed <= set(names[:place]), name


def test_every_theorem_is_asked_for_its_axioms() -> None:
    text = symconv.certify(CERTIFIED["channels"], entries="sample").files()["Certificate.v"]
    stated = re.findall(r"^Theorem (\w+)", text, re.MULTILINE)
    assert {f"grad_{tensor}_{said}" for tensor in ("input", "weight", "bias") for said in SAID} < set(stated)
    asked = re.search(r"Definition certificate := \[\n(.*?)\n\]\.\nPrint Assumptions certificate\.", text, re.DOTALL)
    assert asked
    assert asked[1].split(";\n") == [f"  Proven (@{name})" for name in stated]
