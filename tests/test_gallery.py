"""The gallery in output/ is what its commands make now."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MADE = dict(re.findall(r"\[(.*?)\]\(.*?\) \| `(.*?)`", (ROOT / "output/README.md").read_text(encoding="utf-8")))
TEXTS = [name for name in MADE if not name.endswith((".pdf", ".png"))]


@pytest.fixture
def made(tmp_path: Path, run: Callable) -> Callable[[str], Path]:
    """Makes a file of the gallery anew, elsewhere."""
    (tmp_path / "output").mkdir()
    (tmp_path / "tests").symlink_to(ROOT / "tests")

    def make(name: str) -> Path:
        ended = run(*shlex.split(MADE[name])[1:], cwd=tmp_path)
        assert (ended.stderr.removeprefix("checking\n"), ended.returncode) == ("", 1 if " check " in MADE[name] else 0)
        return tmp_path / "output" / name

    return make


def test_the_gallery_is_whole() -> None:
    kept = {path.name for path in (ROOT / "output").iterdir()}
    assert {*MADE, "README.md"} <= kept
    assert len(MADE) == 10


def settled(written: bytes) -> bytes:
    """A file with its fractions cut: since 3.12 Python adds up floats more exactly."""
    return re.sub(rb"\d+\.\d+", lambda found: b"%.3f" % float(found.group()), written)


@pytest.mark.parametrize("name", TEXTS)
def test_texts_are_fresh(name: str, made: Callable[[str], Path]) -> None:
    assert settled(made(name).read_bytes()) == settled((ROOT / "output" / name).read_bytes())


def test_the_pdf_says_what_it_would_say_now(made: Callable[[str], Path], program: Callable[[str], str]) -> None:
    """Its words and their places; another release of Typst may write other bytes."""
    pytest.importorskip("typst", reason="needs typst")
    pdftotext = program("pdftotext")
    said = [
        subprocess.run([pdftotext, "-layout", path, "-"], capture_output=True, check=True).stdout
        for path in (made("lecture.pdf"), ROOT / "output/lecture.pdf")
    ]
    assert said[0] == said[1]


def test_the_picture_shows_its_page(tmp_path: Path, program: Callable[[str], str]) -> None:
    """Pixels may differ a little between releases of the program that draws them."""
    image = pytest.importorskip("PIL.Image", reason="needs Pillow")
    chops = pytest.importorskip("PIL.ImageChops", reason="needs Pillow")
    _, *options, source, _ = shlex.split(MADE["slide.png"])
    subprocess.run([program("pdftoppm"), *options, ROOT / source, tmp_path / "slide"], check=True)
    one, other = (image.open(path).convert("L") for path in (tmp_path / "slide.png", ROOT / "output/slide.png"))
    assert one.size == other.size
    histogram = chops.difference(one, other).histogram()
    assert sum(histogram[64:]) < 0.01 * sum(histogram)


@contextmanager
def _address(source: str) -> Iterator[str]:
    """Where a page stands: a file of the gallery, or a live page that is served for it."""
    if not source.startswith("http"):
        yield str(ROOT / source)
        return
    command = [sys.executable, "-m", "symconv", "serve", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"{server.stdout.readline().strip()}#{source.partition('#')[2]}"
        finally:
            server.terminate()


@pytest.mark.parametrize("name", [name for name, command in MADE.items() if command.startswith("chromium")])
def test_a_picture_of_a_page_shows_it(name: str, tmp_path: Path, program: Callable[[str], str]) -> None:
    """Seen from afar: fonts differ from machine to machine."""
    image = pytest.importorskip("PIL.Image", reason="needs Pillow")
    _, *options, _, source = shlex.split(MADE[name])
    with _address(source) as page:
        command = [program("chromium"), "--no-sandbox", *options, f"--screenshot={tmp_path / name}", page]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    one, other = (image.open(path).convert("L") for path in (tmp_path / name, ROOT / "output" / name))
    assert one.size == other.size
    afar = [list(picture.resize((24, 18)).tobytes()) for picture in (one, other)]
    assert sum(abs(a - b) for a, b in zip(*afar, strict=True)) / len(afar[0]) < 10
