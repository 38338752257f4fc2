"""Texts on a layer with folded padding that is told whole: entries fold back; what is unclear is left out."""

from itertools import permutations, product

import pytest
from layers import refused

import symconv
from symconv.check.report import Report
from symconv.errors import SpecError

MODES = ("reflect", "replicate", "circular")
SIGNAL = "symconv: input=4 kernel=3 stride=2 padding=2:1 padding_mode={} index_base=0\n\n"
IMAGE = "symconv: input=3x4 kernel=2x3 stride=1x2 padding=1:0x1 padding_mode={} index_base=0\n\n"
LAYERS = {
    "signal": {"input_size": 4, "kernel_size": 3, "stride": 2, "padding": "2:1"},
    "image": {"input_size": "4x3", "kernel_size": "3x2", "stride": "2x1", "padding": "1x1:0"},
    "dilated, groups": {
        "input_size": "5x4",
        "kernel_size": 2,
        "padding": 1,
        "dilation": 2,
        "groups": 2,
        "in_channels": 2,
        "out_channels": 2,
        "bias": True,
    },
}
LEFT = {
    "it tells numbers, and the text does not give all that they come from",
    "this is not judged of a layer with folded padding",
}


def checked(text: str) -> Report:
    return symconv.check_text(text, name="a.md")


def verdicts(text: str) -> list[str]:
    return [one.verdict.split()[0] for one in checked(text).statements]


def fold(mode: str, place: int, size: int) -> int:
    """Step by step: mirrored at the borders, held at them, or around."""
    while not 0 <= place < size:
        if mode == "circular":
            place += size if place < 0 else -size
        elif mode == "replicate":
            place = 0 if place < 0 else size - 1
        else:
            place = -place if place < 0 else 2 * (size - 1) - place
    return place


def entries(mode: str, *, cropped: bool = False) -> list[str]:
    """Every entry of the signal's gradients, by a loop over outputs and taps; cropped where the padding is cut off."""
    met = [(m, a, 2 * m + a - 2) for m, a in product(range(3), range(3))]
    kept = [(m, a, fold(mode, j, 4)) for m, a, j in met if 0 <= j < 4 or not cropped]
    back = [" + ".join(f"dL/do_{m} f_{a}" for m, a, i in kept if i == x) or "0" for x in range(4)]
    taps = [" + ".join(f"dL/do_{m} x_{i}" for m, a, i in kept if a == tap) or "0" for tap in range(3)]
    return [f"$dL/dx_{x} = {sum_}$" for x, sum_ in enumerate(back)] + [
        f"$dL/df_{tap} = {sum_}$" for tap, sum_ in enumerate(taps)
    ]


@pytest.mark.parametrize("mode", MODES)
def test_every_entry(mode: str) -> None:
    right, cropped = entries(mode), entries(mode, cropped=True)
    assert verdicts(SIGNAL.format(mode) + "\n\n".join(right)) == ["right"] * 7
    report = checked(SIGNAL.format(mode) + "\n\n".join(cropped))
    assert [one.verdict for one in report.statements] == ["right" if one in right else "wrong" for one in cropped]
    assert {tuple(m.id for m in one.mistakes) for one in report.statements if one.verdict == "wrong"} == {
        ("fold-cropped",)
    }


def test_the_modes_are_told_apart() -> None:
    lines = {mode: entries(mode) for mode in MODES}
    for mode, other in permutations(MODES, 2):
        found = verdicts(SIGNAL.format(mode) + "\n\n".join(lines[other]))
        assert found == ["right" if a == b else "wrong" for a, b in zip(lines[mode], lines[other], strict=True)]


@pytest.mark.parametrize(("mode", "layer"), list(zip(MODES, LAYERS, strict=True)))
def test_a_derivation_reads_back_right(mode: str, layer: str) -> None:
    spec = symconv.FoldedSpec.of(padding_mode=mode, **LAYERS[layer])  # type: ignore[arg-type]
    report = checked(str(symconv.derive(spec).to_document("markdown", entries="all")))
    others = [one for one in report.statements if not one.verdict.startswith("right")]
    assert len(report.statements) - len(others) > 8
    assert [one.place.source for one in others if one.message not in LEFT and "⋯" not in one.told.reading] == []


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"o_{mn} = \sum_{a,b} x_{m+a-1,2n+b-1} f_{ab}", "right"),
        (r"o_{mn} = \sum_{a,b} x_{m+a,2n+b} f_{ab}", "wrong"),
        (r"\partial L/\partial f_{ab} = \sum_{m,n} \partial L/\partial o_{mn} x_{m+a-1,2n+b-1}", "right"),
        (r"\partial L/\partial f_{ab} = \sum_{m,n} \partial L/\partial o_{mn} x_{m+a-1,n+b-1}", "wrong"),
        (r"\partial L/\partial x_{ij} = \sum_{m,n} \partial L/\partial o_{mn} f_{i-m+1,j-2n+1}", "wrong"),
        (r"\partial L/\partial \tilde{x}_{ij} = \sum_{m,n} \partial L/\partial o_{mn} f_{i-m,j-2n}", "unreadable"),
        (r"\partial L/\partial X = \mathrm{pad}(\partial L/\partial O) \star \mathrm{flip}(F)", "unreadable"),
        (r"\partial L/\partial F = X \star \partial L/\partial O", "unreadable"),
        (r"\frac{\partial o_{00}}{\partial x_{00}} = f_{11}", "wrong"),
        (r"O = X \star F", "unreadable"),
    ],
)  # fmt: skip
def test_formulas(line: str, verdict: str) -> None:
    """The first image row stands at −1 and 0 with replicate padding, so o_00 reads x_00 by four taps."""
    assert verdicts(f"{IMAGE.format('replicate')}${line}$\n") == [verdict]


def test_the_padded_input_may_have_a_name() -> None:
    text = (
        SIGNAL.format("reflect")
        + "$Y = \\mathrm{reflect}(X)$\n\n$o_m = \\sum_a y_{2m+a} f_a$\n\n$dL/df_a = \\sum_m dL/do_m y_{2m+a}$\n\n"
        + "$\\partial L/\\partial F = Y \\star \\mathrm{dilate}_2(\\partial L/\\partial O)$\n\n"
        + "$dL/dy_0 = dL/do_0 f_0$\n\n"
        + "$dL/df_a = \\sum_m dL/do_m y_{m+a}$"
    )
    assert verdicts(text) == ["right", "right", "right", "unreadable", "wrong"]


def test_the_text_tells_the_mode_and_options_the_rest() -> None:
    layer = symconv.ConvSpec.of(input_size=4, kernel_size=3, stride=2, padding="2:1")
    text = "The signal is padded with circular padding.\n\n" + "\n\n".join(entries("circular"))
    assert [one.verdict for one in symconv.check_text(text, layer, name="a.md").statements] == ["right"] * 7
    mirrored = text.replace("circular", "mirror")
    assert {one.verdict for one in symconv.check_text(mirrored, layer, name="a.md").statements} == {"unreadable"}
    before = f"{entries('circular')[0]}\n\n{text}"
    assert {one.verdict for one in symconv.check_text(before, layer, name="a.md").statements[1:]} == {"unreadable"}


def test_it_is_told_whole_or_refused() -> None:
    assert "tell its input's size" in str(refused(checked, "symconv: kernel=3 padding=1 padding_mode=reflect\n\n$o_0$"))
    assert isinstance(refused(checked, "symconv: input=1 kernel=3 padding=1 padding_mode=reflect\n\n$o_0$"), SpecError)
