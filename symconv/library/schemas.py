"""The JSON that commands print, as schemas (draft 2020-12)."""

from symconv.errors import InputError
from symconv.sizes import shown

PRINTING = ("derive", "derive-then", "check", "prove")
"""Commands whose JSON has a schema; with ``--then`` a derivation has one of its own."""


def schema(command: str) -> str:
    """The JSON schema of what ``symconv <command> --format json`` prints.

    Raises:
        InputError: the command prints none.
    """
    if command not in PRINTING:
        raise InputError(f"there are schemas of {', '.join(PRINTING)}, got {shown(command)}")
    from symconv.render.shipped import shipped  # Jinja is loaded only where it is needed

    return shipped("schema", f"{command}.json")
