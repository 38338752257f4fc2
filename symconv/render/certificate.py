"""A certificate as files that others check: Rocq sources, or JSON with the program that verifies it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from symconv.algebra.tensors import Entry, Index
from symconv.lesson.derivation import title
from symconv.lesson.wording import Wording
from symconv.proof.certificate import Certificate, Phase, Table
from symconv.render.markup import SHIPPED

LETTERS = {"input": "x", "weight": "f", "grad_output": "g", "bias": "b"}
ON_PAPER = {"input": "X", "weight": "F", "grad_output": "∂L/∂O", "bias": "b"}
GIVEN = {"input": ("grad_output", "weight"), "weight": ("grad_output", "input"), "bias": ("grad_output",)}
"""What each gradient's entries are made of."""

PROJECT = "_CoqProject"
"""Lists the Rocq files in the order in which they are compiled."""


def rocq_files(certificate: Certificate) -> dict[str, str]:
    """File name → text: the library for every size, and the certificate of one layer, in the order of compilation."""
    project = _shipped("rocq", PROJECT)
    names = [line for line in project.splitlines() if line.endswith(".v")]
    ours = "Certificate.v"
    return {PROJECT: project} | {
        name: _certificate(certificate) if name == ours else _shipped("rocq", name) for name in names
    }


def json_files(text: str) -> dict[str, str]:
    """File name → text: a certificate as JSON, and what verifies it."""
    return {"certificate.json": text, "verify.py": _shipped("json", "verify.py")}


def _shipped(folder: str, name: str) -> str:
    """A file that is passed on as it is."""
    found: Path = next(path for shipped in SHIPPED if (path := shipped / folder / name).is_file())
    return found.read_text(encoding="utf-8")


def _certificate(certificate: Certificate) -> str:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(shipped / "rocq") for shipped in SHIPPED]),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Rocq source; what is filled in are numbers and our own words
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("Certificate.v.j2").render(**_told(certificate))


def _told(certificate: Certificate) -> dict[str, Any]:
    """What the template places."""
    spec = certificate.spec
    numbers = range(len(spec.axes))
    sizes, steps = [f"N_{number}" for number in numbers], [f"j_{number}" for number in numbers]
    geometry = [(axis.kernel_size, axis.stride, axis.dilation, axis.before, axis.after) for axis in spec.axes]
    tables = [_table(table) for table in certificate.tables]
    phases = [_phase(phase, spec.stride, steps) for phase in certificate.phases]
    return {
        "title": title(Wording(), spec),
        "counts": (spec.batch, spec.groups, spec.in_channels // spec.groups, spec.out_channels // spec.groups),
        "axes": [(size, *rest) for size, rest in zip(spec.input_size, geometry, strict=True)],
        "open_axes": [(size, *rest) for size, rest in zip(sizes, geometry, strict=True)],
        "sizes": sizes,
        "steps": steps,
        "tables": tables,
        "phases": phases,
        "theorems": [f"{table['claim']}_is_right" for table in tables] + [phase["name"] for phase in phases],
    }


def _table(table: Table) -> dict[str, Any]:
    """One gradient: its entries, and what the theorem about them speaks of."""
    given = GIVEN[table.tensor]
    return {
        "claim": table.claim,
        "tensor": table.tensor,
        "letter": LETTERS[table.tensor],
        "on_paper": ON_PAPER[table.tensor],
        "given": [LETTERS[tensor] for tensor in given],
        "tensors": " and ".join(ON_PAPER[tensor] for tensor in given),
        "fixed": [letter for tensor, letter in LETTERS.items() if tensor != table.tensor],
        "shapes": [(LETTERS[tensor], tensor.removeprefix("grad_")) for tensor in reversed(given)],
        "rows": [(_index(index), " ⊕ ".join(map(_product, products)) or "zero") for index, products in table.rows],
    }


def _phase(phase: Phase, stride: Index, steps: list[str]) -> dict[str, Any]:
    """One closed form; ``0 + j`` is written ``j``, which Rocq computes from it."""
    products = (f"g.[{_list(map(_shifted, shift, steps))}] ⊗ f.[{_index(tap)}]" for shift, tap in phase.terms)
    strided = [f"{s} * {step}" for s, step in zip(stride, steps, strict=True)]
    return {
        "name": f"phase_{'_'.join(map(str, phase.number))}",
        "number": _index(phase.number),
        "place": _list(map(_shifted, phase.number, strided)),
        "value": "\n    ⊕ ".join(products) or "zero",
        "terms": [f"({_index(shift)}, {_index(tap)})" for shift, tap in phase.terms],
    }


def _shifted(shift: int, step: str) -> str:
    return f"{shift} + {step}" if shift else step


def _product(factors: tuple[Entry, ...]) -> str:
    return " ⊗ ".join(f"{LETTERS[tensor]} {_index(index)}" for tensor, index in factors)


def _index(index: Index) -> str:
    return _list(map(str, index))


def _list(parts: Iterable[str]) -> str:
    return f"[{'; '.join(parts)}]"
