"""The correlations that O and its gradients are, as numbers for each axis; a negative number of zeros crops."""

from typing import Any

from symconv.axis import Axis


def correlations(axes: tuple[Axis, ...]) -> dict[str, dict[str, list[Any]]]:
    """The numbers of the correlations that O and the gradients are, along each axis."""
    strides, dilations = [axis.stride for axis in axes], [axis.dilation for axis in axes]
    return {
        "output": {"stride": strides, "dilation": dilations, "pad": [[axis.before, axis.after] for axis in axes]},
        "grad_input": {
            "stride": [1] * len(axes),
            "dilation": dilations,
            "pad": [[_before(axis), _after(axis)] for axis in axes],
            "zeros_between": [axis.stride - 1 for axis in axes],
        },
        "grad_weight": {
            "stride": dilations,
            "dilation": strides,
            "pad": [[axis.before, axis.after - axis.remainder] for axis in axes],
        },
    }


def _before(axis: Axis) -> int:
    return axis.effective_kernel - 1 - axis.before


def _after(axis: Axis) -> int:
    return axis.effective_kernel - 1 - axis.after + axis.remainder
