"""The fast routes that were made ready last: found again by layer, result, batch size, dtype and threads.

A few are kept here, as long as their buffers are small enough together; a plan keeps its own. What is alive is found.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from weakref import WeakValueDictionary

import numpy as np

from symconv.numeric import faster
from symconv.numeric.prepared import Prepared, products
from symconv.numeric.threads import most_threads
from symconv.routes import Program, Route
from symconv.routes.contractions import contractions
from symconv.routes.folding import Extending, FoldingBack
from symconv.routes.numbers import Array
from symconv.transposed import Layer

MOST = 16
"""Routes that are kept."""
MOST_BYTES = 32 << 20
"""Of their buffers together, beside those of the last one."""
WORTH_A_THREAD = 1 << 24
"""Products of which another thread earns more than it costs."""


class Kept:
    """The routes that are alive, and the last few, which are kept alive."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.alive: WeakValueDictionary[Hashable, Prepared] = WeakValueDictionary()
        self.last: OrderedDict[Hashable, Prepared] = OrderedDict()

    def found(self, key: Hashable, make: Callable[[], Prepared]) -> Prepared:
        """What is alive under this key, or is made now."""
        with self.lock:
            prepared = self.alive.get(key)
            if prepared is None:
                self._let_go()
                prepared = self.alive[key] = make()
            self.last[key] = prepared
            self.last.move_to_end(key)
            return prepared

    def _let_go(self) -> None:
        """Of the oldest, until the others are few and small enough."""
        while len(self.last) >= MOST or sum(each.nbytes for each in self.last.values()) > MOST_BYTES:
            self.last.popitem(last=False)


KEPT = Kept()


def computed(
    layer: Layer, result: str, first: Array, second: Array, threads: int | None, *, fast_math: bool = False
) -> Array:
    """A result of a layer by its fast route, of the two arrays it is made of, in the order the route has them.

    Arrays of Python's own numbers are computed by a route made for them alone: buffers would keep them alive.
    """
    route: Route = fast_route(layer, result)
    if first.dtype != object and second.dtype != object:
        prepared = ready(layer, result, len(first), first.dtype, threads, fast_math=fast_math)
        route = replace(route, route=prepared) if isinstance(route, Extending | FoldingBack) else prepared
    found: Array = route(layer.form, first, second)
    return found


def ready(
    layer: Layer,
    result: str,
    images: int,
    dtype: np.dtype[np.generic],
    threads: int | None,
    *,
    fast_math: bool = False,
) -> Prepared:
    """The fast route of the layer's form to this result, for so many images, both arrays in one dtype.

    With ``fast_math``, which is for results in floats, by the way of :mod:`.faster` where there is one.
    """
    number = most_threads() if threads is None else threads
    fewer = faster.way(layer, result) if fast_math else None
    key = (layer, result, images, dtype, number, fewer and fewer.name)
    return KEPT.found(key, lambda: _made(layer, result, images, dtype, number, fewer))


def _made(
    layer: Layer, result: str, images: int, dtype: np.dtype[np.generic], threads: int, fewer: "faster.Way | None"
) -> Prepared:
    route = fast_route(layer, result)
    plain = (route if isinstance(route, Program) else route.route).loaded()
    most = min(threads, 1 + products(layer.form) * images // WORTH_A_THREAD)
    make, instead = (fewer.make, plain) if fewer else (plain, None)
    summed = result == "grad_weight"
    return Prepared(make, layer.form, images, dtype, summed=summed, threads=most, instead=instead)


@lru_cache(maxsize=64)
def fast_route(layer: Layer, result: str) -> Program | Extending | FoldingBack:
    """The fast route of a layer to one of its results."""
    route: Route = contractions(layer)[result].routes["gemm"]
    assert isinstance(route, Program | Extending | FoldingBack)  # noqa: S101 - for the type
    return route
