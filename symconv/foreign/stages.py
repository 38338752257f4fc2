"""How far a call came before it failed: an object is built, its forward pass runs, then its backward pass."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

BUILDING, FORWARD, BACKWARD = range(3)


@contextmanager
def reached(stage: int) -> Iterator[None]:
    """Marks what is raised inside with the stage."""
    try:
        yield
    except BaseException as error:
        with suppress(Exception):  # an error of theirs may not let itself be marked
            error._stage = stage  # type: ignore[attr-defined]
        raise


def stage_of(error: BaseException) -> int:
    """The stage that an error was marked with."""
    stage = getattr(error, "_stage", BUILDING)
    return stage if isinstance(stage, int) else BUILDING
