"""What a pooling gives at given numbers, by the routes that are proven for every choice of entries."""

from collections.abc import Mapping

import numpy as np

from symconv.check.code.layout import Array
from symconv.pooled import PooledSpec
from symconv.routes.pooling import Place, Weigh, pooled_routes
from symconv.spec import positions

ROUTE = "windows"


def output(spec: PooledSpec, maps: Array) -> Array:
    """O ``[N, C, *output_size]``: of each window the largest entry, or the sum over D."""
    return np.asarray(pooled_routes(spec)["output"][ROUTE](spec, maps, _weigh(spec, maps)))


def grad_input(spec: PooledSpec, maps: Array, grads: Array) -> Array:
    """∂L/∂X ``[N, C, *input_size]``; of several largest entries the first is chosen."""
    return np.asarray(pooled_routes(spec)["grad_input"][ROUTE](spec, grads, _weigh(spec, maps)))


def _weigh(spec: PooledSpec, maps: Array) -> Weigh:
    shares = _shares(spec, maps)

    def weigh(array: Array, tap: Place) -> Array:
        return np.asarray(array * shares[tap])

    return weigh


def _shares(spec: PooledSpec, maps: Array) -> Mapping[Place, Array]:
    """Tap → how much of its entry each output takes."""
    shares = {tap: np.zeros(spec.output_shape) for tap in positions(spec.kernel_size)}
    for lead in positions(maps.shape[:2]):
        for m in positions(spec.output_size):
            chosen = spec.chosen(m, maps[lead].__getitem__)[1] if spec.pool == "max" else None
            for tap, place in spec.window(m):
                shares[tap][(*lead, *m)] = 1 / spec.divisor_at(m) if chosen is None else float(place == chosen)
    return shares
