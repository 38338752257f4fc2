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
SOURCES = Path(__file__).parent.parent.parent / "templates" / "rocq"


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_entries_are_those_of_derive(spec: ConvSpec) -> None:
    text = symconv.prove(spec, only=("textbook",)).certificate("rocq")["Certificate.v"]
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


def test_files_in_the_order_of_compilation() -> None:
    files = symconv.prove(ConvSpec.of(kernel_size=1)).certificate()
    names = [name for name in files if name.endswith(".v")]
    assert sorted(names) == sorted([*(path.name for path in SOURCES.glob("*.v")), "Certificate.v"])
    assert names[-1] == "Certificate.v"
    for place, name in enumerate(names):
        wanted = re.search(r"From Convolution Require Import ([\w ]+)\.", files[name])
        needed = {f"{other}.v" for other in wanted[1].split()} if wanted else set()
        assert needed <= set(names[:place]), name


def test_every_theorem_is_asked_for_its_axioms() -> None:
    text = symconv.prove(CERTIFIED["channels"]).certificate()["Certificate.v"]
    stated = re.findall(r"^Theorem (\w+)", text, re.MULTILINE)
    assert stated[:3] == ["grad_input_is_right", "grad_weight_is_right", "grad_bias_is_right"]
    asked = re.search(r"Definition certificate := \[\n(.*?)\n\]\.\nPrint Assumptions certificate\.", text, re.DOTALL)
    assert asked
    assert asked[1].split(";\n") == [f"  Proven (@{name})" for name in stated]
