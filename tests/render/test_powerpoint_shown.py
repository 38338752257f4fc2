"""The deck for PowerPoint as LibreOffice shows it: no slide runs over, and equations are of their own shape."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

LAYERS = {
    "classroom": "--stride 2 --kernel 3 --full --theorem",
    "channels": "-n 5x5 -k 3 -s 2 --in-channels 2 --out-channels 3",
    "large": "-n 28x28 -k 5 -s 2",
}
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
PAGE = 540
FOOT = 507
"""Points from the top: where a slide ends, and where its foot begins."""


@pytest.fixture(scope="module", params=LAYERS)
def shown(
    request: pytest.FixtureRequest,
    run: Callable,
    program: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A folder with a handout as PowerPoint, as LibreOffice saves it, and as it prints it."""
    program("lomath")  # without it equations are not drawn
    folder = tmp_path_factory.mktemp("powerpoint")
    made = run("slides", *LAYERS[request.param].split(), "--handout", "-o", "deck.pptx", cwd=folder)
    assert made.stderr == ""
    for kind in ("odp", "pdf"):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program("soffice"), profile, "--headless", "--convert-to", kind, "deck.pptx"]
        subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=240)
    return folder


def pages(folder: Path, program: Callable[[str], str]) -> list[list[tuple[str, float, float]]]:
    """The words of every page with the heights between which they stand, in points."""
    ended = subprocess.run(
        [program("pdftotext"), "-bbox", "deck.pdf", "-"], cwd=folder, capture_output=True, check=True
    )
    found = []
    for page in re.findall(r"<page .*?</page>", ended.stdout.decode(), re.DOTALL):
        words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>', page)
        found.append([(word, float(top), float(bottom)) for top, bottom, word in words])
    return found


def test_no_slide_runs_over(shown: Path, run: Callable, program: Callable[[str], str]) -> None:
    """Each page has its title; nothing reaches into the foot, which alone stands there."""
    with ZipFile(shown / "deck.pptx") as archive:
        count = sum(re.fullmatch(r"ppt/slides/slide\d+\.xml", name) is not None for name in archive.namelist())
        parts = [ElementTree.fromstring(archive.read(f"ppt/slides/slide{n}.xml")) for n in range(1, count + 1)]  # noqa: S314 - our own
    found = pages(shown, program)
    assert len(found) == count > 20
    for number, (page, slide) in enumerate(zip(found, parts, strict=True), 1):
        title = "".join(run.text for run in slide.find(f".//{P}sp").iter(f"{A}t"))
        said = [word for word, _, _ in page]
        assert title.split() == said[: len(title.split())]
        foot = [word for word, top, _ in page if top > FOOT - 6]
        assert foot[-1] == str(number)
        assert all(bottom < FOOT + 1 for word, _, bottom in page if word not in foot)
        assert len(foot) <= 3


def test_no_equation_is_a_riddle(shown: Path, program: Callable[[str], str]) -> None:
    """LibreOffice shows ¿ where it cannot read a part of one."""
    assert not any("¿" in word for page in pages(shown, program) for word, _, _ in page)


def test_equations_keep_their_shape(shown: Path) -> None:
    """LibreOffice stretches an equation to its box: that is as wide as needed for its height, within a fifth."""
    with ZipFile(shown / "deck.odp") as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314 - LibreOffice's own
        count = 0
        for frame in content.iter(f"{DRAW}frame"):
            held = frame.find(f"{DRAW}object")
            if held is None:
                continue
            name = held.get(f"{XLINK}href").removeprefix("./")
            settings = archive.read(f"{name}/settings.xml").decode()
            across, down = (int(re.search(rf'ViewArea{side}"[^>]*>(\d+)', settings)[1]) for side in ("Width", "Height"))
            width, height = (length(frame.get(f"{SVG}{side}")) for side in ("width", "height"))
            assert (width / height) / (across / down) == pytest.approx(1, abs=0.2), frame.findtext(f"{SVG}desc")
            count += 1
    with ZipFile(shown / "deck.pptx") as archive:
        slides = [archive.read(name).decode() for name in archive.namelist() if "/slides/slide" in name]
    assert count == sum(slide.count("<m:oMath>") for slide in slides) > 20


def test_tables_are_as_high_as_they_were_made(shown: Path) -> None:
    """A row whose words are too high or too wide for it grows, and the window would stand beside what it reads."""
    with ZipFile(shown / "deck.pptx") as archive:
        names = sorted((n for n in archive.namelist() if "/slides/slide" in n and n.endswith(".xml")), key=by_number)
        parts = [ElementTree.fromstring(archive.read(name)) for name in names]  # noqa: S314 - our own
    made = [
        [int(row.get("h")) / 12700 for row in table.iter(f"{A}tr")] for part in parts for table in part.iter(f"{A}tbl")
    ]
    with ZipFile(shown / "deck.odp") as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314 - LibreOffice's own
    frames = [frame for frame in content.iter(f"{DRAW}frame") if frame.find(f"{TABLE}table") is not None]
    heights = [length(frame.get(f"{SVG}height")) for frame in frames]
    assert heights == pytest.approx([sum(rows) for rows in made], rel=0.02)


def by_number(name: str) -> int:
    return int(re.search(r"\d+", name)[0])


def length(written: str) -> float:
    """A length of OpenDocument in points."""
    number, unit = re.fullmatch(r"([\d.]+)(cm|in|mm|pt)", written).groups()
    return float(number) * {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72, "pt": 1}[unit]
