"""What is said of a pooling's gradient, layer by layer: right, or which mistake explains it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from symconv.check.code.layout import Array
from symconv.check.code.pools.layers import Layer, PooledAsked
from symconv.check.code.pools.pooled import Pooled, at, same
from symconv.check.code.truths import Point
from symconv.foreign.runner import Runner
from symconv.routes.pooled_mistakes import MISTAKES as KNOWN

TIES = "ties-counted"
ACCEPTED = "ties-last"
"""One choice among several largest entries is as good as another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnLayer:
    """One layer.

    Attributes:
        layer: which.
        asked: the function there.
        problem: why there is no gradient, or in which way it is wrong.
        point: a point at which it is wrong.
        got: what came back there.
        mistakes: what explains it, at every point.
        tied: whether it is wrong only where windows have several largest entries.
        otherwise: whether it takes another of them than the first.
    """

    layer: Layer
    asked: PooledAsked
    problem: str = ""
    point: Point | None = None
    got: Array | None = None
    mistakes: tuple[str, ...] = ()
    tied: bool = False
    otherwise: bool = False


def judged(runner: Runner, pooled: Pooled) -> list[OnLayer]:
    """What came out on each layer on which the forward pass is the pooling."""
    found = []
    for layer, values in pooled.there:
        asked = PooledAsked(runner=runner, reading=pooled.reading, told=layer.told, pooled=layer.kinds[pooled.kind])
        if isinstance(values, str):
            found.append(OnLayer(layer=layer, asked=asked, problem=values, point=layer.points[0]))
            continue
        off = _off(asked, layer.points, values)
        if off is None and asked.pooled.pool == "max":
            found.append(_tied(asked, layer))
        elif off is None:
            found.append(OnLayer(layer=layer, asked=asked))
        else:
            ids = tuple(dict.fromkeys(_explained(asked, layer.points, values)))
            found.append(
                OnLayer(
                    layer=layer,
                    asked=asked,
                    problem=_first(asked, layer.points[off], values[off]),
                    point=layer.points[off],
                    got=values[off],
                    mistakes=ids,
                )
            )
    return found


def _tied(asked: PooledAsked, layer: Layer) -> OnLayer:
    """Where entries are equal: any choice of one of them hands ∂L/∂o out once, and so does a share for each."""
    values = at(asked, layer.tied)
    if isinstance(values, str):
        return OnLayer(layer=layer, asked=asked, problem=values, point=layer.tied[0], tied=True)
    for point, got in zip(layer.tied, values, strict=True):
        sent, upstream = (array.sum(axis=tuple(range(2, array.ndim))) for array in (got, point["dout"]))
        if not same(sent, upstream):
            ids = tuple(one for one in dict.fromkeys(_explained(asked, layer.tied, values)) if one == TIES)
            place = tuple(int(n) for n in np.argwhere(~np.isclose(sent, upstream))[0])
            problem = (
                f"where several entries are the largest, {sent[place]:g} is handed out in all where ∂L/∂O adds up to "
                f"{upstream[place]:g}"
            )
            return OnLayer(layer=layer, asked=asked, problem=problem, point=point, got=got, mistakes=ids, tied=True)
    return OnLayer(layer=layer, asked=asked, otherwise=_off(asked, layer.tied, values) is not None)


def _off(asked: PooledAsked, points: Sequence[Point], values: Sequence[Array]) -> int | None:
    """The first point at which it is not right."""
    pairs = zip(points, values, strict=True)
    return next((n for n, (point, got) in enumerate(pairs) if not same(got, asked.true("grad_input", point))), None)


def _explained(asked: PooledAsked, points: Sequence[Point], values: Sequence[Array]) -> Iterator[str]:
    """The mistakes that give the same at every point."""
    for mistake in KNOWN:
        if asked.pooled.pool in mistake.pools and mistake.id != ACCEPTED:
            pairs = zip(points, values, strict=True)
            if all(same(got, mistake.gradient(asked.pooled, one["x"], one["dout"])) for one, got in pairs):
                yield mistake.id


def _first(asked: PooledAsked, point: Point, got: Array) -> str:
    """``∂L/∂x_[0,0,2,2] is 3, and must be 5``."""
    true = asked.true("grad_input", point)
    place = tuple(int(n) for n in np.argwhere(~np.isclose(got, true, rtol=1e-5, atol=1e-5))[0])
    where = ",".join(map(str, place))
    return f"∂L/∂x_[{where}] is {got[place]:.6g}, and must be {true[place]:.6g}"
