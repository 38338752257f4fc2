"""The four functions of a layer over real arrays. Shapes are PyTorch's, and every array is checked.

A transposed layer (:class:`symconv.TransposedSpec`) is computed by the same fast routes: its output as a convolution's
gradient to the input, and its own gradient to the input as a convolution's output. One with folded padding
(:class:`symconv.FoldedSpec`) is the convolution of its padded input, and its gradient to the input is folded back.

An entry outside an array is never multiplied: infinite entries and NaN reach what the chain rule says they meet.
Given a ``dask.array`` chunked along the batch, they return one and compute nothing yet (see :mod:`.lazy`); given
arrays of PyTorch, JAX or CuPy, they return such arrays (see :mod:`.tensors`).
"""

from functools import partial
from math import prod

import numpy as np

from symconv.numeric import shapes
from symconv.numeric.dtypes import added, as_numbers, finished, working
from symconv.numeric.kept import computed
from symconv.numeric.libraries import is_foreign
from symconv.routes.contractions import number_of_terms
from symconv.routes.numbers import Array
from symconv.transposed import Layer, held


def forward(
    spec: Layer,
    input: Array,  # noqa: A002 - PyTorch's name
    weight: Array,
    bias: Array | None = None,
    *,
    threads: int | None = None,
    fast_math: bool = False,
) -> Array:
    """The layer's output ``o_m = Σ_a x_{s·m + d·a − p₋} f_a (+ b)``.

    Of a transposed layer ``o_i = Σ_{m,a : s·m + d·a − p₋ = i} x_m f_a (+ b)``; with folded padding x_π(j) is read at
    the place j = s·m + d·a − p₋.

    Args:
        spec: the layer; its batch size may be open.
        input: X ``[N, C_in, *input_size]``.
        weight: F ``[C_out, C_in/groups, *kernel_size]``, transposed ``[C_in, C_out/groups, *kernel_size]``.
        bias: b ``[C_out]``; where the layer has one it must be given, and where it has none it must not.
        threads: shares of the batch that are worked on at a time; None for as many as there are processors, 1 where
            ``threadpoolctl`` is missing.
        fast_math: whether floats may take ways with fewer multiplications, which round otherwise (see :mod:`.faster`).

    Returns:
        O ``[N, C_out, *output_size]``, in the dtype that :mod:`symconv.numeric.dtypes` states.

    Raises:
        InputError: an array that does not belong to the layer, or integers too large to be exact.
    """
    shapes.check_bias(spec, bias)
    if is_lazy(input):
        shapes.check_input(spec, input)
        from symconv.numeric import lazy

        return lazy.per_image(
            partial(forward, fast_math=fast_math),
            spec,
            input,
            spec.out_channels,
            spec.output_size,
            weight=weight,
            bias=bias,
        )
    if is_foreign(input) or is_foreign(weight):
        shapes.check_input(spec, input)
        shapes.check_weight(spec, weight)
        from symconv.numeric import tensors

        found: Array = tensors.computed(forward, spec, "output", input, weight)
        return found if bias is None else found + bias.reshape(-1, *(1,) * len(spec.input_size))
    maps, filters = as_numbers("input", input), as_numbers("weight", weight)
    shapes.check_input(spec, maps)
    shapes.check_weight(spec, filters)
    if bias is not None:
        bias = as_numbers("bias", bias)
    left, right, dtype = working(maps, filters, partial(number_of_terms, spec, "output", len(maps)))
    output = computed(spec, "output", left, right, threads, fast_math=fast_math and dtype.kind == "f")
    if bias is not None:
        output, dtype = added(output, bias.reshape(-1, *(1,) * len(spec.input_size)), dtype)
    return finished(output, dtype)


def grad_input(
    spec: Layer, grad_output: Array, weight: Array, *, threads: int | None = None, fast_math: bool = False
) -> Array:
    """The input gradient ``∂L/∂x_i = Σ_{m,a : s·m + d·a − p₋ = i} ∂L/∂o_m · f_a``.

    Of a transposed layer ``∂L/∂x_m = Σ_a ∂L/∂o_{s·m + d·a − p₋} · f_a``; with folded padding the sum is over
    ``π(s·m + d·a − p₋) = i``, so what arrives in the padding is added to the entry that stands there.

    Args:
        spec: the layer; its batch size may be open.
        grad_output: ∂L/∂O ``[N, C_out, *output_size]``.
        weight: F ``[C_out, C_in/groups, *kernel_size]``, transposed ``[C_in, C_out/groups, *kernel_size]``.
        threads: shares of the batch that are worked on at a time; None for as many as there are processors, 1 where
            ``threadpoolctl`` is missing.
        fast_math: whether floats may take ways with fewer multiplications, which round otherwise (see :mod:`.faster`).

    Returns:
        ∂L/∂X ``[N, C_in, *input_size]``, in the dtype that :mod:`symconv.numeric.dtypes` states.

    Raises:
        InputError: an array that does not belong to the layer, or integers too large to be exact.
    """
    if is_lazy(grad_output):
        shapes.check_grad_output(spec, grad_output)
        from symconv.numeric import lazy

        return lazy.per_image(
            partial(grad_input, fast_math=fast_math),
            spec,
            grad_output,
            spec.in_channels,
            spec.input_size,
            weight=weight,
        )
    if is_foreign(grad_output) or is_foreign(weight):
        shapes.check_grad_output(spec, grad_output)
        shapes.check_weight(spec, weight)
        from symconv.numeric import tensors

        found: Array = tensors.computed(grad_input, spec, "grad_input", grad_output, weight)
        return found
    grads, filters = as_numbers("grad_output", grad_output), as_numbers("weight", weight)
    shapes.check_grad_output(spec, grads)
    shapes.check_weight(spec, filters)
    left, right, dtype = working(grads, filters, partial(number_of_terms, spec, "grad_input", len(grads)))
    return finished(
        computed(spec, "grad_input", left, right, threads, fast_math=fast_math and dtype.kind == "f"), dtype
    )


def grad_weight(
    spec: Layer,
    input: Array,  # noqa: A002 - PyTorch's name
    grad_output: Array,
    *,
    threads: int | None = None,
    fast_math: bool = False,
) -> Array:
    """The weight gradient ``∂L/∂f_a = Σ_m ∂L/∂o_m · x_{s·m + d·a − p₋}``, summed over the batch.

    Of a transposed layer ``∂L/∂f_a = Σ_m ∂L/∂o_{s·m + d·a − p₋} · x_m``.

    Args:
        spec: the layer; its batch size may be open.
        input: X ``[N, C_in, *input_size]``.
        grad_output: ∂L/∂O ``[N, C_out, *output_size]``.
        threads: shares of the batch that are worked on at a time; None for as many as there are processors, 1 where
            ``threadpoolctl`` is missing.
        fast_math: whether floats may take ways with fewer multiplications, which round otherwise (see :mod:`.faster`).

    Returns:
        ∂L/∂F of the shape of F, in the dtype that :mod:`symconv.numeric.dtypes` states.

    Raises:
        InputError: an array that does not belong to the layer, or integers too large to be exact.
    """
    if is_lazy(input) or is_lazy(grad_output):
        shapes.check_input(spec, input)
        shapes.check_grad_output(spec, grad_output)
        from symconv.numeric import lazy

        return lazy.grad_weight(partial(grad_weight, fast_math=fast_math), spec, input, grad_output)
    if is_foreign(input) or is_foreign(grad_output):
        shapes.check_input(spec, input)
        shapes.check_grad_output(spec, grad_output)
        shapes.check_same_batch(input, grad_output)
        from symconv.numeric import tensors

        found: Array = tensors.computed(grad_weight, spec, "grad_weight", input, grad_output)
        return found
    maps, grads = as_numbers("input", input), as_numbers("grad_output", grad_output)
    shapes.check_input(spec, maps)
    shapes.check_grad_output(spec, grads)
    shapes.check_same_batch(maps, grads)
    left, right, dtype = working(maps, grads, partial(number_of_terms, spec, "grad_weight", len(grads)))
    pair = (left, right) if held(spec)[0] == "input" else (right, left)
    return finished(computed(spec, "grad_weight", *pair, threads, fast_math=fast_math and dtype.kind == "f"), dtype)


def grad_bias(spec: Layer, grad_output: Array) -> Array:
    """The bias gradient ``∂L/∂b = Σ_m ∂L/∂o_m``, summed over the batch; floats are added in float64.

    Args:
        spec: the layer; its batch size may be open.
        grad_output: ∂L/∂O ``[N, C_out, *output_size]``.

    Returns:
        ∂L/∂b ``[C_out]``, in the dtype that :mod:`symconv.numeric.dtypes` states.

    Raises:
        InputError: an array that does not belong to the layer, or integers too large to be exact.
    """
    if is_lazy(grad_output):
        shapes.check_grad_output(spec, grad_output)
        from symconv.numeric import lazy

        return lazy.grad_bias(grad_bias, spec, grad_output)
    if is_foreign(grad_output):
        from symconv.numeric import tensors

        found: Array = tensors.by_numpy(partial(grad_bias, spec), grad_output)
        return found
    grads = as_numbers("grad_output", grad_output)
    shapes.check_grad_output(spec, grads)
    _, _, dtype = working(grads, np.ones((), np.int8), lambda: grads.shape[0] * prod(spec.output_size))
    wide = np.result_type(dtype, np.float64) if dtype.kind in "fc" else dtype
    total = grads.sum(axis=(0, *range(2, grads.ndim)), dtype=wide)
    return finished(np.asarray(total), dtype)


def is_lazy(array: object) -> bool:
    """Whether an array is dask's; told without importing dask, which whoever has such an array has."""
    return type(array).__module__.partition(".")[0] == "dask"
