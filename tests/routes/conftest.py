"""The relation itself, entry by entry: slow, obvious, and independent of every route."""

from itertools import product

import numpy as np
import pytest


class Brute:
    """All three functions of a layer from ``i = s·m + d·a − p``, by six nested loops."""

    @staticmethod
    def meetings(spec):
        for image, out, channel in product(
            range(spec.batch), range(spec.out_channels), range(spec.in_channels // spec.groups)
        ):
            source = out // (spec.out_channels // spec.groups) * (spec.in_channels // spec.groups) + channel
            for m in np.ndindex(spec.output_size):
                for a in np.ndindex(spec.kernel_size):
                    geometry = zip(spec.stride, m, spec.dilation, a, spec.padding, strict=True)
                    i = tuple(s * mm + d * aa - p[0] for s, mm, d, aa, p in geometry)
                    if all(0 <= place < size for place, size in zip(i, spec.input_size, strict=True)):
                        yield (image, source, *i), (out, channel, *a), (image, out, *m)

    @classmethod
    def forward(cls, spec, maps, weight):
        result = np.zeros(spec.output_shape, np.int64)
        for i, a, m in cls.meetings(spec):
            result[m] += maps[i] * weight[a]
        return result

    @classmethod
    def grad_input(cls, spec, grad_output, weight):
        result = np.zeros(spec.input_shape, np.int64)
        for i, a, m in cls.meetings(spec):
            result[i] += grad_output[m] * weight[a]
        return result

    @classmethod
    def grad_weight(cls, spec, maps, grad_output):
        result = np.zeros(spec.weight_shape, np.int64)
        for i, a, m in cls.meetings(spec):
            result[a] += grad_output[m] * maps[i]
        return result


@pytest.fixture
def brute():
    return Brute
