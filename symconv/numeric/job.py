"""A layer with its arrays, and every result of it, piece by piece."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import starmap

import numpy as np

from symconv.numeric.batches import forget, images_at_once, pieces
from symconv.numeric.gradients import forward, grad_bias, grad_input, grad_weight
from symconv.numeric.sums import narrowed, summed, wide
from symconv.numeric.threads import most_threads
from symconv.routes.numbers import Array
from symconv.transposed import Layer

Mapped = Callable[[Callable[..., Array], Iterable[tuple[Array, ...]]], Iterable[Array]]
Progress = Callable[[int], object]
PER_IMAGE = ("output", "grad_input")
"""Results with an entry for each image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A layer with its arrays.

    Attributes:
        spec: the layer; its batch size is open or right.
        input: X ``[N, C_in, *input_size]``; may be mapped from a file.
        weight: F ``[C_out, C_in/groups, *kernel_size]``.
        grad_output: ∂L/∂O ``[N, C_out, *output_size]``; may be mapped from a file.
        at_once: images worked on at a time; None for all.
        threads: shares of these that are worked on beside each other; None for as many as there are processors.
        fast_math: whether floats may take ways with fewer multiplications (see :mod:`.faster`).
        mapped: calls a function on each of many arguments, in order; here, or on a cluster.
    """

    spec: Layer
    input: Array
    weight: Array
    grad_output: Array
    at_once: int | None = None
    threads: int | None = None
    fast_math: bool = False
    mapped: Mapped = starmap

    def within(self, memory: int | None) -> "Job":
        """The same job in pieces that fit into so many bytes; None is no limit.

        Raises:
            InputError: not even one image fits.
        """
        at_once = images_at_once(
            self.spec, self.dtype, memory, self.threads or most_threads(), fast_math=self.fast_math
        )
        return replace(self, at_once=at_once)

    def first(self, images: int) -> "Job":
        """The same job for the first images only."""
        return replace(
            self, spec=self.spec.with_batch_size(None), input=self.input[:images], grad_output=self.grad_output[:images]
        )

    @property
    def results(self) -> Mapping[str, Callable[[Progress], Iterator[Array]]]:
        """Name → the pieces of that result, in the order in which they are computed."""
        maps = {"output": self._output, "grad_input": self._grad_input, "grad_weight": self._grad_weight}
        return {**maps, "grad_bias": self._grad_bias} if self.spec.bias else maps

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """That of the three arrays together."""
        return np.result_type(self.input, self.weight, self.grad_output)

    @property
    def steps(self) -> int:
        """How often all results together report an image done."""
        return len(self.results) * len(self.input)

    def _output(self, progress: Progress) -> Iterator[Array]:
        spec = replace(self.spec, bias=False)  # a bias is given to no job; in gradients its values play no part
        return self._each(
            partial(forward, spec, weight=self.weight, threads=self.threads, fast_math=self.fast_math),
            (self.input,),
            progress,
        )

    def _grad_input(self, progress: Progress) -> Iterator[Array]:
        return self._each(
            partial(grad_input, self.spec, weight=self.weight, threads=self.threads, fast_math=self.fast_math),
            (self.grad_output,),
            progress,
        )

    def _grad_weight(self, progress: Progress) -> Iterator[Array]:
        gradient = partial(grad_weight, threads=self.threads, fast_math=self.fast_math)
        total = summed(self._each(partial(wide, gradient, self.spec), (self.input, self.grad_output), progress))
        yield narrowed(total, np.result_type(self.input, self.grad_output))

    def _grad_bias(self, progress: Progress) -> Iterator[Array]:
        total = summed(self._each(partial(wide, grad_bias, self.spec), (self.grad_output,), progress))
        yield narrowed(total, self.grad_output.dtype)

    def _each(self, function: Callable[..., Array], arrays: tuple[Array, ...], progress: Progress) -> Iterator[Array]:
        """``function`` of each piece of the batch."""
        parts = list(pieces(len(self.input), self.at_once)) or [slice(0, 0)]  # of no images a result has its shape, too
        results = self.mapped(function, (tuple(array[part] for array in arrays) for part in parts))
        for part, result in zip(parts, results, strict=True):
            yield result
            progress(part.stop - part.start)
            if self.at_once is not None:
                forget(self.input)
                forget(self.grad_output)
