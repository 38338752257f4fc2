"""The lesson on folded padding: what it draws and what it says, against NumPy's padding, plain loops and PyTorch."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from layers import FOLDED, numbers, padded_places, refused

import symconv
from symconv import FoldedSpec
from symconv.language.wording import known_languages
from symconv.lesson.blocks import Picture
from symconv.lesson.figures import FIGURES, figure
from symconv.lesson.folded.padded import collected, copies, of_padded, worked
from symconv.lesson.folded.pictured import around, back
from symconv.lesson.numbers import typed_in
from symconv.lesson.story import Story
from symconv.notation.text import text
from symconv.notation.tree import Number
from symconv.render.documents import FORMATS
from symconv.transposed import layer_of

layers = pytest.mark.parametrize("layer", FOLDED.values(), ids=FOLDED)
SMALL = [name for name, layer in FOLDED.items() if len(layer.stride) < 3]
MOST_SHOWN = 9


def story(layer: FoldedSpec, **told: object) -> Story:
    return symconv.derive(layer).story(**told)  # type: ignore[arg-type]


def cells(picture: Picture, grid: int) -> dict[tuple[int, ...], object]:
    rows = picture.grids[grid].matrix.rows
    return {(row, column): cell for row, cells in enumerate(rows) for column, cell in enumerate(cells)}


@pytest.mark.parametrize("name", [name for name in SMALL if max(map(len, padded_places(FOLDED[name]))) <= MOST_SHOWN])
def test_the_padding_shows_what_numpy_puts_there(name: str) -> None:
    layer = FOLDED[name]
    told, along = story(layer), list(padded_places(layer))
    drawn = cells(around(told, layer, of_padded(told, layer)), 1)
    inside = [range(before, before + n) for (before, _), n in zip(layer.padding, layer.input_size, strict=True)]
    for place in product(*(range(len(each)) for each in along)):
        source = tuple(int(each[at]) for each, at in zip(along, place, strict=True))
        cell = drawn[(0, *place) if len(place) == 1 else place]
        assert (cell.entry or cell.node) == told.paper.entry("input", (0, 0, *source))
        assert (cell.look == "met") != all(at in span for at, span in zip(place, inside, strict=True))


@layers
def test_what_arrives_at_the_places_of_an_entry_adds_up_to_its_gradient(layer: FoldedSpec) -> None:
    told = story(layer)
    inner, index = of_padded(told, layer), worked(told, layer)
    assert told.example is not None
    assert inner.example is not None
    x = np.array(told.example.given["input"]).reshape(layer.input_shape)
    read = np.array(inner.example.given["input"]).reshape(layer.form.input_shape)
    assert np.array_equal(read, x[(..., *np.ix_(*padded_places(layer)))])
    places = copies(layer, index)
    there = sum(inner.example.value("grad_input", place) for place in places)
    assert there == told.example.value("grad_input", index)
    last = collected(told, layer, inner, index)[-1]
    assert last.sides[-1] == Number(int(there))
    standing = [list(each).count(at) for each, at in zip(padded_places(layer), index[2:], strict=True)]
    assert len(places) == np.prod(standing)


@pytest.mark.parametrize("name", ["classroom", "signal", "groups"])
def test_what_is_added_is_marked(name: str) -> None:
    layer = FOLDED[name]
    told = story(layer)
    index = worked(told, layer)
    picture = back(told, layer, of_padded(told, layer), index)
    met = [[at[-len(layer.stride) :] for at, cell in cells(picture, n).items() if cell.look == "met"] for n in (0, 1)]
    assert sorted(met[0]) == sorted(place[2:] for place in copies(layer, index))
    assert met[1] == [index[2:]]


@layers
def test_it_is_told_in_every_length_and_format(layer: FoldedSpec) -> None:
    derivation = symconv.derive(layer)
    for length, format_ in zip(("brief", "lesson", "full") * 2, FORMATS, strict=False):
        told = derivation.to_document(format_, length=length)
        assert layer.padding_mode in str(told), format_
    assert derivation.to_document("text", ascii=True, length="full").isascii()


@pytest.mark.parametrize("name", SMALL)
def test_every_figure_is_drawn(name: str) -> None:
    layer = FOLDED[name]
    for what in FIGURES:
        if what != "dilate" or max(layer.stride) > 1:
            assert figure(story(layer), what).pictures


def test_it_speaks_every_language() -> None:
    for name, language in product(("groups", "nothing around", "repeated"), known_languages()):
        derivation = symconv.derive(FOLDED[name], activation="relu")
        told = derivation.to_document("markdown", language=language, length="full")
        assert "{" not in str(told).replace("\\{", "").split("$")[0]
        assert symconv.outline(FOLDED[name], language=language)


def test_a_name_that_is_taken_is_not_given_to_the_padded_input() -> None:
    told = symconv.derive(FOLDED["signal"]).to_document("text", names={"input": "Y", "weight": "Z"})
    assert "V = circular(Y)" in told
    assert "∂L/∂Z = V ⋆ dilate_2(δ)" in told


def test_entries_and_the_bias_are_told_where_they_are_asked_for() -> None:
    layer = FoldedSpec.of(padding_mode="reflect", input_size=3, kernel_size=2, padding="1:0", bias=True)
    told = symconv.derive(layer).to_document("text", entries="all")
    for line in ("o_0 = x_1·f_0 + x_0·f_1 + b", "∂L/∂x_1 = δ_0·f_0 + δ_1·f_1 + δ_2·f_0", "∂L/∂b = δ_0 + δ_1 + δ_2"):
        assert line in told


@layers
def test_pytorch_computes_what_is_printed(layer: FoldedSpec) -> None:
    """The lines that a reader is told to type, run on the example's own numbers."""
    torch = pytest.importorskip("torch", reason="needs torch (the peers extra)")
    told = story(layer, values="random:3")
    assert told.example is not None
    code = typed_in(told.example, layer)
    if code is None:
        pytest.skip("the lines would be too long to type")
    space: dict[str, object] = {"print": lambda *values: space.update(zip("ab", values, strict=True))}
    exec("\n".join(code.lines), space)  # noqa: S102 - our own lines
    for printed, tensor in (("a", "grad_input"), ("b", "grad_weight")):
        alphabet = told.write.found.alphabet
        ranks = alphabet.ranks(tensor.removeprefix("grad_"))
        ours = [float(told.example.value(tensor, alphabet.entry(rank)[1])) for rank in ranks]
        assert torch.equal(torch.as_tensor(space[printed]).flatten(), torch.tensor(ours, dtype=torch.float64))


def test_one_line_of_each_tensor_by_hand() -> None:
    """x₁ x₀ x₁ x₂ x₃ x₂ at stride 2, kernel 3: two outputs, counted on fingers; the last entry is read by none."""
    layer = layer_of({"padding_mode": "reflect", "input_size": 4, "kernel_size": 3, "stride": 2, "padding": 1})
    told = symconv.derive(layer).to_document("text", length="full")
    for line in (
        "o_0 = x_1·f_0 + x_0·f_1 + x_1·f_2",
        "∂o_0/∂x_1 = f_0 + f_2",
        "∂L/∂x_1 = δ_0·f_0 + δ_0·f_2 + δ_1·f_0",
        "∂L/∂x_2 = δ_1·f_1",
        "∂L/∂f_2 = δ_0·x_1 + δ_1·x_3",
        "∂L/∂x_1 = ∂L/∂y_2 + ∂L/∂y_0",
    ):
        assert f"    {line}\n" in told
    assert "∂L/∂X = fold(∂L/∂Y)\n" in told


def test_the_example_is_what_loops_make() -> None:
    for layer in (FOLDED["rectangle"], FOLDED["channels"], FOLDED["repeated"]):
        expected = numbers(layer)
        found = symconv.derive(layer).to_sympy()
        names = story(layer).paper
        values = {
            text(names.entry(tensor, index)): int(array[index])
            for tensor, array in (("input", expected.input), ("weight", expected.weight))
            for index in product(*map(range, array.shape))
        }
        values |= {
            f"∂L/∂{text(names.entry('output', i))}": int(expected.grad_output[i])
            for i in product(*map(range, layer.output_shape))
        }
        for name in ("grad_input", "grad_weight"):
            computed = np.array([entry.subs(values) for entry in np.array(found[name]).ravel()], object)
            assert np.array_equal(computed, getattr(expected, name).ravel())


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda d: d.to_document("notebook"), "a notebook"),
        (lambda d: symconv.outline(d.spec, theorem=True), "a theorem"),
        (lambda d: symconv.outline(d.spec, full=True), "a full lecture"),
    ],
)
def test_what_is_told_of_zeros_alone_refuses_it(call: Callable[[symconv.Derivation], object], what: str) -> None:
    error = refused(call, symconv.derive(FOLDED["signal"]))
    assert str(error) == f"{what} takes a convolution padded with zeros, and this layer's padding_mode is circular"
