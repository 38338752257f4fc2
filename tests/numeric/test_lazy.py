"""dask arrays stay lazy and yield what arrays in memory yield; a local cluster is started by the test."""

from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from symconv import ConvSpec, forward, grad_bias, grad_input, grad_weight
from symconv.cli import cli
from symconv.errors import InputError
from symconv.workers import workers

da = pytest.importorskip("dask.array", reason="dask (the cluster extra) is not installed")
distributed = pytest.importorskip("distributed", reason="dask.distributed (the cluster extra) is not installed")

SPEC = ConvSpec.of(
    input_size=(6, 5), kernel_size=3, stride=2, padding=1, in_channels=2, out_channels=3, batch_size=None
)


def arrays(dtype=np.float32):
    rng = np.random.default_rng(1)
    closed = SPEC.with_batch_size(7)
    shapes = (closed.input_shape, SPEC.weight_shape, closed.output_shape)
    return [(9 * rng.standard_normal(shape)).astype(dtype) for shape in shapes]


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.int32, np.int64])
def test_lazy_equals_eager(dtype):
    maps, weight, grads = arrays(dtype)
    x, g = da.from_array(maps, chunks=(3, 1, 4, -1)), da.from_array(grads, chunks=(2, -1, -1, 1))
    bias, biased = np.arange(3).astype(dtype), replace(SPEC, bias=True)
    for lazy, eager in (
        (forward(biased, x, weight, bias), forward(biased, maps, weight, bias)),
        (grad_input(SPEC, g, weight), grad_input(SPEC, grads, weight)),
        (grad_weight(SPEC, x, g), grad_weight(SPEC, maps, grads)),
        (grad_weight(SPEC, x, grads), grad_weight(SPEC, maps, grads)),
        (grad_bias(SPEC, g), grad_bias(SPEC, grads)),
    ):
        assert isinstance(lazy, da.Array)
        assert (lazy.shape, lazy.dtype) == (eager.shape, eager.dtype)
        np.testing.assert_allclose(lazy.compute(scheduler="sync"), eager, rtol=2e-3 if dtype == np.float16 else 1e-5)


def test_lazy_arrays_are_checked_at_once():
    maps, weight, _ = arrays()
    with pytest.raises(InputError, match="input is 4 along axis 1 where the layer has 5"):
        forward(SPEC, da.from_array(maps[..., :4]), weight)


def test_lazy_gradients_of_another_batch_are_refused():
    maps, _, grads = arrays()
    with pytest.raises(InputError, match="input holds 7 images and grad_output 6"):
        grad_weight(SPEC, da.from_array(maps), da.from_array(grads[:6]))


@pytest.fixture
def cluster():
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0") as local:
        yield local.scheduler_address


def test_a_cluster_computes_the_same(cluster, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    maps, weight, grads = arrays()
    for name, array in (("x", maps), ("f", weight), ("g", grads)):
        np.save(f"{name}.npy", array)
    words = ["grad", "x.npy", "f.npy", "g.npy", "-s", "2", "-p", "1", "--max-memory", "17M"]
    assert CliRunner().invoke(cli, [*words, "-o", "here.npz"]).exit_code == 0
    result = CliRunner().invoke(cli, [*words, "--scheduler", cluster, "--expect", "here.npz"])
    assert result.exit_code == 0, result.output
    assert result.stdout.count("✓ equal") == 3


def test_pieces_come_back_in_order(cluster):
    with workers(scheduler=cluster) as crew:
        given = [(np.full(2, number),) for number in range(20)]
        assert [int(each[0]) for each in crew.each(np.negative, given)] == [-number for number in range(20)]
