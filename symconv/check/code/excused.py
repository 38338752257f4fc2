"""Why a call says nothing of the gradient, and for which layers code says itself that it is not."""

from collections.abc import Iterator, Sequence

from symconv.check.code.asking import Reading
from symconv.check.code.came import Tried
from symconv.check.code.patterns import pattern
from symconv.check.code.settings import GEOMETRY
from symconv.check.code.source import Shown
from symconv.check.code.vocabulary import roles
from symconv.spec import ConvSpec

LATE = "the time is up"
SQUARE_IMAGES = "the code reads one size for both axes of the input"


def excused(one: Tried, reading: Reading) -> str:
    """Why a call says nothing of the gradient; empty where it does.

    Code says itself what it is not for, by an error raised on purpose; where its forward pass fails, or gives an output
    of another size, there is no gradient of the layer; and what is compiled for each size, or runs step by step, is not
    wrong where it is slow.
    """
    failure = one.failure
    if failure is None:
        return one.undefined
    if failure.kind == "refused":
        return f"the code refuses it: {failure.text}"
    if failure.kind == "late" and (reading.plan.framework != "numpy" or reading.plan.engine):
        return LATE
    return one.undefined


def limited(spec: ConvSpec, shown: Shown) -> str:
    """Why the text of the code says that it is not for a layer; empty where it does not."""
    for name in shown.first_only:
        values = next((GEOMETRY[role](spec) for role in roles(name) if role in GEOMETRY), ())
        if len(set(values)) > 1:
            return f"the code reads {name}[0] for both axes"
    if shown.square and len(set(spec.kernel_size)) > 1:
        return "the code reads one size for both axes of the kernel"
    if shown.square_image and len(set(spec.input_size)) > 1:
        return SQUARE_IMAGES
    return ""


def domain(others: Sequence[tuple[ConvSpec, str]], done: Sequence[ConvSpec], said: str = "") -> Iterator[str]:
    """``not judged where its own forward pass fails: ValueError: …, on 5 of 19 layers, exactly those …``.

    Args:
        others: layers that were not judged, and why not.
        done: those that were.
        said: the word with which that is so.
    """
    for why in dict.fromkeys(why.partition(": ")[0] for _, why in others):
        alike = [(spec, text) for spec, text in others if text.partition(": ")[0] == why]
        seen = pattern([spec for spec, _ in alike], list(done))
        where = f"with {said}, where" if said else "where"
        yield f"not judged {where} {alike[0][1]}" + (f", {seen.told}" if seen.told else "")
