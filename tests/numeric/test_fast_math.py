"""With ``fast_math`` results stay within the stated bound of plain loops, and without it no bit changes."""

import tracemalloc
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from click.testing import CliRunner

import symconv
from symconv import ConvSpec, FoldedSpec, TransposedSpec
from symconv.cli import cli
from symconv.numeric import faster, kept, spectra, threads
from symconv.numeric.accepted import Bounds
from symconv.numeric.batches import TRANSFORMED, WORKSPACE, images_at_once
from symconv.numeric.job import Job
from symconv.numeric.rounding import roundings
from symconv.routes.gemm import fewer

DEEP = {"input_size": (16, 24), "kernel_size": 3, "padding": ((2, 0), (0, 2)), "in_channels": 96, "out_channels": 96}
TALL = {"input_size": (60, 47), "kernel_size": (21, 15), "padding": (10, 7), "in_channels": 4, "out_channels": 4}
LAYERS = {
    "winograd": ConvSpec.of(**DEEP, batch_size=2),
    "winograd in groups": ConvSpec.of(**{**DEEP, "in_channels": 192, "out_channels": 192}, groups=2, batch_size=2),
    "transforms": ConvSpec.of(**TALL, batch_size=2),
    "transforms, depthwise": ConvSpec.of(**TALL, groups=4, batch_size=2),
    "transforms, dilated": ConvSpec.of(
        input_size=1600, kernel_size=90, dilation=2, padding=((50, 7),), in_channels=16, out_channels=16, batch_size=2
    ),
    "transposed": TransposedSpec.of(input_size=700, kernel_size=90, in_channels=8, out_channels=6, batch_size=2),
}
FUNCTIONS = {"output": symconv.forward, "grad_input": symconv.grad_input, "grad_weight": symconv.grad_weight}


def given(spec, dtype, seed=0):
    """Numbers of both signs, a few of them much larger."""
    draw = np.random.default_rng(seed)
    shapes = {"input": spec.input_shape, "weight": spec.weight_shape, "grad_output": spec.output_shape}
    found = {}
    for name, shape in shapes.items():
        large = 10.0 ** draw.integers(-1, 2, shape)
        found[name] = (draw.standard_normal(shape) * large).astype(dtype)
    return {
        "output": (found["input"], found["weight"]),
        "grad_input": (found["grad_output"], found["weight"]),
        "grad_weight": (found["input"], found["grad_output"]),
    }


def loops(spec, result, first, second):
    """A result in float64, tap by tap, from the relation i = s·m + d·a − p."""
    form, names = spec.form, {"output": "forward", "grad_input": "grad_input", "grad_weight": "grad_weight"}
    function = names[result]
    if isinstance(spec, TransposedSpec):
        function = {"forward": "grad_input", "grad_input": "forward", "grad_weight": "grad_weight"}[function]
        first, second = (second, first) if result == "grad_weight" else (first, second)
    first, second = first.astype(np.float64), second.astype(np.float64)
    n, out, wide = len(first), form.out_channels // form.groups, form.in_channels // form.groups
    shape = {
        "forward": (n, form.out_channels, *form.output_size),
        "grad_input": (n, form.in_channels, *form.input_size),
        "grad_weight": form.weight_shape,
    }[function]
    found = np.zeros(shape)
    for tap in product(*map(range, form.kernel_size)):
        read, made = [], []
        for axis, a in zip(form.axes, tap, strict=True):
            outputs = [m for m in range(axis.output_size) if 0 <= axis.position(m, a) < axis.input_size]
            made.append(slice(outputs[0], outputs[-1] + 1) if outputs else slice(0, 0))
            low = axis.position(outputs[0], a) if outputs else 0
            read.append(slice(low, low + axis.stride * len(outputs), axis.stride))
        for group in range(form.groups):
            k, c = slice(group * out, (group + 1) * out), slice(group * wide, (group + 1) * wide)
            if function == "forward":
                part = np.tensordot(first[(slice(None), c, *read)], second[(k, slice(None), *tap)], (1, 1))
                found[(slice(None), k, *made)] += np.moveaxis(part, -1, 1)
            elif function == "grad_input":
                part = np.tensordot(first[(slice(None), k, *made)], second[(k, slice(None), *tap)], (1, 0))
                found[(slice(None), c, *read)] += np.moveaxis(part, -1, 1)
            else:
                axes = (0, *range(2, 2 + len(tap)))
                left, right = second[(slice(None), k, *made)], first[(slice(None), c, *read)]
                found[(k, slice(None), *tap)] += np.tensordot(left, right, (axes, axes))
    return found


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("name", LAYERS)
def test_every_entry_is_within_the_bound_of_loops(name, dtype):
    spec = LAYERS[name]
    ways = faster.ways(spec, np.dtype(dtype))
    assert set(ways) == set(FUNCTIONS)
    assert {way == "fft" for way in ways.values()} == {not name.startswith("winograd")}
    for result, factors in given(spec, dtype).items():
        found = FUNCTIONS[result](spec, *factors, fast_math=True, threads=1)
        assert found.dtype == dtype
        exact = loops(spec, result, *factors)
        bounds = Bounds(ways[result], spec, result, np.dtype(np.float32), *factors)
        allowed = np.array([bounds[index] for index in np.ndindex(exact.shape)]).reshape(exact.shape)
        if dtype == np.float16:
            allowed = allowed + np.finfo(np.float16).eps * (abs(exact) + allowed)
        assert (abs(found - exact) <= allowed).all()
        assert allowed.max() < 0.2 * abs(exact).max()  # a bound that says something
        plain = FUNCTIONS[result](spec, *factors, threads=1)
        assert not np.array_equal(found, plain)  # and it was not the plain way


def test_the_bound_is_no_looser_than_so():
    """A tap that is a thousandth wrong is beyond it: the bound would be noticed if it failed."""
    spec = LAYERS["transforms"]
    for result, (first, second) in given(spec, np.float64).items():
        wrong = second.copy()
        wrong[(0,) * wrong.ndim] += 1e-3 * abs(wrong).max()
        found, exact = FUNCTIONS[result](spec, first, wrong, fast_math=True), loops(spec, result, first, second)
        bounds = Bounds("fft", spec, result, np.dtype(np.float64), first, second)
        assert any(abs(found[index] - exact[index]) > bounds[index] for index in np.ndindex(exact.shape))


@pytest.mark.parametrize("name", LAYERS)
def test_without_it_no_bit_changes(name):
    """The plain result is that of the plain route alone, also after the same layer was computed with it."""
    spec = LAYERS[name]
    for result, factors in given(spec, np.float32).items():
        pair = factors[::-1] if (result, spec.slots[0]) == ("grad_weight", "output") else factors
        with threads._blas_alone():  # whose threads round in another order
            alone = kept.fast_route(spec, result)(spec.form, *pair)
            FUNCTIONS[result](spec, *factors, fast_math=True, threads=1)
            np.testing.assert_array_equal(FUNCTIONS[result](spec, *factors, threads=1), alone, strict=True)
            np.testing.assert_array_equal(FUNCTIONS[result](spec, *factors, fast_math=False, threads=1), alone)


@pytest.mark.parametrize(
    "spec",
    [
        ConvSpec.of(**{**DEEP, "in_channels": 3, "out_channels": 96}),
        ConvSpec.of(**{**DEEP, "stride": 2}),
        ConvSpec.of(**DEEP, groups=96),
        ConvSpec.of(**{**TALL, "stride": (1, 2)}),
        ConvSpec.of(**{**TALL, "kernel_size": (9, 3)}),
        FoldedSpec.of(**{**DEEP, "padding": 1}, padding_mode="reflect"),
    ],
    ids=["few channels", "stride", "depthwise", "long and strided", "9 taps", "folded"],
)
def test_where_nothing_is_faster_it_is_the_plain_way(spec):
    assert not faster.ways(spec, np.dtype(np.float32))
    spec = spec.with_batch_size(1)
    for result, factors in given(spec, np.float32).items():
        function = FUNCTIONS[result]
        np.testing.assert_array_equal(function(spec, *factors, fast_math=True), function(spec, *factors))


@pytest.mark.parametrize("dtype", [np.int32, np.complex64, object])
def test_integers_complex_numbers_and_objects_are_computed_as_ever(dtype):
    spec = ConvSpec.of(**{**TALL, "in_channels": 1, "out_channels": 1}, batch_size=1)
    assert faster.ways(ConvSpec.of(**TALL), np.dtype(np.float64))
    draw = np.random.default_rng(1)
    shapes = spec.input_shape, spec.weight_shape
    maps, weight = (draw.integers(-9, 10, shape).astype(dtype) for shape in shapes)
    found = symconv.forward(spec, maps, weight, fast_math=True)
    np.testing.assert_array_equal(found, symconv.forward(spec, maps, weight), strict=True)


@pytest.mark.parametrize("name", ["winograd", "transforms"])
@pytest.mark.parametrize("odd", [np.inf, np.nan, 3e38])
def test_what_is_not_finite_or_overflows_on_the_way_is_as_without(name, odd):
    spec = LAYERS[name]
    for result, (first, second) in given(spec, np.float32).items():
        broken = first.copy()
        broken[(0,) * broken.ndim] = odd
        expected = FUNCTIONS[result](spec, broken, second * np.float32(1e-3), threads=1)
        found = FUNCTIONS[result](spec, broken, second * np.float32(1e-3), threads=1, fast_math=True)
        np.testing.assert_array_equal(np.isfinite(found), np.isfinite(expected))
        np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_blocks_of_any_size_give_the_same(axes):
    draw = np.random.default_rng(axes)
    for _ in range(20):
        groups = int(draw.integers(1, 3))
        dilation = draw.integers(1, 4, axes).tolist()
        three = bool(draw.integers(2))
        kernel = [3] * axes if three else draw.integers(1, 6, axes).tolist()
        dilation = [1] * axes if three else dilation
        spans = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
        spec = ConvSpec.of(
            input_size=[span + int(draw.integers(0, 10 if axes < 3 else 4)) for span in spans],
            kernel_size=kernel,
            dilation=dilation,
            padding=draw.integers(0, 4, (axes, 2)).tolist(),
            in_channels=groups * int(draw.integers(1, 4)),
            out_channels=groups * int(draw.integers(1, 4)),
            groups=groups,
            batch_size=int(draw.integers(1, 4)),
        )
        arrays = given(spec, np.float64)
        makes = {"output": "Forward", "grad_input": "GradInput", "grad_weight": "GradWeight"}
        for result, factors in arrays.items():
            exact = loops(spec, result, *factors)
            for block in (None, 1, 2, 5):
                made = [getattr(spectra, makes[result])(spec, len(factors[0]), np.dtype(np.float64), block)]
                if three:
                    made += [
                        getattr(fewer, makes[result])(tile, spec, len(factors[0]), np.dtype(np.float64), block)
                        for tile in (2, 4)
                    ]
                for each in made:
                    found = np.full(each.shape, np.nan)
                    each.into(found, *factors)
                    np.testing.assert_allclose(found, exact, atol=1e-10 * abs(exact).max(), rtol=0)


def test_what_rounding_did_is_told_beside_what_it_may_do():
    for name, spec in LAYERS.items():
        arrays = given(spec, np.float32)
        job = Job(
            spec=spec,
            input=arrays["output"][0],
            weight=arrays["output"][1],
            grad_output=arrays["grad_input"][0],
            fast_math=True,
        )
        told = list(roundings(job))
        assert {each.name: each.way for each in told} == faster.ways(spec, np.dtype(np.float32)), name
        assert all(each.holds and each.error for each in told)


def test_a_plan_takes_it_and_several_threads_do():
    spec = LAYERS["winograd"]
    planned = symconv.plan(spec, np.float32, fast_math=True, threads=2)
    for result, factors in given(spec, np.float32).items():
        function = {"output": planned.forward, "grad_input": planned.grad_input, "grad_weight": planned.grad_weight}
        alone = FUNCTIONS[result](spec, *factors, fast_math=True, threads=1)
        np.testing.assert_allclose(function[result](*factors), alone, atol=1e-5 * abs(alone).max())


def test_the_command_says_what_it_took_and_how_far_it_is_off(tmp_path):
    arrays = given(LAYERS["transforms"], np.float32)
    np.savez(tmp_path / "a.npz", x=arrays["output"][0], f=arrays["output"][1], g=arrays["grad_input"][0])
    names = [f"{tmp_path / 'a.npz'}:{name}" for name in "xfg"]
    options = ["--padding", "10x7", "--fast-math", "-o", str(tmp_path / "out.npz")]
    told = CliRunner().invoke(cli, ["grad", *names, *options])
    assert told.exit_code == 0, told.output
    assert "fast math: output by fft, grad_input by fft, grad_weight by fft" in told.output
    assert told.output.count("✓ within the bound of fft") == 3
    with np.load(tmp_path / "out.npz") as written:
        output = written["output"]
    exact = loops(LAYERS["transforms"], "output", *arrays["output"])
    np.testing.assert_allclose(output, exact, atol=1e-5 * abs(exact).max(), rtol=0)
    few = [name.replace("a.npz", "b.npz") for name in names]
    np.savez(tmp_path / "b.npz", x=np.ones((5, 5), np.float32), f=np.ones((2, 2), np.float32), g=np.ones((4, 4)))
    told = CliRunner().invoke(cli, ["grad", *few, "--fast-math"])
    assert "fast math: nothing is faster with it here; computed as without" in told.output


def test_fractions_agree_with_loops_on_a_tile():
    """The loops above are right: one entry by hand, x = 1, 2, …, 9 and f = 1, ½, ¼."""
    spec = ConvSpec.of(input_size=9, kernel_size=3)
    maps, weight = np.arange(1.0, 10).reshape(1, 1, 9), np.array([[[1, 0.5, 0.25]]])
    assert loops(spec, "output", maps, weight)[0, 0, 3] == Fraction(4) + Fraction(5, 2) + Fraction(6, 4)


@pytest.mark.parametrize("name", LAYERS)
def test_it_takes_no_more_memory_than_is_counted(name):
    spec = LAYERS[name]
    counted = TRANSFORMED * (2 * WORKSPACE + 3 * 8 * np.prod(spec.weight_shape))
    for result, factors in given(spec, np.float32).items():
        tracemalloc.start()
        found = FUNCTIONS[result](spec, *factors, fast_math=True, threads=1)
        peak = tracemalloc.get_traced_memory()[1] - found.nbytes
        tracemalloc.stop()
        assert peak <= counted
    assert images_at_once(spec, np.dtype(np.float32), 2 << 30, fast_math=True) < images_at_once(
        spec, np.dtype(np.float32), 2 << 30
    )
