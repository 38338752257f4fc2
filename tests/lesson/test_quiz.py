"""The quiz of a lecture: one answer is right, worked by hand, and the others are what mistakes make of it."""

from typing import Any

import pytest

import symconv
from symconv.lesson.slide import Question, Slide
from symconv.library.deck import lecture
from symconv.notation.text import text


def asked(spec: Any, **told: Any) -> dict[str, tuple[str, list[str]]]:
    """What is asked for → the right answer, and the wrong ones."""
    found = {}
    for slide in lecture(spec, only=("quiz",), **told):
        question = next(block for block in slide.blocks if isinstance(block, Question))
        answers = [text(choice[0]) for choice in question.choices]  # type: ignore[arg-type]
        right = answers.pop(question.answer)
        found[text(question.asked[1])] = (right, answers)  # type: ignore[arg-type]
    return found


def test_of_a_transposed_layer() -> None:
    """At kernel 3 and stride 2, x_m meets f_a at o_(2m+a)."""
    spec = symconv.TransposedSpec.of(input_size=2, kernel_size=3, stride=2)
    found = asked(spec)
    assert found["∂L/∂f_1"][0] == "δ_1·x_0 + δ_3·x_1"
    assert "δ_1·x_0 + δ_2·x_1" in found["∂L/∂f_1"][1]
    output = next(entry for entry in found if entry.startswith("o_"))
    sums = {"o_0": "x_0·f_0", "o_1": "x_0·f_1", "o_2": "x_0·f_2 + x_1·f_0", "o_3": "x_1·f_1", "o_4": "x_1·f_2"}
    assert found[output][0] == sums[output]
    assert len(found) == 3


def test_of_a_folded_padding() -> None:
    """With three entries and one mirrored on each side, Y is x_1, x_0, x_1, x_2, x_1."""
    spec = symconv.FoldedSpec.of(input_size=3, kernel_size=3, padding=1, padding_mode="reflect")
    assert asked(spec) == {"∂L/∂x_1": ("∂L/∂y_2 + ∂L/∂y_0 + ∂L/∂y_4", ["∂L/∂y_2", "∂L/∂y_4"])}


def test_of_an_average() -> None:
    """Each of three entries in two windows of two gets half of two."""
    found = asked(symconv.PooledSpec.of(pool="average", input_size=3, kernel_size=2, stride=1))
    assert found == {"∂L/∂x_1": ("(1/2)·δ_0 + (1/2)·δ_1", ["(1/2)·δ_1", "δ_0 + δ_1"])}


def test_of_a_max(tmp_path: Any) -> None:
    """Of 1, 9, 2 both windows of two choose the second; without numbers nothing can be asked."""
    import numpy as np

    np.savez(tmp_path / "v.npz", input=np.array([[[1, 9, 2]]]), grad_output=np.array([[[3, 4]]]))
    spec = symconv.PooledSpec.of(pool="max", input_size=3, kernel_size=2, stride=1)
    (entry, (right, wrong)), *more = asked(spec, values=str(tmp_path / "v.npz")).items()
    sums = {"∂L/∂x_0": "0", "∂L/∂x_1": "δ_0 + δ_1", "∂L/∂x_2": "0"}
    assert right == sums[entry]
    assert wrong
    assert right not in wrong
    assert not more
    assert str(_refused(spec)) == "these sections hold no slide of this layer"


def _refused(spec: Any) -> Exception:
    with pytest.raises(symconv.errors.InputError) as caught:
        lecture(spec, only=("quiz",), values="off")
    return caught.value


@pytest.mark.parametrize(("activation", "answers"), [("f", 4), ("sigmoid", 4), ("tanh", 4), ("relu", 3)])
def test_of_several_layers(activation: str, answers: int) -> None:
    """The slope of relu is the same at what it made, so that is no wrong answer."""
    found = asked(symconv.Stack.of({"input_size": "6", "kernel_size": 2}, {"kernel_size": 2}), activation=activation)
    ((right, wrong),) = found.values()
    sign = {"f": "φ", "sigmoid": "σ"}.get(activation, activation)
    assert right == f"∂L/∂A^(1) ⊙ {sign}′(O^(1))"
    assert f"δ^(2) ⊙ {sign}′(O^(1))" in wrong
    assert (f"∂L/∂A^(1) ⊙ {sign}′(A^(1))" in wrong) == (answers == 4)
    assert len(wrong) == answers - 1


@pytest.mark.parametrize("mode", ["reflect", "replicate", "circular"])
def test_what_is_asked_once_is_answered_once(mode: str) -> None:
    slides: tuple[Slide, ...] = lecture(symconv.FoldedSpec.of(padding=1, padding_mode=mode), only=("quiz",))
    for slide in slides:
        question = next(block for block in slide.blocks if isinstance(block, Question))
        assert len(set(map(str, question.choices))) == len(question.choices)
