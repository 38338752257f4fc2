"""Where the grids of a slide stand: the same grids, windows and products, in rows that make them larger."""

import pytest

import symconv
from symconv.lesson.blocks import Picture
from symconv.lesson.slide import Slide
from symconv.library.lecture import told
from symconv.render.arranging import arranged
from symconv.render.room import large

LAYERS = {
    "signal": symconv.ConvSpec.of(input_size=7, kernel_size=3, stride=2),
    "image": symconv.ConvSpec.of(kernel_size=3, stride=2),
    "volume": symconv.ConvSpec.of(input_size=(5, 5, 5), kernel_size=3, stride=2),
    "channels": symconv.ConvSpec.of(kernel_size=3, stride=2, in_channels=2, out_channels=3),
}


@pytest.fixture(scope="module", params=LAYERS)
def deck(request: pytest.FixtureRequest) -> tuple[str, tuple[Slide, ...]]:
    return request.param, told(LAYERS[request.param])


def met(picture: Picture) -> list[list[object]]:
    """What stands in each cell that is in a product, stop by stop."""
    return [
        [picture.rows[line][at].matrix.rows[row][column].node for line, at, row, column in stop.met]
        for stop in picture.stops
    ]


def test_what_is_shown_stays(deck: tuple[str, tuple[Slide, ...]]) -> None:
    for slide in deck[1]:
        before, after = (
            [block for block in each.blocks if isinstance(block, Picture)] for each in (slide, arranged(slide))
        )
        assert [picture.grids for picture in after] == [picture.grids for picture in before]
        assert list(map(met, after)) == list(map(met, before))


def test_no_grid_becomes_smaller(deck: tuple[str, tuple[Slide, ...]]) -> None:
    """Where a filter slides over a signal they are as large as words, or larger."""
    for slide in deck[1]:
        assert large(arranged(slide)) >= min(large(slide), 1.0)


def test_a_signal_stands_in_rows(deck: tuple[str, tuple[Slide, ...]]) -> None:
    name, slides = deck
    rows = {len(block.rows) for slide in map(arranged, slides) for block in slide.blocks if isinstance(block, Picture)}
    if name == "signal":
        assert {2, 3} <= rows
    else:
        assert rows <= {1, 2}


def test_a_product_is_never_torn_apart(deck: tuple[str, tuple[Slide, ...]]) -> None:
    name, slides = deck
    if name != "signal":
        begun = [
            row[0].sign
            for slide in map(arranged, slides)
            for block in slide.blocks
            if isinstance(block, Picture)
            for row in block.rows
        ]
        assert set(begun) <= {"", "+"}
