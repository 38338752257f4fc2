"""Class reports and feedback: self-contained, escaped, and the same each time."""

import re
from html.parser import HTMLParser

import pytest
from classwork import ALSO_RIGHT, HEADER, RIGHT, SWAPPED, question

from symconv.classroom.marker import judged
from symconv.classroom.outcome import Outcome
from symconv.classroom.tally import Tally
from symconv.library.class_report import ClassReport

EVIL = "<script>alert(1)</script>|`*_[x](javascript:1){{ 7*7 }}{% x %}"
VOID = {"meta", "br", "link"}


def checked(student: str, text: str) -> Outcome:
    return Outcome(file=f"{student}.txt", student=student, **judged(question(text)))


@pytest.fixture(scope="module")
def report() -> ClassReport:
    return ClassReport(
        tally=Tally(
            outcomes=(
                checked("anna", HEADER + RIGHT + ALSO_RIGHT),
                checked("bert", HEADER + RIGHT + SWAPPED),
                checked(EVIL, HEADER + f"dL/dx_12 = dL/do_00*f_10 + {EVIL}\n" + SWAPPED),
                Outcome(file=EVIL, student=EVIL, verdict="refused", message=EVIL),
            )
        )
    )


class Balanced(HTMLParser):
    """Collects elements, attributes and text; every element that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.given: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.given += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(page: str) -> Balanced:
    parser = Balanced()
    parser.feed(page)
    assert parser.open == []
    return parser


def pages(report: ClassReport) -> list[str]:
    return [report.to_document("html"), *(page for _, page in report.feedback())]


def test_pages_are_whole_and_hold_nothing_foreign(report: ClassReport) -> None:
    for page in pages(report):
        found = parsed(page)
        assert not {"script", "img", "iframe", "link", "object"} & set(found.seen)
        assert not [value for name, value in found.given if name in ("src", "srcdoc") or name.startswith("on")]
        assert all((value or "").startswith("#") for name, value in found.given if name == "href")
        assert "url(" not in page
        assert "@import" not in page


def test_what_students_write_is_text(report: ClassReport) -> None:
    page = parsed(report.to_document("html"))
    assert EVIL in page.text
    (name, feedback) = next((name, page) for name, page in report.feedback() if "script" in name)
    assert re.fullmatch(r"[\w.-]+\.html", name)
    assert EVIL in parsed(feedback).text


def test_markdown_is_escaped(report: ClassReport) -> None:
    told = report.to_document("markdown")
    assert "<script>" not in told
    rows = [line for line in told.splitlines() if line.startswith("|")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) in (4, 5) for row in rows)
    assert "{{ 7\\*7 }}" in told


def test_the_page_tells_what_was_counted(report: ClassReport) -> None:
    page = parsed(report.to_document("html"))
    words = " ".join(page.text.split())
    assert "4 files of 3 students" in words
    assert "the entries stand in another order 1 (33 %) 1" in words
    assert ("data-entry", "x_12") in page.given
    assert "input 5×5, kernel 3×3, stride 2" in words
    assert ("lang", "en") in page.given
    headers = len(re.findall(r"<th[ >]", report.to_document("html")))
    assert headers == sum(name == "scope" for name, _ in page.given)


def test_feedback_with_a_hint_asks(report: ClassReport) -> None:
    told, hinted = (dict(report.feedback(hint=hint))["bert.html"] for hint in (False, True))
    assert "right is <math>" in told
    assert "right is" not in hinted
    assert "?</p>" in hinted


def test_text_is_one_line_a_file(report: ClassReport) -> None:
    lines = report.to_document("text").splitlines()
    assert lines[:2] == ["anna.txt: right, 2 of 2 right", "bert.txt: wrong, 1 of 2 right"]
    assert lines[3] == f"{EVIL}: refused: {EVIL}"
    assert lines[-1] == "Points: mean 5, median 5 of 10."
    assert report.to_document("text").endswith(report.to_document("summary"))


def test_the_same_class_gives_the_same_report(report: ClassReport) -> None:
    for format_ in ("html", "markdown", "text", "csv", "json"):
        assert report.to_document(format_) == report.to_document(format_)


def test_a_class_of_nothing_can_be_told() -> None:
    nothing = ClassReport(tally=Tally(outcomes=(Outcome(file="a.md", student="a", verdict="empty"),)))
    assert nothing.exit_code == 2
    parsed(nothing.to_document("html"))
    assert "1 file of 1 student: 1 empty" in nothing.to_document("text")
