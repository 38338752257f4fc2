"""What was found out, in the language of the reader: messages, mistakes, and the chapters that teach them."""

from collections.abc import Mapping
from functools import cache

from symconv.check.mistakes import MISTAKES
from symconv.check.mistakes.taught import CHAPTERS
from symconv.language.wording import Wording


def message(say: Wording, english: str) -> str:
    """A message, a title, an explanation, a question or a chapter in the language; what it lacks stays English."""
    return english if say.language == "en" else _known(say).get(english) or say.message(english)


@cache
def _known(say: Wording) -> Mapping[str, str]:
    """What is said of mistakes: English → the language."""
    found = {Wording().plain(key): say.plain(key) for key in CHAPTERS}
    for id_, told in say.mistakes.items():
        one = MISTAKES[id_]
        found |= zip((one.title, one.explanation, one.question), told, strict=True)
    return found
