"""Another language is one file: in a toy language nothing that is told is left in English, in any format.

What may stay is named here: formulas, markup, and the names by which programs know routes, statements and operators.
"""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import officemath
import pytest
import toy

import symconv
from symconv import ConvSpec, routes
from symconv.library.verdicts import Verdicts
from symconv.proof.entrywise import prove_routes
from symconv.proof.theorem.statements import STATEMENTS

LAYERS = {
    "classroom": ConvSpec.of(stride=2),
    "everything": ConvSpec.of(
        input_size=(9, 6),
        kernel_size=(3, 2),
        stride=(2, 3),
        padding=((1, 2), (0, 0)),
        dilation=(2, 1),
        in_channels=4,
        out_channels=4,
        groups=2,
        batch_size=2,
        bias=True,
    ),
    "volume": ConvSpec.of(input_size=(3, 4, 3), kernel_size=2, stride=(1, 2, 1)),
    "gaps": ConvSpec.of(input_size=7, kernel_size=2, stride=3),
}

NAMES = {
    "relu",
    "sigmoid",
    "tanh",
    *routes.FOLKLORE,
    *routes.FORWARD,
    *routes.GRAD_INPUT,
    *routes.GRAD_WEIGHT,
    *routes.GRAD_BIAS,
    *STATEMENTS,
}
OPERATOR = re.compile(r"\b(?:dilate|every|first|flip|relu|tanh)′?(?=[_(])")
"""In a formula that is written as plain text."""

PROGRAM = re.compile(
    r"^[^\n]*(?:from torch|DoubleTensor|requires_grad|\.view\(|print\(x\.grad)[^\n]*$|```python"
    r"|raw\(\"[^)]*torch.*?lang: \"python\"|symconv: input=[^\n]*",
    re.MULTILINE | re.DOTALL,
)
"""Lines that check a layer in PyTorch, and the line that names it to ``check``."""


def text(document: str) -> str:
    return document


def markdown(document: str) -> str:
    """Without front matter, formulas, and what Marp and Quarto read as instructions."""
    document = re.sub(r"\A\s*---\n.*?\n---\n", "", document, flags=re.DOTALL)
    document = re.sub(r"^```math\n.*?^```$|^\$\$\n.*?^\$\$$", "", document, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"\$[^$]*\$|<!-- _class:.*?-->|<[^!>][^>]*>|^:::.*$", "", document, flags=re.MULTILINE)


def latex(document: str) -> str:
    """The body without formulas, figures' matrices, commands, and their options."""
    body = re.split(r"\\begin\{document\}|^\\(?:new|provide)command.*$", document, flags=re.MULTILINE)[-1]
    body = re.sub(r"\\begin\{align\*\}.*?\\end\{align\*\}|\$[^$]*\$|\\matrix .*?\n\};", "", body, flags=re.DOTALL)
    body = re.sub(r"\\draw\[.*$|\[baseline=.*\]$|\\node\[[^\]]*\]|\(m\.north\)", "", body, flags=re.MULTILINE)
    body = re.sub(r"\\(?:begin|end)\{\w+\}(?:\{[lrc@{}\\q]*\})?|\\(?:cue|color|usebeamerfont)\{[^}]*\}", "", body)
    return re.sub(r"\\[a-zA-Z@]+|\[[^\]]*\]|<[^>]*>|\d(?:em|ex|pt) plus|\bheight (?=\d)", "", body)


def html(document: str) -> str:
    """What is seen, the attributes that are read aloud or shown by the script, and texts of two words in scripts."""
    scripts = " ".join(re.findall(r"<script>(.*?)</script>", document, re.DOTALL))
    document = re.sub(r"<(style|script|math)\b.*?</\1>", "", document, flags=re.DOTALL)
    spoken = r'\b(?:aria-label|title|alt|data-(?:meets|nothing|with|more|light|dark))="([^"]*)"'
    sentences = re.findall(r'"((?: ?[A-Za-z]+ )+[A-Za-z]* ?)"', scripts.replace('"use strict"', ""))
    return unescape(" ".join([*re.findall(spoken, document), *sentences, re.sub(r"<[^>]*>", " ", document)]))


def typst(document: str) -> str:
    """Titles, content and strings from the first title on, without formulas and code."""
    body = re.sub(r"(?<!\\)\$[^$]*\$", "", document[re.search(r"^(?:#text.*\[)?= ", document, re.MULTILINE).start() :])
    return re.sub(
        r"\b[a-z]+(?:[.-][a-z]+)*(?=[(\[])"  # calls
        r"|\b[a-z-]+: (?=[a-z0-9(\"])"  # names of arguments
        r"|\b[a-z-]+\.(?:fill|line)\b|\(\"[a-z]*\"|\"bold\""  # values
        r"|\b(?:true|false|none|left|right|center|horizon|accent|room|chart|tall|wide|dashed)\b",
        "",
        body,
    )


READ: dict[str, Callable[[str], str]] = {
    "text": text,
    "markdown": markdown,
    "latex": latex,
    "html": html,
    "typst": typst,
    "svg": lambda document: re.sub(r"\b(?:dilate|flip)\b", "", html(document)),  # their sizes are raised or lowered
    "tikz": latex,
    "beamer": latex,
    "marp": markdown,
    "quarto": markdown,
    "pptx": text,
}
"""Format → what of a document is words."""


def as_text(deck: str | bytes) -> str:
    return officemath.said(deck) if isinstance(deck, bytes) else deck


def left_over(document: str, format_: str) -> set[str]:
    """Latin words of four letters or more that the catalog did not say; programs are in English everywhere."""
    words = OPERATOR.sub("", READ[format_](PROGRAM.sub("", document)))
    for name in sorted(NAMES, key=len, reverse=True):
        words = re.sub(rf"(?<![\w-]){name}(?![\w-])", "", words)
    return set(re.findall(r"[A-Za-z]{4,}", words)) - {"Home", "PgDn", "PgUp"}


@pytest.fixture(autouse=True)
def language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    return toy.learned(tmp_path, monkeypatch)


DOCUMENTS = ("text", "markdown", "latex", "html", "typst")
DECKS = ("html", "beamer", "typst", "marp", "quarto", "pptx")


@pytest.mark.parametrize("layer", LAYERS)
def test_derivations(layer: str, language: str) -> None:
    derivation = symconv.derive(LAYERS[layer])
    for format_ in (*DOCUMENTS, "svg", "tikz"):
        for length in ("lesson", "full"):
            document = str(derivation.to_document(format_, language=language, author="Φ", length=length))
            assert left_over(document, format_) == set(), format_


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "f"])
def test_activations(activation: str, language: str) -> None:
    document = symconv.derive(LAYERS["classroom"], activation=activation).to_document("latex", language=language)
    assert left_over(str(document), "latex") == set()


@pytest.mark.parametrize("layer", ["classroom", "everything", "gaps"])
def test_decks(layer: str, language: str) -> None:
    for format_ in DECKS:
        deck = symconv.slides(LAYERS[layer], format=format_, language=language, theorem=True, full=True)
        assert left_over(as_text(deck), format_) == set(), format_


@pytest.mark.parametrize(
    "stated",
    [{}, {"axes": 2, "kernel_size": 2, "stride": 2}, {"groups": 2, "in_channels": 2, "out_channels": 4, "padding": 1}],
)
def test_theorems(stated: dict[str, int], language: str) -> None:
    theorem = symconv.prove_all_sizes(judge="replay", only=("dilate-pad-flip", "upsample"), **stated)
    for format_ in DOCUMENTS:
        assert left_over(str(theorem.to_document(format_, language=language)), format_) == set(), format_


def test_verdicts_and_exercises(language: str) -> None:
    found = symconv.prove(LAYERS["everything"]).gradients
    verdicts = Verdicts(gradients=found, proofs=tuple(prove_routes(found, "grad_input", routes.FOLKLORE)))
    assert not verdicts.holds
    sheets = symconv.exercise(3, ["Χλοη"], language=language)
    for format_ in DOCUMENTS:
        assert left_over(str(verdicts.to_document(format_, language=language)), format_) == set(), format_
    header = sheets.exercises[0].header(0)
    for format_ in ("text", "markdown", "latex", "html"):
        sheet = sheets.to_document(format_).replace(header, "")
        assert left_over(sheet, format_) <= set(re.findall(r"[A-Za-z]{4,}", header)), format_


def test_english_is_seen() -> None:
    """Each reading finds the words of a document in English; if not, it could find none of those left over."""
    derivation = symconv.derive(LAYERS["classroom"])
    for format_ in (*DOCUMENTS, "svg", "tikz"):
        figure = {"figure": "pad"} if format_ in ("svg", "tikz") else {}
        expected = {"zeros", "around"} if figure else {"Every", "filter", "stride", "proven"}
        assert expected <= left_over(str(derivation.to_document(format_, **figure)), format_), format_
    for format_ in DECKS:
        assert {"window", "Which", "Every"} <= left_over(
            as_text(symconv.slides(LAYERS["gaps"], format=format_)), format_
        )


def test_documents_state_their_language(language: str) -> None:
    derivation = symconv.derive(LAYERS["gaps"])
    assert '<html lang="toy">' in derivation.to_document("html", language=language)
    assert 'lang: "toy"' in derivation.to_document("typst", language=language)
    assert r"\usepackage[greek,provide=*]{babel}" in derivation.to_document("latex", language=language)
    assert "babel" not in derivation.to_document("latex")
    assert r"\usepackage[greek,provide=*]{babel}" in symconv.slides(LAYERS["gaps"], format="beamer", language=language)


def test_languages_are_told(language: str) -> None:
    with pytest.raises(symconv.InputError, match="language must be one of de, en, es, fr, ja, pt, toy, zh, got 'xx'"):
        symconv.derive(LAYERS["gaps"]).to_document(language="xx")
