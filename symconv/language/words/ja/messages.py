"""x."""

MESSAGES: dict[str, str] = {}
MISTAKES: dict[str, tuple[str, str, str]] = {}
