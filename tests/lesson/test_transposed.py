"""The lesson on a transposed layer: what it draws and what it says, against counting and PyTorch."""

from collections import Counter
from collections.abc import Callable
from itertools import product

import pytest
from layers import TRANSPOSED, meetings, numbers, refused

import symconv
from symconv.language.wording import known_languages
from symconv.lesson.blocks import Picture
from symconv.lesson.numbers import typed_in
from symconv.lesson.story import Story
from symconv.lesson.transposed.painted import board, painted, reaching, uneven
from symconv.notation.text import text
from symconv.notation.tree import Number
from symconv.render.documents import FORMATS

layers = pytest.mark.parametrize("layer", TRANSPOSED.values(), ids=TRANSPOSED)
SMALL = [name for name, layer in TRANSPOSED.items() if len(layer.stride) < 3]


def story(layer: symconv.TransposedSpec, **told: object) -> Story:
    return symconv.derive(layer).story(**told)  # type: ignore[arg-type]


def cells(picture: Picture, grid: int = 0) -> dict[tuple[int, ...], object]:
    rows = picture.grids[grid].matrix.rows
    return {(row, column): cell for row, cells in enumerate(rows) for column, cell in enumerate(cells)}


@pytest.mark.parametrize("name", SMALL)
def test_the_board_counts_the_products(name: str) -> None:
    """Of the first image, and of one pair of channels."""
    layer = TRANSPOSED[name]
    counted = Counter(o[2:] for o, w, i in meetings(layer) if (o[:2], w[:2], i[0]) == ((0, 0), (0, 0), 0))
    drawn = cells(board(story(layer)))
    signal = len(layer.stride) == 1
    for place in product(*map(range, layer.output_size)):
        cell = drawn[(0, *place) if signal else place]
        assert cell.node == Number(counted[place])
        assert (cell.look == "met") == (counted[place] == max(counted.values()))


@pytest.mark.parametrize("name", SMALL)
def test_a_painted_window_is_what_one_input_adds(name: str) -> None:
    layer = TRANSPOSED[name]
    told = story(layer)
    worked = told.busiest("output")
    picture, met = painted(told, worked), list(meetings(layer))
    for grid, source in enumerate(reaching(told, worked)[:2]):
        adds = {o[2:]: w for o, w, i in met if i == source and o[:2] == worked[:2]}
        for place, cell in cells(picture, grid).items():
            at = place[-len(layer.stride) :]
            if at in adds:
                assert (cell.entry or cell.node) == told.paper.entry("weight", adds[at])
                assert cell.look in ("met", "window")
            else:
                assert (cell.node, cell.look) == (Number(0), "")


@pytest.mark.parametrize(("k", "s", "d", "board_is_uneven"), [(3, 2, 1, True), (4, 2, 1, False), (3, 3, 2, False)])
def test_a_checkerboard_comes_of_phases_with_different_numbers_of_taps(
    k: int, s: int, d: int, board_is_uneven: bool
) -> None:
    layer = symconv.TransposedSpec.of(input_size=9, kernel_size=k, stride=s, dilation=d)
    counted = Counter(o[2:] for o, _, _ in meetings(layer))
    inner = {counted[(place,)] for place in range(d * k, layer.output_size[0] - d * k)}
    assert (len(inner) > 1) is uneven(story(layer)) is board_is_uneven


@layers
def test_it_is_told_in_every_length_and_format(layer: symconv.TransposedSpec) -> None:
    derivation = symconv.derive(layer)
    for length, format_ in zip(("brief", "lesson", "full") * 2, FORMATS, strict=False):
        told = derivation.to_document(format_, length=length)
        assert ("Output padding" in str(told)) == any(layer.output_padding), format_
    assert derivation.to_document("text", ascii=True, length="full").isascii()


def test_a_large_layer_whose_form_crops_is_told() -> None:
    layer = symconv.TransposedSpec.of(
        input_size=(2, 2, 2),
        kernel_size=(2, 2, 3),
        stride=(4, 2, 4),
        padding=((2, 3), (3, 1), (2, 3)),
        output_padding=3,
        in_channels=2,
        batch_size=2,
        allow_large_output_padding=True,
    )
    assert min(map(min, layer.form.padding)) < 0
    assert "pad_{" in symconv.derive(layer).to_document("text")


def test_it_speaks_every_language() -> None:
    for name, language in product(("groups", "beyond"), known_languages()):
        told = symconv.derive(TRANSPOSED[name]).to_document("markdown", language=language, length="full")
        assert "{" not in str(told).replace("\\{", "").split("$")[0]


@layers
def test_pytorch_computes_what_is_printed(layer: symconv.TransposedSpec) -> None:
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
    """Stride 2, kernel 3, padding 1:0 and one entry added: counted on fingers."""
    told = symconv.derive(TRANSPOSED["signal"]).to_document("text", length="full")
    for line in (
        "o_1 = x_0·f_2 + x_1·f_0",
        "o_8 = 0",
        "∂L/∂x_0 = δ_0·f_1 + δ_1·f_2",
        "∂L/∂f_0 = δ_1·x_1 + δ_3·x_2 + δ_5·x_3",
        "N = (M − 1)·s + e − p₋ − p₊ + r = 3·2 + 3 − 1 + 1 = 9",
        "∂L/∂X = every_2(pad(δ) ⋆ F)",
    ):
        assert f"    {line}\n" in told


def test_the_example_is_what_loops_make() -> None:
    for layer in (TRANSPOSED["rectangle"], TRANSPOSED["channels"]):
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
            array = getattr(expected, name)
            for index in product(*map(range, array.shape)):
                expression = found[name][index]
                assert expression.subs({s: values[s.name] for s in expression.free_symbols}) == int(array[index])


def test_a_strided_lesson_ends_with_the_transposed_convolution() -> None:
    said = "You have just derived the transposed convolution"
    strided = symconv.ConvSpec.of(input_size=6, kernel_size=3, stride=2)
    told = " ".join(str(symconv.derive(strided).to_document("text")).split())
    assert f"{said}: with δ for its input, the same filter, stride and padding, and output padding 1, it makes" in told
    assert said not in str(symconv.derive(symconv.ConvSpec.of()).to_document("text"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda d: d.to_document("notebook"), "a notebook takes a convolution, and this layer is transposed"),
        (lambda d: d.to_document("svg", figure="flip"), "figure must be one of forward, slide, filter, got 'flip'"),
        (
            lambda d: symconv.outline(d.spec, theorem=True),
            "a theorem takes a convolution, and this layer is transposed",
        ),
        (
            lambda d: symconv.outline(d.spec, full=True),
            "a full lecture takes a convolution, and this layer is transposed",
        ),
    ],
)
def test_what_is_not_told_of_it_is_refused(call: Callable[[symconv.Derivation], object], message: str) -> None:
    assert str(refused(call, symconv.derive(TRANSPOSED["signal"]))) == message


def test_an_activation_before_it() -> None:
    told = str(symconv.derive(TRANSPOSED["signal"], activation="tanh").to_document("text"))
    assert "    ∂L/∂z_0 = ∂L/∂x_0·tanh′(z_0) = (δ_0·f_1 + δ_1·f_2)·tanh′(z_0)\n" in told
    assert "Textbooks" not in told


@pytest.mark.parametrize("figure", ["forward", "slide", "filter"])
def test_figures(figure: str) -> None:
    derivation = symconv.derive(TRANSPOSED["classroom"])
    kinds = (("svg", False, "<svg"), ("svg", True, "animation"), ("tikz", False, "tikzpicture"))
    for format_, animate, holds in kinds:
        assert holds in str(derivation.to_document(format_, figure=figure, animate=animate))


def test_the_lecture_tells_forward_then_both_gradients() -> None:
    sections = [line.split()[1] for line in symconv.outline(TRANSPOSED["channels"]).splitlines()]
    forward = ["layer", "layer", "recipe", "layer"]
    assert sections[:9] == ["opening", "opening", "opening", *forward, "question", "question"]
    assert sections[9:] == ["filter", "filter", "filter", "numbers", "numbers", "takeaways", "quiz", "quiz", "quiz"]
    only = symconv.outline(TRANSPOSED["channels"], only=("recipe",))
    assert only.split()[:2] == ["1", "recipe"]


@layers
def test_every_layer_has_its_lecture(layer: symconv.TransposedSpec) -> None:
    for format_ in ("html", "marp", "beamer", "pptx"):
        assert len(symconv.slides(layer, format=format_)) > 10_000


def test_a_document_names_its_layer_and_a_checker_judges_it() -> None:
    told = str(symconv.derive(TRANSPOSED["signal"]).to_document("markdown"))
    assert told.startswith(
        "<!-- symconv: transposed=yes input=4 kernel=3 stride=2 output_padding=1 padding=1:0 index_base=0"
    )
    verdicts = [one.verdict.split()[0] for one in symconv.check_text(told).statements]
    assert verdicts.count("right") > 5
    assert "wrong" not in verdicts
