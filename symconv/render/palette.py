"""What colours mean, the same in every format. No meaning is told by colour alone: each has a second cue.

The lightness of the pairs is chosen so that dark ink is readable on ``light`` and light ink on ``dark`` (WCAG AA).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """A meaning and its colour.

    Attributes:
        meaning: the key of the words for what it stands for.
        light: six hexadecimal digits, behind dark ink on paper.
        dark: the same behind light ink on a dark page.
        line: of frames and patterns on paper.
        bright: the same on a dark page.
        cue: what tells it apart without colour.
    """

    meaning: str
    light: str
    dark: str
    line: str
    bright: str
    cue: str


PALETTE = {
    "input": Colour(
        meaning="legend.inputs", light="E3EEF9", dark="1D3A57", line="2F6FA8", bright="7FB2E5", cue="the letter x"
    ),
    "weight": Colour(
        meaning="legend.weights", light="E4F3E6", dark="1F4428", line="3A8A4A", bright="7CC98B", cue="the letter f"
    ),
    "output": Colour(
        meaning="legend.outputs", light="F3EAF7", dark="43284F", line="8A4FA0", bright="C99BDB", cue="the letter o"
    ),
    "grad_output": Colour(
        meaning="legend.gradients", light="FDEBDD", dark="56311A", line="B8621B", bright="F0A868", cue="written with ∂"
    ),
    "window": Colour(
        meaning="legend.window", light="FFE3A3", dark="6B5206", line="8A6500", bright="F2C14E", cue="thick frame"
    ),
    "inserted": Colour(
        meaning="legend.inserted",
        light="F4F4F4",
        dark="2A2A2A",
        line="777777",
        bright="A0A0A0",
        cue="hatched",
    ),
    "padding": Colour(
        meaning="legend.padding", light="FAFAFA", dark="202020", line="999999", bright="8C8C8C", cue="a dot"
    ),
}
"""Code word of a tensor, or mark of a cell → its colour. Gradients of all tensors share the colour of ∂L/∂O."""


def shade(tensor: str) -> str:
    """The name of a tensor's colour: gradients share one."""
    return "grad_output" if tensor.startswith("grad_") else tensor
