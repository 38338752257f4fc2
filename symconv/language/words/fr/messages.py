"""What ``check`` says in the middle of its work, by its English."""

MESSAGES: dict[str, str] = {}
