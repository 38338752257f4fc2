"""Words are said by key: every key that is used exists, every key that exists is used, in every language."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from layers import refused

from symconv.check.mistakes import MISTAKES
from symconv.errors import InputError
from symconv.language.wording import alternatives, known_languages
from symconv.language.words import en
from symconv.lesson.wording import Wording
from symconv.notation.tree import Symbol

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = known_languages()
QUOTED = re.compile(r'"([a-z]+(?:-[a-z]+)*(?:\.[a-z]+(?:-[a-z]+)*)+)"')
ENDINGS = {"css", "html", "js", "json", "md", "png", "py", "svg", "typ"}
INNERMOST = re.compile(r'\bsay\("([^"]+)"((?:[^()]|(?<!say)\([^()]*\))*)\)')
UNSEEN = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|\(\(\*.*?\*\)\)|\(\(=.*?=\)\)|\(\(#.*?#\)\)"
    r"|/\*.*?\*/|:is\(|(?:(?<![:\\])//|(?<!\\)%).*?$",
    re.DOTALL | re.MULTILINE,
)
"""Of a template what no reader of a document sees: its own language, and remarks."""
SENTENCE = re.compile(r"\b(?:[Tt]he|is|are|was|were|these|they|which|what)\b")
PLACE = re.compile(r"\{(\w+)")


def used() -> set[str]:
    """Every quoted text that looks like a key, in the files that say things."""
    rooms = ("lesson", "language", "proof/theorem", "check/telling", "classroom", "render", "page")
    folders = [*(ROOT / "symconv" / room for room in rooms), ROOT / "templates"]
    sources = [file for folder in folders for ending in ("py", "j2") for file in folder.rglob(f"*.{ending}")]
    sources += (ROOT / "templates" / "page").glob("*.js")
    texts = [file.read_text(encoding="utf-8") for file in sources if "words" not in file.parts]
    return {key for text in texts for key in QUOTED.findall(text) if key.rpartition(".")[2] not in ENDINGS}


def test_every_key_is_used_and_every_used_key_exists() -> None:
    assert len(en.WORDS) > 100
    assert used() == set(en.WORDS)


def said(file: Path) -> Iterator[tuple[set[str], set[str | None]]]:
    """Of each call that says a key, or one of two, written in place: the keys, and the places that are filled."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or "say" not in ast.unparse(node.func):
            continue
        for argument in node.args:
            either = (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,)
            keys = {part.value for part in either if isinstance(part, ast.Constant)} & set(en.WORDS)
            if keys:
                yield keys, {keyword.arg for keyword in node.keywords}


def test_python_fills_the_places_there_are() -> None:
    calls = [call for file in (ROOT / "symconv").rglob("*.py") for call in said(file)]
    assert len(calls) > 200
    for keys, filled in calls:
        places = {place for key in keys for place in PLACE.findall(en.WORDS[key])}
        assert filled == places or (None in filled and filled - {None} <= places), keys


def test_templates_fill_the_places_there_are() -> None:
    calls = [call for file in (ROOT / "templates").rglob("*.j2") for call in called(file.read_text("utf-8"))]
    assert len(calls) > 40
    for key, rest in calls:
        assert set(re.findall(r"(\w+)=", rest)) == set(PLACE.findall(en.WORDS[key])), key


def called(text: str) -> Iterator[tuple[str, str]]:
    """The calls of ``say`` in a template, with what is told besides the key; a call may stand in another."""
    while found := INNERMOST.search(text):
        yield found[1], found[2]
        text = text[: found.start()] + "x" + text[found.end() :]


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_say_the_same_with_the_same_places(language: str) -> None:
    theirs = Wording(language).templates
    places = {key: set(PLACE.findall(template)) for key, template in theirs.items()}
    assert places == {key: set(PLACE.findall(template)) for key, template in en.WORDS.items()}


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"en"}))
def test_what_check_finds_out_is_said_in_every_language(language: str) -> None:
    theirs = import_module(f"symconv.language.words.{language}")
    places = {key: set(PLACE.findall(template)) for key, template in theirs.MESSAGES.items()}
    assert places == {key: set(PLACE.findall(template)) for key, template in en.MESSAGES.items()}
    assert set(theirs.MISTAKES) == set(MISTAKES)
    assert all(len(told) == 3 and all(told) for told in theirs.MISTAKES.values())


def test_what_is_translated_is_what_check_says() -> None:
    """Each English message stands in the sources, with anything in its places."""
    rooms = ("check", "classroom")
    files = [
        ROOT / "symconv" / "sizes.py",
        *(file for room in rooms for file in (ROOT / "symconv" / room).rglob("*.py")),
    ]
    texts = " ".join(" ".join(strings(ast.parse(file.read_text("utf-8")))) for file in files)
    for template in en.MESSAGES.values():
        pieces = re.split(r"\{\w+\}", template)
        assert all(word in texts for piece in pieces for word in piece.split()), template


def strings(tree: ast.AST) -> Iterator[str]:
    """What stands between quotes in a file, also around the places of an f-string."""
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


TEMPLATES = [
    file for file in sorted((ROOT / "templates").rglob("*.j2")) if file.parent.name not in ("rocq", "notebook")
]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_templates_hold_no_sentence(file: Path) -> None:
    """Words without which there is no English sentence do not stand in what a document takes over."""
    assert SENTENCE.findall(UNSEEN.sub("", file.read_text("utf-8"))) == []


def test_a_sentence_in_a_template_is_seen() -> None:
    assert SENTENCE.findall(UNSEEN.sub("", "<p>{{ n }} of the entries {# the #}are left out</p>")) == ["the", "are"]


def test_a_place_takes_words_counts_and_formulas() -> None:
    say, x = Wording(), Symbol("x")
    assert say("chain.nothing", x=x) == ("No output reads an entry of ", x, ": its gradient is 0 everywhere.")
    assert say.plain("chain.local.title", n=1) == "One entry, one output"
    assert say.plain("chain.local.title", n=4) == "One entry, 4 outputs"
    assert say.plain("layer.windows.title", s="2×3") == "Forward at stride 2×3"


def test_what_is_so_chooses_what_is_said() -> None:
    say = Wording()
    assert (
        say.plain("lesson.forward", bias=False, padded=False, o="O")
        == "Every output is the sum of the products under its window. Here the window makes O:"
    )
    assert "under its window, plus the bias; entries outside the input count as 0." in say.plain(
        "lesson.forward", bias=True, padded=True, o="O"
    )
    stated = say.plain("remember.one.proven", holds=True, same=False, n="5×5", entries=25)
    assert stated == "Proven for the stride-1 layer of input 5×5 with the same filter, on all 25 entries."


def test_alternatives_may_have_alternatives() -> None:
    assert alternatives("a {n:b|c}|{m}|") == ["a {n:b|c}", "{m}", ""]
    assert alternatives("") == [""]


def test_lists() -> None:
    say = Wording()
    assert "".join(map(str, say.listed([]))) == ""
    assert "".join(map(str, say.series(["a", "b", "c"], "sides.and"))) == "a and b and c"
    assert "".join(map(str, say.listed(["a"]))) == "a"
    assert "".join(map(str, say.listed(["a", ("b",)]))) == "a and b"
    assert "".join(map(str, say.listed(["a", "b", "c"]))) == "a, b and c"


@pytest.mark.parametrize("language", ["xx", "", "../en", "en.__class__", "__init__", "wording"])
def test_there_is_no_other_language(language: str) -> None:
    error = refused(Wording, language)
    assert isinstance(error, InputError)
    assert str(error).startswith("language must be one of de, en, es, fr, ja, pt, zh, got ")
