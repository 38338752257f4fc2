"""Light, dark, as the reader's machine is set, or a style sheet of the user's own."""

from pathlib import Path

from symconv.errors import InputError
from symconv.files.reading import plain_text
from symconv.sizes import shown

THEMES = ("auto", "light", "dark")


def themed(theme: str) -> tuple[str, str]:
    """The name of a theme and a style sheet that is added to the page's own, safe inside ``<style>``.

    Raises:
        InputError: the theme is no name and no style sheet that can be read.
    """
    if theme in THEMES:
        return theme, ""
    if not theme.lower().endswith(".css"):
        raise InputError(f"theme must be {', '.join(THEMES)} or a .css file, got {shown(theme)}")
    style = plain_text(Path(theme), f"theme {shown(theme)}")
    return "auto", style.replace("</", r"<\/")
