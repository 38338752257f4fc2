"""The matrix of a layer, place by place."""

import numpy as np
import pytest
from layers import LAYERS, meetings

from symconv import ConvSpec
from symconv.routes.matrix import places
from symconv.spec import positions


def found(spec: ConvSpec) -> list[tuple[int, int, int]]:
    where = places(spec)
    return sorted(zip(where.outputs, where.inputs, where.taps, strict=True))


def test_by_hand() -> None:
    """N 3, k 2, s 2, a zero before: C = [[f_1, 0, 0], [0, f_0, f_1]]."""
    assert found(ConvSpec.of(input_size=3, kernel_size=2, stride=2, padding="1:0")) == [(0, 0, 1), (1, 1, 0), (1, 2, 1)]


def test_a_window_in_the_padding_has_no_place() -> None:
    assert found(ConvSpec.of(input_size=1, kernel_size=1, padding=1)) == [(1, 0, 0)]


ONE_MAP = {name: layer for name, layer in LAYERS.items() if layer.in_channels == layer.batch_size == 1}


@pytest.mark.parametrize("layer", ONE_MAP.values(), ids=ONE_MAP)
def test_places_are_where_the_relation_holds(layer: ConvSpec) -> None:
    numbered = [
        {index: number for number, index in enumerate(positions(size))}
        for size in (layer.output_size, layer.input_size, layer.kernel_size)
    ]
    expected = sorted({(numbered[0][o[2:]], numbered[1][x[2:]], numbered[2][f[2:]]) for o, f, x in meetings(layer)})
    assert found(layer) == expected


def test_an_output_and_an_input_meet_at_most_once() -> None:
    """So C has one entry there, and no sum."""
    for layer in LAYERS.values():
        where = places(layer)
        pairs = np.stack([where.outputs, where.inputs], axis=1)
        assert len(np.unique(pairs, axis=0)) == len(pairs)
