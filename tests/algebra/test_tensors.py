"""Ranks: every entry has one, in reading order."""

import pytest
from layers import LAYERS

from symconv import ConvSpec
from symconv.algebra.tensors import TENSORS, Alphabet, flat
from symconv.spec import positions


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_ranks_count_every_entry_once(layer: ConvSpec) -> None:
    alphabet = Alphabet(layer)
    entries = [(tensor, index) for tensor in TENSORS for index in positions(alphabet.shapes[tensor])]
    ranks = [alphabet.rank(tensor, index) for tensor, index in entries]
    assert ranks == list(range(len(entries)))
    assert [alphabet.entry(rank) for rank in ranks] == entries
    assert [alphabet.tensor(rank) for rank in ranks] == [tensor for tensor, _ in entries]
    assert [rank for tensor in TENSORS for rank in alphabet.ranks(tensor)] == ranks


def test_shapes_by_hand() -> None:
    assert Alphabet(LAYERS["groups"]).shapes == {
        "grad_output": (2, 6, 4, 3),
        "input": (2, 4, 4, 5),
        "weight": (6, 2, 2, 3),
        "bias": (6,),
        "output": (2, 6, 4, 3),
    }
    assert Alphabet(LAYERS["classroom"]).shapes["bias"] == (0,)


def test_flat_goes_row_by_row() -> None:
    assert [flat((0, 0), (2, 3)), flat((0, 2), (2, 3)), flat((1, 0), (2, 3)), flat((), ())] == [0, 2, 3, 0]
