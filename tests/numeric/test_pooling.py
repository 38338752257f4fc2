"""Pooling of real arrays: which numbers come back, what ties and NaN do, and PyTorch's word on it."""

from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from layers import refused

from symconv import PooledSpec, framework_pooling, pool_forward, pool_grad_input, pool_indices

CASES: dict[str, PooledSpec] = {
    "classic": PooledSpec.of(pool="max", input_size=(6, 8), channels=3, batch_size=2),
    "overlapping": PooledSpec.of(pool="max", input_size=(7, 6), kernel_size=3, stride=2, padding=1, batch_size=2),
    "dilated": PooledSpec.of(
        pool="max", input_size=(8, 7), kernel_size=(2, 3), stride=(3, 1), padding=1, dilation=(2, 1), ceil_mode=True
    ),
    "asymmetric": PooledSpec.of(pool="max", input_size=(5, 6), kernel_size=3, stride=2, padding=((1, 2), (0, 1))),
    "signal": PooledSpec.of(pool="max", input_size=9, kernel_size=3, stride=2, padding=1, ceil_mode=True, channels=2),
    "volume": PooledSpec.of(pool="max", input_size=(4, 5, 3), kernel_size=2, stride=1),
    "average": PooledSpec.of(pool="average", input_size=(7, 6), kernel_size=3, stride=2, padding=1, channels=2),
    "inside": PooledSpec.of(
        pool="average", input_size=(7, 6), kernel_size=3, stride=2, padding=1, ceil_mode=True, count_include_pad=False
    ),
    "ceil": PooledSpec.of(pool="average", input_size=(8, 6), kernel_size=3, stride=2, padding=1, ceil_mode=True),
    "divisor": PooledSpec.of(pool="average", input_size=(5, 6), kernel_size=(2, 3), stride=1, divisor=5),
    "divided signal": PooledSpec.of(pool="average", input_size=6, kernel_size=3, divisor=2),
    "dilated average": PooledSpec.of(pool="average", input_size=(7, 6), kernel_size=2, dilation=2, padding=1),
    "uneven around": PooledSpec.of(
        pool="average", input_size=(5, 4), kernel_size=2, stride=1, padding=((0, 1), (1, 0))
    ),
    "adaptive max": PooledSpec.to_size((3, 2), pool="max", input_size=(7, 5), channels=2),
    "adaptive average": PooledSpec.to_size((3, 5), pool="average", input_size=(7, 3)),
    "global": PooledSpec.to_size(1, pool="average", input_size=(4, 5), channels=3),
}
every = pytest.mark.parametrize("spec", CASES.values(), ids=CASES)


def arrays(spec: PooledSpec) -> tuple[Any, Any]:
    """X with ties, and ∂L/∂O, in small whole numbers."""
    rng = np.random.default_rng(11)
    return (
        rng.integers(-4, 5, spec.input_shape).astype(float),
        rng.integers(-9, 10, spec.output_shape).astype(float),
    )


def carried_out(spec: PooledSpec, framework: str, array: Any) -> tuple[Any, Any]:
    """Output and gradient by the lines that are printed."""
    maps, grads = arrays(spec)
    space = {"x": array(maps), "grad_output": array(grads)}
    exec(framework_pooling(spec, framework), space)  # noqa: S102 - our own lines
    return np.asarray(space["output"]), np.asarray(space["grad_input"])


@every
def test_torch(spec: PooledSpec) -> None:
    torch: ModuleType = pytest.importorskip("torch", reason="needs torch (the peers extra)")
    maps, grads = arrays(spec)
    output, gradient = carried_out(spec, "torch", lambda each: torch.tensor(each, dtype=torch.float64))
    np.testing.assert_allclose(pool_forward(spec, maps), output, rtol=1e-13)
    np.testing.assert_allclose(pool_grad_input(spec, grads, maps), gradient, rtol=1e-12, atol=1e-14)


@every
def test_jax(spec: PooledSpec) -> None:
    jax: ModuleType = pytest.importorskip("jax", reason="needs jax (the peers extra)")
    if not spec.even or spec is CASES["dilated"]:
        words = "no gradient of a largest in dilated windows" if spec.even else "no windows of different sizes"
        assert words in str(refused(framework_pooling, spec, "jax"))
        return
    maps, grads = arrays(spec)
    with jax.enable_x64(True):
        output, gradient = carried_out(spec, "jax", lambda each: jax.numpy.asarray(each, dtype="float64"))
    np.testing.assert_allclose(pool_forward(spec, maps), output, rtol=1e-13)
    np.testing.assert_allclose(pool_grad_input(spec, grads, maps), gradient, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", ["classic", "overlapping", "signal", "volume"])
def test_torch_chooses_the_same_entries(name: str) -> None:
    torch: ModuleType = pytest.importorskip("torch", reason="needs torch (the peers extra)")
    spec = CASES[name]
    maps, _ = arrays(spec)
    maps[0, 0, 0] = np.nan
    form = spec.form
    pool = getattr(torch.nn.functional, f"max_pool{len(spec.input_size)}d")
    padding = tuple(before for before, _ in spec.padding)
    given = torch.tensor(maps), spec.kernel_size, form.stride, padding, form.dilation, spec.ceil_mode
    output, indices = pool(*given, return_indices=True)
    np.testing.assert_array_equal(pool_forward(spec, maps), output)
    np.testing.assert_array_equal(pool_indices(spec, maps), indices)


def test_the_first_of_the_largest_gets_everything_once() -> None:
    """X = 5 5 5, windows of 2: both choose their first, and δ is not handed to all that are largest."""
    spec = PooledSpec.of(pool="max", input_size=3, kernel_size=2, stride=1)
    maps, grads = np.array([[[5, 5, 5]]]), np.array([[[2, 3]]])
    assert pool_indices(spec, maps).tolist() == [[[0, 1]]]
    assert pool_grad_input(spec, grads, maps).tolist() == [[[2, 3, 0]]]


def test_windows_that_overlap_add() -> None:
    spec = PooledSpec.of(pool="max", input_size=3, kernel_size=2, stride=1)
    assert pool_grad_input(spec, np.array([[[2, 3]]]), np.array([[[1, 9, 1]]])).tolist() == [[[0, 5, 0]]]


def test_padding_is_never_the_largest() -> None:
    spec = PooledSpec.of(pool="max", input_size=2, kernel_size=2, stride=1, padding=1)
    assert pool_forward(spec, np.array([[[-3, -4]]])).tolist() == [[[-3, -3, -4]]]
    everything = np.full((1, 1, 2), -np.inf)
    assert pool_grad_input(spec, np.ones((1, 1, 3)), everything).tolist() == [[[2, 1]]]


def test_infinite_gradients_reach_what_was_chosen_and_nothing_else() -> None:
    spec = PooledSpec.of(pool="max", input_size=4)
    found = pool_grad_input(spec, np.array([[[np.inf, 1.0]]]), np.array([[[1.0, 2.0, 3.0, 4.0]]]))
    assert found.tolist() == [[[0, np.inf, 0, 1]]]


@pytest.mark.parametrize("pool", ["average", "max"])
def test_numbers_come_back_as_they_should(pool: str) -> None:
    spec = PooledSpec.of(pool=pool, input_size=4)
    for given, expected in (("int16", "int64"), ("float16", "float16"), ("float32", "float32"), ("bool", "int64")):
        maps = np.ones((1, 1, 4), given)
        back = pool_grad_input(spec, np.ones((1, 1, 2), given), maps).dtype
        assert back == (np.float64 if pool == "average" and expected == "int64" else expected)
        assert pool_forward(spec, maps).dtype == (given if pool == "max" else back)


def test_fractions_stay_exact() -> None:
    spec = PooledSpec.of(pool="average", input_size=3, kernel_size=3)
    third = pool_forward(spec, np.array([[[10**30, 1, 0]]], dtype=object))
    assert third[0, 0, 0] == Fraction(10**30 + 1, 3)


def test_what_cannot_be_computed_is_refused() -> None:
    largest, average = PooledSpec.of(pool="max", input_size=4), PooledSpec.of(pool="average", input_size=4)
    maps, grads = np.ones((1, 1, 4)), np.ones((1, 1, 2))
    assert "give it, too" in str(refused(pool_grad_input, largest, grads))
    assert "indices are of max pooling" in str(refused(pool_indices, average, maps))
    assert "no order" in str(refused(pool_forward, largest, maps * 1j))
    assert "beyond int64" in str(refused(pool_forward, average, np.full((1, 1, 4), 2**62)))
    assert "input is 3 along axis 0" in str(refused(pool_forward, largest, np.ones((1, 1, 3))))
    assert "grad_output is 3 along axis 0" in str(refused(pool_grad_input, average, np.ones((1, 1, 3))))


def test_grad_reads_and_writes_files(tmp_path: Path, run: Any) -> None:
    """X and G from files, everything in one .npz, compared with loops and with itself."""
    rng = np.random.default_rng(0)
    np.save(tmp_path / "x.npy", rng.integers(-3, 4, (2, 3, 5, 6)))
    np.save(tmp_path / "g.npy", rng.integers(-3, 4, (2, 3, 2, 2)))
    layer = ("--pool", "max", "-k", "3", "-s", "2")
    files = [str(tmp_path / name) for name in ("x.npy", "g.npy", "out.npz")]
    assert "✓ equal" in run("grad", *files[:2], *layer, "--check", "-o", files[2]).stdout
    assert "✓ equal" in run("grad", *files[:2], *layer, "--expect", files[2]).stdout
    with np.load(files[2]) as found:
        assert sorted(found) == ["grad_input", "indices", "output"]
        assert found["grad_input"].sum() == np.load(files[1]).sum()
        wrong = dict(found) | {"grad_input": found["grad_input"] + 1}
    np.savez(tmp_path / "wrong.npz", **wrong)
    assert run("grad", *files[:2], *layer, "--expect", str(tmp_path / "wrong.npz")).returncode == 1
    assert run("grad", files[0], "--grad-output", "ones", "--pool", "average", "--global", "--check").returncode == 0


def _by_loops(maps: Any, grads: Any, mistake: str) -> Any:
    """Windows of 2 at every entry of a signal, with a mistake."""
    found = np.zeros(maps.shape)
    for m, upstream in enumerate(grads[0, 0]):
        window = maps[0, 0, m : m + 2]
        part = found[0, 0, m : m + 2]
        first = np.arange(2) == window.argmax()
        if mistake == "overwritten-overlap":
            part[:] = upstream * first
        elif mistake == "ties-counted":
            part += upstream * (window == window.max())
        elif mistake == "ties-last":
            part[1 if window[0] == window[1] else window.argmax()] += upstream
        else:
            part += upstream
    return found


@pytest.mark.parametrize("shape", [(6,), (6, 4), (2, 6, 4), (3, 2, 4, 4, 6)])
@pytest.mark.parametrize("grad_output", ["random:1", "output", "a file"])
def test_grad_takes_arrays_of_any_axes(shape: tuple[int, ...], grad_output: str, tmp_path: Path, run: Any) -> None:
    """Of a signal without -n, too: ∂L/∂O has as many axes as X, and each entry of it arrives somewhere once."""
    x, g, made = (tmp_path / name for name in ("x.npy", "g.npy", "o.npz"))
    np.save(x, np.random.default_rng(3).permutation(np.prod(shape)).reshape(shape).astype(float))
    space = min(len(shape), 2) if len(shape) < 5 else 3
    outputs = (*shape[:-space], *(size // 2 for size in shape[-space:]))
    np.save(g, np.arange(1.0, np.prod(outputs) + 1).reshape(outputs))
    given = [str(g)] if grad_output == "a file" else ["--grad-output", grad_output]
    ended = run("grad", str(x), *given, "--pool", "max", "-o", str(made))
    assert ended.returncode == 0, ended.stderr
    with np.load(made) as found:
        assert found["output"].size == np.prod(outputs)
        assert found["output"].ndim == space + 2
        sent = {"a file": np.load(g).sum(), "output": found["output"].sum()}.get(grad_output)
        assert sent is None or found["grad_input"].sum() == sent
        assert np.count_nonzero(found["grad_input"]) == np.prod(outputs)


@pytest.mark.parametrize("mistake", ["overwritten-overlap", "ties-counted", "ties-last", "given-to-all", ""])
def test_grad_names_the_mistake(mistake: str, tmp_path: Path, run: Any) -> None:
    maps, grads = np.array([[[3.0, 7, 2, 2, 5]]]), np.array([[[2.0, 3, 4, 5]]])
    wrong = _by_loops(maps, grads, mistake) if mistake else maps
    for name, array in (("x", maps), ("g", grads)):
        np.save(tmp_path / f"{name}.npy", array)
    np.savez(tmp_path / "theirs.npz", grad_input=wrong)
    files = [str(tmp_path / name) for name in ("x.npy", "g.npy")]
    layer = ("-n", "5", "-k", "2", "-s", "1")
    told = run("grad", *files, "--pool", "max", *layer, "--expect", str(tmp_path / "theirs.npz"))
    assert told.returncode == 1
    assert told.stdout.endswith(f"[{mistake}]\n" if mistake else "no known mistake explains it\n")


def test_grad_refuses_what_a_pooling_has_not(tmp_path: Path, run: Any) -> None:
    np.save(tmp_path / "x.npy", np.ones((4, 4)))
    file = str(tmp_path / "x.npy")
    for options, words in (
        ((file, file), "a third file is for layers with a filter"),
        (("--grad-output", "ones", "--max-memory", "1G"), "--max-memory is for layers with a filter"),
        (("--grad-output", "ones", "--layout", "NHWC"), "--layout is for layers with a filter"),
        (("--grad-output", "ones", "--padding-mode", "reflect"), "a pooling has no padding_mode"),
        (("--grad-output", "ones", "-k", "5"), "kernel 5 does not fit input 4 along axis 0"),
    ):
        result = run("grad", file, *options, "--pool", "max")
        assert (result.returncode, words in result.stderr) == (2, True), result.stderr
    assert "missing argument 'F'" in run("grad", file).stderr
