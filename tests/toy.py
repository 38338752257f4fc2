"""A toy language: English in Greek letters, so that whatever is still in Latin ones was not said by the catalog."""

from pathlib import Path
from string import Formatter

import pytest

from symconv.language import words as languages
from symconv.language.wording import alternatives
from symconv.language.words import en

CODE = "toy"
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK = str.maketrans(LATIN, "αβψδεφγηιξκλμνοπϙρστθωςχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠϘΡΣΤΘΩϹΧΥΖ")
FILE = """
WORDS = {words!r}
BABEL = "greek"


def form(count):
    return 0 if count == 1 else 1
"""


def spoken(template: str) -> str:
    """A template in the toy language; its places stay."""
    said = []
    for literal, place, forms, _ in Formatter().parse(template):
        said.append(literal.translate(GREEK))
        if place is not None:
            inner = "|".join(map(spoken, alternatives(forms or "")))
            said.append(f"{{{place}:{inner}}}" if forms else f"{{{place}}}")
    return "".join(said)


def learned(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Adds the toy language as one file in this folder; its code."""
    words = {key: spoken(template) for key, template in en.WORDS.items()}
    folder.joinpath(f"{CODE}.py").write_text(FILE.format(words=words), encoding="utf-8")
    monkeypatch.setattr(languages, "__path__", [*languages.__path__, str(folder)])
    return CODE
