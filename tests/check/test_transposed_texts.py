"""Texts on a transposed layer that is told: scatter forward, no flip on the way back; what is unclear is left out."""

import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

import symconv
from symconv.errors import SymconvError

STRIDED = "symconv: transposed=yes input=3x3 kernel=3x3 stride=2 index_base=0\n\n"
SIGNAL = "symconv: transposed=yes input=3 kernel=3 stride=2 padding=1 output_padding=1 index_base=0\n\n"
LAYERS = {
    "added": symconv.TransposedSpec.of(input_size=(3, 3), kernel_size=3, stride=2, padding=1, output_padding=1),
    "everything": symconv.TransposedSpec.of(
        input_size=(3, 4), kernel_size=(3, 2), stride=(2, 3), padding=((1, 2), (0, 0)), dilation=(2, 1)
    ),
    "signal": symconv.TransposedSpec.of(input_size=(9,), kernel_size=4, stride=2, padding=1),
}
IN_NUMBERS = "it tells numbers, and the text does not give all that they come from"


def verdicts(text: str) -> list[str]:
    return [one.verdict.split()[0] for one in symconv.check_text(text, name="a.md").statements]


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS.keys())
def test_a_derivation_reads_back_right(layer: symconv.TransposedSpec) -> None:
    """Nobody tells the judge the layer; it stands in a remark."""
    report = symconv.check_text(symconv.derive(layer).to_document("markdown"), name="a.md")
    others = [one for one in report.statements if not one.verdict.startswith("right")]
    assert len(report.statements) - len(others) > 8
    assert [one.place.source for one in others if one.message != IN_NUMBERS and "⋯" not in one.told.reading] == []


def scattered(tap: str) -> list[str]:
    """Every entry of the signal's O and ∂L/∂X by a loop over what meets, o_{2m+a−1} with x_m f_a."""
    met = [(m, a, 2 * m + a - 1) for m, a in product(range(3), range(3)) if 0 <= 2 * m + a - 1 < 6]
    forward = [" + ".join(f"x_{m} f_{tap_of(tap, a)}" for m, a, i in met if i == o) for o in range(6)]
    back = [" + ".join(f"dL/do_{i} f_{tap_of(tap, a)}" for m, a, i in met if m == x) for x in range(3)]
    return [f"$o_{o} = {terms}$" for o, terms in enumerate(forward)] + [
        f"$dL/dx_{x} = {terms}$" for x, terms in enumerate(back)
    ]


def tap_of(tap: str, a: int) -> int:
    return {"straight": a, "flipped": 2 - a}[tap]


def test_every_entry() -> None:
    assert verdicts(SIGNAL + "\n\n".join(scattered("straight"))) == ["right"] * 9
    bent = verdicts(SIGNAL + "\n\n".join(scattered("flipped")))
    assert [found for line, found in zip(scattered("flipped"), bent, strict=True) if line not in scattered("straight")]
    for line, turned, found in zip(scattered("straight"), scattered("flipped"), bent, strict=True):
        assert found == ("right" if line == turned else "wrong")


@pytest.mark.parametrize(
    ("header", "line", "verdict"),
    [
        (STRIDED, r"\partial L / \partial x_{mn} = \sum_{a,b} \partial L / \partial o_{2m+a,2n+b} f_{ab}", "right"),
        (STRIDED, r"\partial L / \partial x_{mn} = \sum_{a,b} \delta_{2m+a,2n+b} f_{2-a,2-b}", "wrong"),
        (STRIDED, r"\partial L / \partial X = \partial L / \partial O \star_2 F", "right"),
        (STRIDED, r"\partial L / \partial X = \partial L / \partial O \star_2 \mathrm{flip}(F)", "wrong"),
        (STRIDED, r"\partial L / \partial X = \partial L / \partial O \star F", "right"),  # with its stride
        (STRIDED, r"\partial L / \partial F = \partial L / \partial O \star \mathrm{dilate}_2(X)", "right"),
        (STRIDED, r"\partial L / \partial F = \partial L / \partial O \star \mathrm{dilate}_3(X)", "wrong"),
        (STRIDED, r"o_{ij} = \sum_{a,b} x_{2i+a,2j+b} f_{ab}", "wrong"),  # a convolution's
        (SIGNAL, r"\partial L / \partial x_m = \sum_a \partial L / \partial o_{2m+a-1} f_a", "right"),
        (SIGNAL, r"\partial L / \partial x_m = \sum_a \partial L / \partial o_{2m+a} f_a", "wrong"),
        (SIGNAL, r"\frac{\partial o_1}{\partial x_0} = f_2", "right"),
        (SIGNAL, r"\frac{\partial o_1}{\partial x_0} = f_0", "wrong"),
        (SIGNAL, r"\partial L / \partial f_a = \sum_{m=0}^{M-1} \partial L / \partial o_{2m+a-1} x_m", "right"),
        (SIGNAL, r"\partial L / \partial f_a = \sum_{m=0}^{N-1} \partial L / \partial o_{2m+a-1} x_m", "right"),
    ],
)  # fmt: skip
def test_formulas(header: str, line: str, verdict: str) -> None:
    assert verdicts(f"{header}${line}$\n") == [verdict]


@pytest.mark.parametrize(
    "line",
    [
        r"O = X \ast F",
        r"\frac{\partial L}{\partial X} = \mathrm{conv}(\frac{\partial L}{\partial O}, F)",
        r"o_{ij} = \sum_{m,n} x_{mn} f_{i-2m,j-2n}",
        r"v_{ij} = \sum_{m,n} q_{mn} r_{i-2m,j-2n}",
    ],
)
def test_what_is_not_understood_is_never_wrong(line: str) -> None:
    assert "wrong" not in verdicts(f"{STRIDED}${line}$\n")


def test_a_convolution_beside_it_is_left_out() -> None:
    text = "For an ordinary convolution we have $o_{mn} = \\sum_{a,b} x_{2m+a,2n+b} f_{ab}$.\n"
    assert verdicts(STRIDED + text) == ["unreadable"]


def test_entries_with_their_channels_above() -> None:
    """Worked by hand: o_10 of channel 1 lies 10 = 3·3 + 1, so x_3 meets tap 1 there, and nothing else does."""
    header = "symconv: transposed=yes input=4 kernel=2 stride=3 in_channels=2 out_channels=2 index_base=0\n\n"
    right = "$o^{(1)}_{10} = x^{(0)}_3 f^{(0,1)}_1 + x^{(1)}_3 f^{(1,1)}_1$\n"
    assert verdicts(header + right) == ["right"]
    assert verdicts(header + right.replace("f^{(0,1)}_1", "f^{(0,1)}_0")) == ["wrong"]
    assert verdicts(header + right.replace("x^{(1)}_3", "x^{(0)}_3")) == ["wrong"]
    assert verdicts(header + "dL/dx^(0)_3 = dL/do^(0)_9·f^(0,0)_0 + dL/do^(0)_10·f^(0,0)_1\n") == ["wrong"]


@pytest.mark.parametrize("channels", [1, 2, 3])
def test_two_digits_below_a_signal_s_entry_with_channels_above_are_one_number(channels: int) -> None:
    header = f"symconv: input=13 kernel=3 in_channels=1 out_channels={channels} index_base=0\n\n"
    terms = [f"dL/do^({u})_10·f^({u},0)_2" for u in range(channels)]
    assert verdicts(header + f"dL/dx_12 = {' + '.join(terms)}\n") == ["right"]
    assert verdicts(header + f"dL/dx_11 = {' + '.join(terms)}\n") == ["wrong"]


@pytest.mark.parametrize("words", ["output padding 1x0", "output padding of 1×0", "and an output padding = 1x0"])
def test_an_output_padding_is_no_output_size(words: str) -> None:
    header = "symconv: transposed=yes input=2x2 kernel=3x2 stride=2x1 output_padding=1x0 padding=1:1x0:0\n\n"
    assert verdicts(f"{header}Input 2×2, kernel 3×2, stride 2×1, padding 1×0, {words}.\n") == []


def test_channels_that_letters_count_are_left_out() -> None:
    header = "symconv: transposed=yes input=3x3 kernel=2 in_channels=2 out_channels=3\n\n"
    line = r"$\partial L / \partial x_{c,m,n} = \sum_{o,a,b} \partial L / \partial o_{o,m+a,n+b} f_{o,c,a,b}$"
    assert verdicts(header + line) == ["unreadable"]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("symconv: transposed=yes kernel=3", "told whole"),
        ("symconv: output_padding=1 kernel=3 input=3", "say transposed, too"),
        ("symconv: transposed=yes input=3 kernel=3 output_padding=1", "output_padding 1 along axis 0 must be below"),
        ("symconv: transposed=perhaps input=3 kernel=3", "the header line knows"),
    ],
)
def test_headers_that_cannot_be(header: str, message: str) -> None:
    with pytest.raises(SymconvError, match=message):
        symconv.check_text(f"{header}\n\n$dL/dx_0 = dL/do_0 f_0$\n")


def test_options(tmp_path: Path, run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    text, code = tmp_path / "a.md", tmp_path / "a.py"
    text.write_text("$dL/dx_0 = dL/do_0 f_0 + dL/do_1 f_1$\n")
    code.write_text("def backward(g):\n    return g\n")
    layer = ["--transposed", "-n", "3", "-k", "2", "-s", "2"]
    found = run("check", str(text), *layer)
    assert (found.returncode, "transposed, input 3, kernel 2, stride 2" in found.stdout) == (0, True)
    assert run("check", str(text), *layer, "--save-reading", str(tmp_path / "r.toml")).returncode == 2
    assert run("check", str(code), *layer).returncode == 2


def test_options_that_contradict_the_header() -> None:
    with pytest.raises(SymconvError, match="say --transposed, too"):
        symconv.check_text(STRIDED + "$dL/dx_{00} = 0$", spec=symconv.ConvSpec.of(input_size="3x3", stride=2))


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (r"\partial L/\partial x_1 = \delta_2 f_2 + \delta_3 f_1 + \delta_4 f_0", {"needless-flip"}),
        (r"\partial L/\partial f_0 = \delta_2 x_0 + \delta_4 x_1 + \delta_6 x_2", {"needless-flip", "transposed-cut"}),
        (r"\partial L/\partial x_1 = \delta_1 f_0 + \delta_2 f_1 + \delta_3 f_2", {"transposed-spread"}),
        (r"\partial L/\partial x_1 = \delta_1 f_0 + \delta_2 f_1 + \delta_5 f_2", set()),
    ],
)
def test_a_flip_where_none_belongs_is_named(line: str, named: set[str]) -> None:
    """M = 3, k = 3, s = 2: x_1 is added to o_2, o_3, o_4 through f_0, f_1, f_2; f_0 takes δ_0, δ_2, δ_4."""
    text = f"symconv: transposed=yes input=3 kernel=3 stride=2 index_base=0\n\n${line}$\n"
    (judged,) = symconv.check_text(text, name="a.md").statements
    assert judged.verdict == "wrong"
    assert {mistake.id for mistake in judged.mistakes} == named


TOLD = "Consider a transposed convolution with a 3x3 kernel, stride 2{} on a 2x2 input{}.\n\n"
BACK = r"\partial L/\partial x_{mn} = \sum_{a,b} \delta_{2m+a-1,2n+b-1} f_{ab}"
FLIPPED = r"\partial L/\partial x_{mn} = \sum_{a,b} \delta_{2m-a+1,2n-b+1} f_{ab}"


@pytest.mark.parametrize(
    ("led", "line", "verdict"),
    [
        (TOLD.format(" and padding 1", ""), BACK, "right"),
        (TOLD.format(" and padding 1", ""), FLIPPED, "wrong"),
        (TOLD.format("", ""), BACK, "wrong"),
        (TOLD.format(", output padding 1", ""), r"\partial L/\partial x_{00} = \delta_{00} f_{00}", "wrong"),
        (
            TOLD.format(", output padding 1", ""),
            r"\partial L/\partial f_{22} = \sum_{m,n} \delta_{2m+2,2n+2} x_{mn}",
            "right",
        ),
        (TOLD.format(", padding 1 and dilation 2", ""), BACK, "unreadable"),  # not read whole
        ("We study the transposed convolution with stride 2.\n\n", BACK, "unreadable"),
        ("Eine transponierte Faltung mit Schrittweite 2.\n\n", BACK, "unreadable"),
        ("La convolution transposée avec un pas de 2.\n\n", BACK, "unreadable"),
        ("考虑步幅为 2 的转置卷积。\n\n", BACK, "unreadable"),
        ("`nn.ConvTranspose2d(1, 1, 3, stride=2)` reads X.\n\n", BACK, "unreadable"),
    ],
)
def test_a_layer_that_words_tell(led: str, line: str, verdict: str) -> None:
    """The same line on another layer is left out; on a plain convolution it would be wrong."""
    assert verdicts(f"{led}${line}$") == [verdict]
    assert verdicts(f"{led}$o = 1$\n\nNow then.\n\n${line}$")[-1:] == [verdict]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (r"o_2 = x_0 f_2 + x_1 f_0", "transposed-cut"),  # the output padding put in front
        (r"\partial L/\partial x_m = \sum_a \delta_{2m+a} f_a", "transposed-cut"),  # the padding forgotten
        (r"\partial L/\partial x_m = \sum_a \delta_{3m+a-1} f_a", "transposed-spread"),  # s zeros, not s − 1
        (r"o_2 = x_1 f_0", "transposed-spread"),
        (r"O = \mathrm{pad}_{2,1}(\mathrm{dilate}_2(X)) \star \mathrm{flip}(F)", "transposed-cut"),
        (r"O = \mathrm{pad}_{1,2}(\mathrm{dilate}_3(X)) \star \mathrm{flip}(F)", "transposed-spread"),
        (r"O = \mathrm{pad}_{1,1}(\mathrm{dilate}_2(X)) \star \mathrm{flip}(F)", "transposed-cut"),  # it is left out
        (r"O = \mathrm{pad}_{1,2}(\mathrm{dilate}_2(X)) \star F", "needless-flip"),  # one that is missing
    ],
)
def test_mistakes_are_named(line: str, named: str) -> None:
    """M = 3, k = 3, s = 2, p = 1, output padding 1: x_m meets f_a at o_{2m+a−1}, of 6 outputs."""
    (judged,) = symconv.check_text(f"{SIGNAL}${line}$\n", name="a.md").statements
    assert judged.verdict == "wrong"
    assert judged.mistakes[0].id == named


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"H_{out} = (H_{in} - 1) s - 2p + k", "right"),
        (r"H_{out} = (H_{in} - 1) s - 2p + d(k - 1) + 1", "right"),
        (r"N = (M - 1) s - 2p + k", "right"),
        (r"H_{out} = (H_{in} - 1) s + 2p + k", "wrong"),
        (r"H_{out} = H_{in} s - 2p + k", "wrong"),
        (r"H_{out} = (H_{in} - 1)(s + 1) - 2p + k", "wrong"),
        (r"H_{out} = (H_{in} - 1) s + k", "ambiguous"),  # of a layer without padding
        (r"H_{out} = (H_{in} + 2p - k)/s + 1", "ambiguous"),  # of a convolution
    ],
)
def test_the_size_of_its_output(line: str, verdict: str) -> None:
    """PyTorch's: (3 − 1)·2 − 2·1 + 1·(3 − 1) + 0 + 1 = 5."""
    text = f"symconv: transposed=yes input=3 kernel=3 stride=2 padding=1 index_base=0\n\nIts size is ${line}$.\n"
    (judged,) = symconv.check_text(text, name="a.md").statements
    assert judged.verdict.split()[0] == verdict
    assert [one.id for one in judged.mistakes] == ["transposed-size"] * (verdict == "wrong")
    added = text.replace("padding=1", "padding=1 output_padding=1")  # no letter is there for it
    assert [one.verdict for one in symconv.check_text(added, name="a.md").statements] == ["ambiguous"]
