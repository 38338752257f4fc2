"""Pooling forward and back, as array programs for any array.

They are told what a tap's share is by ``weigh(array, tap)``, which gives ``c_a ⊙ array`` for an array shaped as the
output: with exact entries c are symbols or fractions, with numbers a max keeps what was chosen and an average
divides. So one program is proven for every choice of taps, and computes with the one that the numbers make.

    o_m = Σ_a c_{m,a} x_i        ∂L/∂x_i = Σ_{(m,a)} ∂L/∂o_m c_{m,a}        i = s·m + d·a − p₋
"""

from collections.abc import Callable, Mapping
from typing import Any

from symconv.pooled import PooledSpec
from symconv.routes import FORWARD, GRAD_INPUT
from symconv.routes.arrays import AnyArray, namespace
from symconv.routes.operators import pad, region
from symconv.spec import positions

Place = tuple[int, ...]
Weigh = Callable[[Any, Place], Any]
"""``(array, tap)`` → ``c_a ⊙ array``; both are shaped as the output."""
PooledRoute = Callable[[PooledSpec, Any, Weigh], Any]


def at(place: Place) -> tuple[Any, ...]:
    """The index of one place in every map, which stays an array."""
    return region(slice(i, i + 1) for i in place)


def windows_forward(spec: PooledSpec, maps: AnyArray, weigh: Weigh) -> AnyArray:
    """Each output adds up the shares of its own window."""
    shape = (*maps.shape[:2], *spec.output_size)
    read = {tap: namespace(maps).zeros(shape, dtype=maps.dtype) for tap in positions(spec.kernel_size)}
    for output in positions(spec.output_size):
        for tap, place in spec.window(output):
            read[tap][at(output)] = maps[at(place)]
    total: AnyArray = _added([weigh(there, tap) for tap, there in read.items()])
    return total


def windows(spec: PooledSpec, grads: AnyArray, weigh: Weigh) -> AnyArray:
    """Each ∂L/∂o_m *adds* its shares to its own window: windows may overlap."""
    found: AnyArray = namespace(grads).zeros((*grads.shape[:2], *spec.input_size), dtype=grads.dtype)
    shares = {tap: weigh(grads, tap) for tap in positions(spec.kernel_size)}
    for output in positions(spec.output_size):
        for tap, place in spec.window(output):
            found[at(place)] += shares[tap][at(output)]
    return found


def taps_forward(spec: PooledSpec, maps: AnyArray, weigh: Weigh) -> AnyArray:
    """One strided slice of the padded input for each tap."""
    padded = pad(maps, *_pads(spec))
    total: AnyArray = _added([weigh(padded[stepped(spec, tap)], tap) for tap in positions(spec.kernel_size)])
    return total


def taps(spec: PooledSpec, grads: AnyArray, weigh: Weigh) -> AnyArray:
    """One strided addition for each tap, into the padded input, of which the padding is cut off."""
    before, after = _pads(spec)
    space = (n + b + a for n, b, a in zip(spec.input_size, before, after, strict=True))
    padded: AnyArray = namespace(grads).zeros((*grads.shape[:2], *space), dtype=grads.dtype)
    for tap in positions(spec.kernel_size):
        padded[stepped(spec, tap)] += weigh(grads, tap)
    return pad(padded, tuple(-n for n in before), tuple(-n for n in after))


def stepped(spec: PooledSpec, tap: Place) -> tuple[Any, ...]:
    """Where in the padded input a tap meets the outputs, row by row."""
    along = zip(tap, spec.form.dilation, spec.form.stride, spec.output_size, strict=True)
    return region(slice(d * a, d * a + s * (m - 1) + 1, s) for a, d, s, m in along)


def through(route: Any) -> PooledRoute:
    """A route of the depthwise convolution as one of the pooling.

    An average is that convolution with the constant filter 1, and 1/D before or after it. A max is one for each tap,
    whose filter is 1 at that tap and 0 elsewhere, of what was chosen there.
    """

    def back(spec: PooledSpec, grads: AnyArray, weigh: Weigh) -> AnyArray:
        if spec.pool == "average":
            result: AnyArray = route(spec.form, weigh(grads, (0,) * len(spec.kernel_size)), _filter(spec, grads))
            return result
        each = [route(spec.form, weigh(grads, tap), _filter(spec, grads, tap)) for tap in positions(spec.kernel_size)]
        total: AnyArray = _added(each)
        return total

    return back


def through_forward(route: Any) -> PooledRoute:
    """The same of a route to the convolution's output."""

    def forth(spec: PooledSpec, maps: AnyArray, weigh: Weigh) -> AnyArray:
        if spec.pool == "average":
            result: AnyArray = weigh(route(spec.form, maps, _filter(spec, maps)), (0,) * len(spec.kernel_size))
            return result
        each = [weigh(route(spec.form, maps, _filter(spec, maps, tap)), tap) for tap in positions(spec.kernel_size)]
        total: AnyArray = _added(each)
        return total

    return forth


def _added(each: list[Any]) -> Any:
    total = each[0]
    for part in each[1:]:
        total = total + part
    return total


def _filter(spec: PooledSpec, like: AnyArray, tap: Place | None = None) -> AnyArray:
    """``[C, 1, *kernel]``: 1 everywhere, or at one tap."""
    xp, shape = namespace(like), (spec.channels, 1, *spec.kernel_size)
    ones: AnyArray = xp.zeros(shape, dtype=like.dtype)
    ones[... if tap is None else at(tap)] = 1
    return ones


def _pads(spec: PooledSpec) -> tuple[Place, Place]:
    return tuple(b for b, _ in spec.form.padding), tuple(a for _, a in spec.form.padding)


EVEN_FORWARD: Mapping[str, PooledRoute] = {
    "taps": taps_forward,
    "windows": windows_forward,
    "decimation": through_forward(FORWARD["decimation"]),
}
EVEN: Mapping[str, PooledRoute] = {
    "taps": taps,
    "windows": windows,
    **{name: through(GRAD_INPUT[name]) for name in ("textbook", "upsample", "matrix", "polyphase", "scatter")},
}


def pooled_routes(spec: PooledSpec) -> Mapping[str, Mapping[str, PooledRoute]]:
    """Result (``output``, ``grad_input``) → name → ``route(spec, input or grad_output, weigh)``.

    Uneven windows are no convolution: they have one program each.
    """
    if spec.even:
        return {"output": EVEN_FORWARD, "grad_input": EVEN}
    return {"output": {"windows": windows_forward}, "grad_input": {"windows": windows}}
