"""JSON as it is printed, whatever is told in it."""

VERSION = 1
"""Of what is printed."""


def dumps(value: object) -> str:
    """JSON text on one line, with its line end."""
    import json  # loaded only where it is needed

    return json.dumps(value) + "\n"
