"""Every layer can be told in every format, whatever its geometry."""

import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import symconv


@st.composite
def layers(draw: st.DrawFn) -> symconv.ConvSpec:
    axes = draw(st.integers(1, 3))
    most = {1: 9, 2: 5, 3: 3}[axes]

    def each(least: int, largest: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(least, largest)) for _ in range(axes))

    groups = draw(st.integers(1, 2))
    try:
        return symconv.ConvSpec.of(
            input_size=each(1, most),
            kernel_size=each(1, 3),
            stride=each(1, 4),
            dilation=each(1, 2),
            padding=tuple(zip(each(0, 3), each(0, 3), strict=True)),
            groups=groups,
            in_channels=groups * draw(st.integers(1, 2)),
            out_channels=groups * draw(st.integers(1, 2)),
            batch_size=draw(st.integers(1, 2)),
            bias=draw(st.booleans()),
        )
    except symconv.SymconvError:
        assume(False)
        raise


@given(
    spec=layers(),
    activation=st.sampled_from([None, "relu", "f"]),
    index_base=st.integers(0, 1),
    entries=st.sampled_from(["sample", "all"]),
)
@settings(max_examples=60, deadline=None)
def test_every_layer_is_told(spec: symconv.ConvSpec, activation: str | None, index_base: int, entries: str) -> None:
    derivation = symconv.derive(spec, activation=activation)
    assert derivation.proofs
    assert all(proof.holds for proof in derivation.proofs)
    told = {"index_base": index_base, "entries": entries}
    text = derivation.to_document("text", **told)
    assert "Fails:" not in text
    assert derivation.to_document("text", ascii=True, **told).isascii()
    latex = derivation.to_document("latex", **told)
    assert latex.isascii()
    assert latex.count("{") == latex.count("}")
    assert derivation.to_document("markdown", **told).count("```") % 2 == 0
    data = json.loads(derivation.to_json())
    assert len(data["grad_input"]) == len(derivation.gradients.grad_input)


@st.composite
def transposed(draw: st.DrawFn) -> symconv.TransposedSpec:
    axes = draw(st.integers(1, 4))
    most = {1: 6, 2: 4}.get(axes, 2)

    def each(least: int, largest: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(least, largest)) for _ in range(axes))

    groups = draw(st.integers(1, 2))
    try:
        return symconv.TransposedSpec.of(
            input_size=each(1, most),
            kernel_size=each(1, 3 if axes < 3 else 2),
            stride=each(1, 4),
            dilation=each(1, 2),
            padding=tuple(zip(each(0, 3), each(0, 3), strict=True)),
            output_padding=each(0, 3),
            groups=groups,
            in_channels=groups * draw(st.integers(1, 2)),
            out_channels=groups * draw(st.integers(1, 2)),
            batch_size=draw(st.integers(1, 2)),
            bias=draw(st.booleans()),
            allow_large_output_padding=True,
        )
    except symconv.SymconvError:
        assume(False)
        raise


@st.composite
def folded(draw: st.DrawFn) -> symconv.FoldedSpec:
    axes, groups = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    mode, most = draw(st.sampled_from([("reflect", -1), ("replicate", 2), ("circular", 0)])), {1: 5, 2: 4}.get(axes, 2)
    size = tuple(draw(st.integers(1, most)) for _ in range(axes))
    pads = tuple(tuple(draw(st.integers(0, n + mode[1])) for _ in "ba") for n in size)
    padded = tuple(n + sum(pair) for n, pair in zip(size, pads, strict=True))
    return symconv.FoldedSpec.of(
        padding_mode=mode[0],
        input_size=size,
        kernel_size=tuple(draw(st.integers(1, min(n, 3))) for n in padded),
        stride=tuple(draw(st.integers(1, 3)) for _ in range(axes)),
        padding=pads,
        groups=groups,
        in_channels=groups * draw(st.integers(1, 2)),
        out_channels=groups * draw(st.integers(1, 2)),
        batch_size=draw(st.integers(1, 2)),
        bias=draw(st.booleans()),
    )


@given(spec=folded(), activation=st.sampled_from([None, "relu"]), length=st.sampled_from(["brief", "lesson", "full"]))
@settings(max_examples=30, deadline=None)
def test_every_layer_with_folded_padding_is_told(spec: symconv.FoldedSpec, activation: str | None, length: str) -> None:
    derivation = symconv.derive(spec, activation=activation)
    assert all(proof.holds for proof in derivation.proofs)
    assert derivation.to_document("text", ascii=True, length=length).isascii()
    latex = derivation.to_document("latex", length=length)
    assert latex.count("{") == latex.count("}")
    assert len(json.loads(derivation.to_json())["output"]) == len(derivation.gradients.output)
    assert symconv.outline(spec)


@given(
    spec=transposed(), activation=st.sampled_from([None, "relu"]), length=st.sampled_from(["brief", "lesson", "full"])
)
@settings(max_examples=30, deadline=None)
def test_every_transposed_layer_is_told(spec: symconv.TransposedSpec, activation: str | None, length: str) -> None:
    derivation = symconv.derive(spec, activation=activation)
    assert all(proof.holds for proof in derivation.proofs)
    assert derivation.to_document("text", ascii=True, length=length).isascii()
    latex = derivation.to_document("latex", length=length)
    assert latex.count("{") == latex.count("}")
    assert len(json.loads(derivation.to_json())["output"]) == len(derivation.gradients.output)
    assert symconv.outline(spec)
