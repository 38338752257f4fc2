"""Light, dark, as the reader's machine is set, or a style sheet of the user's own."""

from pathlib import Path

from symconv.errors import InputError
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
    try:
        style = Path(theme).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise InputError(f"cannot read theme {shown(theme)}: {reason}") from error
    return "auto", style.replace("</", r"<\/")
