"""Words from outside stay words: a title and an author cannot break out of any format."""

import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

import symconv
from symconv.errors import InputError

HOSTILE = (
    "<script>alert(1)</script>",
    '</title></style><img src=x onerror="alert(1)">',
    r"\input{/etc/passwd} \immediate\write18{id} ^^5cinput %",
    '#read("/etc/passwd") #(1+1) $x$',
    "{{ 7*7 }} {% include 'x' %} ((= 7*7 =)) ((* include 'x' *))",
    "[click](javascript:alert(1)) ![x](y) `code` *bold* <b> https://example.org @you",
    "---",
    "& < > \" ' ~ _ |",
)
DERIVATION = symconv.derive(symconv.ConvSpec.of(input_size=3, kernel_size=2))


class Page(HTMLParser):
    """What a browser would see: the elements, and the text of title, heading and author."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.texts: dict[str, str] = {}
        self.inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.inside.append("author" if ("class", "author") in attrs else tag)

    def handle_endtag(self, tag: str) -> None:
        self.inside.pop() if self.inside else None

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] in ("title", "h1", "author"):
            self.texts[self.inside[-1]] = self.texts.get(self.inside[-1], "") + data


@pytest.mark.parametrize("words", HOSTILE)
def test_html(words: str) -> None:
    ours = Page(DERIVATION.to_document("html", title="A", author="B"))
    theirs = Page(DERIVATION.to_document("html", title=words, author=words))
    assert theirs.elements == ours.elements
    assert theirs.texts == {"title": words, "h1": words, "author": words}


@pytest.mark.parametrize("words", HOSTILE)
def test_markdown(words: str, program: Callable[[str], str]) -> None:
    """Read by pandoc as GitHub does, the heading's text is the title, and nothing in it is markup."""
    document = DERIVATION.to_document("markdown", title=words, author=words)
    command = [program("pandoc"), "-f", "gfm", "-t", "native"]
    remark, _, told = document.partition("\n")  # the layer, which no word of a user's stands in
    assert re.fullmatch(r"<!-- symconv:[ \w=:]+ -->", remark)
    head = "\n".join(told.splitlines()[:4])
    native = subprocess.run(command, input=head, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    kinds = set(re.findall(r"\b(Link|Image|Code|Strong|RawInline|RawBlock|Math|Strikeout|HorizontalRule)\b", native))
    assert kinds == set()
    plain = [*command[:-1], "plain", "--wrap=none"]
    read = subprocess.run(plain, input=head, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert read.split("\n\n")[0].strip() == words


def test_latex(program: Callable[[str], str], tmp_path: Path) -> None:
    """All of them compile, and nothing is read or run."""
    parts = []
    for words in HOSTILE:
        document = DERIVATION.to_document("latex", title=words, author=words)
        head, _, rest = document.partition("\\begin{document}")
        parts.append(rest.partition("\\section")[0])
    (tmp_path / "paper.tex").write_text(f"{head}\\begin{{document}}{''.join(parts)}\\end{{document}}", encoding="utf-8")
    command = [program("pdflatex"), "-no-shell-escape", "-recorder", "-interaction=nonstopmode", "-halt-on-error"]
    finished = subprocess.run([*command, "paper.tex"], cwd=tmp_path, capture_output=True, check=False, timeout=120)
    log = (tmp_path / "paper.log").read_text(encoding="utf-8", errors="replace")
    assert finished.returncode == 0, log[-2000:]
    assert "passwd" not in (tmp_path / "paper.fls").read_text(encoding="utf-8")
    assert "write18" not in log
    assert "Missing character" not in log


@pytest.mark.parametrize("words", HOSTILE)
def test_text_is_as_it_was_given(words: str) -> None:
    assert DERIVATION.to_document(title=words, author=words).splitlines()[:3] == [words, "=" * len(words), words]


@pytest.mark.parametrize("words", ["\x1b[31mred", "bell\x07", "x" * 201, 7])
def test_what_is_no_line_of_words_is_refused(words: object) -> None:
    with pytest.raises(InputError, match="title must be printable text of at most 200 signs"):
        DERIVATION.to_document(title=words)
    with pytest.raises(InputError, match="author must be printable text"):
        DERIVATION.to_document(author=words)


def test_lines_are_joined() -> None:
    assert DERIVATION.to_document(title="one\n\n# two\ttabs").startswith("one # two tabs\n===")


def test_a_style_sheet_of_ones_own(tmp_path: Path) -> None:
    """It comes after the page's own rules, and cannot end the element it stands in."""
    theme = tmp_path / "mine.css"
    theme.write_text("p { color: red } /* </style><script>alert(1)</script> */", encoding="utf-8")
    document = DERIVATION.to_document("html", theme=str(theme))
    assert document.index("p { color: red }") > document.index(":root {")
    assert Page(document).elements == Page(DERIVATION.to_document("html")).elements
    assert "p { color: red }" in DERIVATION.to_document("svg", theme=str(theme))


@pytest.mark.parametrize(
    ("theme", "message"),
    [("pink", "theme must be auto, light, dark or a .css file"), ("missing.css", "cannot read theme 'missing.css'")],
)
def test_a_theme_that_cannot_be_used(theme: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        DERIVATION.to_document("html", theme=theme)
