"""The deck for PowerPoint, read part by part: the same story, as native words, equations, tables and notes."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import officemath
import pytest
import toy

import symconv
from symconv.lesson.blocks import Display, Grid, Picture, Words
from symconv.lesson.slide import Frames, Question, Shown, Slide
from symconv.library.lecture import told
from symconv.notation.reader import read
from symconv.notation.text import text
from symconv.notation.tree import Equation, Node, Number, Sum, Symbol
from symconv.render.powerpoint.breaking import MOST, broken
from symconv.render.powerpoint.extent import extent
from symconv.render.unfolded import finished, unfolded

A, M = officemath.A, officemath.M
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
WIDTH, HEIGHT = 12_192_000, 6_858_000
SMALLEST = 540 / 30 * 100
"""A thirtieth of the slide's height, in hundredths of a point."""

LAYERS = {
    "classroom": symconv.ConvSpec.of(stride=2),
    "gaps": symconv.ConvSpec.of(kernel_size=2, stride=3),
    "channels": symconv.ConvSpec.of(input_size=(5, 5), stride=2, in_channels=2, out_channels=3),
    "signal": symconv.ConvSpec.of(input_size=7, stride=2, padding=1),
    "volume": symconv.ConvSpec.of(input_size=(5, 5, 5), stride=2),
    "large": symconv.ConvSpec.of(input_size=(28, 28), kernel_size=5, stride=2),
}
HOSTILE = "</a:t></p:sp> <?part evil?> & \"quoted\" 'so' {{ 7 * 7 }} <script>"

Parts = dict[str, ElementTree.Element]


def opened(deck: bytes | str) -> Parts:
    """Every part of a file; each is well-formed."""
    assert isinstance(deck, bytes)
    with ZipFile(BytesIO(deck)) as archive:
        assert archive.testzip() is None
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own


def slides_of(parts: Parts) -> list[ElementTree.Element]:
    """The slides in their order, without what is shown where equations are not known."""
    numbers = range(1, 1 + sum(re.fullmatch(r"ppt/slides/slide\d+\.xml", name) is not None for name in parts))
    slides = [parts[f"ppt/slides/slide{number}.xml"] for number in numbers]
    for slide in slides:
        for choice in slide.iter(f"{MC}AlternateContent"):
            for fallback in choice.findall(f"{MC}Fallback"):
                choice.remove(fallback)
    return slides


def words_of(element: ElementTree.Element) -> str:
    """What is written in an element, scripts as they are."""
    return "".join(run.text or "" for run in element.iter(f"{A}t"))


def plain(line: str) -> str:
    """A formula without what only raises and lowers."""
    return re.sub(r"[_{}^]", "", line)


def aloud(words: Words) -> str:
    return "".join(part if isinstance(part, str) else text(part) for part in words)


def formulas(block: Shown) -> Iterator[Node]:
    """The formulas of a block that stand on lines of their own."""
    match block:
        case Display(formulas=shown):
            yield from shown
        case Picture(stop=stop) if stop:
            yield from stop.formulas
        case Frames(pictures=((_, (formula,)), *_)) if not isinstance(formula, str):
            yield formula
        case Question(choices=choices):
            yield from (choice[0] for choice in choices if len(choice) == 1 and not isinstance(choice[0], str))


def grids(block: Shown) -> Iterator[Grid]:
    pictures = [picture for picture, _ in block.pictures] if isinstance(block, Frames) else [block]
    for picture in pictures:
        if isinstance(picture, Picture):
            yield from (grid for row in picture.still() for grid in row)


@pytest.fixture(scope="module", params=LAYERS)
def lecture(request: pytest.FixtureRequest) -> tuple[list[Slide], Parts]:
    """The pages of a deck as they are told, and the file made of them."""
    spec = LAYERS[request.param]
    pages = [page for slide in told(spec) for page in unfolded(slide)]
    return pages, opened(symconv.slides(spec, format="pptx"))


def test_every_step_is_a_slide(lecture: tuple[list[Slide], Parts]) -> None:
    pages, parts = lecture
    titles = [words_of(slide.find(f".//{P}sp")) for slide in slides_of(parts)]
    assert titles == [page.title for page in pages]


def test_a_handout_has_each_slide_once() -> None:
    story = told(LAYERS["classroom"])
    slides = slides_of(opened(symconv.slides(LAYERS["classroom"], format="pptx", handout=True)))
    assert [words_of(slide.find(f".//{P}sp")) for slide in slides] == [slide.title for slide in story]
    tables = [len(list(slide.iter(f"{A}tbl"))) for slide in slides]
    drawn = [sum(1 for block in finished(slide).blocks for _ in grids(block)) for slide in story]
    drawn[2] += 1  # the legend
    assert tables == drawn


def test_every_equation_is_office_math_and_reads_back(lecture: tuple[list[Slide], Parts]) -> None:
    pages, parts = lecture
    count = 0
    for page, slide in zip(pages, slides_of(parts), strict=True):
        expected = [formula for block in page.blocks for formula in formulas(block)]
        found = list(slide.iter(f"{M}oMath"))
        for element in found:
            officemath.well_built(element)
        assert [text(read(officemath.tex(element))) for element in found] == list(map(text, expected))
        count += len(found)
    assert count > 50


def test_grids_are_tables_with_their_cells(lecture: tuple[list[Slide], Parts]) -> None:
    pages, parts = lecture
    for page, slide in zip(pages, slides_of(parts), strict=True):
        tables = [
            [[words_of(cell) for cell in row.iter(f"{A}tc")] for row in table.iter(f"{A}tr")]
            for table in slide.iter(f"{A}tbl")
        ]
        for grid in (grid for block in page.blocks for grid in grids(block)):
            cells = [
                ["" if cell.look == "open" else plain(text(cell.node)) for cell in row] for row in grid.matrix.rows
            ]
            assert tables.pop(0) == cells
        assert len(tables) == (page.title == "What is what")  # a legend


def test_a_cell_says_by_more_than_its_colour_what_it_is() -> None:
    """By hand: δ dilated by 2 is δ_00 0 δ_01 above zeros, which are hatched; padding is pale, what meets is bold."""
    slides = slides_of(opened(symconv.slides(LAYERS["classroom"], format="pptx", handout=True)))
    (_, dilated) = slides[12].iter(f"{A}tbl")
    assert [[words_of(cell) for cell in row.iter(f"{A}tc")] for row in dilated.iter(f"{A}tr")] == [
        ["δ00", "0", "δ01"],
        ["0", "0", "0"],
        ["δ10", "0", "δ11"],
    ]
    fills = [
        [cell.find(f"{A}tcPr")[-1].tag.removeprefix(A) for cell in row.iter(f"{A}tc")] for row in dilated.iter(f"{A}tr")
    ]
    assert fills == [["solidFill", "pattFill", "solidFill"], ["pattFill"] * 3, ["solidFill", "pattFill", "solidFill"]]
    padded, filter_, _ = slides[15].iter(f"{A}tbl")
    corner = next(padded.iter(f"{A}tc"))
    assert corner.find(f"{A}tcPr/{A}solidFill/{A}srgbClr").get("val") == "FAFAFA"
    bold = [
        words_of(cell)
        for cell in (*padded.iter(f"{A}tc"), *filter_.iter(f"{A}tc"))
        if cell.find(f".//{A}rPr[@b]") is not None
    ]
    assert bold == ["δ11", "f22"]  # the only product under the last window


def test_everything_is_inside_its_slide_and_readable(lecture: tuple[list[Slide], Parts]) -> None:
    for slide in slides_of(lecture[1]):
        for frame in (*slide.iter(f"{A}xfrm"), *slide.iter(f"{P}xfrm")):
            (x, y), (across, down) = (
                [int(frame.find(f"{A}{part}").get(name)) for name in names]
                for part, names in (("off", "xy"), ("ext", ("cx", "cy")))
            )
            assert x >= 0
            assert y >= 0
            assert x + across <= WIDTH
            assert y + down <= HEIGHT
        sizes = [int(run.get("sz")) for run in slide.iter() if run.get("sz")]
        assert min(sizes) >= SMALLEST
        for text_ in slide.iter(f"{A}r"):
            assert text_.find(f"{A}rPr").get("sz")


def test_everything_has_a_text_for_those_who_cannot_see_it(lecture: tuple[list[Slide], Parts]) -> None:
    for slide in slides_of(lecture[1]):
        for shape in slide.find(f"{P}cSld/{P}spTree").iter():
            if shape.tag not in (f"{P}sp", f"{P}graphicFrame", f"{P}grpSp"):
                continue
            named = shape.find(f"*/{P}cNvPr")
            assert named.get("descr") or words_of(shape), named.attrib
        for frame in slide.iter(f"{P}graphicFrame"):
            told_ = frame.find(f"*/{P}cNvPr").get("descr")
            assert all(word in told_ for word in re.findall(r"\w+", words_of(next(frame.iter(f"{A}tc")))[:1]))


def test_notes_are_what_the_lecturer_says(lecture: tuple[list[Slide], Parts]) -> None:
    pages, parts = lecture
    for number, page in enumerate(pages, 1):
        notes = parts[f"ppt/notesSlides/notesSlide{number}.xml"]
        paragraphs = [words_of(paragraph) for paragraph in notes.iter(f"{A}p")]
        assert paragraphs == [aloud(note) for note in page.notes] != []


def test_the_package_is_whole(lecture: tuple[list[Slide], Parts]) -> None:
    """Every part has a type, every relation a target, and no two shapes of a slide share a number."""
    parts = lecture[1]
    types = parts["[Content_Types].xml"]
    stated = {part.get("PartName").lstrip("/") for part in types.findall(f"{PACKAGE}content-types}}Override")}
    assert stated | {"[Content_Types].xml"} == {name for name in parts if not name.endswith(".rels")}
    for name, part in parts.items():
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            for relation in part.iter(f"{PACKAGE}relationships}}Relationship"):
                target = (Path("/") / folder / relation.get("Target")).resolve()
                assert str(target).lstrip("/") in parts
    for slide in slides_of(parts):
        numbers = [shape.get("id") for shape in slide.iter(f"{P}cNvPr")]
        assert len(set(numbers)) == len(numbers)


def test_the_same_bytes_again() -> None:
    one, other = (symconv.slides(LAYERS["gaps"], format="pptx") for _ in range(2))
    assert one == other


def test_titles_and_authors_are_shown_as_they_are() -> None:
    parts = opened(symconv.slides(LAYERS["gaps"], format="pptx", title=HOSTILE, author=HOSTILE, handout=True))
    first = slides_of(parts)[0]
    assert words_of(first.find(f".//{P}sp")) == HOSTILE
    assert HOSTILE in [words_of(shape) for shape in first.iter(f"{P}sp")][1:]
    core = parts["docProps/core.xml"]
    dublin = "{http://purl.org/dc/elements/1.1/}"
    assert (core.findtext(f"{dublin}title"), core.findtext(f"{dublin}creator")) == (HOSTILE, HOSTILE)


def test_it_says_which_language_it_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    language = toy.learned(tmp_path, monkeypatch)
    parts = opened(symconv.slides(LAYERS["classroom"], format="pptx", language=language, handout=True))
    assert {run.get("lang") for part in parts.values() for run in part.iter(f"{A}rPr")} == {language, None}
    assert all(run.get("lang") for run in slides_of(parts)[0].iter(f"{A}rPr"))
    assert parts["docProps/core.xml"].findtext("{http://purl.org/dc/elements/1.1/}language") == language


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--theme", "dark"], "--theme must be one of default, got 'dark'"),
        (["--notes"], "--notes is for beamer; the format is pptx"),
        (["--format", "pdf"], "--format pdf does not fit 'deck.pptx', which ends as pptx does; leave one of them out"),
    ],
)
def test_what_would_do_nothing_is_refused(options: list[str], complaint: str, run: Callable, tmp_path: Path) -> None:
    ended = run("slides", "-s", "2", "-o", "deck.pptx", *options, cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (2, f"symconv: {complaint}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_template_of_the_readers_own(run: Callable, tmp_path: Path) -> None:
    (tmp_path / "_theme.xml.j2").write_text("<a:theme>")
    ended = run("slides", "--template-dir", ".", "-o", "deck.pptx", cwd=tmp_path)
    assert (ended.returncode, ended.stderr.split(": ")[:2]) == (2, ["symconv", "ppt/theme/theme1.xml is no XML"])


def test_a_long_sum_goes_over_lines_and_loses_no_term() -> None:
    long = Equation((Symbol("y"), Sum(tuple(Symbol("x", (Number(n),)) for n in range(40)))))
    lines = list(broken(long))
    assert len(lines) > 1
    assert all(extent(line).width <= MOST for line in lines)
    assert "".join(map(text, lines)) == text(long)
    assert list(broken(lines[0])) == [lines[0]]
