"""A plan computes what is right, again and again, from several threads, and what is kept stays small."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from layers import LAYERS, meetings

import symconv
from symconv import ConvSpec, FoldedSpec, InputError, TransposedSpec
from symconv.numeric import kept, prepared, threads

SPEC = ConvSpec.of(input_size=(9, 8), kernel_size=3, stride=2, padding=1, in_channels=2, out_channels=6, batch_size=5)


def arrays(spec, seed=0, dtype=np.float64):
    draw = np.random.default_rng(seed)
    return [draw.integers(-9, 10, s).astype(dtype) for s in (spec.input_shape, spec.weight_shape, spec.output_shape)]


def results(planned, maps, weight, grads):
    return [planned.forward(maps, weight), planned.grad_input(grads, weight), planned.grad_weight(maps, grads)]


def relation(spec, maps, weight, grads):
    """The three results as sums of the products that the relation says."""
    found = [np.zeros(shape) for shape in (spec.output_shape, spec.input_shape, spec.weight_shape)]
    for o, w, i in meetings(spec):
        found[0][o] += maps[i] * weight[w]
        found[1][i] += grads[o] * weight[w]
        found[2][w] += maps[i] * grads[o]
    return found


@pytest.mark.parametrize("name", LAYERS)
def test_what_an_earlier_call_left_harms_no_later_one(name):
    spec = replace(LAYERS[name], bias=False)
    planned = symconv.plan(spec, np.float64)
    for seed in range(3):
        given = arrays(spec, seed)
        for got, expected in zip(results(planned, *given), relation(spec, *given), strict=True):
            np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.complex64, np.int32, np.bool_])
def test_every_dtype_comes_back_as_from_the_plain_functions(dtype):
    maps, weight, grads = arrays(SPEC, dtype=dtype)
    planned = symconv.plan(SPEC, dtype)
    plain = (
        symconv.forward(SPEC, maps, weight),
        symconv.grad_input(SPEC, grads, weight),
        symconv.grad_weight(SPEC, maps, grads),
    )
    for got, expected in zip(results(planned, maps, weight, grads), plain, strict=True):
        assert got.dtype == expected.dtype
        np.testing.assert_array_equal(got, expected)


def test_an_infinite_entry_is_gone_in_the_next_call():
    planned = symconv.plan(ConvSpec.of(input_size=4, kernel_size=3, padding=1), float)
    weight, finite = np.ones((1, 1, 3)), np.arange(4.0).reshape(1, 1, 4)
    infinite = np.array([[[np.inf, 1, 2, 3]]])
    assert planned.forward(infinite, weight).tolist() == [[[np.inf, np.inf, 6, 5]]]
    assert planned.forward(finite, weight).tolist() == [[[1, 3, 6, 5]]]


def test_calls_may_overlap():
    spec, planned = SPEC, symconv.plan(SPEC, np.float64)
    many = [arrays(spec, seed) for seed in range(24)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda given: results(planned, *given), many))
    for given, each in zip(many, found, strict=True):
        for got, expected in zip(each, relation(spec, *given), strict=True):
            np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("number", [1, 2, 3, 9])
def test_shares_of_the_batch_give_the_same(number, monkeypatch):
    monkeypatch.setattr(kept, "WORTH_A_THREAD", 1)
    monkeypatch.setattr(kept, "KEPT", kept.Kept())
    given = arrays(SPEC)
    planned = symconv.plan(SPEC, np.float64, threads=number)
    assert {each.threads for each in planned.kept} == {min(number, 5)}
    for got, expected in zip(results(planned, *given), relation(SPEC, *given), strict=True):
        np.testing.assert_array_equal(got, expected)


def test_blas_gets_its_threads_back():
    blas = threads._blas()
    if blas is None:
        pytest.skip("needs threadpoolctl")
    before, seen = [each.num_threads for each in blas.lib_controllers], []
    threads.in_threads([lambda: seen.append(threads.most_threads())] * 2)
    assert seen == [1, 1]
    assert [each.num_threads for each in blas.lib_controllers] == before


@pytest.mark.parametrize(
    ("channels", "groups", "size", "alone"),
    [(1, 1, 512, True), (8, 1, 64, True), (9, 1, 64, False), (1, 1, 64, False), (16, 16, 128, True)],
)
def test_a_single_image_of_few_channels_keeps_blas_to_one_thread(channels, groups, size, alone, monkeypatch):
    if threads._blas() is None:
        pytest.skip("needs threadpoolctl")
    seen, before = [], threads.most_threads()
    monkeypatch.setattr(prepared, "in_threads", partial(watched, seen))
    monkeypatch.setattr(kept, "KEPT", kept.Kept())
    sizes = {"in_channels": channels, "out_channels": channels, "groups": groups, "batch_size": 1}
    spec = symconv.ConvSpec.of(input_size=(size, size), kernel_size=3, padding=1, **sizes)
    x, f = np.zeros(spec.input_shape, np.float32), np.zeros(spec.weight_shape, np.float32)
    symconv.forward(spec, x, f, threads=2)
    assert seen == [1 if alone else before]


def watched(seen, works, *, alone):
    threads.in_threads([lambda: (works[0](), seen.append(threads.most_threads()))], alone=alone)


def test_a_share_that_fails_is_told():
    def fails():
        raise MemoryError

    with pytest.raises(MemoryError):
        threads.in_threads([fails, lambda: None])


def test_the_plain_functions_use_what_a_plan_holds(monkeypatch):
    planned = symconv.plan(SPEC, np.float64)
    maps, weight, _ = arrays(SPEC)
    planned.forward(maps, weight)
    monkeypatch.setattr(prepared.Prepared, "_shares", None)  # nothing is made anew
    symconv.forward(SPEC, maps, weight)
    planned.forward(maps, weight)


def test_few_are_kept_and_of_few_bytes(monkeypatch):
    store = kept.Kept()
    monkeypatch.setattr(kept, "KEPT", store)
    for size in range(3, 40):
        spec = ConvSpec.of(input_size=size, kernel_size=3)
        symconv.forward(spec, np.ones(spec.input_shape), np.ones(spec.weight_shape))
    assert len(store.last) == len(store.alive) == kept.MOST
    monkeypatch.setattr(kept, "MOST_BYTES", 0)
    symconv.forward(ConvSpec.of(input_size=50, kernel_size=3), np.ones((1, 1, 50)), np.ones((1, 1, 3)))
    assert len(store.last) == 1


def test_python_s_own_numbers_are_not_kept(monkeypatch):
    store = kept.Kept()
    monkeypatch.setattr(kept, "KEPT", store)
    given = [each.astype(int).astype(object) for each in arrays(SPEC)]
    assert symconv.forward(SPEC, *given[:2]).dtype == object
    assert not store.alive


@pytest.mark.parametrize(
    "spec",
    [
        FoldedSpec.of(input_size=(5, 6), kernel_size=3, padding=1, padding_mode="reflect", batch_size=2),
        TransposedSpec.of(input_size=(3, 4), kernel_size=3, stride=2, in_channels=2, out_channels=3, batch_size=2),
    ],
    ids=["folded", "transposed"],
)
def test_other_kinds_of_layers_are_planned_too(spec):
    given = arrays(spec)
    planned = symconv.plan(spec, np.float64)
    plain = [symconv.forward(spec, *given[:2]), symconv.grad_weight(spec, given[0], given[2])]
    np.testing.assert_array_equal(planned.forward(*given[:2]), plain[0])
    np.testing.assert_array_equal(planned.grad_weight(given[0], given[2]), plain[1])


def test_what_a_plan_refuses():
    planned = symconv.plan(SPEC.with_batch_size(None), np.float32, 3)
    assert planned.spec.batch_size == 3
    maps, weight, _ = arrays(SPEC, dtype=np.float32)
    with pytest.raises(InputError, match="input must be an array of float32, as the plan has it, got float64"):
        planned.forward(maps.astype(float), weight)
    with pytest.raises(InputError, match="weight must be an array of float32, as the plan has it, got list"):
        planned.forward(maps[:3], weight.tolist())
    with pytest.raises(InputError, match="input is 5 along batch_size where the layer has 3"):
        planned.forward(maps, weight)
    with pytest.raises(InputError, match="got dtype object"):
        symconv.plan(SPEC, object)
    with pytest.raises(symconv.SpecError, match="batch_size is open"):
        symconv.plan(SPEC.with_batch_size(None))
    with pytest.raises(symconv.SpecError, match="threads"):
        symconv.plan(SPEC, threads=0)
