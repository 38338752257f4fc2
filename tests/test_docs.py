"""The pages in docs/ that are made from the program say what the program says now."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def _made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("made", DOCS / "made.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES: dict[str, str] = _made().pages()


@pytest.mark.parametrize("path", PAGES)
def test_what_is_made_is_fresh(path: str) -> None:
    """``python docs/made.py`` makes them anew."""
    assert (DOCS / path).read_text(encoding="utf-8") == PAGES[path]


def test_no_command_is_left_out_and_no_page_left_over() -> None:
    assert {path.name for path in (DOCS / "commands").iterdir()} == {Path(path).name for path in PAGES if "/" in path}
