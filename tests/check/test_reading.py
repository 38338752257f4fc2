"""How a text was understood: told with what tells it, saved as TOML, corrected, and judged by."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from symconv import check_text
from symconv.check.readings.saved import saved
from symconv.check.report import Report
from symconv.check.telling.opening import opening
from symconv.check.telling.toml import as_toml, quoted
from symconv.check.understood import Fact, Reading, Stretch
from symconv.errors import InputError, SymconvError
from symconv.language.wording import Wording

FOLDER = Path(__file__).parent
CASES = [
    case
    for file in ("texts.txt", "doubts.txt", "claims.txt")
    for case in re.findall(
        r"^=== .*? \| (.*?) \| (.*?)\n(.*?)(?=^===|\Z)",
        (FOLDER / file).read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )[::9]
]
TWO = """# Notes

Stride 2, no padding; indices start at 0.

$$y_{ij} = \\sum_{a,b} x_{2i+a,2j+b} w_{ab}$$

# Example "two"

Input 4x4, kernel 2x2, stride 1; indices start at 1.

$$\\frac{\\partial L}{\\partial x_{11}} = \\frac{\\partial L}{\\partial y_{11}} w_{11}$$
"""


def verdicts(report: Report) -> list[tuple[object, ...]]:
    return [(one.verdict, one.message, one.told.expected, one.assumptions) for one in report.statements]


@pytest.mark.parametrize(("name", "layer", "text"), CASES, ids=lambda value: value.strip()[-40:])
def test_a_reading_that_nobody_corrects_changes_nothing(name: str, layer: str, text: str) -> None:
    told = (pair.split("=") for pair in layer.split())
    given = {key: int(value) if key.endswith("channels") else value for key, value in told}
    report = check_text(text, name=name, given=given)
    assert report.reading
    again = check_text(text, name=name, reading=saved(as_toml(report.reading)))
    assert verdicts(again) == verdicts(report)


def test_each_fact_names_its_line() -> None:
    report = check_text(TWO, name="a.md")
    assert report.reading
    assert list(opening(report.reading, Wording())) == [
        "letters: input x, weight w, output y (from the definition in line 5)",
        "lines 1-5:",
        "  layer:   stride 2, padding 0 (line 3)",
        "  indices: from 0 (line 3)",
        'lines 7-11, Example "two":',
        "  layer:   input 4x4, kernel 2x2, stride 1 (line 9), padding 0 (assumed)",
        "  indices: from 1 (line 9)",
    ]


def test_stars_and_letters_for_sizes_name_their_lines() -> None:
    text = "Here ∗ denotes cross-correlation.\n\nThe kernel is $R \\times S$.\n\n$$Y = X * K$$\n\n$$dK = X * dY$$\n"
    report = check_text(text, name="a.md")
    assert report.reading
    assert report.reading.text["star"] == Fact(value="cross-correlation", origin="the text", line=1, told=True)
    assert {name: (fact.value, fact.source) for name, fact in report.reading.sizes.items()} == {
        "R": ("kernel axis 0", "line 3"),
        "S": ("kernel axis 1", "line 3"),
    }


def test_what_nothing_tells_is_short() -> None:
    report = check_text(r"$\frac{\partial L}{\partial x_{ij}} = \sum_{a,b} \delta_{i-a,j-b} w_{ab}$", name="a.md")
    assert report.reading
    assert list(opening(report.reading, Wording())) == [
        "letters: input x, weight w, grad_output δ (from use)",
        "layer:   stride 1, padding 0 (assumed)",
        "indices: from 0 (assumed)",
    ]


def test_a_letter_of_its_own_for_a_gradient_is_told() -> None:
    text = r"$$g_{ij} = \frac{\partial L}{\partial x_{ij}}$$ $$g_{ij} = \sum_{a,b} \delta_{i-a,j-b} w_{ab}$$"
    report = check_text(text, name="a.md")
    assert report.reading
    assert report.reading.letters["grad_input"].value == "g"
    assert saved('[letters]\ngrad_input = "g"').letters == {"grad_input": "g"}


ENTRY = "Input 5x5, kernel 3x3, stride 2.\n\ndL/dx_02 = dL/dy_00*w_02 + dL/dy_01*w_00\n"
BARE = "dL/dx_02 = dL/dy_00*w_02 + dL/dy_01*w_00\n"
STARRED = "Here ∗ denotes cross-correlation. Stride 1, no padding.\n\n$$Y = X * K$$\n\n$$dK = dY * X$$\n"


@pytest.mark.parametrize(
    ("text", "reading", "before", "after"),
    [
        (ENTRY, '[[part]]\nline = 1\nstride = "1"', "right", "wrong"),
        (ENTRY.replace("stride 2", "stride 1"), '[[part]]\nline = 1\nstride = "2"', "wrong", "right"),
        (ENTRY, '[text]\nstride = "1"', "right", "wrong"),
        (ENTRY, "[text]\nindex_base = 1", "right", "unreadable"),
        (f"Indices start at 1. {ENTRY}", "[text]\nindex_base = 0", "unreadable", "right"),
        (f"Indices start at 1. {ENTRY}", "[[part]]\nline = 1\nindex_base = 0", "unreadable", "right"),
        (f"symconv: input=5x5 stride=1\n\n{BARE}", "[[part]]\nline = 1\nstride = 2", "wrong", "right"),
        (BARE, '[text]\ninput_size = "5x5"\nkernel_size = 3\nstride = 2', "ambiguous", "right"),
        (ENTRY, '[letters]\nweight = "x"\ninput = "w"', "right", "wrong"),
    ],
)
def test_what_is_corrected_holds(text: str, reading: str, before: str, after: str) -> None:
    """By hand: on 5x5 by 3x3 with stride 2, x_02 is read by window 00 with tap 02 and by window 01 with tap 00.

    No entry has a 0 where counting starts at 1; as a filter's gradient the entry would have four terms.
    """
    plain, corrected = check_text(text, name="a.txt"), check_text(text, name="a.txt", reading=saved(reading))
    assert (plain.statements[-1].verdict, corrected.statements[-1].verdict) == (before, after)


def test_a_part_may_begin_elsewhere_and_has_what_is_written() -> None:
    """Two entries below one sentence; from line 5 on, the layer has stride 1."""
    text = f"{ENTRY}\ndL/dx_02 = dL/dy_00*w_02 + dL/dy_01*w_01 + dL/dy_02*w_00\n"
    reading = '[[part]]\nline = 1\n[[part]]\nline = 5\ninput_size = "5x5"\nkernel_size = "3x3"\nstride = 1\n'
    assert [one.verdict for one in check_text(text, name="a.txt").statements] == ["right", "wrong"]
    report = check_text(text, name="a.txt", reading=saved(reading))
    assert [one.verdict for one in report.statements] == ["right", "right"]
    assert report.statements[1].told.judged_on["from"] == "the reading"


def test_a_part_is_found_by_its_title_wherever_it_stands() -> None:
    reading = saved("[[part]]\ntitle = 'Example \"two\"'\nindex_base = 0\n")
    for above in ("", "More words.\n\n" * 5):
        report = check_text(above + TWO, name="a.md", reading=reading)
        assert report.reading
        assert [part.facts["index_base"].value for part in report.reading.parts] == [0, 0]
    absent = check_text(ENTRY, name="a.txt", reading=reading)
    assert absent.reading
    assert absent.reading.assumptions == ("the text has no part 'Example \"two\"', of which the reading tells",)


@pytest.mark.parametrize("sign", ['"', "\\", "\n", "\x00", "\x7f", "\u2028", "∂L", "𝛿", "w̃", "\ud800", "#", "'''", "]"])
def test_what_is_written_is_read_again(sign: str) -> None:
    """The letters, sizes and titles of a reading, whatever signs they have."""
    word = f"a{sign}b"
    fact = Fact(value=word, origin="the options", told=True)
    told = Stretch(line=1, end=2, title=word, facts={"stride": fact})
    reading = Reading(letters={"input": fact}, text={}, sizes={word: fact}, parts=(told,))
    found, expected = tomllib.loads(as_toml(reading)), word.replace("\ud800", "?")
    assert found["letters"] == {"input": expected}
    assert found["text"]["sizes"] == {expected: expected}
    assert (found["part"][0]["title"], found["part"][0]["stride"]) == (expected, expected)
    assert tomllib.loads(f"a = {quoted(word)}") == {"a": expected}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[letters", "r.toml is no TOML"),
        ("letter = 1", "r.toml: the reading knows letters, text, part, got 'letter'"),
        ("letters = 1", "r.toml: letters must be a table, got 1"),
        ("[letters]\nfilter = 'w'", "r.toml: [letters] knows input, weight, output, bias"),
        ("[letters]\ninput = 3", "r.toml: [letters] input must be a letter, got 3"),
        ("[text]\nstroke = 1", "r.toml: [text] knows input_size"),
        ("[text]\nstride = 0", "r.toml: [text]: stride must be at least 1, got 0"),
        ("[text]\nstride = true", "r.toml: [text]: stride must be a number"),
        ("[text]\ninput_size = '2x2'\nkernel_size = 5", "r.toml: [text]: kernel 5 does not fit"),
        ("[text]\nindex_base = 2", "r.toml: [text]: index_base must be 0 or 1, got 2"),
        ("[text]\nstar = 'x'", "r.toml: [text]: star must be cross-correlation or convolution, got 'x'"),
        ("[text.sizes]\n'1+' = 'stride'", "r.toml: [text.sizes]: '1+' is no letter for a size"),
        ("[text.sizes]\nH = 'tall'", "r.toml: [text.sizes]: 'H' must count stride"),
        ("[text.sizes]\nH = 'input axis 7'", "r.toml: [text.sizes]: 'H' must count stride"),
        ("[[part]]\nstride = 1", "r.toml: [[part]] 1 needs the line it begins in"),
        ("[[part]]\nline = 0", "r.toml: [[part]] 1: line must be a whole number from 1, got 0"),
        ("part = 3", "r.toml: part must be at most 1000 tables [[part]], got 3"),
        ("[[part]]\nline = 1\nin_channels = 'x'", "r.toml: [[part]] 1: in_channels must be a number, got 'x'"),
        (f"a = {'[' * 5000}", "r.toml is no TOML"),
    ],
)
def test_what_cannot_be_is_one_line(text: str, said: str) -> None:
    with pytest.raises(SymconvError, match=re.escape(said)) as caught:
        saved(text, "r.toml")
    assert "\n" not in str(caught.value)


def test_a_correction_that_does_not_fit_the_text_names_the_part() -> None:
    reading = saved("[[part]]\nline = 1\nkernel_size = 7\n", "r.toml")
    with pytest.raises(InputError, match=r"r\.toml: the part of line 1: kernel 7 does not fit"):
        check_text(ENTRY, name="a.txt", reading=reading)


def test_the_command_saves_and_judges(tmp_path: Path, run: Callable) -> None:
    file, reading = tmp_path / "a.txt", tmp_path / "r.toml"
    file.write_text(ENTRY, encoding="utf-8")
    assert run("check", str(file), "--save-reading", str(reading)).returncode == 0
    written = reading.read_text(encoding="utf-8")
    assert 'stride = "2"  # line 1' in written
    reading.write_text(written.replace('stride = "2"', 'stride = "1"'), encoding="utf-8")
    finished = run("check", str(file), "--reading", str(reading), "--format", "json")
    assert finished.returncode == 1
    (part,) = json.loads(finished.stdout)["reading"]["parts"]
    assert part["facts"]["stride"] == {"value": "1", "from": "the reading", "line": None}
    for arguments, said in (
        ((str(file), str(file), "--save-reading", "r"), "--save-reading is for one text"),
        ((str(file), "--save-reading", str(tmp_path / "no" / "r")), "cannot write"),
        ((str(file), "--reading", str(tmp_path / "no")), "cannot read"),
    ):
        refused = run("check", *arguments)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
        assert said in refused.stderr


def test_a_class_is_judged_by_a_reading(tmp_path: Path, run: Callable) -> None:
    """What holds for the whole text is said of every submission; a part that only its line tells is refused."""
    folder, reading = tmp_path / "class", tmp_path / "r.toml"
    folder.mkdir()
    for student in ("ann", "bob"):
        (folder / f"{student}.txt").write_text(BARE, encoding="utf-8")
    reading.write_text('[text]\ninput_size = "5x5"\nstride = 2\n', encoding="utf-8")
    told = json.loads(run("check", str(folder), "--reading", str(reading), "--format", "json").stdout)
    assert json.dumps(told).count('"verdict": "right"') >= 2
    reading.write_text("[[part]]\nline = 3\n", encoding="utf-8")
    refused = run("check", str(folder), "--reading", str(reading))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "r.toml: the part of line 3 has no title, by which several texts could have it" in refused.stderr


def test_the_documented_reading_can_be_read() -> None:
    guide = (FOLDER.parent.parent / "docs/mark.md").read_text(encoding="utf-8")
    (block,) = (one for one in re.findall(r"```toml\n(.*?)```", guide, re.DOTALL) if "[[part]]" in one)
    text = (FOLDER.parent / "data" / "reading.md").read_text(encoding="utf-8")
    report = check_text(text, name="reading.md")
    assert report.reading
    assert tomllib.loads(block) == tomllib.loads(as_toml(report.reading))
    assert saved(block).parts[1].title == "Example"
