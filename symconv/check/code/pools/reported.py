"""A pooling's backward pass → the report that code gets."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from symconv.check.code.calling import assumed, call
from symconv.check.code.emitted import Target, emitted
from symconv.check.code.failing import Case
from symconv.check.code.known import Asking
from symconv.check.code.pools.alone import AS_TOLD, AloneSearch
from symconv.check.code.pools.finding import PooledSearch
from symconv.check.code.pools.judged import OnLayer, judged
from symconv.check.code.pools.layers import alone, words
from symconv.check.code.pools.pooled import Pooled
from symconv.check.code.reporting import Subject, unusable
from symconv.check.judgement import Judgement, Place, Told
from symconv.check.mistakes import MISTAKES
from symconv.check.report import Report, Row
from symconv.foreign.plan import Plan, leaves
from symconv.foreign.runner import Runner
from symconv.pooled import PooledSpec

NOT_KNOWN = (
    "its forward pass gives neither the largest entry of each window nor their average, on none of the layers that "
    "were tried; tell how it is called with --signature and --layout, for a class with --construct"
)
NOT_ALONE = (
    "it has no forward pass here, and what it returns is neither the gradient of max or average pooling, nor what a "
    "known mistake makes of one; put its forward pass beside it, or tell how it is called with --signature and --layout"
)
NAMED = "its name"
Tried = tuple[Pooled, list[OnLayer]]


def pooled_report(
    runner: Runner, subject: Subject, asking: Asking, target: Target, test_at: str | None, *, hint: str
) -> Report | None:
    """The report, where its own forward pass is a pooling; None where it is none.

    Args:
        runner: what runs the code.
        subject: what is checked.
        asking: what is known of it.
        target: how a test reaches it.
        test_at: where a test is to be written.
        hint: what says that it is a pooling: ``its name`` or what is told, so that it is told why none is recognised;
            ``its file``; or nothing.
    """
    search = PooledSearch(runner=runner, asking=asking, named=bool(hint))
    best = _best((pooled, judged(runner, pooled)) for pooled in search.found())
    alone = AloneSearch(runner=runner, asking=asking, name=subject.name)
    if best is None and hint and not search.came:
        best = _best((pooled, _sure(alone, pooled, judged(runner, pooled))) for pooled in alone.found())
    if best is None or not best[1]:
        why = NOT_KNOWN if search.came else NOT_ALONE if best else ""
        return unusable(subject, why, asking.shown) if hint == NAMED and why else None
    return _report(subject, asking, *best, target=target, test_at=test_at, printed=runner.printed)


def _best(tried: Iterable[Tried]) -> Tried | None:
    """The form in which the most is right or explained; the first in which all is."""
    best: Tried | None = None
    for pooled, came in tried:
        if best is None or _settled(came) > _settled(best[1]):
            best = pooled, came
        if came and all(not one.problem or one.mistakes for one in came):
            break
    return best


def _sure(search: AloneSearch, pooled: Pooled, came: list[OnLayer]) -> list[OnLayer]:
    """Without a forward pass: all, where some layer shows which pooling it is; else what is right alone, or nothing."""
    if not search.tells(pooled):
        return [one for one in came if not one.problem]
    known = any(not one.problem or one.mistakes for one in came)
    return came if known or (pooled.by == AS_TOLD and search.asking.clear) else []


def _settled(came: Sequence[OnLayer]) -> tuple[int, int, int]:
    """The more is right, or explained, the better; the more layers, too."""
    right = sum(not one.problem for one in came)
    return sum(not one.problem or bool(one.mistakes) for one in came), right, len(came)


def _report(
    subject: Subject,
    asking: Asking,
    pooled: Pooled,
    came: Sequence[OnLayer],
    *,
    target: Target,
    test_at: str | None,
    printed: str,
) -> Report:
    reading, shown = pooled.reading, asking.shown
    place = Place(line=shown.line, column=shown.column, source=shown.source, context=shown.source, caret=1)
    notes = [*subject.notes, *(["it prints; what it printed is left out here"] if printed.strip() else [])]
    at = reading.results.get("grad_input", "")
    told = _gradient(
        place,
        pooled,
        came,
        [*assumed(reading.plan, shown.unpacked), *pooled.notes],
        certain=asking.clear or _plain(reading.plan),
    )
    test = _test(came, target, test_at) if test_at and at and told.verdict == "wrong" else ""
    return Report(
        file=subject.file,
        layer=None,
        binding={
            "call": call(reading.plan),
            "layout": reading.layout.input,
            "results": f"dx {at}",
            "judged against": _against(pooled),
            "assumptions": notes,
        },
        statements=(told, *_forward(place, pooled, len(came))),
        layers=tuple(_rows(pooled, came)),
        printed=printed,
        test=test,
    )


def _against(pooled: Pooled) -> str:
    forward = pooled.reading.plan.forward
    return f"{pooled.kind}, {pooled.by}" if pooled.by else f"its own forward pass, {forward}: {pooled.kind}"


def _forward(place: Place, pooled: Pooled, layers: int) -> Iterator[Judgement]:
    """That its forward pass is this pooling, where there is one."""
    if not pooled.by:
        yield Judgement(
            place=place,
            verdict="right",
            kind="code",
            told=Told(reading="what the forward pass returns is O", target={"tensor": "output"}),
            message=f"the forward pass is {pooled.kind} on {_counted(layers)}",
        )


def _test(came: Sequence[OnLayer], target: Target, test_at: str) -> str:
    """The first layer where it is wrong, as a test."""
    wrong = next(one for one in came if one.problem)
    if wrong.point is None:
        return ""
    on = wrong.asked
    case = Case(spec=on.spec, told=on.told, point=wrong.point, name="grad_input", why=wrong.problem, fatal=wrong.tied)
    return emitted(case, on, target, test_at)


def _right(place: Place, told: Told, came: Sequence[OnLayer], notes: Sequence[str]) -> Judgement:
    if any(one.otherwise for one in came):
        notes = [*notes, "of several largest entries it does not take the first, as PyTorch does: both are right"]
    message = f"dx: right for every number that was drawn, on {_counted(len(came))}"
    verdict = "right under an assumption" if notes else "right"
    return Judgement(place=place, verdict=verdict, kind="code", told=told, message=message, assumptions=tuple(notes))


def _gradient(
    place: Place, pooled: Pooled, came: Sequence[OnLayer], notes: Sequence[str], *, certain: bool
) -> Judgement:
    wrong = [one for one in came if one.problem]
    reading = f"{pooled.reading.results.get('grad_input', 'nothing that comes back')} is ∂L/∂X"
    target = {"tensor": "grad_input"}
    if not wrong:
        return _right(place, Told(reading=reading, target=target), came, notes)
    first = next((one for one in wrong if one.mistakes), wrong[0])
    ids = [id_ for id_ in first.mistakes if all(id_ in one.mistakes for one in wrong)]
    known = bool(ids) or certain or any(not one.problem for one in came)
    if not known or "grad_input" not in pooled.reading.results:
        message = f"dx: not judged: {first.problem}; it is not known whether {call(pooled.reading.plan)} fits"
        return Judgement(
            place=place, verdict="unreadable", kind="code", told=Told(target=target, message=message), message=message
        )
    ties = "right where no two entries are equal; " if all(one.tied for one in wrong) else ""
    message = f"dx: {ties}{first.problem}, on {words(first.layer)} (wrong on {len(wrong)} of {_counted(len(came))})"
    shown = {
        "layer": alone(first.layer) | _kind(first.asked.pooled),
        "pool": first.asked.pooled.pool,
        "tensor": "grad_input",
        "index": [],
        "got": first.problem,
        "expected": "",
    }
    return Judgement(
        place=place,
        verdict="wrong",
        kind="code",
        told=Told(reading=reading, target=target, counterexample=shown, message=message),
        mistakes=tuple(MISTAKES[id_] for id_ in ids),
        message=message,
    )


def _plain(plan: Plan) -> bool:
    """Whether the backward pass is given nothing that was guessed: ∂L/∂O, and what its forward pass kept."""
    return {role.partition(":")[0] for each in plan.arguments for role in leaves(each.tree)} <= {
        "dout",
        "cache",
        "kept",
    }


def _rows(pooled: Pooled, came: Sequence[OnLayer]) -> Iterator[Row]:
    for one in came:
        word = "failed" if one.problem and one.got is None else "wrong" if one.problem else "right"
        layer = alone(one.layer) | _kind(one.asked.pooled)
        yield Row(told=words(one.layer), layer=layer, verdicts={**({} if pooled.by else {"o": "right"}), "dx": word})
    for other, why in pooled.others:
        yield Row(told=words(other), layer=alone(other), not_tried=why)


def _kind(spec: PooledSpec) -> dict[str, Any]:
    """What options tell of a pooling besides its windows."""
    return {"pool": spec.pool} if spec.count_include_pad else {"pool": spec.pool, "count_include_pad": False}


def _counted(count: int) -> str:
    return "1 layer" if count == 1 else f"{count} layers"
