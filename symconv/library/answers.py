"""What a program in any language computed from test vectors, judged: exact or not, where, by which mistake."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from symconv.check.code.layers import told
from symconv.check.code.patterns import pattern
from symconv.check.judgement import Judgement, Place, Told
from symconv.check.mistakes import MISTAKES, Mistake
from symconv.check.report import Report, Row
from symconv.errors import InputError
from symconv.files.reading import plain_text
from symconv.library.diagnosis import explained
from symconv.library.vectors import WANTED, Vector, read
from symconv.numeric.files import members, read_array
from symconv.routes.numbers import Array

CLOSE = {"float32": 1e-5, "float16": 1e-2}
"""How far sums in small types may be off, in units of the largest entry; the numbers themselves are exact."""


def check_answers(answers: str | Path, folder: str | Path) -> Report:
    """Whether what a program computed from the cases of ``symconv vectors`` is right.

    Args:
        answers: ``.npz`` with ``0_dx, 0_dw, 0_db, 1_dx, …`` (any of o, dx, dw, db), ``.json`` with the same keys, or
            ``.txt`` with the numbers of dx, dw and db of each case, one case after another.
        folder: where the cases are.

    Raises:
        InputError: the cases or the answers cannot be read, or there are none.
    """
    cases = read(Path(folder))
    given = _answers(str(answers), cases)
    names = [name for name in WANTED if any(name in one for one in given)]
    if not names:
        raise InputError(f"{answers} holds no answer; they are called 0_dx, 0_dw, 0_db, 1_dx and so on")
    right = {name: [_right(case, one, name) for case, one in zip(cases, given, strict=True)] for name in names}
    return Report(
        file=str(answers),
        layer=None,
        binding={"cases": str(folder), "assumptions": []},
        statements=tuple(_judged(name, cases, given, right[name]) for name in names),
        layers=tuple(_row(case, {name: right[name][number] for name in names}) for number, case in enumerate(cases)),
    )


def _answers(file: str, cases: Sequence[Vector]) -> list[dict[str, Array]]:
    """Case by case, what was answered."""
    if file.endswith(".npz"):
        named: Mapping[str, Any] = {name: read_array(f"{file}:{name}") for name in members(file)}
    elif file.endswith(".json"):
        named = _json(file)
    else:
        named = _text(file, cases)
    found: list[dict[str, Array]] = [{} for _ in cases]
    for key, value in named.items():
        number, _, name = key.partition("_")
        if name in WANTED and number.isdecimal() and len(number) < 9 and int(number) < len(cases):
            found[int(number)][name] = np.asarray(value)
    return found


def _json(file: str) -> dict[str, Array]:
    try:
        told = json.loads(plain_text(Path(file), file))
        return {str(key): np.array(value, dtype=float) for key, value in told.items()}
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise (
            error
            if isinstance(error, InputError)
            else InputError(f"{file} is no JSON object of arrays: 0_dx, 0_dw, 0_db, 1_dx and so on")
        ) from error


def _text(file: str, cases: Sequence[Vector]) -> dict[str, Array]:
    """Numbers, in the order dx, dw, db of each case."""
    try:
        numbers = np.array(plain_text(Path(file), file).split(), dtype=float)
    except ValueError as error:
        raise (
            error if isinstance(error, InputError) else InputError(f"{file} holds something that is no number")
        ) from error
    found, at = {}, 0
    for number, case in enumerate(cases):
        for name in ("dx", "dw", "db"):
            shape = case.expected(name).shape
            size = int(np.prod(shape))
            found[f"{number}_{name}"] = numbers[at : at + size]
            at += size
    if at != numbers.size:
        raise InputError(f"{file} holds {numbers.size} numbers where dx, dw and db of all cases are {at}")
    return found


def _right(case: Vector, answer: Mapping[str, Array], name: str) -> bool | None:
    """Whether one answer is right; None where there is none."""
    if name not in answer:
        return None
    got, true = answer[name], case.expected(name)
    if got.size != true.size or got.dtype.kind not in "biuf":
        return False
    close = CLOSE.get(str(got.dtype), 1e-9) * max(float(np.abs(true).max(initial=0)), 1)
    return bool(np.allclose(got.ravel().astype(float), true.ravel(), rtol=0, atol=close))


def _judged(
    name: str, cases: Sequence[Vector], given: Sequence[Mapping[str, Array]], right: list[bool | None]
) -> Judgement:
    wrong = [number for number, one in enumerate(right) if one is False]
    fine = [number for number, one in enumerate(right) if one]
    open_ = len(cases) - len(wrong) - len(fine)
    place = Place(line=1, column=1, source=name, context=name)
    missing = (f"{open_} of {len(cases)} cases have no answer",) if open_ else ()
    if not wrong:
        counted = f"all {len(cases)} cases" if not open_ else f"{len(fine)} of {len(cases)} cases"
        verdict = "right under an assumption" if open_ else "right"
        message = f"{name}: exact in {counted}"
        return Judgement(
            place=place, verdict=verdict, kind="code", told=Told(target={"tensor": WANTED[name]}), message=message,
            assumptions=missing,
        )  # fmt: skip
    first = min(wrong, key=lambda number: sum(array.size for array in cases[number].point.values()))
    seen = pattern([cases[n].spec for n in wrong], [cases[n].spec for n in fine])
    said, index = _said(name, cases[first], given[first][name])
    message = f"{name}: in case {first} ({_told(cases[first])}) {said} (wrong {seen.told})"
    shown = {"layer": cases[first].layer.to_json(), "tensor": WANTED[name], "index": index, "got": said, "expected": ""}
    return Judgement(
        place=place,
        verdict="wrong",
        kind="code",
        told=Told(target={"tensor": WANTED[name]}, counterexample=shown, message=message),
        mistakes=tuple(_mistakes(name, [(cases[n], given[n][name]) for n in wrong])),
        message=message,
        assumptions=missing,
    )


def _said(name: str, case: Vector, got: Array) -> tuple[str, list[int]]:
    true = case.expected(name)
    if got.size != true.size:
        return f"it has {got.size} numbers where {true.size} are needed", []
    values = got.reshape(true.shape).astype(float)
    off = ~np.isclose(values, true, rtol=0, atol=1e-2)
    place = tuple(int(n) for n in np.argwhere(off)[0]) if off.any() else (0,) * true.ndim
    return f"{name}{list(place)} is {values[place]:g}, not {true[place]:g}", list(place)


def _mistakes(name: str, wrong: Sequence[tuple[Vector, Array]]) -> list[Mistake]:
    """What explains every wrong answer of the right size; maps alone, where there are such cases."""
    found: list[set[str]] = []
    alone = [each for each in wrong if {*each[0].spec.weight_shape[:2], each[0].spec.batch} == {1}]
    for case, got in alone or wrong:
        true = case.expected(name)
        if case.transposed:
            return []
        if got.size == true.size and name in ("dx", "dw"):
            first, second = ("dout", "w") if name == "dx" else ("x", "dout")
            arrays = (case.point[first], case.point[second])
            ids = [one.id for one in explained(case.spec, WANTED[name], got.reshape(true.shape).astype(float), arrays)]
            found.append(set(ids))
    common = set.intersection(*found) if found else set()
    return [mistake for id_, mistake in MISTAKES.items() if id_ in common][:4]


def _row(case: Vector, right: Mapping[str, bool | None]) -> Row:
    words = {True: "right", False: "wrong", None: "failed"}
    verdicts = {name: words[one] for name, one in right.items()}
    return Row(told=_told(case), layer=case.layer.to_json(), verdicts=verdicts)


def _told(case: Vector) -> str:
    """The layer in words; a transposed one is told by its form, whose input is its output."""
    return told(case.spec).replace("input", "transposed, output", 1) if case.transposed else told(case.spec)
