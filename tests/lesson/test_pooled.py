"""The lesson on pooling: what it says of one entry, by hand, and that every layer is told in every format."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from layers import refused

import symconv
from symconv import PooledSpec, derive_pooling
from symconv.language.wording import known_languages

SMALL = PooledSpec.of(pool="max", input_size=4, kernel_size=2, stride=1)


def values(tmp_path: Any, **arrays: list[int]) -> str:
    file = tmp_path / "values.npz"
    np.savez(file, **{name: np.array(array) for name, array in arrays.items()})
    return str(file)


def test_one_entry_in_two_windows_by_hand(tmp_path: Any) -> None:
    """X = 1 7 2 2: both of the first windows choose x_1; the last is a tie, and takes its first."""
    given_ = values(tmp_path, input=[1, 7, 2, 2], grad_output=[3, 5, 4])
    text = str(derive_pooling(SMALL).to_document("text", values=given_, entries="all"))
    assert "∂L/∂x_1 = δ_0·c^(0)_1 + δ_1·c^(1)_1 = 3·1 + 5·1 = 8" in text
    assert "∂L/∂x_2 = δ_1·c^(1)_2 + δ_2·c^(2)_2 = 5·0 + 4·1 = 4" in text
    assert "∂L/∂x_3 = δ_2·c^(2)_3 = 4·0 = 0" in text


def test_an_average_by_hand(tmp_path: Any) -> None:
    spec = PooledSpec.of(pool="average", input_size=3, kernel_size=2, stride=1)
    given_ = values(tmp_path, input=[1, 2, 3], grad_output=[-1, 4])
    text = str(derive_pooling(spec).to_document("text", values=given_, entries="all"))
    assert "∂L/∂x_1 = δ_0/2 + δ_1/2 = −1/2 + 4/2 = 3/2" in text
    assert "o_m = 1/2·(Σ_a x_{m+a})" in text or "o_m = (1/2)·(Σ_a x_{m+a})" in text


def test_json_holds_every_entry_and_what_was_chosen(tmp_path: Any) -> None:
    given_ = values(tmp_path, input=[1, 7, 2, 2], grad_output=[3, 5, 4])
    found = json.loads(derive_pooling(SMALL).to_json(values=given_))
    assert found["example"] == {
        "input": [1, 7, 2, 2],
        "grad_output": [3, 5, 4],
        "output": [7, 7, 2],
        "grad_input": [0, 8, 4, 0],
        "indices": [1, 1, 2],
    }
    assert len(found["grad_input"]) == 4
    assert found["grad_input"][1]["terms"][1]["factors"] == [["grad_output", [0, 0, 1]], ["share", [0, 0, 1, 0]]]


@pytest.mark.parametrize("language", known_languages())
@pytest.mark.parametrize("pool", ["average", "max"])
def test_it_is_told_in_every_language(pool: str, language: str) -> None:
    layers = (
        PooledSpec.of(pool=pool, input_size=(5, 4), kernel_size=3, stride=2, padding=1, ceil_mode=True, channels=2),
        PooledSpec.to_size(2, pool=pool, input_size=5),
    )
    for layer in layers:
        latex = str(derive_pooling(layer).to_document("latex", language=language, length="full"))
        assert latex.count("{") == latex.count("}")


@st.composite
def poolings(draw: st.DrawFn) -> PooledSpec:
    axes = draw(st.integers(1, 3))
    most = {1: 7, 2: 4, 3: 2}[axes]

    def each(least: int, largest: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(least, largest)) for _ in range(axes))

    pool, channels, images = draw(st.sampled_from(["average", "max"])), draw(st.integers(1, 2)), draw(st.integers(1, 2))
    if draw(st.booleans()):
        sizes = {"input_size": each(1, most), "channels": channels, "batch_size": images}
        return PooledSpec.to_size(each(1, 3), pool=pool, **sizes)  # type: ignore[arg-type]
    try:
        return PooledSpec.of(
            pool=pool,
            input_size=each(1, most),
            kernel_size=each(1, 3),
            stride=each(1, 3),
            dilation=each(1, 2),
            padding=tuple(zip(each(0, 1), each(0, 1), strict=True)),
            ceil_mode=draw(st.booleans()),
            channels=channels,
            batch_size=images,
        )
    except symconv.SymconvError:
        assume(False)
        raise


@given(spec=poolings(), length=st.sampled_from(["brief", "full"]), numbers=st.sampled_from(["chosen", "off"]))
@settings(max_examples=30, deadline=None)
def test_every_pooling_is_told(spec: PooledSpec, length: str, numbers: str) -> None:
    derivation = derive_pooling(spec)
    told: dict[str, Any] = {"length": length, "values": numbers}
    assert str(derivation.to_document("text", ascii=True, **told)).isascii()
    latex = str(derivation.to_document("latex", **told))
    assert latex.isascii()
    assert latex.count("{") == latex.count("}")
    assert "<table" in str(derivation.to_document("html", **told))
    assert len(json.loads(derivation.to_json(values=numbers))["output"]) == len(derivation.gradients.output)


def test_what_cannot_be_told_is_refused() -> None:
    derivation = derive_pooling(SMALL)
    assert "no tensor has an entry 9" in str(refused(derivation.to_document, entries="9"))
    assert "length must be one of" in str(refused(derivation.to_document, length="long"))
    assert "more than the limit 3" in str(refused(derive_pooling, SMALL, max_terms=3))
