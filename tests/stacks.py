"""Stacks that tests draw: what they are made of, plain loops over them, and programs that make one mistake."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from symconv.routes.stacked import Back
from symconv.spec import ConvSpec
from symconv.stack import Stack

CHANNELS = {"out_channels": 4, "groups": 2}
SHORT = (
    ({"input_size": 7, "kernel_size": 3, "stride": 2}, {"kernel_size": 2}),
    ({"input_size": 6, "kernel_size": 2, "padding": 1}, {"kernel_size": 3, "stride": 2, "padding": "1:0"}),
    ({"input_size": 9, "kernel_size": 2, "stride": 3, "dilation": 2}, {"kernel_size": 2, "padding": 2, "bias": True}),
    (
        {"input_size": "5x4", "kernel_size": "2x3", "stride": "2x1", "padding": "1:0x1"},
        {"kernel_size": "2x1", "stride": "1x2"},
    ),
    (
        {
            "input_size": 6,
            "kernel_size": 2,
            "in_channels": 2,
            "out_channels": 4,
            "groups": 2,
            "bias": True,
            "batch_size": 2,
        },
        {"kernel_size": 2, "stride": 2, "out_channels": 2, "groups": 2, "bias": True},
    ),
    (
        {"input_size": 11, "kernel_size": 3, "stride": 2},
        {"kernel_size": 2, "padding": 1},
        {"kernel_size": 2, "stride": 2},
    ),
)
"""Keyword arguments: remainders, asymmetric padding, windows of zeros alone, H ≠ W, groups and images, three layers."""


def stacks() -> list[Stack]:
    return [Stack.of(*layers) for layers in SHORT]


def by_loops(layer: ConvSpec, read: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """A layer's output by its definition, for entries of any kind."""
    made, read, weight = np.zeros(layer.output_shape, dtype=object), read.astype(object), weight.astype(object)
    for image, out, channel in product(range(layer.batch), range(layer.out_channels), range(layer.weight_shape[1])):
        source = channel + out // (layer.out_channels // layer.groups) * layer.weight_shape[1]
        for place, tap in product(product(*map(range, layer.output_size)), product(*map(range, layer.kernel_size))):
            at = [
                s * m + d * a - p[0]
                for s, m, d, a, p in zip(layer.stride, place, layer.dilation, tap, layer.padding, strict=True)
            ]
            if all(0 <= i < n for i, n in zip(at, layer.input_size, strict=True)):
                made[(image, out, *place)] += read[(image, source, *at)] * weight[(out, channel, *tap)]
    return made if bias is None else made + bias.astype(object).reshape(-1, *(1,) * len(layer.stride))


def drawn(stack: Stack, seed: int) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray | None], np.ndarray]:
    """X, filters, biases and ∂L/∂O of small whole numbers."""
    rng = np.random.default_rng(seed)

    def whole(shape: tuple[int, ...]) -> np.ndarray:
        return rng.integers(-4, 5, shape)

    biases = [whole((layer.out_channels,)) if layer.bias else None for layer in stack.layers]
    filters = [whole(layer.weight_shape) for layer in stack.layers]
    return whole(stack.first.input_shape), filters, biases, whole(stack.last.output_shape)


def loss(stack: Stack, given: Any, f: Any) -> Any:
    """``Σ g·o`` of the last outputs, by loops."""
    read, filters, biases, upstream = given
    made = read
    for number, (layer, weight, bias) in enumerate(zip(stack.layers, filters, biases, strict=True), 1):
        made = by_loops(layer, made, weight, bias)
        if number < len(stack.layers):
            made = np.array([f(o) for o in made.ravel()], dtype=object).reshape(made.shape)
    return (made * upstream.astype(object)).sum()


def moved(array: np.ndarray, index: tuple[int, ...], by: Fraction) -> np.ndarray:
    """An array of exact entries, one of them moved."""
    other = array.astype(object)
    other[index] += by
    return other


def mistaken(name: str) -> Any:
    """A recursion with one mistake: the same program, but for what the name says."""

    def run(
        stack: Stack, reads: Sequence[Any], slopes: Sequence[Any], weights: Sequence[Any], grad_output: Any, **to: Any
    ) -> Back:
        deltas, back, filters = [grad_output], [], []
        for number in reversed(range(len(stack.layers))):
            layer, weight, delta = stack.layers[number], weights[number], deltas[-1]
            filters.append(to["to_filter"](layer, reads[number], delta))
            if name == "not spread" and number:
                layer = tight(layer)
            if name == "not flipped" and number:
                weight = weight[(..., *(slice(None, None, -1) for _ in layer.stride))]
            if name == "wrong filter" and number:
                weight = weights[number - 1]
            back.append(to["to_input"](layer, delta, weight))
            if number:
                deltas.append(_through(name, back[-1], slopes[number - 1], reads[number]))
        return Back(deltas=(*reversed(deltas),), grad_reads=(*reversed(back),), grad_weights=(*reversed(filters),))

    return run


MISTAKES = ("f′ forgotten", "f for f′", "f′ next door", "f′ twice", "not spread", "not flipped", "wrong filter")


def _through(name: str, back: Any, slope: Any, read: Any) -> Any:
    if name == "f′ forgotten":
        return back
    if name == "f for f′":
        return back * read
    if name == "f′ twice":
        return back * slope * slope
    if name == "f′ next door":
        entries = [*slope.entries[1:], slope.entries[0]]
        return back * type(slope)(entries, slope.shape)
    return back * slope


def tight(layer: ConvSpec) -> ConvSpec:
    """The same layer at stride 1, with as many inputs and outputs: δ without the zeros between its entries."""
    after = tuple(
        (m - 1) + axis.effective_kernel - n - axis.before
        for m, n, axis in zip(layer.output_size, layer.input_size, layer.axes, strict=True)
    )
    pads = tuple((axis.before, more) for axis, more in zip(layer.axes, after, strict=True))
    return replace(layer, stride=(1,) * len(layer.stride), padding=pads)


def one_dimensional() -> Iterator[Stack]:
    """Every pair of layers of a small grid that exists."""
    for n, k1, s1, p1, k2, s2, p2, d2 in product((6,), (1, 2, 3), (1, 2), (0, 1), (1, 2), (1, 2, 3), (0, 1), (1, 2)):
        try:
            first = {"input_size": n, "kernel_size": k1, "stride": s1, "padding": p1}
            yield Stack.of(first, {"kernel_size": k2, "stride": s2, "padding": p2, "dilation": d2})
        except ValueError:
            continue
