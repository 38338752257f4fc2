"""Practise: one entry is asked, the answer is judged, and the mistake in it is named.

A seed, a level and a number are the question: whoever has the three has the same one.
"""

from functools import lru_cache
from itertools import count, islice
from typing import Any

from symconv.check.checker import check_text
from symconv.check.judgement import JUDGED, Judgement
from symconv.check.report import Report
from symconv.check.telling.spoken import message
from symconv.check.telling.verdicts import told
from symconv.language.wording import Wording
from symconv.lesson.exercise import answers
from symconv.lesson.layer import layer_told
from symconv.notation.mathml import Pen
from symconv.notation.text import text
from symconv.notation.tree import Equation
from symconv.page.request import Request
from symconv.practice.exercises import ASKED, Exercise, exercises
from symconv.practice.layers import LEVELS
from symconv.render.lines import pieces
from symconv.render.typeset import typeset, worded

LONGEST_ANSWER = 1_000
LARGEST_SEED = 999_999
MOST_QUESTIONS = 500
"""Of one seed and level."""


def exercise(request: Request) -> dict[str, Any]:
    """A question.

    Request: ``seed``, ``level`` (1 to 3), ``number`` (from 0), ``base``, ``language``. Answer: ``told`` and ``layer``,
    the layer; ``entry``, the entry that is asked, as HTML; ``tensor``, by which the loss is differentiated; ``terms``,
    how many the sum has.

    Raises:
        InputError: something cannot be used.
    """
    one, at, base = _drawn(request)
    line = answers(one, base)[at]
    return {
        "told": layer_told(Wording(request.language), one.spec),  # type: ignore[arg-type]  # says the same
        "layer": one.spec.to_json(),
        "entry": f"<math>{Pen().inline(line.sides[0])}</math>",
        "text": text(line.sides[0]),
        "tensor": one.questions[at].tensor,
        "terms": one.questions[at].terms,
    }


def judge(request: Request) -> dict[str, Any]:
    """An answer to a question.

    Request: as for ``exercise``; ``text``, the sum that was typed, or a whole equation; ``solution``, whether the right
    answer is to be shown. Answer: ``tone`` (``right, wrong, open``), ``other`` (whether it is about another entry),
    ``verdict``, ``html`` (what was understood), ``message``, ``mistakes`` (title, explanation, question) and, where it
    is shown, ``solution``.

    Raises:
        InputError: the answer is too long, or something else cannot be used.
    """
    one, at, base = _drawn(request)
    line = answers(one, base)[at]
    typed, say = " ".join(request.text("text", LONGEST_ANSWER).replace("$", " ").split()), Wording(request.language)
    found = _first(check_text(f"{one.header(base)}\n\n{_equation(typed, line)}\n", name="answer.md"), typed)
    asked = {"tensor": one.questions[at].claim, "index": list(one.questions[at].index)}
    shown = {"solution": _written(line)} if request.flag("solution") else {}
    if found is None:
        unread = told(say, "unreadable") if typed else ""
        return {"tone": "open", "other": False, "verdict": unread, "html": "", "message": "", "mistakes": [], **shown}
    own = found.verdict not in JUDGED or dict(found.told.target) == asked
    right = own and found.verdict in JUDGED and found.verdict != "wrong"
    spoils = found.verdict in JUDGED and not request.flag("solution")
    return {
        "tone": "right" if right else "wrong" if own and found.verdict == "wrong" else "open",
        "other": not own,
        "verdict": told(say, found.verdict) if own else "",
        "html": typeset(found.told.reading or found.place.source),
        "message": "" if spoils else worded(message(say, found.message)),
        "mistakes": [
            {name: worded(message(say, getattr(mistake, name))) for name in ("title", "explanation", "question")}
            for mistake in found.mistakes[:1]
        ],
        **shown,
    }


def _drawn(request: Request) -> tuple[Exercise, int, int]:
    """The exercise, which of its questions is asked, and the number of the first entry."""
    seed = request.number("seed", 0, LARGEST_SEED, 0)
    level = request.number("level", LEVELS[0], LEVELS[-1], LEVELS[0])
    number = request.number("number", 0, MOST_QUESTIONS - 1, 0)
    one = _exercise(seed, level, number // len(ASKED))
    return one, number % len(one.questions), request.number("base", 0, 1, 0)


@lru_cache(maxsize=8)
def _exercise(seed: int, level: int, place: int) -> Exercise:
    """The exercise at a place in the row that a seed draws."""
    students = list(map(str, islice(count(), place + 1)))
    return next(islice(exercises(seed, students, level, {}), place, None))


def _equation(typed: str, line: Equation) -> str:
    """What was typed as an equation: a sum alone is one for the entry that is asked."""
    return typed if "=" in typed else f"{text(line.sides[0])} = {typed}"


def _first(report: Report, typed: str) -> Judgement | None:
    """What is said of the answer; None where nothing was typed or no statement was found."""
    return report.statements[-1] if typed and report.statements else None


def _written(line: Equation) -> dict[str, Any]:
    rows = [{"left": row.left, "sign": row.sign, "pieces": list(row.pieces)} for row in pieces((line,), Pen())]
    return {"rows": rows, "text": text(line)}
