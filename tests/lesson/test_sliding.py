"""Pictures of a slide: what meets under the window is what the chain rule multiplies, at every place it takes."""

import pytest

import symconv
from symconv.lesson import pictures
from symconv.lesson.blocks import Frame, Picture
from symconv.lesson.maps import WIDEST
from symconv.lesson.sliding import Sliding, view
from symconv.lesson.story import Story
from symconv.notation.text import text
from symconv.notation.tree import Dots, Number, Product, Sum

LAYERS = {
    "classroom": symconv.ConvSpec.of(stride=2),
    "everything": symconv.ConvSpec.of(
        input_size=(5, 4), kernel_size=(3, 2), stride=(2, 3), padding=((1, 2), (0, 1)), dilation=(1, 2)
    ),
    "gaps": symconv.ConvSpec.of(input_size=7, kernel_size=2, stride=3),
    "long": symconv.ConvSpec.of(input_size=(17, 20), kernel_size=(4, 3), stride=(2, 1)),
}


def story(spec: symconv.ConvSpec) -> Story:
    return symconv.derive(spec).story(entries="all")


def slides(told: Story) -> dict[str, Sliding]:
    first = (0, 0, *(0 for _ in told.spec.stride))
    return {
        "output": pictures.forward(told, first),
        "input": pictures.backward(told, told.busiest("input")),
        "weight": pictures.to_filter(told, told.busiest("weight")),
    }


def met(picture: Picture, at: int) -> set[frozenset[str]]:
    """The pairs of entries that are marked at a stop, each of the filter with what lies under it."""
    stop, grids = picture.stops[at], picture.rows[0]
    marked = {place[1:]: grids[place[1]].matrix.rows[place[2]][place[3]].node for place in stop.met}
    return {
        frozenset((text(node), text(marked[0, stop.frame.row + row, stop.frame.column + column])))
        for (grid, row, column), node in marked.items()
        if grid == 1
    }


def terms(picture: Picture, at: int) -> set[frozenset[str]]:
    """The pairs of entries in the products of what is made there."""
    total = picture.stops[at].formulas[0].sides[1]
    parts = total.terms if isinstance(total, Sum) else (total,)
    return {frozenset(map(text, part.factors)) for part in parts if isinstance(part, Product)}


@pytest.mark.parametrize("spec", LAYERS.values(), ids=LAYERS)
def test_without_numbers_a_gradient_is_one_letter_in_its_cells(spec: symconv.ConvSpec) -> None:
    told = symconv.derive(spec).story(values="off")
    for name, sliding in slides(told).items():
        grid = sliding.picture().rows[0][-1]
        shown = {
            text(cell.node): cell.entry for row in grid.matrix.rows for cell in row if not isinstance(cell.node, Dots)
        }
        letter = {"output": "o", "input": "dx", "weight": "df"}[name]
        assert all(written.startswith(f"{letter}_") for written in shown)
        if name != "output":
            assert {text(entry) for entry in shown.values() if entry} == {f"∂L/∂{written[1:]}" for written in shown}
            assert f"({letter}_" in "".join(part if isinstance(part, str) else text(part) for part in grid.label)


@pytest.mark.parametrize("spec", LAYERS.values(), ids=LAYERS)
def test_what_meets_is_what_is_multiplied(spec: symconv.ConvSpec) -> None:
    told = story(spec)
    for tensor, sliding in slides(told).items():
        picture = sliding.picture()
        assert picture.stops
        whole = not any(
            isinstance(cell.node, Dots) for grid in picture.grids for row in grid.matrix.rows for cell in row
        )
        for at in range(len(picture.stops)):
            if whole:
                assert met(picture, at) == terms(picture, at), (tensor, at)
            else:
                assert met(picture, at) <= terms(picture, at), (tensor, at)


@pytest.mark.parametrize("spec", LAYERS.values(), ids=LAYERS)
def test_the_result_fills_in_reading_order_and_ends_full(spec: symconv.ConvSpec) -> None:
    told = story(spec)
    picture = slides(told)["input"].picture()
    assert [stop.now for stop in picture.stops] == sorted({stop.now for stop in picture.stops})
    last = Picture(rows=picture.rows, stops=picture.stops, at=len(picture.stops) - 1).still()[0][-1]
    looks = [cell.look for row in last.matrix.rows for cell in row]
    assert "open" not in looks
    assert looks.count("now") == 1
    first = Picture(rows=picture.rows, stops=picture.stops).still()[0][-1]
    assert [cell.look for row in first.matrix.rows for cell in row].count("open") == len(looks) - 1


def test_zeros_are_written_the_same_and_told_apart() -> None:
    over = slides(story(LAYERS["classroom"]))["input"].picture().still()[0][0]
    zeros = [cell for row in over.matrix.rows for cell in row if cell.mark]
    assert {cell.node for cell in zeros} == {Number(0)}
    assert [sum(cell.mark == mark for cell in zeros) for mark in ("inserted", "padding")] == [5, 40]
    assert sum(cell.look == "window" for cell in zeros) == 5  # the window leaves every zero what it was


@pytest.mark.parametrize(
    ("over", "slides", "fills", "step", "worked"),
    [(9, 3, 4, 2, 1), (32, 5, 28, 1, 4), (32, 5, 28, 1, 27), (28, 5, 12, 2, 0), (28, 24, 5, 1, 2), (15, 8, 8, 1, 7)],
)
def test_a_part_holds_the_worked_place(over: int, slides: int, fills: int, step: int, worked: int) -> None:
    """Every window that is shown lies in what is shown, where the map says, and the worked one is among them."""
    shown = view(over, slides, fills, step, worked)
    assert worked in shown.fills
    assert list(shown.starts) == list(shown.fills)
    assert len(shown.over) <= max(WIDEST, over if over <= WIDEST else 0)
    for place, (start, size) in shown.starts.items():
        assert shown.over[start] == step * place
        assert start + size <= len(shown.over)


def test_a_frame_holds_its_cells() -> None:
    frame = Frame(row=1, column=2, rows=2, columns=1)
    assert [(r, c) for r in range(4) for c in range(4) if frame.holds(r, c)] == [(1, 2), (2, 2)]
