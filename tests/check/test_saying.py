"""Sentences that say what a gradient is: word by word in nine languages, and what stands in the way of the others."""

import pytest

from symconv import check_text
from symconv.check.saying.gradients import Unsaid, Worded, gradients_told
from symconv.notation.text import text

X, W, G, B = "∂L/∂⟨input⟩", "∂L/∂⟨weight⟩", "∂L/∂⟨output⟩", "∂L/∂⟨bias⟩"
TURNED = f"{X} = {G} ∗_full flip(⟨weight⟩)"

SAID = {
    "The gradient w.r.t. the filter weights is the cross-correlation of the input patch with the upstream gradient.": (
        f"{W} = ⟨input⟩ ⋆ {G}"
    ),
    "To compute the gradient of the loss with respect to the input, we rotate the kernel by 180 degrees and do a full "
    "convolution with the gradient of the output.": f"{X} = flip(⟨weight⟩) ∗_full {G}",
    "The input gradient is found by dilating the output gradient with stride - 1 zeros, padding it with k-1 zeros and "
    "convolving it with the flipped kernel.": f"{X} = pad_{{k − 1}}(dilate_stride({G})) ∗ flip(⟨weight⟩)",
    "We get dX by padding dY with 2 zeros on each side and correlating it with the kernel flipped horizontally and "
    "vertically.": "∂L/∂X = pad_2(∂L/∂Y) ⋆ flip(⟨weight⟩)",
    "dW is the valid correlation of the input X with the error δ.": "∂L/∂W = X ⋆_valid δ",
    "To get the gradient for the inputs, convolve the gradient coming from the next layer with the flipped kernels "
    "(full padding).": TURNED,
    "The gradient of the input is a transposed convolution of the output gradient with the same kernel.": (
        f"{X} = tconv({G}, ⟨weight⟩)"
    ),
    "Der Gradient bezüglich der Eingabe ist die volle Faltung des Ausgabegradienten mit dem um 180 Grad gedrehten "
    "Filter.": TURNED,
    "Le gradient par rapport à l'entrée est la convolution complète du gradient de sortie avec le noyau retourné.": (
        TURNED
    ),
    "El gradiente respecto a la entrada es la convolución completa del gradiente de la salida con el filtro rotado "
    "180 grados.": TURNED,
    "O gradiente em relação aos pesos é a convolução da entrada com o gradiente da saída.": f"{W} = ⟨input⟩ ∗ {G}",
    "对输入的梯度等于输出梯度与旋转180度的卷积核做全卷积。": TURNED,
    "入力に関する勾配は、出力の勾配と180度回転したカーネルの畳み込みである。": f"{X} = {G} ∗ flip(⟨weight⟩)",
    "입력에 대한 기울기는 출력 기울기와 180도 회전한 커널의 합성곱이다.": f"{X} = {G} ∗ flip(⟨weight⟩)",
    "Градиент по входу — это полная свёртка градиента выхода с повёрнутым ядром.": TURNED,
    "The bias gradient is, for each output channel, the sum of the output gradient over all positions.": (
        f"{B} = total({G})"
    ),
}

IN_THE_WAY = {
    "The input gradient is half the full convolution of the output gradient with the flipped kernel.": "half",
    "The input gradient is the convolution of the output gradient with the filter flipped horizontally.": (
        "horizontally"
    ),
    "The filter gradient is the strided convolution of the input with the output gradient.": "strided",
    "The filter gradient is the product of the input and the convolution of the output gradient.": "product",
    "Some say the filter gradient is the convolution of the input with the output gradient.": "say",
    "The bias gradient is the mean of the output gradients, summed over the batch.": "mean",
    "The filter gradient is the convolution of the output with the output gradient.": "",
    "The bias gradient is the mean of the output gradient.": "mean",
    "The filter gradient is the output gradient times the filter.": "times",
    "The filter gradient is the same correlation of the input with the output gradient.": "same correlation",
    "The gradient of the output is the sum of the gradient of the bias.": "",
}


@pytest.mark.parametrize("sentence", SAID)
def test_what_is_said(sentence: str) -> None:
    (found,) = gradients_told(sentence, ())
    assert isinstance(found, Worded)
    assert text(found.tree) == SAID[sentence]


@pytest.mark.parametrize("sentence", IN_THE_WAY)
def test_what_stands_in_the_way(sentence: str) -> None:
    (found,) = gradients_told(sentence, ())
    assert isinstance(found, Unsaid)
    assert found.word == IN_THE_WAY[sentence]


def test_two_gradients_are_two_statements() -> None:
    both = (
        "The filter gradient is the convolution of the input with the output gradient, and the input gradient is the "
    )
    both += "full convolution of the output gradient with the flipped filter."
    assert [text(one.tree) for one in gradients_told(both, ()) if isinstance(one, Worded)] == [
        f"{W} = ⟨input⟩ ∗ {G}",
        TURNED,
    ]


def test_what_is_not_understood_is_listed() -> None:
    report = check_text("\n\n".join(IN_THE_WAY), name="a.md")
    assert not report.statements
    assert [one.line for one in report.left_out] == [*range(1, 2 * len(IN_THE_WAY), 2)]


def test_a_missing_flip_is_wrong() -> None:
    layer = "A layer of stride 1 without padding.\n\n"
    said = "The gradient with respect to the input is the full cross-correlation of the output gradient with the kernel"
    (wrong,) = check_text(f"{layer}{said}.", name="a.md").statements
    (right,) = check_text(f"{layer}{said} rotated by 180 degrees.", name="a.md").statements
    assert (wrong.verdict, right.verdict.split()[0]) == ("wrong", "right")
