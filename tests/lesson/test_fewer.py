"""What the full lesson says of Winograd's tiles: only where they apply, and of the layer that was proven."""

import pytest

import symconv
from symconv import ConvSpec


def told(**layer):
    document = symconv.derive(ConvSpec.of(**layer)).to_document("markdown", length="full")
    return document.partition("Fewer multiplications")[2].partition("\n## ")[0]


def test_a_small_layer_is_proven_itself():
    found = told(input_size=(6, 6), kernel_size=3)
    assert "2×2 outputs at a time: 16 products instead of 36." in found
    assert "4×4 outputs at a time: 36 products instead of 144." in found
    assert found.count("Proven for this layer, on all 16 entries.") == 2


def test_of_a_larger_one_a_tile_is():
    found = told(input_size=(9, 9), kernel_size=3, padding=1)
    assert "Proven for the stride-1 layer of input 4×4 with the same filter, on all 4 entries." in found
    assert "Proven for the stride-1 layer of input 6×6 with the same filter, on all 16 entries." in found


@pytest.mark.parametrize("other", [{"kernel_size": 2}, {"kernel_size": 3, "stride": 2}, {"kernel_size": (3, 2)}])
def test_of_other_layers_nothing_is_said(other):
    assert told(input_size=(5, 5), **other) == ""
