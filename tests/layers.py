"""Layers to test with, and their gradients by brute force.

Everything follows from ``i = s·m + d·a − p`` by counting and plain loops: no formula for the output size, no route, no
symbols. Tests compare the package with this, so nothing here may call what it judges; of a ``ConvSpec`` only the stored
numbers are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from symconv import ConvSpec, FoldedSpec, SymconvError, TransposedSpec
from symconv.transposed import Layer

Index = tuple[int, ...]

LAYERS = {
    "classroom": ConvSpec.of(input_size="5x5", kernel_size=3, stride=2),
    "signal": ConvSpec.of(input_size=9, kernel_size=3, stride=2, padding="1:2"),
    "rectangle": ConvSpec.of(
        input_size=(7, 6), kernel_size=(3, 2), stride=(2, 3), padding=((1, 0), (0, 2)), dilation=(1, 2)
    ),
    "remainder": ConvSpec.of(input_size=(6, 8), kernel_size=(3, 2), stride=(2, 4)),
    "stride 1": ConvSpec.of(input_size=(4, 5), kernel_size=(2, 3)),
    "stride above kernel": ConvSpec.of(input_size=(7, 9), kernel_size=(2, 1), stride=(3, 4)),
    "stride equals kernel": ConvSpec.of(input_size=(7, 6), kernel_size=(2, 3), stride=(2, 3)),
    "padding above kernel": ConvSpec.of(input_size=(3, 4), kernel_size=(2, 1), stride=(1, 2), padding=((3, 2), (1, 4))),
    "dilated": ConvSpec.of(input_size=(8, 7), kernel_size=(3, 2), stride=(3, 2), padding=(1, 2), dilation=(2, 3)),
    "same": ConvSpec.of(input_size=(5, 6), kernel_size=(2, 3), stride=2, padding="same"),
    "full": ConvSpec.of(input_size=(3, 2), kernel_size=(2, 3), stride=(2, 1), dilation=(2, 1), padding="full"),
    "channels": ConvSpec.of(
        input_size=(5, 4), kernel_size=(3, 2), stride=(2, 1), in_channels=2, out_channels=3, bias=True
    ),
    "groups": ConvSpec.of(
        input_size=(4, 5),
        kernel_size=(2, 3),
        stride=(1, 2),
        padding=((0, 1), (2, 0)),
        groups=2,
        in_channels=4,
        out_channels=6,
        batch_size=2,
        bias=True,
    ),
    "depthwise": ConvSpec.of(input_size=6, kernel_size=3, stride=2, padding=1, groups=3, in_channels=3, out_channels=3),
    "images": ConvSpec.of(input_size=(3, 4), kernel_size=2, stride=(1, 2), batch_size=3, bias=True),
    "volume": ConvSpec.of(
        input_size=(4, 3, 5),
        kernel_size=(2, 1, 3),
        stride=(2, 1, 2),
        padding=((0, 1), (1, 0), (2, 1)),
        dilation=(1, 1, 2),
    ),
}
"""Every way a layer can be awkward: H ≠ W, other k, s, p, d on each axis, s < k, s = k, s > k, entries nobody reads."""


TRANSPOSED = {
    "classroom": TransposedSpec.of(input_size="2x2", kernel_size=3, stride=2),
    "signal": TransposedSpec.of(input_size=4, kernel_size=3, stride=2, padding="1:0", output_padding=1),
    "rectangle": TransposedSpec.of(
        input_size=(3, 2),
        kernel_size=(3, 2),
        stride=(2, 3),
        padding=((1, 0), (0, 2)),
        dilation=(1, 2),
        output_padding=(1, 2),
    ),
    "stride 1": TransposedSpec.of(input_size=(3, 2), kernel_size=(2, 3)),
    "gaps": TransposedSpec.of(input_size=(2, 2), kernel_size=(2, 1), stride=(3, 4), output_padding=(2, 0)),
    "stride equals kernel": TransposedSpec.of(input_size=(2, 3), kernel_size=(2, 3), stride=(2, 3)),
    "cropped": TransposedSpec.of(input_size=(3, 4), kernel_size=(3, 2), stride=(2, 1), padding=((2, 3), (1, 2))),
    "dilated": TransposedSpec.of(
        input_size=(2, 3), kernel_size=(3, 2), stride=(1, 2), padding=(1, 0), dilation=(3, 2), output_padding=(2, 1)
    ),
    "beyond": TransposedSpec.of(
        input_size=3, kernel_size=2, stride=2, padding=1, output_padding=5, allow_large_output_padding=True
    ),
    "channels": TransposedSpec.of(
        input_size=(2, 3), kernel_size=(3, 2), stride=(2, 1), in_channels=3, out_channels=2, bias=True
    ),
    "groups": TransposedSpec.of(
        input_size=(3, 2),
        kernel_size=(2, 3),
        stride=(1, 2),
        padding=((0, 1), (2, 0)),
        output_padding=(0, 1),
        groups=2,
        in_channels=6,
        out_channels=4,
        batch_size=2,
        bias=True,
    ),
    "depthwise": TransposedSpec.of(
        input_size=3, kernel_size=4, stride=2, padding=1, groups=3, in_channels=3, out_channels=3
    ),
    "volume": TransposedSpec.of(
        input_size=(2, 3, 2),
        kernel_size=(2, 1, 3),
        stride=(2, 1, 2),
        padding=((0, 1), (1, 0), (2, 1)),
        dilation=(1, 1, 2),
        output_padding=(1, 0, 1),
    ),
}
"""The same of transposed layers: more than one tap, and none, at an output; entries cut away, and entries added."""


FOLDED = {
    "classroom": FoldedSpec.of(padding_mode="reflect", input_size="5x5", kernel_size=3, stride=2, padding=1),
    "signal": FoldedSpec.of(padding_mode="circular", input_size=6, kernel_size=3, stride=2, padding="1:2"),
    "repeated": FoldedSpec.of(padding_mode="replicate", input_size=2, kernel_size=4, padding="5:3"),
    "rectangle": FoldedSpec.of(
        padding_mode="reflect",
        input_size=(5, 4),
        kernel_size=(3, 2),
        stride=(2, 3),
        padding=((1, 4), (0, 3)),
        dilation=(1, 2),
    ),
    "once around": FoldedSpec.of(
        padding_mode="circular", input_size=(3, 2), kernel_size=(2, 3), stride=(1, 2), padding=((3, 1), (2, 2))
    ),
    "remainder": FoldedSpec.of(padding_mode="replicate", input_size=(5, 4), kernel_size=2, stride=(3, 4), padding=1),
    "same": FoldedSpec.of(padding_mode="circular", input_size=(5, 4), kernel_size=(3, 2), padding="same"),
    "nothing around": FoldedSpec.of(padding_mode="reflect", input_size=4, kernel_size=2),
    "groups": FoldedSpec.of(
        padding_mode="reflect",
        input_size=(4, 5),
        kernel_size=(2, 3),
        stride=(1, 2),
        padding=((0, 1), (2, 0)),
        groups=2,
        in_channels=4,
        out_channels=6,
        batch_size=2,
        bias=True,
    ),
    "channels": FoldedSpec.of(
        padding_mode="replicate", input_size=(3, 4), kernel_size=3, padding=1, in_channels=2, out_channels=2, bias=True
    ),
    "volume": FoldedSpec.of(
        padding_mode="circular",
        input_size=(2, 3, 4),
        kernel_size=(2, 1, 3),
        stride=(2, 1, 2),
        padding=((0, 1), (1, 0), (2, 1)),
    ),
}
"""The same of layers with folded padding: an output that meets an input several times, more padding than input."""


@cache
def one_axis_grid() -> tuple[ConvSpec, ...]:
    """Every signal layer with N 2..10, k 1..5, s 1..4, p 0..4, d 1..3 that exists."""
    grid = product(range(2, 11), range(1, 6), range(1, 5), range(5), range(1, 4))
    return tuple(
        ConvSpec.of(input_size=n, kernel_size=k, stride=s, padding=p, dilation=d)
        for n, k, s, p, d in grid
        if n + 2 * p > d * (k - 1)
    )


def counted_outputs(spec: ConvSpec | FoldedSpec) -> Index:
    """The output size, by letting the filter walk until its last tap leaves the padded input."""
    walked = []
    for n, k, s, d, (before, after) in _geometry(spec):
        start, steps = 0, 0
        while start + d * (k - 1) < before + n + after:
            start, steps = start + s, steps + 1
        walked.append(steps)
    return tuple(walked)


def meetings(spec: Layer) -> Iterator[tuple[Index, Index, Index]]:
    """Every ``(output, weight, input)`` whose full indices meet: ``o`` contains the product ``x · f``.

    What stands in folded padding is said by NumPy, which pads a list of places.
    """
    if isinstance(spec, TransposedSpec):
        yield from scattered(spec)
        return
    width = spec.in_channels // spec.groups
    per_group = spec.out_channels // spec.groups
    outputs, taps, standing = counted_outputs(spec), spec.kernel_size, list(map(list, padded_places(spec)))
    for image, to, channel in product(range(spec.batch_size or 0), range(spec.out_channels), range(width)):
        for m in product(*map(range, outputs)):
            for a in product(*map(range, taps)):
                i = tuple(
                    int(along[s * m_ + d * a_])
                    for m_, a_, s, d, along in zip(m, a, spec.stride, spec.dilation, standing, strict=True)
                )
                if min(i) >= 0:
                    yield (image, to, *m), (to, channel, *a), (image, (to // per_group) * width + channel, *i)


def padded_places(spec: ConvSpec | FoldedSpec) -> Iterator[np.ndarray]:
    """For each axis the input that stands at each place of the padded one, -1 for a zero."""
    modes = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}
    for size, pads in zip(spec.input_size, spec.padding, strict=True):
        if isinstance(spec, FoldedSpec):
            yield np.pad(np.arange(size), pads, mode=modes[spec.padding_mode])
        else:
            before, after = pads  # a negative one leaves entries out
            yield np.array([i if 0 <= i < size else -1 for i in range(-before, size + after)])


def scattered(spec: TransposedSpec) -> Iterator[tuple[Index, Index, Index]]:
    """The same of a transposed layer: each input with each tap, where the sum lands on an output."""
    width, share = spec.out_channels // spec.groups, spec.in_channels // spec.groups
    sizes = written_outputs(spec)
    for image, channel, to in product(range(spec.batch_size or 0), range(spec.in_channels), range(width)):
        for m in product(*map(range, spec.input_size)):
            for a in product(*map(range, spec.kernel_size)):
                i = tuple(s * m_ + d * a_ - p[0] for m_, a_, (_, _, s, d, p) in zip(m, a, _geometry(spec), strict=True))
                if all(0 <= i_ < n for i_, n in zip(i, sizes, strict=True)):
                    yield (image, channel // share * width + to, *i), (channel, to, *a), (image, channel, *m)


def written_outputs(spec: TransposedSpec) -> Index:
    """A transposed layer's output size: every place that something is added to and those between, cut, lengthened."""
    found = []
    for (m, k, s, d, (before, after)), extra in zip(_geometry(spec), spec.output_padding, strict=True):
        last = max(s * at + d * tap for at in range(m) for tap in range(k))
        found.append(last + 1 - before - after + extra)
    return tuple(found)


@dataclass(frozen=True)
class Numbers:
    """Integer arrays for a layer: what goes in, and what must come out (``output`` without the bias)."""

    input: np.ndarray
    weight: np.ndarray
    grad_output: np.ndarray
    output: np.ndarray
    grad_input: np.ndarray
    grad_weight: np.ndarray
    grad_bias: np.ndarray


def numbers(spec: Layer, seed: int = 7) -> Numbers:
    """Large different integers, and the exact results of the loops."""
    draw = np.random.default_rng(seed)
    images, ins, outs = spec.batch_size or 0, spec.in_channels, spec.out_channels
    if isinstance(spec, TransposedSpec):
        filters, size = (ins, outs // spec.groups), written_outputs(spec)
    else:
        filters, size = (outs, ins // spec.groups), counted_outputs(spec)
    x = draw.integers(-9999, 9999, (images, ins, *spec.input_size))
    f = draw.integers(-9999, 9999, (*filters, *spec.kernel_size))
    g = draw.integers(-9999, 9999, (images, outs, *size))
    out, gx, gf, gb = np.zeros_like(g), np.zeros_like(x), np.zeros_like(f), np.zeros(spec.out_channels, np.int64)
    for o, w, i in meetings(spec):
        out[o] += x[i] * f[w]
        gx[i] += g[o] * f[w]
        gf[w] += g[o] * x[i]
    for o in np.ndindex(g.shape):
        gb[o[1]] += g[o]
    return Numbers(input=x, weight=f, grad_output=g, output=out, grad_input=gx, grad_weight=gf, grad_bias=gb)


def refused(call: object, *arguments: object, **options: object) -> SymconvError:
    """The error that a call must end in."""
    try:
        call(*arguments, **options)  # type: ignore[operator]
    except SymconvError as error:
        return error
    raise AssertionError(f"{call} accepted {arguments} {options}")


def _geometry(spec: Layer) -> Iterator[tuple[int, int, int, int, tuple[int, int]]]:
    return zip(spec.input_size, spec.kernel_size, spec.stride, spec.dilation, spec.padding, strict=True)


def transposed_signals(paddings: int, extras: int) -> Iterator[TransposedSpec]:
    """M 1..4, k 1..3, s 1..3, d 1..2, so many paddings on each side and output paddings, where such a layer exists."""
    starts, ends = (1, 1, 1, 0, 0, 1, 0), (5, 4, 4, paddings, paddings, 3, extras)
    for m, k, s, before, after, d, extra in product(*map(range, starts, ends)):
        if (m - 1) * s + d * (k - 1) + 1 + extra > before + after:
            yield TransposedSpec.of(
                input_size=m,
                kernel_size=k,
                stride=s,
                padding=[(before, after)],
                dilation=d,
                output_padding=extra,
                allow_large_output_padding=True,
            )


def folded_signals(sizes: int, paddings: int) -> Iterator[FoldedSpec]:
    """Each mode with N up to ``sizes``, k 1..3, s 1..3, d 1..2 and so many paddings, where such a layer exists."""
    ends = (sizes + 1, 4, 4, paddings + 1, paddings + 1, 3)
    for mode, most in (("reflect", -1), ("replicate", 99), ("circular", 0)):
        for n, k, s, before, after, d in product(*map(range, (1, 1, 1, 0, 0, 1), ends)):
            if max(before, after) <= n + most and n + before + after > d * (k - 1):
                pads = [(before, after)]
                yield FoldedSpec.of(padding_mode=mode, input_size=n, kernel_size=k, stride=s, padding=pads, dilation=d)
