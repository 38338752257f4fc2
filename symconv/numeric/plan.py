"""A layer made ready for arrays of one dtype and one batch size.

What depends on these alone (blocks, buffers, views into them, the way that is taken) is made by the first call of each
function and kept as long as the plan lives. ``symconv.forward`` and the others find it there, too, and keep the last
few of their own.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import DTypeLike

from symconv.errors import InputError
from symconv.numeric import gradients
from symconv.numeric.dtypes import computing
from symconv.numeric.kept import ready
from symconv.numeric.prepared import Prepared
from symconv.routes.numbers import Array
from symconv.sizes import integer
from symconv.transposed import Layer

RESULTS = ("output", "grad_input", "grad_weight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A layer, ready for many calls; several threads may call it at a time. Build it with :func:`plan`.

    Attributes:
        spec: the layer, with its batch size.
        dtype: of X, F and ∂L/∂O.
        threads: shares of the batch that are worked on at a time; None for as many as there are processors.
        fast_math: whether floats may take ways with fewer multiplications.
        kept: what is ready.
    """

    spec: Layer
    dtype: np.dtype[np.generic]
    threads: int | None = None
    fast_math: bool = False
    kept: tuple[Prepared, ...] = field(repr=False, compare=False)

    def forward(self, input: Array, weight: Array, bias: Array | None = None) -> Array:  # noqa: A002 - PyTorch's name
        """The layer's output, as :func:`symconv.forward` tells it.

        Raises:
            InputError: an array that does not belong to the layer, or is of another dtype.
        """
        self._check(input=input, weight=weight)
        return gradients.forward(self.spec, input, weight, bias, threads=self.threads, fast_math=self.fast_math)

    def grad_input(self, grad_output: Array, weight: Array) -> Array:
        """The input gradient, as :func:`symconv.grad_input` tells it.

        Raises:
            InputError: an array that does not belong to the layer, or is of another dtype.
        """
        self._check(grad_output=grad_output, weight=weight)
        return gradients.grad_input(self.spec, grad_output, weight, threads=self.threads, fast_math=self.fast_math)

    def grad_weight(self, input: Array, grad_output: Array) -> Array:  # noqa: A002 - PyTorch's name
        """The weight gradient, as :func:`symconv.grad_weight` tells it.

        Raises:
            InputError: an array that does not belong to the layer, or is of another dtype.
        """
        self._check(input=input, grad_output=grad_output)
        return gradients.grad_weight(self.spec, input, grad_output, threads=self.threads, fast_math=self.fast_math)

    def _check(self, **arrays: Array) -> None:
        for name, array in arrays.items():
            if getattr(array, "dtype", None) != self.dtype:
                raise InputError(f"{name} must be an array of {self.dtype}, as the plan has it, got {_told(array)}")


def plan(
    spec: Layer,
    dtype: DTypeLike = np.float32,
    batch: int | None = None,
    *,
    threads: int | None = None,
    fast_math: bool = False,
) -> Plan:
    """A layer made ready for arrays of one dtype and batch size: the same numbers, with less to do at each call.

    It pays where a call is short: what a call does beside copying, multiplying and adding is done once.

    Args:
        spec: the layer.
        dtype: of X, F and ∂L/∂O; floats, complex numbers or integers.
        batch: images of a batch; None takes that of the layer.
        threads: shares of the batch that are worked on at a time; None for as many as there are processors, 1 where
            ``threadpoolctl`` is missing.
        fast_math: whether floats may take ways with fewer multiplications, which round otherwise (see :mod:`.faster`).

    Raises:
        InputError: no such numbers are computed with.
        SpecError: no batch size is stated, or a size is no whole number.
    """
    numbers = np.dtype(dtype)
    if numbers.kind not in "biufc":
        raise InputError(f"a plan is for numbers of NumPy's own, got dtype {numbers}")
    if batch is not None:
        spec = spec.with_batch_size(integer(batch, "batch", least=1))
    threads = None if threads is None else integer(threads, "threads", least=1)
    kept = [
        ready(spec, result, spec.batch, each, threads, fast_math=fast_math and numbers.kind == "f")
        for result in RESULTS
        for each in computing(numbers)
    ]
    return Plan(spec=spec, dtype=numbers, threads=threads, fast_math=fast_math, kept=tuple(kept))


def _told(array: object) -> str:
    return str(getattr(array, "dtype", type(array).__name__))
