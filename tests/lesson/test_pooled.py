"""The lesson on pooling: what it says of one entry, by hand, and that every layer is told in every format."""

import json
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from layers import refused
from pooled_loops import Pool

import symconv
from symconv import PooledSpec, derive_pooling
from symconv.language.wording import known_languages
from symconv.lesson.pooled import pictures

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


AWKWARD = {
    "a rest, padding on one side": Pool(
        pool="max", size=(6, 5), kernel=(3, 2), stride=(2, 3), padding=((0, 1), (1, 0)), dilation=(1, 1)
    ),
    "dilation, an axis alone": Pool(
        pool="average", size=(7,), kernel=(2,), stride=(1,), padding=((0, 0),), dilation=(3,)
    ),
    "ceil mode, a volume": Pool(
        pool="max",
        size=(3, 4, 5),
        kernel=(2, 2, 2),
        stride=(2, 1, 3),
        padding=((0, 0),) * 3,
        dilation=(1, 2, 1),
        ceil=True,
    ),
}


def layer_of(pool: Pool) -> PooledSpec:
    sizes = {"input_size": pool.size, "kernel_size": pool.kernel, "stride": pool.stride, "dilation": pool.dilation}
    return PooledSpec.of(pool=pool.pool, padding=pool.padding, ceil_mode=pool.ceil, **sizes)  # type: ignore[arg-type]


@pytest.mark.parametrize("pool", AWKWARD.values(), ids=list(AWKWARD))
def test_windows_move_as_loops_put_them_down(pool: Pool) -> None:
    """Every stop frames what a window has inside, of a volume in one slice; a max marks the first of the largest."""
    story = derive_pooling(layer_of(pool)).story()
    assert story.example is not None
    draw = story.example.given["input"]
    image = np.array(draw).reshape(pool.size)
    worked = story.busiest("output")
    forward, back = pictures.sliding(story, worked), pictures.given_back(story)
    outputs = [m for m in product(*map(range, pool.outputs)) if m[:-2] == worked[2:-2]]
    assert [stop.place for stop in forward.stops] == [stop.place for stop in back.stops] == outputs
    front = min(pool.inside(worked[2:]))[:-2]
    for stop, handed in zip(forward.stops, back.stops, strict=True):
        inside = [(0, *at)[-2:] for at in pool.inside(stop.place) if at[:-2] == front]
        assert {stop.frame.holds(*at) for at in inside} == {True}
        corner = stop.frame.row + stop.frame.rows - 1, stop.frame.column + stop.frame.columns - 1
        assert (tuple(map(min, zip(*inside, strict=True))), tuple(map(max, zip(*inside, strict=True)))) == (
            (stop.frame.row, stop.frame.column),
            corner,
        )
        assert handed.frame == stop.frame
        assert (0, 0, *(0, *stop.place)[-2:]) in handed.met
        if pool.pool == "max":
            most = max(int(image[at]) for at in pool.inside(stop.place))
            first = next(at for at in pool.inside(stop.place) if image[at] == most)
            seen = first[:-2] == front
            assert stop.met == (((0, 0, *(0, *first)[-2:]),) if seen else ())
            assert ((0, 1, *(0, *first)[-2:]) in handed.met) == seen
            assert len(handed.met) == 1 + seen


def test_what_a_window_chooses_is_marked_within_its_frame() -> None:
    """Drawn by hand: the window of o_00 in brackets, a star at the first of the largest in each window."""
    spec = PooledSpec.of(pool="max", input_size=(4, 4))
    told = str(derive_pooling(spec).to_document("text"))
    drawn = [
        line.split("⎤")[0].split("⎥")[0].split("⎦")[0].strip()
        for line in told.splitlines()
        if "⎢" in line and "*" in line
    ]
    assert drawn == ["⎢[ 2 *8]*9  5", "⎢ *4 −3 *9 −2"]
    picture = pictures.forward(derive_pooling(spec).story(), (0, 0, 0, 0))
    looks = [[cell.look for cell in row] for row in picture.still()[0][0].matrix.rows]
    assert looks == [
        ["window", "window", "", ""],
        ["window", "chosen", "chosen", ""],
        ["chosen", "", "chosen", ""],
        [""] * 4,
    ]


@pytest.mark.parametrize("language", known_languages())
def test_a_lecture_in_every_language(language: str) -> None:
    lines = symconv.outline(layer_of(AWKWARD["a rest, padding on one side"]), language=language).splitlines()
    sections = [line.split()[1] for line in lines]
    assert sections == ["opening", "layer", "layer", "question", "question", "recipe", "recipe", "takeaways", "quiz"]


@pytest.mark.parametrize("written", ["html", "beamer", "typst", "marp", "quarto"])
def test_a_lecture_in_every_format(written: str) -> None:
    for spec in (
        layer_of(AWKWARD["ceil mode, a volume"]),
        PooledSpec.to_size((2, 3), pool="average", input_size=(5, 7)),
    ):
        assert len(symconv.slides(spec, format=written)) > 4000
    long = PooledSpec.of(pool="average", input_size=12, kernel_size=3, stride=2)
    assert not pictures.given_back(derive_pooling(long).story()).stops


def test_what_cannot_be_told_is_refused() -> None:
    derivation = derive_pooling(SMALL)
    assert "no tensor has an entry 9" in str(refused(derivation.to_document, entries="9"))
    assert "length must be one of" in str(refused(derivation.to_document, length="long"))
    assert "more than the limit 3" in str(refused(derive_pooling, SMALL, max_terms=3))
