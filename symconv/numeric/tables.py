"""Reports as plain text."""

from collections.abc import Sequence

from symconv.numeric.rounding import Rounding
from symconv.numeric.run import Report
from symconv.numeric.watch import Comparison, Range


def ranges(report: Report, room: int | None = None) -> str:
    """Shape, dtype and range of every result."""
    rows = [("array", "shape", "dtype", "least", "largest", "not finite")]
    rows += [
        (each.name, _sizes(each.shape), str(each.dtype), _number(each.least), _number(each.largest), _broken(each))
        for each in report.ranges
    ]
    return _table(rows, room)


def comparisons(found: Sequence[Comparison], room: int | None = None) -> str:
    """What was compared with what, and where the largest error stands."""
    rows = [("gradient", "compared with", "entries", "differing", "largest error", "of largest", "at", "")]
    for each in found:
        share = each.error / each.largest if each.largest else each.error
        verdict = "✓ equal" if each.holds else "✗ differs"
        at = str(list(each.where)) if each.error else "–"
        numbers = (f"{each.entries:,}", f"{each.differing:,}", f"{each.error:.2e}", f"{share:.1e}")
        rows.append((each.name, each.against, *numbers, at, verdict))
    return _table(rows, room)


def roundings(found: Sequence[Rounding], room: int | None = None) -> str:
    """What rounding may do, γₙ·Σ|terms| or a way's own bound, and what it did, at the entry nearest to its bound."""
    rows = [("rounding of", "dtype", "n", "at", "may be", "measured", "")]
    rows += [
        (
            each.name,
            str(each.dtype),
            f"{each.terms:,}",
            str(list(each.where)),
            f"{each.bound:.2e}",
            f"{each.error:.2e}",
            f"{'✓ within' if each.holds else '✗ beyond'} {f'the bound of {each.way}' if each.way else 'γₙ·Σ|terms|'}",
        )
        for each in found
    ]
    return _table(rows, room)


def products(report: Report) -> str:
    """The three inner products that must be one number."""
    if report.disagreement != report.disagreement:
        return "– ⟨∂L/∂O, O⟩ is not a number: the arrays hold NaN or infinite entries"
    sign = "✓" if report.agrees else "✗"
    values = " = ".join(f"{value:.6g}" for value in report.products.values())
    return f"{sign} ⟨∂L/∂O, O⟩ = ⟨X, ∂L/∂X⟩ = ⟨F, ∂L/∂F⟩: {values}, apart by {report.disagreement:.1e}"


def _table(rows: Sequence[tuple[str, ...]], room: int | None) -> str:
    """Rows of cells; what does not fit into so many columns of the terminal goes on below, further right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    groups, used = [[0]], widths[0]
    for at, width in enumerate(widths[1:], 1):
        used += 3 + width
        if room is not None and used > room:
            groups.append([])
            used = 4 + width
        groups[-1].append(at)
    ruled = [rows[0], tuple("─" * width for width in widths), *rows[1:]]
    lines = (
        " " * 4 * bool(number) + "   ".join(row[at].ljust(widths[at]) for at in group)
        for row in ruled
        for number, group in enumerate(groups)
    )
    return "\n".join(map(str.rstrip, lines))


def _sizes(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))


def _number(value: object) -> str:
    return "–" if value is None else f"{value:.6g}"


def _broken(seen: Range) -> str:
    told = [f"{count} {what}" for count, what in ((seen.nans, "NaN"), (seen.infinite, "infinite")) if count]
    return ", ".join(told) or "–"
