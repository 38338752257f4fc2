"""How wide words are on a terminal: signs of Chinese and Japanese take two columns."""

from unicodedata import combining, east_asian_width


def width(text: str) -> int:
    """Columns of a text."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(sign) else 2 if is_wide(sign) else 1 for sign in text)


def is_wide(sign: str) -> bool:
    """Whether a sign takes two columns."""
    return east_asian_width(sign) in "WF"


def padded(text: str, columns: int) -> str:
    """The text, filled up with spaces to so many columns."""
    return text + " " * (columns - width(text))
