"""Which roles suit all tensors of a formula best: points of definitions and custom, and who meets whom."""

from collections import defaultdict
from collections.abc import Iterator

from symconv.check.understanding.meeting import FACTOR, TARGET, Meeting, input_of
from symconv.check.understanding.names import PREFERRED, plain

CUSTOM, MET, MEANT = 5, 7, 6
"""Points for a usual letter, for an index that tells the input, and for the roles that suit a whole formula best."""

Points = dict[str, dict[str, int]]


def family(name: str) -> str:
    """A capital and its small letter play one role."""
    return name.lower() if len(name) == 1 else name


def with_custom(points: Points) -> Points:
    """Family → role → points, those of custom added."""
    folded: Points = defaultdict(lambda: {**dict.fromkeys(PREFERRED, 0)})
    for name, found in points.items():
        for role in PREFERRED:
            folded[family(name)][role] += found.get(role, 0)
    for known, found in folded.items():
        for role, preferred in PREFERRED.items():
            first, *more = known.lower().split("_")
            found[role] += CUSTOM * (known.lower() in preferred) + 3 * (bool(more) and first in preferred)
    return folded


def agree(points: Points, orders: list[list[Meeting]]) -> None:
    """Adds points for the roles that suit all three tensors of a formula best, where its indices meet."""
    options = [option for met in orders for option in _options(points, met)]
    best = max((score for score, _ in options), default=0)
    chosen = [told for score, told in options if score == best]
    for name, role in chosen[0] if len(chosen) == 1 else ():
        if role != "grad_output" or points[name]["output"] <= 0:
            points[name][role] += MEANT


def _options(points: Points, met: list[Meeting]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The roles that the three may have, each choice with its points; an output may be the input of the layer above."""
    families, which = _families(met[0]), input_of(met)
    target, factor, _ = families
    if which is None or target == factor or any(_families(one) != families for one in met):
        return
    above = "grad_output" if met[0].lettered else "output"
    defined = TARGET if points[target]["output"] > CUSTOM else None
    for number, own, other in ((TARGET, "input", "weight"), (FACTOR, "weight", "input"), (defined, "output", "weight")):
        told = list(zip(families, (own, other, above), strict=True))
        if own == "output" or len(set(families)) == 3:
            yield sum(points[name][role] for name, role in told) + MET * (which == number), told


def _families(met: Meeting) -> list[str]:
    return [family(plain(part.name)) for part in met.all]
