"""Every mistake is produced, rejected and named: bent relations in every notation, and texts for what is no relation.

The wrong gradients come from the relation i = s·m + d·a − p, bent here by hand.
"""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from handwriting import LAYERS as WRITTEN
from handwriting import STYLES, Index, Style, Term, gradients, verdicts

from symconv import ConvSpec, check_text
from symconv.check.mistakes import MISTAKES
from symconv.check.mistakes.coded import CODED
from symconv.check.mistakes.exchanged import EXCHANGED

Along = tuple[int, int, int, int, int]
"""Stride, dilation, padding before, taps, outputs along one axis."""
Bent = Callable[[Along, int, int], int]
"""(axis, output, tap) → input."""

LAYERS = {
    **WRITTEN,
    "both": ConvSpec.of(
        input_size=(9, 8), kernel_size=(3, 3), stride=(3, 2), padding=((1, 1), (1, 1)), dilation=(1, 2)
    ),
    "remainder": ConvSpec.of(input_size=(6, 7), kernel_size=(3, 2), stride=(2, 2)),
    "square": ConvSpec.of(input_size=(6, 5), kernel_size=(3, 3), stride=(1, 2)),
}


def along(spec: ConvSpec) -> list[Along]:
    sizes = zip(spec.stride, spec.dilation, spec.padding, spec.kernel_size, spec.output_size, strict=True)
    return [(s, d, p[0], k, m) for s, d, p, k, m in sizes]


def bent(spec: ConvSpec, relation: Bent) -> dict[tuple[str, Index], list[Term]]:
    """Both gradients of somebody who believes that output m meets tap a at ``relation(axis, m, a)``."""
    found: dict[tuple[str, Index], list[Term]] = {key: [] for key in gradients(spec)}
    for output in product(*map(range, spec.output_size)):
        for tap in product(*map(range, spec.kernel_size)):
            place = tuple(relation(axis, m, a) for axis, m, a in zip(along(spec), output, tap, strict=True))
            if ("input", place) in found:
                found["input", place].append((output, tap))
                found["weight", tap].append((output, place))
    return found


def written(spec: ConvSpec, tap: Callable[[Index], Index]) -> dict[tuple[str, Index], list[Term]]:
    """The gradient of the input with another tap written for each."""
    return {
        key: [(output, tap(place)) for output, place in terms] if key[0] == "input" else terms
        for key, terms in gradients(spec).items()
    }


def last_only(spec: ConvSpec) -> dict[tuple[str, Index], list[Term]]:
    """Each window overwrites what the windows before it have left, along every axis."""
    found = gradients(spec)
    for key, terms in found.items():
        if key[0] == "input" and terms:
            last = tuple(max(output[axis] for output, _ in terms) for axis in range(len(spec.kernel_size)))
            found[key] = [term for term in terms if term[0] == last]
    return found


def without_last_output(spec: ConvSpec) -> dict[tuple[str, Index], list[Term]]:
    """The sums stop one output early along every axis."""
    last = tuple(size - 1 for size in spec.output_size)
    return {
        key: [term for term in terms if all(m < end for m, end in zip(term[0], last, strict=True))]
        for key, terms in gradients(spec).items()
    }


BENT: dict[str, tuple[str, Callable[[ConvSpec], dict[tuple[str, Index], list[Term]]]]] = {
    "one-axis-flip": (
        "stride",
        lambda spec: written(spec, lambda tap: (spec.kernel_size[0] - 1 - tap[0], *tap[1:])),
    ),
    "transposed": ("square", lambda spec: written(spec, lambda tap: tap[::-1])),
    "stride-lost": ("stride", lambda spec: bent(spec, lambda at, m, a: m + at[1] * a - at[2])),
    "stride-on-tap": ("stride", lambda spec: bent(spec, lambda at, m, a: m + at[0] * at[1] * a - at[2])),
    "stride-dilation-swapped": ("both", lambda spec: bent(spec, lambda at, m, a: at[1] * m + at[0] * a - at[2])),
    "wrong-dilation": ("stride", lambda spec: bent(spec, lambda at, m, a: (at[0] + 1) * m + at[1] * a - at[2])),
    "padding-lost": ("padding", lambda spec: bent(spec, lambda at, m, a: at[0] * m + at[1] * a)),
    "wrong-padding": ("padding", lambda spec: bent(spec, lambda at, m, a: at[0] * m + at[1] * a + at[2])),
    "remainder-misplaced": (
        "remainder",
        lambda spec: bent(spec, lambda at, m, a: at[0] * m + at[1] * a - at[2] + 1),
    ),
    "off-by-one": ("dilation", lambda spec: bent(spec, lambda at, m, a: at[0] * m + at[1] * a - at[2] + 1)),
    "limits": ("square", without_last_output),
    "overwritten-overlap": ("square", last_only),
}
"""Id → the layer, and both gradients of somebody who has it wrong."""


def outcome(
    style: Style, spec: ConvSpec, wrong: dict[tuple[str, Index], list[Term]]
) -> Iterator[tuple[str, bool, list[str]]]:
    truth = gradients(spec)
    lines = [style.line(*key, terms) for key, terms in wrong.items()]
    for (word, ids), (key, terms) in zip(verdicts(style, spec, lines), wrong.items(), strict=True):
        yield word, sorted(terms) != sorted(truth[key]), ids


@pytest.mark.parametrize("mistake", BENT)
@pytest.mark.parametrize("style", STYLES)
def test_a_bent_relation_is_rejected_and_named(style: str, mistake: str) -> None:
    layer, bend = BENT[mistake]
    found = list(outcome(STYLES[style], LAYERS[layer], bend(LAYERS[layer])))
    assert [word for word, *_ in found] == ["wrong" if changed else "right" for _, changed, _ in found]
    named = [mistake in ids for _, changed, ids in found if changed]
    assert named
    assert sum(named) * 2 >= len(named)


FORWARD = r"$y_{i,j}=\sum_{a,b} x_{si+a,sj+b} w_{a,b}$, stride $s$, no padding."
PADDED = r"$y_{i,j}=\sum_{a,b} x_{i+a-p,j+b-p} w_{a,b}$, stride 1, padding $p$."
TEXTS = {
    "no-flip": r"Stride 1, no padding. $dX = dZ \star_{full} W$",
    "double-flip": r"$y_i=\sum_k x_{i-k} w_k$. "
    r"$\frac{\partial L}{\partial x_n}=\sum_k\frac{\partial L}{\partial y_{n-k}}w_k$",
    "one-axis-flip": r"Stride 1, no padding. $dX = dZ \star_{full} fliplr(W)$",
    "transposed": r"symconv: stride=1 kernel=3 input=5x6" + "\n\n" + r"$dX = dZ \star_{full} W^T$",
    "no-dilation": r"symconv: stride=2 kernel=3 input=7x7" + "\n\n" + r"$dX = dZ \star_{full} rot180(W)$",
    "wrong-dilation": r"symconv: stride=3 kernel=3 input=9x12"
    + "\n\n"
    + r"$dX = pad_{3}(dilate_2(dZ)) \star rot180(W)$",
    "stride-lost": FORWARD
    + r" $\frac{\partial L}{\partial x_{u,v}}=\sum_{i,j}\frac{\partial L}{\partial y_{i,j}}w_{u-i,v-j}$",
    "strided-filter-gradient": FORWARD
    + r" $\frac{\partial L}{\partial w_{a,b}}=\sum_{i,j}\frac{\partial L}{\partial y_{i,j}}x_{i+sa,j+sb}$",
    "crop-forgotten": r"symconv: stride=1 kernel=3 input=5x6 padding=1" + "\n\n" + r"$dX = dZ \star_{full} rot180(W)$",
    "padding-lost": PADDED
    + r" $\frac{\partial L}{\partial x_{u,v}}=\sum_{a,b}\frac{\partial L}{\partial y_{u-a,v-b}}w_{a,b}$",
    "remainder-dropped": r"symconv: stride=2 kernel=3 input=6x8"
    + "\n\n"
    + r"$dX = pad_{2}(dilate_2(dZ)) \star rot180(W)$",
    "untrimmed": r"symconv: stride=2 kernel=3 input=6x8" + "\n\n" + r"$dW = X \star dilate_2(dZ)$",
    "channels-not-summed": r"$y_{o,i,j}=\sum_{c,a,b}x_{c,i+a,j+b}w_{o,c,a,b}$ and "
    r"$\frac{\partial L}{\partial x_{c,u,v}}=\sum_{a,b}\delta_{0,u-a,v-b}w_{0,c,a,b}$",
    "operands-swapped": r"1-D, $y_i=\sum_k x_{i+k} w_k$. "
    r"$\frac{\partial L}{\partial x_n}=\sum_k\frac{\partial L}{\partial y_{k}}w_{n-k}$ and "
    r"$\frac{\partial L}{\partial w_k}=\sum_i\frac{\partial L}{\partial y_{i+k}}x_{i}$",
    "batch-averaged": r"Batch of $N$: $y_{n,o,i,j}=\sum_{c,a,b}x_{n,c,i+a,j+b}w_{o,c,a,b}$ and "
    r"$\frac{\partial L}{\partial w_{o,c,a,b}}="
    r"\frac{1}{N}\sum_{n,i,j}\frac{\partial L}{\partial y_{n,o,i,j}}x_{n,c,i+a,j+b}$",
    "order-reversed": (
        "Input 3x3, kernel 2x2, stride 1, counted from 0.\n\n"
        r"$\frac{\partial L}{\partial x_{11}} = \frac{\partial L}{\partial o_{00}} f_{10} "
        r"+ \frac{\partial L}{\partial o_{01}} f_{11} + \frac{\partial L}{\partial o_{10}} f_{01} "
        r"+ \frac{\partial L}{\partial o_{11}} f_{00}$"
    ),
    "shape-claim": r"With padding $P$ and stride $S$: $H_{out} = \frac{H - K + P}{S} + 1$",
}


@pytest.mark.parametrize("mistake", TEXTS)
def test_a_text_is_rejected_and_named(mistake: str) -> None:
    wrong = [one for one in check_text(TEXTS[mistake], name="a.md").statements if one.verdict == "wrong"]
    assert mistake in [named.id for one in wrong for named in one.mistakes]


def test_every_mistake_is_produced_by_some_test() -> None:
    slips = {"missing-term", "extra-term", "wrong-index", "missing-sum", "wrong-left-side"}
    assert {*BENT, *TEXTS, *slips} == set(MISTAKES) - {row[0] for row in (*CODED, *EXCHANGED)}
