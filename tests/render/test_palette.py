"""Colours that can be read: contrast as WCAG 2 defines it."""

import pytest

from symconv.render.palette import PALETTE, Colour

PAPER, INK, NIGHT, MOON = "FFFFFF", "1B1B1B", "161616", "ECECEC"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", PALETTE.values(), ids=PALETTE)
def test_what_stands_on_a_colour_can_be_read(colour: Colour) -> None:
    assert contrast(colour.light, INK) >= 4.5
    assert contrast(colour.dark, MOON) >= 4.5


@pytest.mark.parametrize("word", ["window", "inserted"])
def test_the_second_cue_can_be_seen(word: str) -> None:
    """The frame of a window and the hatching of an inserted zero stand out from what they lie on."""
    colour = PALETTE[word]
    assert contrast(colour.line, colour.light) >= 3
    assert contrast(colour.bright, colour.dark) >= 3


def test_contrast_is_measured() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)
