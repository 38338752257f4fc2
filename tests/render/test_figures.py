"""Figures on their own: well-formed SVG that shows and says everything, TikZ that compiles."""

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

import symconv
from symconv.errors import InputError

MOTION = r"@media \(prefers-reduced-motion: no-preference\) \{(.*?)\n\}\n"
SPACE = "{http://www.w3.org/2000/svg}"
LAYERS = {
    "classroom": symconv.ConvSpec.of(stride=2),
    "signal": symconv.ConvSpec.of(input_size=7, kernel_size=2, stride=3),
    "dilated": symconv.ConvSpec.of(input_size=(9, 8), kernel_size=(3, 2), stride=2, dilation=2, padding=1),
    "channels": symconv.ConvSpec.of(stride=2, in_channels=2, out_channels=2),
    "volume": symconv.ConvSpec.of(input_size=(4, 4, 4), kernel_size=2, stride=2),
    "large": symconv.ConvSpec.of(input_size=(28, 28), kernel_size=5, stride=2),
}
FIGURES = ("forward", "dilate", "pad", "flip", "slide", "filter")


@pytest.fixture(scope="module", params=LAYERS)
def derivation(request: pytest.FixtureRequest) -> symconv.Derivation:
    return symconv.derive(LAYERS[request.param])


def svg(derivation: symconv.Derivation, figure: str, **options: object) -> ElementTree.Element:
    return ElementTree.fromstring(derivation.to_document("svg", figure=figure, **options))  # noqa: S314 - our own


def cells(figure: ElementTree.Element) -> list[str]:
    """The texts of cells, scripts behind their letters."""
    return ["".join(text.itertext()) for text in figure.iter(f"{SPACE}text") if text.get("class") == "cell"]


@pytest.mark.parametrize("name", FIGURES)
def test_everything_lies_inside_and_is_said(derivation: symconv.Derivation, name: str) -> None:
    figure = svg(derivation, name)
    _, _, width, height = map(float, figure.get("viewBox", "").split())
    boxes = [rect for rect in figure.iter(f"{SPACE}rect") if rect.get("x")]
    assert boxes
    for rect in boxes:
        x, y, wide, high = (float(rect.get(key, "")) for key in ("x", "y", "width", "height"))
        assert x >= 0 <= y
        assert x + wide <= width
        assert y + high <= height
    assert figure.get("role") == "img"
    title, said = (figure.find(f"{SPACE}{tag}") for tag in ("title", "desc"))
    assert title is not None
    assert title.text == name
    assert said is not None
    assert said.text
    for entry in cells(figure):  # without the signs that only set scripts apart, every entry is said
        assert entry in ("", "⋯", "⋮", "⋱") or entry in re.sub(r"[_^{}]", "", said.text)


def test_the_prepared_map_is_the_classroom_s() -> None:
    """The dilated 2×2 map in its 3×3 place, and the 7×7 one with two zeros of padding on each side."""
    figure = svg(symconv.derive(LAYERS["classroom"]), "pad")
    dilated = ["δ00", "0", "δ01", "0", "0", "0", "δ10", "0", "δ11"]
    padded = ["0"] * 14
    for row in (dilated[:3], dilated[3:6], dilated[6:]):
        padded += ["0", "0", *row, "0", "0"]
    assert cells(figure) == dilated + padded + ["0"] * 14
    kinds = [rect.get("class") for rect in figure.iter(f"{SPACE}rect") if rect.get("x")]
    assert (kinds.count("grad_output"), kinds.count("inserted"), kinds.count("padding")) == (8, 10, 40)


def test_moving_is_asked_for_and_ends_with_everything(derivation: symconv.Derivation) -> None:
    still, moving = (derivation.to_document("svg", figure="flip", animate=animate) for animate in (False, True))
    assert "animation" not in still
    assert "infinite" not in moving
    motion = re.search(MOTION, moving, re.DOTALL)
    assert motion
    assert "from { opacity: 0 }" in motion[1]
    assert "animation" not in moving.replace(motion[0], "")
    assert moving.replace(motion[0], "") == still


def test_a_window_slides_over_every_place_and_rests_at_the_last() -> None:
    """Nine outputs of kernel 3, stride 2 on 7x7: the window moves 2 cells of 34 pixels at a time, and ends in place."""
    derivation = symconv.derive(symconv.ConvSpec.of(input_size=(7, 7), stride=2))
    moving = str(derivation.to_document("svg", figure="forward", animate=True))
    motion = re.search(MOTION, moving, re.DOTALL)
    assert motion
    over = re.search(r"@keyframes over \{ (.*) \}\n", motion[1])
    assert over
    moves = re.findall(r"translate\(calc\((-?\d+) \* var\(--wide\)\), (-?\d+)px\)", over[1])
    assert moves == [(str(2 * n - 4), str(34 * (2 * m - 4))) for m in range(3) for n in range(3)]
    assert over[1].endswith("100% { transform: none }")
    assert moving.count('class="glass moves moves-over"') == 1
    filled = [int(at) for at in re.findall(r'style="--at: (\d+)"', moving)]
    assert filled == list(range(9))


@pytest.mark.parametrize("kind", ["gif", "apng", "webp"])
def test_a_moving_picture_has_a_frame_for_each_place(kind: str) -> None:
    pytest.importorskip("typst", reason="needs typst")
    image = pytest.importorskip("PIL.Image", reason="needs Pillow")
    made = symconv.derive(LAYERS["signal"]).to_document(kind, figure="slide")
    with image.open(BytesIO(made)) as opened:
        assert opened.n_frames == 7
        assert opened.info["loop"] == 0


def test_themes() -> None:
    derivation = symconv.derive(LAYERS["classroom"])
    auto, light, dark = (derivation.to_document("svg", theme=theme) for theme in ("auto", "light", "dark"))
    assert "prefers-color-scheme" in auto
    assert "prefers-color-scheme" not in light + dark
    assert ".paper { fill: #ffffff }" in light
    assert ".paper { fill: #161616 }" in dark


def test_what_there_is_not() -> None:
    derivation = symconv.derive(symconv.ConvSpec.of(stride=1))
    with pytest.raises(InputError, match="the stride is 1"):
        derivation.to_document("svg", figure="dilate")
    with pytest.raises(InputError, match="figure must be one of forward, dilate"):
        derivation.to_document("tikz", figure="loop")
    with pytest.raises(InputError, match="figure is for svg, tikz, gif, apng, webp; the format is text"):
        derivation.to_document(figure="pad")
    with pytest.raises(InputError, match="animate is for svg; the format is tikz"):
        derivation.to_document("tikz", animate=True)


def test_tikz_compiles(derivation: symconv.Derivation, program: Callable[[str], str], tmp_path: Path) -> None:
    names = [name for name in FIGURES if name != "dilate" or derivation.spec.stride[0] > 1]
    for name in names:
        tikz = derivation.to_document("tikz", figure=name)
        (tmp_path / f"{name}.tex").write_text(tikz, encoding="utf-8")
    body = "\n\n".join(rf"\input{{{name}}}" for name in names)
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage[margin=2cm]{geometry}\\usepackage{amsmath,graphicx,xcolor,tikz}"
        f"\\usetikzlibrary{{matrix,patterns}}\\begin{{document}}\n{body}\n\\end{{document}}",
        encoding="utf-8",
    )
    command = [program("pdflatex"), "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    log = (tmp_path / "paper.log").read_text(encoding="utf-8", errors="replace")
    assert finished.returncode == 0, log[-2000:]
    assert "Missing character" not in log


def test_moving_pictures_have_the_colours_of_the_figure_and_are_small() -> None:
    pytest.importorskip("typst", reason="needs typst")
    image = pytest.importorskip("PIL.Image", reason="needs Pillow")
    derivation = symconv.derive(LAYERS["classroom"])
    for kind, most in (("gif", 200_000), ("apng", 330_000), ("webp", 330_000)):
        made = derivation.to_document(kind, figure="slide")
        assert len(made) < most
        with image.open(BytesIO(made)) as opened:
            opened.seek(opened.n_frames - 1)
            colours = {colour for _, colour in opened.convert("RGB").getcolors(1 << 20)}
        assert {(255, 255, 255), (253, 235, 221), (228, 243, 230)} <= colours
