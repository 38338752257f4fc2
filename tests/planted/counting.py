"""What ``check_text`` says of planted texts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from planted.document import Document
from symconv import check_text
from symconv.errors import SymconvError

HEDGED, DROPPED, REFUSED = "hedged", "dropped", "refused"


def verdicts(one: Document) -> list[str]:
    """Of each statement: ``right, wrong, hedged, dropped`` or ``refused``."""
    try:
        report = check_text(one.text(), name=one.name).to_json()
    except SymconvError:
        return [REFUSED] * len(one.lines)
    found = []
    for first, last in one.places():
        said = {part["verdict"].split()[0] for part in report["statements"] if first <= part["line"] <= last}
        found.append(_worst(said))
    return found


def _worst(said: set[str]) -> str:
    if not said:
        return DROPPED
    if "wrong" in said:
        return "wrong"
    return "right" if said == {"right"} else HEDGED


@dataclass(slots=True)
class Count:
    """Verdicts on planted mistakes, by kind of text and by mistake, and on the right statements beside them."""

    wrong: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    by: dict[str, Counter[str]] = field(default_factory=dict)
    called_right: list[int] = field(default_factory=list)

    def add(self, number: int, one: Document, said: list[str]) -> None:
        for line, verdict in zip(one.lines, said, strict=True):
            if not line.mistake:
                self.right[verdict] += 1
                self.by.setdefault(f"right beside it, {one.kind}", Counter())[verdict] += 1
                continue
            self.wrong[verdict] += 1
            for key in (one.kind, line.mistake):
                self.by.setdefault(key, Counter())[verdict] += 1
            if verdict == "right":
                self.called_right.append(number)


def counted(texts: Iterable[Document]) -> Count:
    found = Count()
    for number, one in enumerate(texts):
        found.add(number, one, verdicts(one))
    return found
