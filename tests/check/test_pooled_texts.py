"""Texts on a pooling that is told whole: entries by loops over windows; what is not understood is left out."""

import json
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from layers import refused
from pooled_loops import Pool

import symconv
from symconv.check.report import Report
from symconv.check.telling.options import as_options

LAYERS = {
    "overlapping": Pool(
        pool="average", size=(3, 4), kernel=(2, 2), stride=(1, 2), padding=((0, 0), (0, 1)), dilation=(1, 1)
    ),
    "padding left out": Pool(
        pool="average",
        size=(4,),
        kernel=(3,),
        stride=(2,),
        padding=((1, 1),),
        dilation=(1,),
        include=False,
    ),
    "a volume, a rest": Pool(
        pool="average", size=(3, 2, 2), kernel=(2, 1, 2), stride=(2, 1, 1), padding=((0, 0),) * 3, dilation=(1, 1, 1)
    ),
    "gaps": Pool(pool="average", size=(7,), kernel=(2,), stride=(3,), padding=((0, 0),), dilation=(2,)),
    "max": Pool(pool="max", size=(3, 3), kernel=(2, 2), stride=(1, 1), padding=((0, 0),) * 2, dilation=(1, 1)),
    "max, padding": Pool(pool="max", size=(3, 3), kernel=(2, 2), stride=(2, 2), padding=((1, 0),) * 2, dilation=(1, 1)),
}
IMAGE = np.array([[1, 2, 3], [4, 9, 5], [6, 7, 8]])
GIVEN = r"$X = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 9 & 5 \\ 6 & 7 & 8 \end{bmatrix}$" + "\n\n"


def header(pool: Pool) -> str:
    sizes = {"input": pool.size, "kernel": pool.kernel, "stride": pool.stride, "dilation": pool.dilation}
    words = [f"{name}={'x'.join(map(str, size))}" for name, size in sizes.items()]
    words.append("padding=" + "x".join(f"{a}:{b}" for a, b in pool.padding))
    words += [] if pool.include else ["exclude_pad=yes"]
    return f"symconv: pool={pool.pool} {' '.join(words)} index_base=0\n\n" + (GIVEN if pool.pool == "max" else "")


def checked(text: str) -> Report:
    return symconv.check_text(text, name="a.md")


def verdicts(text: str) -> list[str]:
    return [one.verdict.split()[0] for one in checked(text).statements]


def entries(pool: Pool, *, divided: bool = True, added: bool = True) -> list[str]:
    """Every entry of ∂L/∂X; without the division, or the last window alone."""
    lines = []
    for place in product(*map(range, pool.size)):
        held = [m for m in product(*map(range, pool.outputs)) if place in pool.inside(m)]
        if pool.pool == "max":
            held = [m for m in held if IMAGE[place] == max(IMAGE[at] for at in pool.inside(m))]
        held = held if added else held[-1:]
        over = {m: "" if pool.pool == "max" or not divided else f"/{pool.d(m)}" for m in held}
        terms = [rf"\delta_{{{','.join(map(str, m))}}}{over[m]}" for m in held]
        lines.append(rf"$\partial L/\partial x_{{{','.join(map(str, place))}}} = {' + '.join(terms) or '0'}$")
    return lines


@pytest.mark.parametrize("name", LAYERS)
def test_every_entry(name: str) -> None:
    pool = LAYERS[name]
    right = entries(pool)
    assert verdicts(header(pool) + "\n\n".join(right)) == ["right"] * len(right)


@pytest.mark.parametrize(
    ("name", "bent", "id_"),
    [
        ("overlapping", {"added": False}, "overwritten-overlap"),
        ("padding left out", {"divided": False}, "not-divided"),
        ("padding left out", {"added": False}, "overwritten-overlap"),
        ("gaps", {"divided": False}, "not-divided"),
    ],
)
def test_mistakes_are_named(name: str, bent: dict[str, bool], id_: str) -> None:
    pool = LAYERS[name]
    lines, right = entries(pool, **bent), entries(pool)
    report = checked(header(pool) + "\n\n".join(lines))
    assert [one.verdict for one in report.statements] == [
        "right" if line == true else "wrong" for line, true in zip(lines, right, strict=True)
    ]
    wrong = [one for one in report.statements if one.verdict == "wrong"]
    assert wrong
    assert all(id_ in {mistake.id for mistake in one.mistakes} for one in wrong)


OVERLAP = "symconv: pool=average input=4x4 kernel=2x2 stride=2x2 index_base=0\n\n"
LARGEST = "symconv: pool=max input=3x3 kernel=2x2 stride=1x1 index_base=0\n\n" + GIVEN


@pytest.mark.parametrize(
    ("before", "line", "verdict"),
    [
        (OVERLAP, r"o_{mn} = \frac{1}{4} \sum_{a,b} x_{2m+a,2n+b}", "right"),
        (OVERLAP, r"o_{mn} = \frac{1}{k^2} \sum_{a=0}^{1} \sum_{b=0}^{1} x_{2m+a,2n+b}", "right"),
        (OVERLAP, r"o_{mn} = \frac{1}{4} \sum_{a,b} x_{m+a,n+b}", "wrong"),
        (OVERLAP, r"o_{00} = (x_{00} + x_{01} + x_{10} + x_{11})/4", "right"),
        (OVERLAP, r"dL/dx_{ij} = \frac{1}{k^2} \delta_{\lfloor i/2 \rfloor,\lfloor j/2 \rfloor}", "right"),
        (OVERLAP, r"\partial L/\partial x_{ij} = \delta_{\lfloor i/2 \rfloor, \lfloor j/2 \rfloor}", "wrong"),
        (OVERLAP, r"\frac{\partial L}{\partial x_{ij}} = \frac{1}{4} \delta_{mn}", "unreadable"),  # prose tells which
        (OVERLAP, r"\frac{\partial L}{\partial x_{ij}} = \sum_{m,n} \frac{1}{4} \delta_{mn}", "unreadable"),  # as here
        (OVERLAP, r"\frac{\partial o_{mn}}{\partial x_{ij}} = \frac{1}{4}", "unreadable"),  # within its window
        (OVERLAP, r"\frac{\partial o_{00}}{\partial x_{11}} = \frac{1}{4}", "right"),
        (OVERLAP, r"\frac{\partial o_{00}}{\partial x_{12}} = \frac{1}{4}", "wrong"),
        (OVERLAP, r"\partial L/\partial X = \mathrm{upsample}(\delta)/4", "unreadable"),
        (OVERLAP, r"\partial L/\partial f_{00} = \delta_{00}", "unreadable"),
        (OVERLAP, r"\partial L/\partial x_{00} = \delta_{00} f_{00}", "unreadable"),
        (LARGEST, r"o_{00} = x_{11}", "right"),
        (LARGEST, r"o_{00} = 9", "right"),
        (LARGEST, r"o_{01} = 5", "wrong"),
        (LARGEST, r"\partial L/\partial x_{ij} = \sum_{m,n} \delta_{mn} \mathbb{1}[x_{ij} = o_{mn}]", "unreadable"),
        (LARGEST.replace("9", "2"), r"\partial L/\partial x_{10} = \delta_{00}", "right"),
        (LARGEST.replace("9", "4"), r"\partial L/\partial x_{11} = \delta_{00} + \delta_{10}", "unreadable"),  # a tie
        (LARGEST.replace(GIVEN, ""), r"\partial L/\partial x_{11} = \delta_{00}", "unreadable"),  # no numbers
    ],
)  # fmt: skip
def test_formulas(before: str, line: str, verdict: str) -> None:
    found = verdicts(f"{before}${line}$\n")
    assert found == [verdict] or (verdict == "unreadable" and not {"right", "wrong"} & set(found))


def matrix(rows: np.ndarray) -> str:
    return r"\begin{bmatrix} " + r" \\ ".join(" & ".join(map(str, row)) for row in rows.tolist()) + r" \end{bmatrix}"


@pytest.mark.parametrize("name", ["overlapping", "max"])
def test_whole_maps_in_numbers(name: str) -> None:
    """What loops make of numbers is right, and one number changed is wrong."""
    pool = LAYERS[name]
    grads = 12 * np.arange(1, np.prod(pool.outputs) + 1).reshape(pool.outputs)
    found = pool.back(IMAGE, grads)
    given = header(pool) + rf"$\frac{{\partial L}}{{\partial O}} = {matrix(grads)}$" + "\n\n"
    for changed, verdict in ((0, "right"), (1, "wrong")):
        found[0, 0] += changed
        assert verdicts(rf"{given}$\frac{{\partial L}}{{\partial X}} = {matrix(found)}$") == [verdict]
    if pool.pool == "max":
        assert verdicts(rf"{given}$O = {matrix(pool.forward(IMAGE))}$") == ["right"]


@pytest.mark.parametrize(
    ("led", "judged"),
    [
        ("Average pooling spreads each entry.", True),
        ("# Mean pooling\n\nNow the gradient:", True),
        ("Now max pooling.", False),
        ("# Max pooling\n\nIts gradient:", False),
        ("A convolution has filters.", False),
        ("# Convolution layers\n\nThe gradient of the loss:", False),
        ("Unlike in max pooling, all get some.", False),
    ],
)
def test_it_is_about_the_pooling_that_the_text_speaks_of_last(led: str, judged: bool) -> None:
    report = checked(f"{OVERLAP}{led}\n\n" + r"$\partial L/\partial x_{22} = \delta_{11}/4$")
    assert [one.verdict for one in report.statements] == ["right" if judged else "unreadable"]


def test_a_text_that_is_told_no_pooling_is_left_out() -> None:
    report = checked("# Average pooling\n\n" + r"$\partial L/\partial x_{22} = \delta_{11}/4$")
    assert not {one.verdict for one in report.statements} & {"right", "wrong"}


def test_the_witness_replays(tmp_path: Path, run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    text = tmp_path / "a.md"
    text.write_text("Average pooling.\n\n" + r"$\partial L/\partial x_{11} = \delta_{00}/9$", encoding="utf-8")
    options = ["--pool", "average", "-n", "5x5", "-k", "3", "-s", "2", "-p", "1", "--exclude-pad"]
    report = json.loads(run("check", str(text), *options, "--format", "json").stdout)
    replay = as_options(report["statements"][0]["counterexample"]["layer"])
    assert replay == "--pool average --exclude-pad --input-size 5x5 --kernel 3x3 --stride 2x2 --padding 1x1"
    told, again = run("check", str(text), *options), run("check", str(text), *replay.split())
    assert told.stdout.splitlines()[-8:] == again.stdout.splitlines()[-8:]
    assert told.returncode == again.returncode == 1


def test_it_is_told_whole_or_refused() -> None:
    for words, why in (
        ("pool=max kernel=2", "tell its input's size"),
        ("pool=mean kernel=2 input=5x5", "pool must be one of"),
        ("pool=max kernel=2 input=5x5 groups=2", "a pooling has no groups"),
    ):
        assert why in str(refused(checked, f"symconv: {words}\n\n$o_0 = 1$\n"))


IN_WORDS = "We use 2x2 average pooling with stride 2 on a 4x4 input, indices from 0."
QUARTER, WHOLE = r"\delta_{00}/4", r"\delta_{00}"


@pytest.mark.parametrize(
    ("words", "entry", "verdict"),
    [
        (IN_WORDS, QUARTER, "right"),
        (IN_WORDS, WHOLE, "wrong"),
        ("Average pooling with 2x2 windows. The stride is 2. The input is 4x4, indices start at 0.", QUARTER, "right"),
        ("Mittelwert-Pooling mit 2x2-Fenstern, Schrittweite 2, Eingabe 4x4, Indizes ab 0.", QUARTER, "right"),
        (IN_WORDS.replace("average", "max"), WHOLE, "unreadable"),  # the numbers choose
        (IN_WORDS.replace(" with stride 2", ""), QUARTER, "unreadable"),  # which step?
        (IN_WORDS.replace(" on a 4x4 input", ""), QUARTER, "unreadable"),
        (IN_WORDS + " Here ceil_mode is on.", QUARTER, "unreadable"),
        (IN_WORDS + " Unlike max pooling, all get some.", QUARTER, "unreadable"),
        (IN_WORDS + " It follows a dense layer.", QUARTER, "unreadable"),
        (IN_WORDS + " Later, the stride is 3.", QUARTER, "unreadable"),
    ],
)
def test_a_pooling_told_in_words(words: str, entry: str, verdict: str) -> None:
    """Where all of a text is on one pooling, and its sentences tell it whole; else nothing is called right or wrong."""
    found = verdicts(rf"{words}" + "\n\n" + rf"$\partial L/\partial x_{{11}} = {entry}$" + "\n")
    assert found == [verdict] or (verdict == "unreadable" and not {"right", "wrong"} & set(found))


def test_a_max_told_in_words_takes_the_numbers_of_x() -> None:
    text = "2x2 max pooling with stride 1 on a 3x3 input.\n\n" + GIVEN + "Indices from 0.\n\n"
    right = r"$\partial L/\partial x_{11} = \delta_{00} + \delta_{01} + \delta_{10} + \delta_{11}$"
    assert verdicts(text + right) == ["right"]
    assert verdicts(text + right.replace(r" + \delta_{11}", "")) == ["wrong"]


CEIL = "pool=average input=5 kernel=2 stride=2 ceil_mode=yes"


@pytest.mark.parametrize(
    ("layer", "line", "verdict"),
    [
        (CEIL, r"\partial L/\partial x_4 = \delta_2", "right"),
        (CEIL, r"\partial L/\partial x_4 = \delta_2/2", "wrong"),
        (
            "pool=average input=5 kernel=2 stride=2 ceil_mode=yes",
            r"dL/dx_i = \delta_{\lfloor i/2 \rfloor}/2",
            "unreadable",
        ),
        ("pool=average input=5 output_size=3", r"\partial L/\partial x_1 = \delta_0/2 + \delta_1/3", "right"),
        ("pool=average input=5 output_size=3", r"\partial L/\partial x_1 = \delta_0/2", "wrong"),
        ("pool=average input=5 output_size=3", r"o_2 = (x_3 + x_4)/2", "right"),
    ],
)
def test_windows_that_differ_are_judged_entry_by_entry(layer: str, line: str, verdict: str) -> None:
    """Windows of PyTorch's AvgPool1d(2, ceil_mode=True), 0–1, 2–3, 4, and AdaptiveAvgPool1d(3), 0–1, 1–3, 3–4."""
    (judged,) = checked(f"symconv: {layer} index_base=0\n\n${line}$").statements
    assert judged.verdict == verdict
    if verdict == "wrong":
        replay = as_options(judged.told.counterexample["layer"])
        assert ("--ceil-mode" in replay) == ("ceil" in layer)
        assert ("--output-size 3" in replay) == ("output_size" in layer)


BOTH = "A 3x3 convolution of a 6x6 image, then 2x2 max pooling with stride 2.\n\n"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\partial L/\partial x_{11} = \delta_{00}", "unreadable"),
        (r"\partial L/\partial x_{00} = 0", "unreadable"),
        (r"\partial L/\partial x_{00} = \delta_{00} f_{00}", "right"),
        (r"\partial L/\partial x_{00} = \delta_{00} f_{11}", "wrong"),
    ],
)
def test_what_has_no_filter_may_be_about_the_pooling_that_a_text_names_beside_a_convolution(
    line: str, verdict: str
) -> None:
    (judged,) = checked(f"{BOTH}${line}$").statements
    assert judged.verdict == verdict
    assert "about pooling" in judged.message or verdict != "unreadable"
