"""What was tried on all layers → one judgement for each gradient, one for the forward pass, one for the conduct."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from symconv.check.code.asking import OUTPUT, Reading, step
from symconv.check.code.biased import NOBODYS, nobodys
from symconv.check.code.came import Found, Tried, with_a_word
from symconv.check.code.conduct import Broke, conduct
from symconv.check.code.exact import averaged
from symconv.check.code.explaining import explained
from symconv.check.code.forward import BEYOND, NONLINEAR
from symconv.check.code.outputs import judged
from symconv.check.code.patterns import pattern
from symconv.check.code.steps import no_gradient
from symconv.check.code.vocabulary import SHORT
from symconv.check.code.witness import Judging, difference, law, read, shown_by, shown_first
from symconv.check.judgement import Judgement, Told
from symconv.check.mistakes import MISTAKES


def judgements(judging: Judging) -> Iterator[Judgement]:
    """One for each gradient that came out, then the forward pass, then what the function does besides."""
    for name in judging.reading.gradients:
        found = judging.found(name)
        if found:
            wrong = [(one, part) for one, part in found if not part.right]
            mean = _mean(name, found, judging.reading)
            if wrong and not mean and step(judging.reading, name) and (why := no_gradient(found)):
                yield _unread(judging, name, why)
            else:
                yield _wrong(judging, name, found, wrong) if wrong and not mean else _right(judging, name, found, mean)
    yield from _forward(judging)
    yield from (_behaves(judging, one) for one in conduct(judging.reading, judging.tried))


def _unread(judging: Judging, name: str, why: str) -> Judgement:
    """What an optimizer takes off a weight says nothing of the gradient, unless it is in proportion to it."""
    place = judging.reading.results[name]
    message = f"{SHORT[name]}: not judged: {place} {why}; tell with --grads where the gradient is"
    return Judgement(
        place=judging.place,
        verdict="unreadable",
        kind="code",
        told=Told(reading=read(judging, name), target={"tensor": name}, message=message),
        message=message,
    )


def _mean(name: str, found: Sequence[tuple[Tried, Found]], reading: Reading) -> bool:
    """Whether the gradient is the truth but for a division by the number of images."""
    tables = [(one.spec, part.table) for one, part in found if part.table is not None]
    whole = [part for one, part in found if not one.sampled]
    several = [part.problem == "averaged" for one, part in found if one.sampled and one.spec.batch > 1]
    if several and (not all(several) or all(part.right for _, part in found)):
        return all(several)
    return len(tables) == len(whole) and averaged(tables, name, reading.meaning)


def _right(judging: Judging, name: str, found: Sequence[tuple[Tried, Found]], mean: bool) -> Judgement:
    assumed = judging.reading.meaning.told
    ahead = OUTPUT in judging.reading.results and not judging.reading.meaning.rectified
    notes = [*judging.notes, *([assumed] if assumed and not ahead else [])]
    notes += [f"{SHORT[name]} is averaged over the batch: 1/N of the sum"] if mean else []
    notes += [NOBODYS] if name == "grad_bias" and ahead and nobodys(judging.reading, judging.tried) else []
    if any(one.forward is not None and one.forward.why == NONLINEAR for one, _ in found):
        notes.append(BEYOND)
    if any(part.padded for _, part in found):
        notes.append(f"{SHORT[name]} is that of the padded input, which was handed over; its inside was judged")
    off = max(part.off for _, part in found)
    if off:
        notes.append(f"its coefficients are whole numbers but for rounding (by {off:.0e} at most)")
    types = sorted({part.dtype for _, part in found if part.dtype} - {"float64"})
    narrow = any(part.narrow for _, part in found)
    if narrow:
        notes.append(
            f"it computes in {', '.join(types) or 'a narrow type'}: larger numbers overflow and were not asked"
        )
    elif types and judging.reading.plan.framework != "jax" and judging.reading.plan.dtype == "float64":
        notes.append(f"it returns {', '.join(types)} for float64")
    sampled = sum(one.sampled for one, _ in found)
    whole = len(found) - sampled
    counted = _counted(whole, sampled)
    said = assumed.removeprefix("the layer ")
    flips = f": {'your forward pass ' if said != assumed else ''}{said}" if assumed and ahead else ""
    return Judgement(
        place=judging.place,
        verdict="right under an assumption" if notes else "right",
        kind="code",
        told=Told(reading=read(judging, name), target={"tensor": name}),
        message=f"{SHORT[name]}: every coefficient is exact on {counted}{flips}",
        assumptions=tuple(notes),
    )


def _counted(whole: int, sampled: int) -> str:
    """``18 layers, and on 3 larger ones wherever it was sampled``."""
    layers = f"{whole} layers" if whole != 1 else "1 layer" if sampled else "the layer"
    if not sampled:
        return layers
    if not whole:
        return f"{'the layer' if sampled == 1 else f'{sampled} layers'} wherever it was sampled"
    return f"{layers}, and on {'a larger one' if sampled == 1 else f'{sampled} larger ones'} wherever it was sampled"


def _wrong(
    judging: Judging, name: str, found: Sequence[tuple[Tried, Found]], wrong: Sequence[tuple[Tried, Found]]
) -> Judgement:
    seen = pattern([one.spec for one, _ in wrong], [one.spec for one, part in found if part.right])
    mistakes = explained(name, found, seen, judging.reading.meaning)
    one, part = shown_first(wrong, mistakes)
    told = difference(judging, name, part)
    said = told.message or law(part)
    other = "it is right for the layer, but not the gradient of your own forward pass: " if part.other else ""
    word = with_a_word([one for one, _ in wrong], [one for one, part in found if part.right])
    where = f" (wrong {seen.told}{word})" if seen.told else ""
    message = f"{SHORT[name]}: {other}{said}{where}"
    if one.said and one.said not in message:
        message += f"; here with {one.said}"
    example = {**told.counterexample, "layer": one.shown.to_json()} if told.counterexample else {}
    told = replace(told, counterexample=example or shown_by(one, name, said))
    return Judgement(
        place=judging.place,
        verdict="wrong",
        kind="code",
        told=replace(told, message=message),
        mistakes=tuple(mistakes),
        message=message,
    )


def _forward(judging: Judging) -> Iterator[Judgement]:
    """The forward pass, where it is wrong or another layer's than the usual one."""
    output = judged(judging.reading, judging.tried) if OUTPUT in judging.reading.results else None
    if output is None:
        return
    shown = {"layer": output.on.shown.to_json(), "tensor": "output", "index": [], "got": output.got, "expected": ""}
    yield Judgement(
        place=judging.place,
        verdict=output.verdict,
        kind="code",
        told=Told(
            reading="what the forward pass returns is O",
            target={"tensor": "output"},
            expected=output.expected,
            counterexample=shown if output.verdict == "wrong" else {},
            message=output.message,
        ),
        mistakes=tuple(MISTAKES[id_] for id_ in output.ids),
        message=output.message + "".join(f"; {note}" for note in output.notes),
    )


def _behaves(judging: Judging, broke: Broke) -> Judgement:
    place = judging.place
    if broke.failure is not None and broke.failure.line:
        place = replace(place, line=broke.failure.line, column=1)
    return Judgement(
        place=place,
        verdict=broke.verdict,
        kind="code",
        told=Told(
            reading=f"{judging.name} on {broke.on}",
            target={"tensor": "call"},
            counterexample=shown_by(broke.one, "call", broke.message),
            message=broke.message,
        ),
        mistakes=tuple(MISTAKES[id_] for id_ in broke.ids),
        message=broke.message,
    )
