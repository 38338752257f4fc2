"""The Markdown deck for Quarto, written by pandoc, the engine Quarto uses: its slides, steps, notes, and safe words."""

import json
import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

import symconv
from symconv.lesson.slide import Frames
from symconv.library.lecture import told

CLASSROOM = symconv.ConvSpec.of(stride=2)
HOSTILE = [
    "</title><script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }} [a](javascript:b) \\input{x} \": '",
    'one"\n---\nformat: pdf\nfilters: [evil.lua]\n---\n\n# two: three\n\n::: {.notes}\n```{r}\n`{=html}',
    "{{< include /etc/passwd >}} `r 1+1` @cite $x$ ^a^ ~b~ \\\\",
]


TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "---"})
"""Pandoc's quotation marks and dashes → those that were typed."""


class Deck(HTMLParser):
    """What stands in each section: its title, how many fragments, whether there are notes; every tag, and the head."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.titles: list[str] = []
        self.fragments: list[int] = []
        self.notes = 0
        self.tags: set[str] = set()
        self.open = ""
        self.head = ""
        self.author: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        self.tags.add(tag)
        self.open = tag
        if tag == "h2":
            self.titles.append("")
            self.fragments.append(0)
        elif tag == "meta" and dict(attrs).get("name") == "author":
            self.author = dict(attrs).get("content")
        elif "fragment" in classes:
            self.fragments[-1] += 1
        self.notes += "notes" in classes

    def handle_data(self, data: str) -> None:
        if self.open == "title":
            self.head += data.translate(TYPED)
        elif self.open == "h2":
            self.titles[-1] += data.translate(TYPED)

    def handle_endtag(self, tag: str) -> None:
        self.open = ""


@pytest.fixture
def revealed(program: Callable[[str], str]) -> Callable[[str], Deck]:
    pandoc = program("pandoc")

    def reveal(deck: str) -> Deck:
        command = [
            pandoc,
            "--standalone",
            "--from=markdown",
            "--to=revealjs",
            "--slide-level=2",
            "--mathjax",
            "--wrap=preserve",
        ]
        page = subprocess.run(command, input=deck, capture_output=True, text=True, encoding="utf-8", check=True)
        assert page.stderr == ""
        return Deck(page.stdout)

    return reveal


def front_matter(deck: str) -> dict[str, str]:
    """The lines before the deck, by the rule that every string is one of JSON's."""
    _, head, _ = re.split(r"^---\n", deck, maxsplit=2, flags=re.MULTILINE)
    pairs = (line.partition(": ") for line in head.splitlines() if not line.startswith(" "))
    return {key: json.loads(value) if value.startswith('"') else value for key, _, value in pairs}


def test_slides_steps_and_notes(revealed: Callable[[str], Deck]) -> None:
    slides = told(CLASSROOM)
    deck = revealed(str(symconv.slides(CLASSROOM, format="quarto")))
    assert deck.titles == [slide.title for slide in slides]
    assert deck.notes == sum(bool(slide.notes) for slide in slides)
    moving = [any(isinstance(block, Frames) and len(block.pictures) > 1 for block in slide.blocks) for slide in slides]
    assert [count for count, moves in zip(deck.fragments, moving, strict=True) if moves and count < 2] == []
    assert deck.fragments[-1] == 1  # the answer


def test_every_picture_is_one_formula(program: Callable[[str], str]) -> None:
    """Pandoc ends a formula at an empty line, and drops what it then takes for TeX of another document."""
    deck = str(symconv.slides(CLASSROOM, format="quarto"))
    command = [program("pandoc"), "--from=markdown", "--to=json"]
    read = subprocess.run(command, input=deck, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert read.count('"DisplayMath"') == deck.count("\n$$\n") / 2
    assert read.count("RawBlock") == deck.count("<!-- symconv: ")  # which tell the layer, and are not shown


@pytest.mark.parametrize("words", HOSTILE)
def test_words_from_outside_stay_words(words: str, revealed: Callable[[str], Deck]) -> None:
    plain = symconv.slides(CLASSROOM, format="quarto")
    hostile = str(symconv.slides(CLASSROOM, format="quarto", title=words, author=words))
    assert front_matter(hostile).keys() - {"author-meta"} == front_matter(str(plain)).keys()
    deck, usual = revealed(hostile), revealed(str(plain))
    shown = " ".join(words.split())
    assert [" ".join(title.split()) for title in deck.titles] == [shown, *usual.titles[1:]]
    assert " ".join(deck.head.split()) == " ".join((deck.author or "").translate(TYPED).split()) == shown
    assert (deck.tags, deck.fragments, deck.notes) == (usual.tags, usual.fragments, usual.notes)
    assert "{{<" not in hostile
    assert not re.search(r"^```|\{=html\}", hostile, flags=re.MULTILINE)
