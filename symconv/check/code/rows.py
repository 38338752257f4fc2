"""The table of layers: a row for each, tried or not."""

from symconv.check.code.asking import OUTPUT, Reading, step
from symconv.check.code.biased import habit, off
from symconv.check.code.came import Found, Tried
from symconv.check.code.exact import averaged
from symconv.check.code.layers import told
from symconv.check.code.outputs import deviates
from symconv.check.code.vocabulary import SHORT
from symconv.check.report import Row
from symconv.spec import ConvSpec


def row(spec: ConvSpec, one: Tried | None, why: str, reading: Reading) -> Row:
    """One layer in the table: what came out for each gradient, or why it was not tried."""
    verdicts = {}
    shown = one.spec if one is not None else spec
    if one is not None:
        for name in reading.gradients:
            part = one.found.get(name)
            verdicts[SHORT[name]] = "failed" if part is None else _word(name, one, part, reading)
    if one is not None and OUTPUT in reading.results:
        verdicts = {"o": _ahead(one, reading)} | verdicts
    words = _told(shown, reading) + (f", {one.said}" if one is not None and one.said else "")
    sampled_ = " (sampled)" if one is not None and one.sampled else ""
    return Row(told=words + sampled_, layer=shown.to_json(), verdicts=verdicts, not_tried=why)


def _told(spec: ConvSpec, reading: Reading) -> str:
    """The layer in words; a transposed one is told by its form, whose input is its output."""
    words = told(spec)
    return words.replace("input", "transposed, output", 1) if reading.meaning.transposed else words


def _ahead(one: Tried, reading: Reading) -> str:
    if one.sampled:
        part = one.found.get(OUTPUT)
        return "failed" if part is None else "right" if part.right else "wrong"
    if one.forward is None or one.forward.table is None:
        return "failed"
    biased = off(reading, [one]) and not habit(reading, [one])
    return "wrong" if deviates(one, reading.meaning) or biased else "right"


def _word(name: str, one: Tried, part: Found, reading: Reading) -> str:
    if part.right:
        return "averaged" if part.problem == "averaged" else "right"
    if step(reading, name) and part.factor is not None:
        return "failed"  # an optimizer may have chosen the number
    mean = part.table is not None and averaged([(one.spec, part.table)], name, reading.meaning)
    return "averaged" if mean else "wrong"
