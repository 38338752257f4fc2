"""The one example that is shown of what is wrong, and how it is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from symconv.check.code.asking import ROLE_OF, Reading
from symconv.check.code.came import Found, Tried
from symconv.check.code.readoff import NOT_FINITE
from symconv.check.code.source import Shown
from symconv.check.judgement import Place, Told
from symconv.check.telling.words import differing
from symconv.notation.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What the judgements rest on.

    Attributes:
        name: the function.
        reading: how it is called.
        tried: what came out, the smallest layers first.
        shown: where the function stands.
        notes: what every right verdict depends on, such as a number that was made up.
    """

    name: str
    reading: Reading
    tried: Sequence[Tried]
    shown: Shown
    notes: Sequence[str] = ()

    @property
    def place(self) -> Place:
        """Where the function stands."""
        return Place(
            line=self.shown.line, column=self.shown.column, source=self.shown.source, context=self.shown.source, caret=1
        )

    def found(self, name: str) -> list[tuple[Tried, Found]]:
        """What came out for one gradient, layer by layer."""
        return [(one, one.found[name]) for one in self.tried if name in one.found]


def shown_first(wrong: Sequence[tuple[Tried, Found]], mistakes: Sequence[object]) -> tuple[Tried, Found]:
    """The example that is shown: one of the mistake that is named."""
    named = getattr(mistakes[0], "id", "") if mistakes else ""
    own = [each for each in wrong if _shows(each[1], named)]
    return (own or list(wrong))[0]


def _shows(part: Found, named: str) -> bool:
    if named == "unfilled":
        return part.problem == NOT_FINITE
    if named == "empty-crop":
        return "size 0" in part.problem or "x0 where" in part.problem
    return part.broken is not None and part.broken.law.id == named


def difference(judging: Judging, name: str, part: Found) -> Told:
    """The first entry that is not right: what it is, what it must be, which terms are missing or too many."""
    reading, target = read(judging, name), {"tensor": name}
    if part.comparison is None:
        return Told(reading=reading, target=target)
    first = part.comparison.differences[0]
    paper = Paper(spec=part.comparison.truth.spec)
    told = differing(part.comparison, first, paper, reading=reading, target={**target, "index": list(first.index)})
    if first.got is None:
        return told
    entry = told.expected.partition(" = ")[0]
    missing, extra = ", ".join(told.missing[:3]), ", ".join(told.extra[:3])
    if missing and extra:
        message = f"in {entry} your code adds {extra}; the truth is {missing}"
    else:
        message = f"{entry} lacks {missing}" if missing else f"{entry} must not have {extra}"
    return replace(told, message=message)


def law(part: Found) -> str:
    """What a gradient without coefficients does wrong."""
    if part.broken is None:
        return part.problem
    types = f"; it returns {part.dtype} for float64" if part.dtype != "float64" else ""
    return f"{part.broken.law.told}{types}"


def shown_by(one: Tried, name: str, said: str) -> dict[str, object]:
    """The layer on which something is said, as a counterexample."""
    return {"layer": one.shown.to_json(), "tensor": name, "index": [], "got": said, "expected": ""}


def read(judging: Judging, name: str) -> str:
    """``returned[0] is ∂L/∂X``."""
    return f"{judging.reading.results[name]} is ∂L/∂{ROLE_OF[name].upper().replace('W', 'F').replace('B', 'b')}"
