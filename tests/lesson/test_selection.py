"""A sample of a large tensor holds entries of every kind, among them one that no output touches."""

import symconv


def lines(**layer: object) -> str:
    return symconv.derive(symconv.ConvSpec.of(**layer)).to_document(wrt=("input",), length="full")


def test_a_zero_entry_in_a_gap_is_shown() -> None:
    told = lines(input_size=(21, 21), kernel_size=2, stride=9)
    assert "∂L/∂x_02 = 0" in told
    assert "more entries left out here" in told


def test_every_phase_of_the_interior_is_shown() -> None:
    told = lines(input_size=(16, 16), kernel_size=3, stride=3)
    for column in (7, 8, 9):
        assert f"∂L/∂x_7{column} = " in told
