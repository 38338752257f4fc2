"""What is said behind a line of plain text: remarks, tick marks, the number of a formula, where its terms come from."""

from symconv.check.regex import regex

_ASIDE = regex(
    r"(?<=\S)(?:[ \t]+#(?=[ \t])|[ \t]*[✓✔✅]|[ \t]{2,}(?:(?://|--|←|<-+)(?=[ \t])|→(?=[ \t]+\[))"
    r"|[ \t]+\((?!(?:full|valid|same)\b)(?:[^\W\d_]{2,}[ ,;:.-]+)+[^()=+*·]{0,60}\)[ \t]*$"
    r"|[ \t]{2,}\((?:\d{1,3}[a-z]?|[ivx]{1,4}|\*|[^()\n]{0,60}[=:][^()\n]{0,60})\)[ \t]*$).*"
)


def aside(line: str) -> int | None:
    """Where what is said behind a line begins; None where nothing is."""
    found = _ASIDE.search(line)
    return found.start() if found and found.start() else None


def without_asides(text: str) -> str:
    """Rows of a formula without what is said behind each, at their length."""
    rows = ((row, aside(row)) for row in text.split("\n"))
    return "\n".join(row if cut is None else row[:cut].ljust(len(row)) for row, cut in rows)
