"""Files that are passed on as they are."""

from pathlib import Path

from symconv.render.markup import SHIPPED


def shipped(folder: str, name: str) -> str:
    """The text of a file in a folder of the templates."""
    found: Path = next(path for root in SHIPPED if (path := root / folder / name).is_file())
    return found.read_text(encoding="utf-8")
