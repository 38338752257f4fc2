"""What was tried on all layers → one judgement for each gradient, and one for how the function behaves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from symconv.check.code.asking import ROLE_OF, Reading
from symconv.check.code.exact import averaged
from symconv.check.code.explaining import explained
from symconv.check.code.layers import told as layer_told
from symconv.check.code.patterns import pattern
from symconv.check.code.source import Shown
from symconv.check.code.trying import NOT_FINITE, Found, Tried
from symconv.check.code.vocabulary import SHORT
from symconv.check.mistakes import MISTAKES
from symconv.check.report import Judgement, Place, Told
from symconv.check.telling.words import differing
from symconv.foreign.outcome import Failure
from symconv.notation.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What the judgements rest on.

    Attributes:
        name: the function.
        reading: how it is called.
        tried: what came out, the smallest layers first.
        shown: where the function stands.
    """

    name: str
    reading: Reading
    tried: Sequence[Tried]
    shown: Shown

    @property
    def place(self) -> Place:
        """Where the function stands."""
        return Place(
            line=self.shown.line, column=self.shown.column, source=self.shown.source, context=self.shown.source, caret=1
        )

    def found(self, name: str) -> list[tuple[Tried, Found]]:
        """What came out for one gradient, layer by layer."""
        return [(one, one.found[name]) for one in self.tried if name in one.found]


def judgements(judging: Judging) -> Iterator[Judgement]:
    """One for each gradient that came out, then what the function does besides."""
    for name in judging.reading.results:
        found = judging.found(name)
        if found:
            wrong = [(one, part) for one, part in found if not part.right]
            mean = _mean(name, found) if wrong else False
            yield _wrong(judging, name, found, wrong) if wrong and not mean else _right(judging, name, found, mean)
    yield from _conduct(judging)


def _mean(name: str, found: Sequence[tuple[Tried, Found]]) -> bool:
    """Whether the gradient is the truth but for a division by the number of images."""
    tables = {one.spec: part.table for one, part in found if part.table is not None}
    return len(tables) == len(found) and averaged(tables, name)


def _right(judging: Judging, name: str, found: Sequence[tuple[Tried, Found]], mean: bool) -> Judgement:
    notes = [f"{SHORT[name]} is averaged over the batch: 1/N of the sum"] if mean else []
    off = max(part.off for _, part in found)
    if off:
        notes.append(f"its coefficients are whole numbers but for rounding (by {off:.0e} at most)")
    types = sorted({part.dtype for _, part in found} - {"float64"})
    if types and judging.reading.plan.framework != "jax":
        notes.append(f"it returns {', '.join(types)} for float64")
    counted = f"{len(found)} layers" if len(found) > 1 else "the layer"
    return Judgement(
        place=judging.place,
        verdict="right under an assumption" if notes else "right",
        kind="code",
        told=Told(reading=_read(judging, name), target={"tensor": name}),
        message=f"{SHORT[name]}: every coefficient is exact on {counted}",
        assumptions=tuple(notes),
    )


def _wrong(
    judging: Judging, name: str, found: Sequence[tuple[Tried, Found]], wrong: Sequence[tuple[Tried, Found]]
) -> Judgement:
    seen = pattern([one.spec for one, _ in wrong], [one.spec for one, part in found if part.right])
    one, part = next((each for each in wrong if each[1].problem == NOT_FINITE), wrong[0])
    told = _told(judging, name, part)
    said = told.message or _law(part)
    where = f" (wrong {seen.told})" if seen.told else ""
    message = f"{SHORT[name]}: {said}{where}"
    if not told.counterexample:
        told = replace(told, counterexample=_shown_by(one, name, said))
    return Judgement(
        place=judging.place,
        verdict="wrong",
        kind="code",
        told=replace(told, message=message),
        mistakes=tuple(explained([part for _, part in found], seen)),
        message=message,
    )


def _told(judging: Judging, name: str, part: Found) -> Told:
    reading, target = _read(judging, name), {"tensor": name}
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


def _law(part: Found) -> str:
    if part.broken is None:
        return part.problem
    types = f"; it returns {part.dtype} for float64" if part.dtype != "float64" else ""
    return f"{part.broken.law.told}{types}"


def _shown_by(one: Tried, name: str, said: str) -> dict[str, object]:
    return {"layer": one.spec.to_json(), "tensor": name, "index": [], "got": said, "expected": ""}


def _read(judging: Judging, name: str) -> str:
    return f"{judging.reading.results[name]} is ∂L/∂{ROLE_OF[name].upper().replace('W', 'F').replace('B', 'b')}"


def _conduct(judging: Judging) -> Iterator[Judgement]:
    """Calls that did not come back, and arguments that were changed."""
    failed = [(one, one.failure) for one in judging.tried if one.failure is not None]
    if failed:
        seen = pattern([one.spec for one, _ in failed], [one.spec for one in judging.tried if one.failure is None])
        one, failure = failed[0]
        where = f" {seen.told}" if seen.told else ""
        ids = seen.ids if failure.kind == "raised" else ()
        yield _behaves(judging, f"{said(failure)}{where}", one, ids, failure)
    changed = [one for one in judging.tried if one.changed]
    if changed:
        names = ", ".join(_argument(judging, role) for role in changed[0].changed)
        yield _behaves(judging, f"it changes its argument {names}", changed[0], ("changes-argument",), None)


def said(failure: Failure) -> str:
    """A failure in words."""
    words = {"raised": "it raises", "exited": "it ends the program,", "memory": "it takes too much memory,"}
    line = f" (line {failure.line})" if failure.line else ""
    return f"{words[failure.kind]} {failure.text}{line}" if failure.kind in words else f"{failure.text}{line}"


def _behaves(judging: Judging, message: str, one: Tried, ids: Sequence[str], failure: Failure | None) -> Judgement:
    place = judging.place
    if failure is not None and failure.line:
        place = replace(place, line=failure.line, column=1)
    return Judgement(
        place=place,
        verdict="wrong",
        kind="code",
        told=Told(
            reading=f"{judging.name} on {layer_told(one.spec)}",
            target={"tensor": "call"},
            counterexample=_shown_by(one, "call", message),
            message=message,
        ),
        mistakes=tuple(MISTAKES[id_] for id_ in ids),
        message=message,
    )


def _argument(judging: Judging, role: str) -> str:
    """The name under which a role was handed over."""
    plain = [each.name for each in judging.reading.plan.arguments if each.tree == role]
    return plain[0] if plain else role
