"""The layer that files and options describe together."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from symconv.errors import InputError, SymconvError
from symconv.numeric import shapes
from symconv.numeric.arrangements import hint
from symconv.numeric.batches import in_memory
from symconv.numeric.dtypes import as_numbers
from symconv.numeric.files import LIMIT, is_image, members, read_array
from symconv.numeric.gradients import forward
from symconv.numeric.job import Job
from symconv.numeric.layout import Layout, axes_of, full_maps, full_weight
from symconv.routes.numbers import Array
from symconv.sizes import WRITTEN, shown
from symconv.transposed import Layer, layer_of

RESULTS = ("output", "grad_input", "grad_weight", "grad_bias")
LONGEST_SEED = 100
"""Digits of a seed."""
LUMINANCE = (0.299, 0.587, 0.114)
"""How bright red, green and blue are to the eye (ITU-R BT.601)."""


@in_memory()
def opened(
    files: tuple[str, str],
    grad_output: str,
    stated: Mapping[str, Any],
    layout: Layout = "NCHW",
    limit: int = LIMIT,
) -> tuple[Job, list[str]]:
    """The job, and what was filled in on the way, a line each.

    Args:
        files: of X and F.
        grad_output: a file of ∂L/∂O, or ``output`` (the output itself, of the loss ½‖O‖²), ``ones``, ``random:SEED``.
        stated: what is known of the layer; sizes and channels are taken from the arrays where they are not stated.
        layout: of X and ∂L/∂O; see :mod:`symconv.numeric.layout` for that of F.
        limit: most bytes of an array that cannot be mapped.

    Raises:
        InputError: a file that cannot be used, or arrays that do not belong to one layer.
        SpecError: no such layer exists.
    """
    notes: list[str] = []
    weight = _noted("weight", files[1], read_array(files[1], limit), notes)
    maps = _noted("input", files[0], read_array(files[0], limit), notes)
    made = _is_made(grad_output)
    grads = None if made else _noted("grad_output", grad_output, read_array(grad_output, limit), notes)
    try:
        return _job(weight, maps, grads, files[0], grad_output, stated, layout, notes), notes
    except SymconvError as error:
        if {maps.ndim, weight.ndim} != {axes_of(weight) + 2} or stated.get("transposed"):
            raise
        zeros = {name: value for name, value in stated.items() if name != "padding_mode"}  # of the same shapes
        told = hint(maps.shape, weight.shape, None if grads is None else grads.shape, zeros, layout)
        raise (InputError(f"{error}{told}") if told else error) from error


def _job(
    weight: Array,
    maps: Array,
    grads: Array | None,
    file: str,
    grad_output: str,
    stated: Mapping[str, Any],
    layout: Layout,
    notes: list[str],
) -> Job:
    axes, transposed = axes_of(weight), stated.get("transposed", False)
    if transposed and layout != "NCHW":
        raise InputError("the filter of a transposed layer is read as NCHW has it; leave out --layout")
    weight = full_weight(weight, axes, layout)
    wide = weight.shape[1] * stated.get("groups", 1)
    ins, outs = (weight.shape[0], wide) if transposed else (wide, weight.shape[0])
    channels = stated.get("in_channels", ins)
    maps = _maps("input", maps, file, axes, channels, layout, notes)
    known = {"input_size": maps.shape[2:], "kernel_size": weight.shape[2:], "in_channels": channels}
    known |= {"out_channels": outs, "batch_size": None}
    spec = layer_of(known | dict(stated))
    shapes.check_input(spec, maps)
    shapes.check_weight(spec, weight)
    shapes.check_room(spec, len(maps))
    batch = spec.with_batch_size(None)
    if grads is None:
        grads = _made(grad_output, batch, maps, weight)
    else:
        grads = _maps("grad_output", grads, grad_output, axes, spec.out_channels, layout, notes)
    shapes.check_grad_output(batch, grads)
    shapes.check_same_batch(maps, grads)
    return Job(spec=batch, input=maps, weight=weight, grad_output=grads)


def expected(name: str, limit: int = LIMIT) -> dict[str, Array]:
    """The results that somebody else's ``.npz`` holds.

    Raises:
        InputError: it holds none, or cannot be read.
    """
    names = [result for result in members(name) if result in RESULTS]
    if not names:
        raise InputError(f"{name} holds none of {', '.join(RESULTS)}")
    return {result: as_numbers(result, read_array(f"{name}:{result}", limit)) for result in names}


def _is_made(text: str) -> bool:
    return text in ("output", "ones") or text.startswith("random:")


def _made(text: str, spec: Layer, maps: Array, weight: Array) -> Array:
    """``output``, ``ones`` and ``random:SEED`` as arrays; a bias, whose values nobody gave, plays no part."""
    if text == "output":
        return forward(replace(spec, bias=False), maps, weight)
    shape, dtype = (len(maps), spec.out_channels, *spec.output_size), np.result_type(maps, weight)
    if text == "ones":
        return np.broadcast_to(np.ones((), dtype), shape)
    seed = text.removeprefix("random:")
    if not WRITTEN.fullmatch(seed) or int(seed) < 0 or len(seed) > LONGEST_SEED:
        raise InputError(f"the seed in random:SEED must be a whole number, got {shown(seed)}")
    drawn = np.random.default_rng(int(seed)).standard_normal(shape)
    return drawn.astype(dtype) if dtype.kind == "f" else drawn


def _maps(name: str, maps: Array, file: str, axes: int, channels: int, layout: Layout, notes: list[str]) -> Array:
    if is_image(file) and maps.ndim == 3:
        if channels == 1:
            maps = (maps @ np.array(LUMINANCE)).round().astype(maps.dtype)
            notes.append(f"{name}: colours turned to grey, because the filter has one channel")
        elif layout == "NCHW":
            maps = np.moveaxis(maps, -1, 0)
    full = full_maps(name, maps, axes, channels, layout)
    if full.ndim != maps.ndim:
        notes.append(f"{name}: {maps.shape} read as {full.shape}, batch and channels filled in")
    return full


def _noted(name: str, file: str, array: Array, notes: list[str]) -> Array:
    numbers = as_numbers(name, array)
    if numbers.dtype.kind == "c":
        raise InputError(f"{file}: holds complex numbers; real and imaginary parts must be two arrays")
    notes.append(f"{name}: {Path(file).name}, {numbers.shape} {numbers.dtype}")
    return numbers
