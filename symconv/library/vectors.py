"""Test vectors for a backward pass in any language: inputs and the outputs that are right, as files.

Every number is a small whole one, so that any float type holds every sum exactly and equality means equality.
"""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from symconv.check.code.layers import large, layers
from symconv.check.code.meaning import Meaning
from symconv.check.code.truths import Point, shapes, true_at
from symconv.errors import InputError
from symconv.files.reading import plain_text
from symconv.routes.numbers import Array
from symconv.sizes import for_each_axis, sizes
from symconv.spec import ConvSpec
from symconv.transposed import Layer, TransposedSpec, convolution, layer_of

GIVEN = ("dout", "x", "w", "b")
WANTED = {"o": "output", "dx": "grad_input", "dw": "grad_weight", "db": "grad_bias"}
"""What a case calls a result → the result."""
IMPULSES = 12
"""Cases of single units for a layer, where these are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """One case.

    Attributes:
        spec: the layer; of a transposed one its form.
        point: ``dout, x, w, b``.
        transposed: whether the layer is the transposed one of that form.
    """

    spec: ConvSpec
    point: Point
    transposed: bool = False

    def expected(self, name: str) -> Array:
        """One of ``o, dx, dw, db``."""
        return true_at(self.spec, Meaning(transposed=self.transposed), WANTED[name], self.point)

    @property
    def layer(self) -> Layer:
        """The layer as it is told."""
        return exchanged(self.spec) if self.transposed else self.spec

    @property
    def arrays(self) -> dict[str, Array]:
        """Every array of the case, those that are given first."""
        return {**self.point, **{name: self.expected(name) for name in WANTED}}


def vectors(given: Mapping[str, Any], axes: int = 2, *, impulses: bool = False) -> tuple[Vector, ...]:
    """The cases: layers that tell the known mistakes apart, or the one layer that is given whole.

    Args:
        given: keyword arguments of ``ConvSpec.of``, or with ``transposed`` of ``TransposedSpec.of``, for all layers.
        axes: how many axes the layers have, where no size is given.
        impulses: whether single units are wanted instead of whole numbers.

    Raises:
        InputError: no layer has these options.
    """
    whole = {"bias": True, **given}
    transposed = bool(whole.pop("transposed", False))
    meaning = Meaning(transposed=transposed)
    chosen = _exchanged(axes, whole) if transposed else _plain(axes, whole)
    if not chosen:
        raise InputError("no layer of the set has these options; give --input-size")
    draw = np.random.default_rng(5)
    return tuple(
        Vector(spec=spec, point=point, transposed=transposed)
        for spec in chosen
        for point in _points(shapes(spec, meaning), draw, impulses)
    )


def exchanged(form: ConvSpec) -> TransposedSpec:
    """The transposed layer of a form: its output padding is the form's remainder."""
    extra = tuple(axis.remainder for axis in form.axes)
    return TransposedSpec(form=replace(form, bias=False), padding=form.padding, output_padding=extra, bias=True)


def _plain(axes: int, given: dict[str, Any]) -> tuple[ConvSpec, ...]:
    return (ConvSpec.of(**given),) if "input_size" in given else (*layers(axes, given), *large(axes, given))


def _exchanged(axes: int, given: dict[str, Any]) -> tuple[ConvSpec, ...]:
    """The forms of transposed layers; an output padding that is given is the remainder they must have."""
    if "input_size" in given:
        return (replace(TransposedSpec.of(**given).form, bias=True),)
    extra = given.pop("output_padding", None)
    channels = {"in_channels": "out_channels", "out_channels": "in_channels"}
    forms = _plain(axes, {channels.get(name, name): value for name, value in given.items()})
    if extra is None:
        return forms
    wanted = for_each_axis(sizes(extra, "output_padding", least=0), axes, "output_padding")
    return tuple(form for form in forms if exchanged(form).output_padding == wanted)


def _points(sizes: Mapping[str, tuple[int, ...]], draw: np.random.Generator, impulses: bool) -> Iterator[Point]:
    if not impulses:
        yield {role: draw.integers(-8, 9, size=sizes[role]).astype(float) for role in GIVEN}
        return
    for _ in range(IMPULSES):
        point = {role: np.zeros(prod(sizes[role])) for role in GIVEN}
        for array in point.values():
            array[draw.integers(array.size)] = 1
        yield {role: array.reshape(sizes[role]) for role, array in point.items()}


def files(cases: tuple[Vector, ...]) -> dict[str, bytes]:
    """File name → content: ``cases.json``, ``cases.npz`` and, for languages that read neither, ``cases.txt``."""
    packed = io.BytesIO()
    named = {f"{number}_{name}": array for number, one in enumerate(cases) for name, array in one.arrays.items()}
    np.savez(packed, **named)  # type: ignore[arg-type]
    return {"cases.json": _json(cases), "cases.npz": packed.getvalue(), "cases.txt": _text(cases)}


def _json(cases: tuple[Vector, ...]) -> bytes:
    told = [
        {
            "layer": one.layer.to_json(),
            **{name: {"shape": array.shape, "values": array.ravel().tolist()} for name, array in one.arrays.items()},
        }
        for one in cases
    ]
    return (json.dumps({"version": 1, "cases": told}) + "\n").encode()


def _text(cases: tuple[Vector, ...]) -> bytes:
    """Numbers alone: how many cases and axes; for each its sizes (if transposed, output padding last), its arrays."""
    lines = [f"{len(cases)} {len(cases[0].spec.input_size)}"]
    for one in cases:
        spec = one.layer
        lines.append(f"{spec.batch} {spec.in_channels} {spec.out_channels} {spec.groups}")
        pads = [n for pair in spec.padding for n in pair]
        extra = [" ".join(map(str, spec.output_padding))] if isinstance(spec, TransposedSpec) else []
        for along in (spec.input_size, spec.kernel_size, spec.output_size, spec.stride, spec.dilation, pads):
            lines.append(" ".join(map(str, along)))
        lines += extra
        lines += [" ".join(f"{n:g}" for n in array.ravel()) for array in one.arrays.values()]
    return ("\n".join(lines) + "\n").encode()


def read(folder: Path) -> tuple[Vector, ...]:
    """The cases that :func:`files` wrote into a folder.

    Raises:
        InputError: there are none, or they cannot be read.
    """
    place = folder / "cases.json"
    try:
        told = json.loads(plain_text(place, str(place)))
        return tuple(_case(one) for one in told["cases"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise (
            error if isinstance(error, InputError) else InputError(f"{place} holds no cases of symconv vectors")
        ) from error


def _case(told: Mapping[str, Any]) -> Vector:
    point = {name: np.array(told[name]["values"], float).reshape(told[name]["shape"]) for name in GIVEN}
    layer = layer_of(told["layer"])
    if isinstance(layer, TransposedSpec):
        return Vector(spec=replace(layer.form, bias=True), point=point, transposed=True)
    return Vector(spec=convolution(layer, "a case"), point=point)
