"""What one student is told, and the name of the file that tells it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from symconv.check.mistakes import MISTAKES
from symconv.check.telling.spoken import message
from symconv.classroom.answers import Answer
from symconv.language.wording import Wording

LONGEST = 80
"""Bytes of a student's name that go into that of a file."""


def remark(answer: Answer, *, hint: bool, say: Wording) -> str:
    """What is said about an answer: nothing where it is right, a question where only a hint is given."""
    statement = answer.statement
    if answer.verdict == "right":
        return ""
    if "follows" in statement:
        return say.plain("check.follows", line=statement["follows"])
    if answer.verdict != "wrong":
        return "; ".join(message(say, part) for part in [statement["message"], *statement["assumptions"]]).strip("; ")
    if hint:
        known = MISTAKES.get(answer.mistake.get("id", ""))
        return message(say, known.question) if known else ""
    expected = f"{say.plain('label.right')} {statement['expected']}" if statement["expected"] else ""
    told, named = message(say, statement["message"]), message(say, answer.mistake.get("title", ""))
    why = f"{told} ({named})" if told and named else told or named
    return "; ".join(part for part in (why, expected) if part)


def file_names(students: Iterable[str]) -> Iterator[str]:
    """For each student a name that is safe as a file's, and no one else's, whatever the disk takes for equal."""
    seen: Counter[str] = Counter()
    for student in students:
        plain = re.sub(r"[^\w.-]+", "_", normalize("NFC", student)).strip("._")
        name = plain.encode()[:LONGEST].decode(errors="ignore") or "student"
        key = normalize("NFC", name.casefold())
        seen[key] += 1
        yield name if seen[key] == 1 else f"{name}~{seen[key]}"
