"""The formal definitions mean what we think: computed by coqc on integers, and by plain loops here."""

import re
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from computed import HEAD, array, axes, computed, layer, written
from layers import LAYERS, TRANSPOSED, counted_outputs, meetings, numbers

from symconv.routes.gemm.tiles import extent, tiles

SOURCES = Path(__file__).parent.parent.parent / "templates" / "rocq"
LIBRARY = sorted(path for path in SOURCES.glob("*.v"))


def drawn(seed: int) -> Any:
    """A random layer; its padding may be negative, which crops."""
    draw = np.random.default_rng(seed)
    while True:
        many = int(draw.integers(1, 4))
        groups, ins, outs = (int(draw.integers(1, 3)) for _ in range(3))
        spec = SimpleNamespace(
            batch_size=int(draw.integers(1, 3)),
            groups=groups,
            in_channels=groups * ins,
            out_channels=groups * outs,
            input_size=tuple(map(int, draw.integers(1, 10 - 2 * many, many))),
            kernel_size=tuple(map(int, draw.integers(1, 4, many))),
            stride=tuple(map(int, draw.integers(1, 5, many))),
            dilation=tuple(map(int, draw.integers(1, 4, many))),
            padding=tuple((int(a), int(b)) for a, b in draw.integers(-1, 4, (many, 2))),
        )
        if all(counted_outputs(spec)):  # type: ignore[arg-type]
            return spec


SPECS = {**LAYERS, **{f"drawn {seed}": drawn(seed) for seed in range(24)}}


def test_a_layer_of_each_kind_was_drawn() -> None:
    specs = [drawn(seed) for seed in range(24)]
    assert {len(spec.stride) for spec in specs} == {1, 2, 3}
    assert any(min(map(min, spec.padding)) < 0 for spec in specs)
    assert any(spec.groups > 1 for spec in specs)
    assert any(s > k for spec in specs for s, k in zip(spec.stride, spec.kernel_size, strict=True))


def test_layers(coqc: Any) -> None:
    """Forward and the three gradients of whole layers, and the lists of terms that certificates are made of."""
    terms, expected = [], []
    for spec in SPECS.values():
        told, truth = layer(spec), numbers(spec)
        x, f, g = array(truth.input), array(truth.weight), array(truth.grad_output)
        bias = np.arange(1, spec.out_channels + 1) * 10**6
        terms += [
            f"all (layer_forward {told} {x} {f} {array(bias)})",
            f"map (layer_grad_input {told} {f} {g}) (box (input_shape {told}))",
            f"map (layer_grad_weight {told} {x} {g}) (box (weight_shape {told}))",
            f"map (layer_grad_bias {told} {g}) (box (bias_shape {told}))",
            f"map (fun i => products (get {g}) (get {f}) (input_terms {told} i)) (box (input_shape {told}))",
            f"map (fun i => products (get {g}) (get {x}) (weight_terms {told} i)) (box (weight_shape {told}))",
            f"map (fun i => total (map (get {g}) (bias_terms {told} i))) (box (bias_shape {told}))",
            f"output_shape {told}",
        ]
        with_bias = truth.output + bias.reshape(-1, *(1,) * len(spec.stride))
        gradients = [truth.grad_input.ravel(), truth.grad_weight.ravel(), truth.grad_bias.ravel()]
        expected += [with_bias.ravel(), *gradients, *gradients, truth.output.shape]
    for term, got, right in zip(terms, computed(coqc, *terms), expected, strict=True):
        assert got == [int(value) for value in right], term[:200]


def test_transposed_layers(coqc: Any) -> None:
    """Forward, the three gradients and their lists of terms, with the form's layer for the transposed one's."""
    terms, expected = [], []
    for spec in TRANSPOSED.values():
        told, truth = layer(spec.form), numbers(spec)
        x, f, g = array(truth.input), array(truth.weight), array(truth.grad_output)
        bias = np.arange(1, spec.out_channels + 1) * 10**6
        inputs, filters, biases = (
            f"(box ({of} {told}))" for of in ("output_shape", "weight_shape", "transposed_bias_shape")
        )
        terms += [
            f"all (transposed_forward {told} {x} {f} {array(bias)})",
            f"all (layer_forward {told} {g} {f} no_bias)",
            f"map (layer_grad_weight {told} {g} {x}) {filters}",
            f"map (transposed_grad_bias {told} {g}) {biases}",
            f"map (transposed_grad_input {told} {f} {g}) {inputs}",
            f"map (fun i => products (get {g}) (get {f}) (transposed_input_terms {told} i)) {inputs}",
            f"map (fun i => products (get {g}) (get {x}) (transposed_weight_terms {told} i)) {filters}",
            f"map (fun i => total (map (get {g}) (transposed_bias_terms {told} i))) {biases}",
        ]
        with_bias = truth.output + bias.reshape(-1, *(1,) * len(spec.stride))
        gradients = [truth.grad_input, truth.grad_weight, truth.grad_bias]
        expected += [with_bias, *gradients, truth.grad_input, *gradients]
    for term, got, right in zip(terms, computed(coqc, *terms), expected, strict=True):
        assert got == [int(value) for value in right.ravel()], term[:200]


def test_one_channel(coqc: Any) -> None:
    """The convolutions of the theorems, and the other routes, on one channel each."""
    terms, expected = [], []
    for seed in range(24):
        spec = drawn(seed)
        spec.batch_size = spec.groups = spec.in_channels = spec.out_channels = 1
        a, truth = axes(spec), numbers(spec)
        x, f, g = (array(getattr(truth, name)[0, 0]) for name in ("input", "weight", "grad_output"))
        one = f"(map at_stride_1 {a})"
        terms += [
            f"all (forward {a} {x} {f})",
            f"all (grad_input {a} {f} {g})",
            f"all (grad_weight {a} {x} {g})",
            f"all (decimate (map stride {a}) (forward {one} {x} {f}))",
            f"all (grad_input {one} {f} (upsample {a} {g}))",
            f"flat_map (fun m => map (matrix {a} {f} m) (box (map input_size {a}))) (box (map output_size {a}))",
        ]
        entries = [getattr(truth, name).ravel() for name in ("output", "grad_input", "grad_weight")]
        expected += [*entries, entries[0], entries[1], matrix(spec, truth).ravel()]
    for term, got, right in zip(terms, computed(coqc, *terms), expected, strict=True):
        assert got == [int(value) for value in right], term[:200]


def matrix(spec: Any, truth: Any) -> np.ndarray:
    """C of a layer with one channel: the filter entry at each meeting."""
    rows, columns = truth.grad_output[0, 0].size, truth.input[0, 0].size
    found = np.zeros((rows, columns), dtype=np.int64)
    for o, w, i in meetings(spec):
        row = np.ravel_multi_index(o[2:], truth.grad_output.shape[2:])
        found[row, np.ravel_multi_index(i[2:], truth.input.shape[2:])] += truth.weight[w]
    return found


def test_operations(coqc: Any) -> None:
    """Pad, crop, dilate, flip and decimate are NumPy's."""
    x = np.arange(1, 16).reshape(3, 5)
    dilated = np.zeros((5, 13), dtype=np.int64)
    dilated[::2, ::3] = x
    expected = {
        "pad [1; 0] [2; 3]": np.pad(x, ((1, 2), (0, 3))),
        "pad [-1; 2] [0; -2]": np.pad(x[1:, :-2], ((0, 0), (2, 0))),
        "dilate [2; 3]": dilated,
        "flip": x[::-1, ::-1],
        "decimate [2; 3]": x[::2, ::3],
    }
    found = computed(coqc, *(f"let y := {call} {array(x)} in shape y ++ all y" for call in expected))
    for (call, right), got in zip(expected.items(), found, strict=True):
        assert got == [*right.shape, *map(int, right.ravel())], call


def test_tiles_are_those_that_the_fast_routes_cut(coqc: Any) -> None:
    """Where each tile begins and how long it is along each axis, in the order in which the program takes them."""
    terms, expected = [], []
    for shape, limit in product([(7,), (3, 5), (2, 3, 4), (1, 1, 9, 2)], [0, 1, 3, 4, 10, 1000]):
        boxes = list(tiles(shape, limit))
        ns, ws = written(shape), written(extent(boxes[0]))
        terms.append(f"flat_map (fun t => {ws} *v t ++ tile_sizes {ns} {ws} t) (box (zip tiles {ns} {ws}))")
        expected.append([part for box in boxes for part in (*(along.start for along in box), *extent(box))])
    assert computed(coqc, *terms) == expected


def test_which_layers_exist(coqc: Any) -> None:
    """``layer_ok`` is true exactly where the filter can be put down once."""
    draw = np.random.default_rng(5)
    grid = [(*draw.integers(1, 6, 4), *draw.integers(-3, 3, 2)) for _ in range(200)]
    told = "; ".join(f"[Axis {n} {k} {s} {d} ({p}) ({q})]" for n, k, s, d, p, q in grid)
    (found,) = computed(coqc, f"map (fun a => if layer_ok (Layer 1 1 1 1 a) then 1 else 0) [{told}]")
    expected = [int(d * (k - 1) < n + p + q) for n, k, s, d, p, q in grid]
    assert found == expected
    assert {*found} == {0, 1}


def test_no_axioms(coqc: Any) -> None:
    """What Audit.v asks is asked of every theorem that is stated."""
    text = (SOURCES / "Audit.v").read_text(encoding="utf-8")
    plain = [path for path in LIBRARY if path.stem != "Derivative"]
    theorems = {name for path in plain for name in re.findall(r"^Theorem (\w+)", path.read_text("utf-8"), re.M)}
    assert len(theorems) > 20
    assert theorems - set(re.findall(r"@(\w+)", text)) == set()
    assert coqc(text).stdout == "Closed under the global context\n"
    assert "Axioms:" in coqc("Axiom free : False.\nPrint Assumptions free.\n").stdout


def test_derivatives_stand_on_the_real_numbers_alone(coqc: Any) -> None:
    """The axioms are those of Rocq's real numbers, and none of ours."""
    names = re.findall(r"^Theorem (\w+)", (SOURCES / "Derivative.v").read_text("utf-8"), re.M)
    assert names == ["frechet", "chain_rule", "loss_input", "loss_weight", "loss_bias"]
    told = "; ".join(f"Proven (@{name})" for name in names)
    ended = coqc(
        f"{HEAD}From Convolution Require Import Derivative.\nDefinition all_ := [{told}].\nPrint Assumptions all_."
    )
    axioms = set(re.findall(r"^([\w.]+)", ended.stdout.partition("Axioms:")[2], re.M))
    assert axioms == {
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_library_is_readable(path: Path) -> None:
    """Each statement has a comment before it, and nothing is left unproven."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("(* ")
    assert re.findall(r"(?<!\*\))\n(?:Lemma|Theorem|Record|Class|Fixpoint|Definition) (\w+)", text) == []
    assert not re.search(r"\b(Admitted|Axiom|Parameter|admit|Conjecture)\b", text)
    assert max(map(len, text.splitlines())) <= 120
