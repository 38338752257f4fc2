"""What is told of several layers: true of every path, in every format and language, and the numbers follow."""

from itertools import product

import numpy as np
import pytest
from layers import refused
from stacks import SHORT, by_loops

import symconv
from symconv.language.wording import known_languages
from symconv.lesson.blocks import Picture, Table
from symconv.lesson.stacked import paths, recursion
from symconv.lesson.stacked.chapters import told
from symconv.notation.text import text
from symconv.stack import Stack

SMALL = Stack.of({"input_size": 7, "kernel_size": 3, "stride": 2}, {"kernel_size": 2})


def test_paths_are_counted_as_loops_over_ones_count_them() -> None:
    """With filters of ones, f the identity and ∂L/∂O of ones, ∂L/∂x is the number of paths."""
    for layers in SHORT:
        stack = Stack.of(*layers)
        story = symconv.derive_stack(stack).story()
        ones = [np.ones(layer.weight_shape, dtype=object) for layer in stack.layers]
        for index in product(*map(range, stack.first.input_shape)):
            made = np.zeros(stack.first.input_shape, dtype=object)
            made[index] = 1
            for layer, weight in zip(stack.layers, ones, strict=True):
                made = by_loops(layer, made, weight)
            assert story.paths(index) == made.sum()
            assert set(story.reached(index)[-1]) == {tuple(at) for at in np.argwhere(made != 0).tolist()}


def test_one_entry_is_written_with_all_its_paths() -> None:
    story = symconv.derive_stack(SMALL).story()
    assert story.worked == (0, 0, 2)
    assert [text(line) for line in paths.steps(story)] == [
        "∂L/∂x_2 = δ^(1)_0·f^(1)_2 + δ^(1)_1·f^(1)_0",
        "δ^(1)_0 = φ′(o^(1)_0)·δ^(2)_0·f^(2)_0",
        "δ^(1)_1 = φ′(o^(1)_1)·(δ^(2)_0·f^(2)_1 + δ^(2)_1·f^(2)_0)",
    ]
    assert text(paths.whole(story)) == (
        "∂L/∂x_2 = δ^(2)_0·f^(2)_0·φ′(o^(1)_0)·f^(1)_2 + δ^(2)_0·f^(2)_1·φ′(o^(1)_1)·f^(1)_0"
        " + δ^(2)_1·f^(2)_0·φ′(o^(1)_1)·f^(1)_0"
    )
    assert [text(line) for line in recursion.back(story, 1)] == [
        "∂L/∂A^(1) = pad(δ^(2)) ⋆ flip(F^(2))",
        "δ^(1) = ∂L/∂A^(1) ⊙ φ′(O^(1))",
    ]


def test_what_flows_is_told() -> None:
    stack = Stack.of({"input_size": "8x9", "kernel_size": 3, "stride": 2, "padding": "1:0x0"}, {"kernel_size": "2x3"})
    blocks = list(told(symconv.derive_stack(stack).story()))
    (table,) = (block for block in blocks if isinstance(block, Table))
    rows = [["".join(map(str, cell)) for cell in row] for row in table.rows]
    assert rows == [
        ["1", "8×9", "3×3", "2", "1:0×0", "1", "4×4", "0"],
        ["2", "4×4", "2×3", "1", "0", "1", "3×2", "0"],
    ]
    assert sum(isinstance(block, Picture) for block in blocks) == 3


def test_the_numbers_follow_from_the_chosen_ones() -> None:
    """Every tensor of the example, recomputed by loops and by ``grads_through``."""
    stack = Stack.of(
        {"input_size": "5x4", "kernel_size": 2, "bias": True, "out_channels": 2}, {"kernel_size": "2x1", "stride": 2}
    )
    story = symconv.derive_stack(stack, activation="relu").story(values="random:3")

    def array(number: int, tensor: str) -> np.ndarray:
        example = story.layers[number].example
        shape = example.found.alphabet.shapes[tensor.removeprefix("grad_") if tensor != "grad_output" else tensor]
        return np.array([example.value(tensor, index) for index in np.ndindex(*shape)]).reshape(shape)

    weights, biases = [array(0, "weight"), array(1, "weight")], [array(0, "bias"), None]
    assert weights[0].ravel()[: weights[1].size].tolist() != weights[1].ravel().tolist()
    first = by_loops(stack.first, array(0, "input"), weights[0], biases[0])
    assert (array(0, "output") == first).all()
    assert (array(1, "input") == np.maximum(first, 0)).all()
    assert (array(1, "output") == by_loops(stack.last, np.maximum(first, 0), weights[1])).all()
    found = symconv.grads_through(stack, array(0, "input"), weights, array(1, "grad_output"), biases=biases)
    assert (array(0, "grad_input") == found.grad_input).all()
    assert (array(0, "grad_output") == found.deltas[0]).all()
    assert (array(0, "grad_weight") == found.grad_weights[0]).all()
    assert (array(1, "grad_weight") == found.grad_weights[1]).all()
    assert (array(0, "grad_bias") == found.grad_biases[0]).all()


@pytest.mark.parametrize("language", known_languages())
def test_every_language_tells_it(language: str) -> None:
    derivation = symconv.derive_stack(SMALL, activation="relu")
    page = derivation.to_document("text", language=language)
    other = "δ^(1) = ∂L/∂A^(1) ⊙ relu′(O^(1))"
    assert other in page
    assert "{" not in page.replace("_{", "").replace("^{", "")
    outline = symconv.outline(SMALL, language=language)
    assert len(outline.splitlines()) == 13


@pytest.mark.parametrize("written", ["markdown", "latex", "html", "typst"])
def test_every_format_writes_it(written: str) -> None:
    page = symconv.derive_stack(SMALL).to_document(written)
    assert page.count("φ") + page.count("\\varphi") + page.count("phi") > 3
    for deck in ("html", "beamer", "typst", "marp", "quarto") if written == "html" else ():
        assert len(symconv.slides(SMALL, format=deck)) > 2000
    assert "dL/dx_2 = delta^(1)_0*f^(1)_2 + " in symconv.derive_stack(SMALL).to_document("text", ascii=True)


@pytest.mark.parametrize("activation", ["f", "sigmoid", "tanh"])
def test_latex_writes_letters_of_its_own(activation: str) -> None:
    """Signs that plain LaTeX does not know stand in formulas alone, by their names."""
    page = symconv.derive_stack(SMALL, activation=activation).to_document("latex")
    deck = str(symconv.slides(SMALL, activation=activation, format="beamer"))
    assert not set("′φσδ⊙") & set(page + deck)


def test_what_a_single_layer_alone_has_is_refused() -> None:
    derivation = symconv.derive_stack(SMALL)
    for options, message in (
        ({"format": "svg"}, "format must be one of text, markdown, latex, html, typst"),
        ({"values": "random:1"}, "numbers through several layers are told with relu, the activation is f"),
        ({"values": "a.npz"}, "the numbers of several layers are drawn, not read"),
        ({"names": {"input": "O"}}, "names must differ"),
        ({"language": "xx"}, "language must be one of"),
    ):
        assert message in str(refused(derivation.to_document, **options))
    assert "activation must be one of" in str(refused(symconv.derive_stack, SMALL, activation="gelu"))
    assert "sections are" in str(refused(symconv.outline, SMALL, only=("nothing",)))


def test_names_that_are_taken_leave_another_for_what_f_makes() -> None:
    story = symconv.derive_stack(SMALL).story(names={"input": "A", "weight": "W"})
    assert [text(line) for line in recursion.forth(story)][1] == "h^(1)_i = f(o^(1)_i)"
