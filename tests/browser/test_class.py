"""The class report and a student's page in a browser: readable by everybody, light and dark, on a phone, in a theme."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from symconv.errors import InputError
from symconv.library.class_report import ClassReport, check_class

CLASS = Path(__file__).parent.parent / "data" / "class"
GALLERY = Path(__file__).parent.parent.parent / "output"
VERDICTS = [str(GALLERY / name) for name in ("verdicts.html", "code.html")]
"""What ``check --format html`` says of a text and of code; other tests hold them to what it says now."""
WHITE, BLACK = "rgb(255, 255, 255)", "rgb(22, 22, 22)"


@pytest.fixture(scope="module")
def report() -> ClassReport:
    return check_class([str(CLASS)], jobs=1)


def test_everybody_can_read_it(
    report: ClassReport, node: Callable[..., str], program: Callable[[str], str], tmp_path: Path
) -> None:
    pages = dict(report.feedback(hint=True)) | {
        "report.html": report.to_document("html"),
        "dark.html": report.to_document("html", theme="dark"),
    }
    for name, page in pages.items():
        (tmp_path / name).write_text(page, encoding="utf-8")
    files = [*(str(tmp_path / name) for name in pages), *VERDICTS]
    facts = json.loads(node("accessible.mjs", program("chromium"), *files))
    for file in files:
        assert {place: (found["axe"], found["over"]) for place, found in facts[file].items()} == {
            f"{width} {scheme}": ([], 0) for width in (1280, 390) for scheme in ("light", "dark")
        }, file
        papers = {place: found["paper"] for place, found in facts[file].items()}
        dark = file.endswith("dark.html")
        assert (papers["1280 light"], papers["1280 dark"]) == (BLACK if dark else WHITE, BLACK), file
    assert node("validate.mjs", *files) == ""


def test_a_style_sheet_is_added_and_stays_one(report: ClassReport, tmp_path: Path) -> None:
    sheet = tmp_path / "own.css"
    sheet.write_text("h1 { color: teal }</style><script>alert(1)</script>", encoding="utf-8")
    for page in (report.to_document("html", theme=str(sheet)), next(report.feedback(theme=str(sheet)))[1]):
        assert "h1 { color: teal }<\\/style>" in page
        assert page.count("</style>") == 1


def test_unknown_themes_are_refused(report: ClassReport) -> None:
    with pytest.raises(InputError, match=r"theme must be auto, light, dark or a \.css file, got 'pink'"):
        report.to_document("html", theme="pink")
