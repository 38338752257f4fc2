"""Formulas for sizes: the right ones, their mutants, and what is not clear enough to judge."""

import pytest

from symconv import ConvSpec, check_text
from symconv.check.judgement import Judgement


def judged(text: str, spec: ConvSpec | None = None, name: str = "a.md") -> list[Judgement]:
    return [one for one in check_text(text, spec, name=name).statements if one.kind == "shape"]


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        (r"M = \lfloor (N + 2p - k)/s \rfloor + 1", "right"),
        (r"M = \left\lfloor\frac{N + 2p - d(k-1) - 1}{s}\right\rfloor + 1", "right"),
        (r"H_{out} = \left\lfloor \frac{H_{in} + 2P - D(K-1)-1}{S} \right\rfloor + 1", "right"),
        (r"n^{[l]} = \lfloor \frac{n^{[l-1]} + 2p - f}{s} \rfloor + 1", "right"),
        (r"n_H = \lfloor (n_{H_{prev}} - f + 2p)/s \rfloor + 1", "right"),
        (r"M = \lceil (N - k + 1)/s \rceil", "right"),
        (r"o = i - k + 1", "right"),
        (r"k_{eff} = d(k-1)+1", "right"),
        (r"N_{pad} = N + 2p", "right"),
        (r"H_{out} = (H - K + 2P)/S + 1", "right under an assumption"),
        (r"W_2 = (W_1 - F + 2P)/S + 1", "right under an assumption"),
        (r"o = (i-k)/s+1", "right under an assumption"),
        (r"(5-3)/2+1 = 2", "right under an assumption"),
        (r"(5-3)/2+1 = 3", "wrong"),
        (r"M = \lceil (N - k)/s \rceil + 1", "wrong"),
        (r"M = \lfloor (N + p - k)/s \rfloor + 1", "wrong"),
        (r"M = \lfloor (N + 2p - k)/s \rfloor", "wrong"),
        (r"M = \lfloor (N - k + 1)/s \rfloor + 1", "wrong"),
        (r"M = \lfloor (N + 2p - dk)/s \rfloor + 1", "wrong"),
        (r"W_{out} = (H - K)/S + 1", "wrong"),
        (r"H_{out} = (H - K_w)/S + 1", "wrong"),
        (r"k_{eff} = dk+1", "wrong"),
        (r"N_{pad} = N + p", "wrong"),
        (r"M = (N-q)/s + 1", "right under an assumption"),
        (r"M = (N-q)/s + 2", "unreadable"),
        (r"H_{out} = (H - K)/2 + 1", "ambiguous"),
        (r"H_{out} = (H - K + 2)/S + 1", "ambiguous"),
    ],
)
def test_formulas(formula: str, verdict: str) -> None:
    (one,) = judged(f"$${formula}$$")
    assert one.verdict == verdict
    assert [mistake.id for mistake in one.mistakes] == (["shape-claim"] if verdict == "wrong" else [])


@pytest.mark.parametrize("formula", ["m = (i-a)/s", "O = WX + b", "o = i - k", "x = s m + a"])
def test_what_may_be_no_size_is_left_alone(formula: str) -> None:
    assert judged(f"$${formula}$$") == []


def test_letters_that_count_entries_are_no_sizes() -> None:
    assert judged(r"$y_i = \sum_k x_{si+k}w_k$ with $m = (i-k)/s+1$") == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("With padding p: $o = (i-k)/s+1$", "ambiguous"),
        ("no padding: $o = (i-k)/s+1$", "right under an assumption"),
        ("stride 2: $M = (N-k)/2+1$", "right under an assumption"),
        ("padding 1: $H_{out} = (H - K + 2)/S + 1$", "right under an assumption"),
        ("stride 2: $H_{out} = H - K + 1$", "wrong"),
        ("first stride 1, then stride 2: $H_{out} = H - K + 1$", "ambiguous"),
        ("Dilation $d$: $o = (i - k)/s + 1$", "ambiguous"),
        (r"transposed convolution: $M = \lfloor (N - k)/s \rfloor + 1$", "ambiguous"),
    ],
)
def test_what_the_text_says(text: str, verdict: str) -> None:
    (one,) = judged(text)
    assert one.verdict == verdict


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        (r"H_{out} = \frac{H - K}{S} + 1 = \frac{5-3}{2} + 1 = 2", "right under an assumption"),
        (r"(5-3)/2+1 = 2", "right"),
        (r"(7-5)/2+1 = 2", "ambiguous"),
        (r"H_{out} = (5-3)/2 = 1", "wrong"),
        (r"H_{out} = (5-3)/1 = 2", "ambiguous"),
        (r"o = i - k + 1", "wrong"),
        (r"M = \lceil (N - k)/s \rceil + 1", "wrong"),
    ],
)
def test_on_a_layer(formula: str, verdict: str) -> None:
    (one,) = judged(f"$${formula}$$", ConvSpec.of(input_size=(5, 5), kernel_size=3, stride=2))
    assert one.verdict == verdict


@pytest.mark.parametrize(
    "line", ["H_out = floor((H + 2*P - K)/S) + 1", "o = (i - k)//s + 1", "M = ⌊(N + 2p − k)/s⌋ + 1"]
)
def test_plain_text(line: str) -> None:
    (one,) = judged(line, name="a.txt")
    assert one.verdict == "right"


def test_the_smallest_layer_shows_it() -> None:
    (one,) = judged(r"$M = \lceil (N - k)/s \rceil + 1$")
    shown = one.to_json()["counterexample"]
    assert (shown["got"], shown["expected"]) == ("2", "1")
    assert shown["layer"]["input_size"] == [2]
    assert one.told.expected == "M = ⌊(N + 2p − d(k − 1) − 1)/s⌋ + 1"


def test_a_chain_goes_on_in_the_next_line() -> None:
    text = r"\begin{align} H_{out} &= (H - K)/S + 1 \\ &= (5-3)/2 + 1 \\ &= 3 \end{align}"
    found = judged(f"$${text}$$", ConvSpec.of(input_size=(5, 5), kernel_size=3, stride=2))
    assert [one.verdict for one in found] == ["right under an assumption", "right", "wrong"]


@pytest.mark.parametrize(
    ("formula", "verdict"), [("d(k - 1) + 1", "right"), ("d(k - 1) + 2", "wrong"), ("dk - 1", "wrong")]
)
def test_a_layer_that_fixes_nearly_all_leaves_the_formula_general(formula: str, verdict: str) -> None:
    spec = ConvSpec.of(input_size=7, kernel_size=2, stride=3)
    text = f"$$e = {formula}$$ $$M = \\lfloor (N + p_- + p_+ - e)/s \\rfloor + 1$$"
    assert check_text(text, spec).statements[0].verdict == verdict
