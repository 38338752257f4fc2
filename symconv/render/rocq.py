"""The Rocq source of one layer's certificate: the library's theorems at its numbers."""

from collections.abc import Iterable
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from symconv.algebra.tensors import Entry, Index
from symconv.lesson.derivation import title
from symconv.lesson.wording import Wording
from symconv.proof.certificate import Certificate, Phase, Table
from symconv.render.correlations import correlations
from symconv.render.markup import SHIPPED
from symconv.spec import ConvSpec
from symconv.transposed import TransposedSpec

LETTERS = {"input": "x", "weight": "f", "grad_output": "g", "bias": "b"}
ON_PAPER = {"input": "X", "weight": "F", "grad_output": "∂L/∂O", "bias": "b"}
GIVEN = {"input": ("grad_output", "weight"), "weight": ("grad_output", "input"), "bias": ("grad_output",)}
"""What each gradient's entries are made of."""

ALWAYS = ("the_layer_exists", "its_shapes", "its_zeros", "forward_is")
"""Theorems that every certificate has, besides those on the gradients."""

CONVOLUTION = {"template": "Certificate.v.j2", "forward": "layer_forward", "prefix": "", "phases_of": "g"}
TRANSPOSED = {
    "template": "TransposedCertificate.v.j2",
    "forward": "transposed_forward",
    "prefix": "transposed_",
    "phases_of": "x",
}
"""What the two kinds of layers are called in the library, and what the closed forms of their phases read."""


def certificate_source(certificate: Certificate) -> str:
    """``Certificate.v``."""
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(shipped / "rocq") for shipped in SHIPPED]),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Rocq source; what is filled in are numbers and our own words
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    kind = TRANSPOSED if isinstance(certificate.spec, TransposedSpec) else CONVOLUTION
    return environment.get_template(kind["template"]).render(**kind, **_told(certificate, kind))


def _told(certificate: Certificate, kind: dict[str, str]) -> dict[str, Any]:
    """What the template places."""
    spec, form = certificate.spec, certificate.spec.form
    axes = range(len(form.axes))
    sizes, steps = [f"N_{axis}" for axis in axes], [f"j_{axis}" for axis in axes]
    geometry = [tuple(map(_number, (q.kernel_size, q.stride, q.dilation, q.before, q.after))) for q in form.axes]
    tables = [_table(table) for table in certificate.tables if table.claim != "output" and table.rows]
    phases = [_phase(phase, form, steps, kind["phases_of"]) for phase in certificate.phases]
    gradients = [f"grad_{tensor}_is_{said}" for tensor in ("input", "weight") for said in ("right", "the_chain_rule")]
    theorems = [
        *ALWAYS,
        *(["forward_is_the_scatter"] if form is not spec else []),
        *gradients,
        *(["grad_bias_is_right"] if spec.bias else []),
    ]
    theorems += [f"{table['claim']}_entries_are_right" for table in tables]
    return {
        "title": title(Wording(), spec),
        "bias": spec.bias,
        "counts": _counts(form),
        "ins": form.in_channels // form.groups,
        "outs": form.out_channels // form.groups,
        "images": spec.batch,
        "axes": [(size, *rest) for size, rest in zip(form.input_size, geometry, strict=True)],
        "open_axes": [(size, *rest) for size, rest in zip(sizes, geometry, strict=True)],
        "open": ["B", *sizes],
        "steps": steps,
        "shapes": _shapes(spec),
        "numbers": _numbers(form),
        "tables": tables,
        "phases": phases,
        "theorems": theorems + [phase["name"] for phase in phases],
        **_sums(form),
    }


def _counts(spec: ConvSpec) -> tuple[int, ...]:
    return spec.batch, spec.groups, spec.in_channels // spec.groups, spec.out_channels // spec.groups


def _shapes(spec: ConvSpec | TransposedSpec) -> dict[str, str]:
    shapes = {"input": spec.input_shape, "weight": spec.weight_shape, "output": spec.output_shape}
    shapes |= {"bias": (spec.out_channels,), "space": spec.output_size}
    return {name: _index(shape) for name, shape in shapes.items()}


def _numbers(spec: ConvSpec) -> dict[str, str]:
    """The numbers of the correlations, one for each axis."""
    found = correlations(spec.axes)
    pads = {name: tuple(zip(*form["pad"], strict=True)) for name, form in found.items()}
    numbers: dict[str, Iterable[int]] = {
        "ones": found["grad_input"]["stride"],
        "strides": spec.stride,
        "dilations": spec.dilation,
        "paddings": pads["output"][0],
        "paddings_after": pads["output"][1],
        "remainders": [axis.remainder for axis in spec.axes],
        "before": pads["grad_input"][0],
        "after": pads["grad_input"][1],
        "trimmed": pads["grad_weight"][1],
    }
    return {name: _index(tuple(values)) for name, values in numbers.items()}


def _sums(spec: ConvSpec) -> dict[str, Any]:
    """Letters of the indices, the sums over outputs and taps, and what is read where."""
    places = [
        f"{axis.stride} * m_{number} + ({axis.dilation} * a_{number} - {axis.before})"
        for number, axis in enumerate(spec.axes)
    ]
    letters = {name: [f"{name}_{number}" for number in range(len(places))] for name in "iam"}
    sums = {
        name: " ".join(f"sum {size} (fun {letter} =>" for size, letter in zip(sizes, letters[name], strict=True))
        for name, sizes in (("m", spec.output_size), ("a", spec.kernel_size))
    }
    return {
        "at": {name: "; ".join(each) for name, each in letters.items()},
        "bound": {name: " ".join(each) for name, each in letters.items()},
        "sums": sums,
        "close": ")" * len(places),
        "read": "; ".join(places),
    }


def _table(table: Table) -> dict[str, Any]:
    """Entries of one gradient, and what the theorem about them speaks of."""
    tensor = table.claim.removeprefix("grad_")
    given = GIVEN[tensor]
    return {
        "claim": table.claim,
        "tensor": tensor,
        "letter": LETTERS[tensor],
        "on_paper": ON_PAPER[tensor],
        "given": [LETTERS[name] for name in given],
        "tensors": " and ".join(ON_PAPER[name] for name in given),
        "fixed": [letter for name, letter in LETTERS.items() if name != tensor],
        "shapes": [(LETTERS[name], name.removeprefix("grad_")) for name in LETTERS if name in given],
        "asked": _list(_index(index) for index, _ in table.rows),
        "rows": [(_index(index), " ⊕ ".join(map(_product, products)) or "zero") for index, products in table.rows],
    }


def _phase(phase: Phase, spec: ConvSpec, steps: list[str], read: str) -> dict[str, Any]:
    """One closed form; ``0 + j`` is written ``j``, which Rocq computes from it."""
    channel = f"c mod {spec.in_channels // spec.groups}"
    products = (
        f"{read}.[{_list(['z', 'o', *map(_shifted, shift, steps)])}] ⊗ f.[{_list(['o', channel, *map(str, tap)])}]"
        for shift, tap in phase.terms
    )
    strided = [f"{s} * {step}" for s, step in zip(spec.stride, steps, strict=True)]
    return {
        "name": f"phase_{'_'.join(map(str, phase.number))}",
        "number": _index(phase.number),
        "place": _list(["z", "c", *map(_shifted, phase.number, strided)]),
        "value": "\n    ⊕ ".join(products) or "zero",
        "terms": [f"({_index(shift)}, {_index(tap)})" for shift, tap in phase.terms],
    }


def _shifted(shift: int, step: str) -> str:
    return f"{shift} + {step}" if shift else step


def _number(value: int) -> str:
    return str(value) if value >= 0 else f"({value})"


def _product(factors: tuple[Entry, ...]) -> str:
    return " ⊗ ".join(f"{LETTERS[tensor]} {_index(index)}" for tensor, index in factors)


def _index(index: Index) -> str:
    return _list(map(str, index))


def _list(parts: Iterable[str]) -> str:
    return f"[{'; '.join(parts)}]"
