"""What came of a call: arrays, or a failure."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from symconv.foreign.refusals import refused
from symconv.foreign.stages import stage_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One array that came back.

    Attributes:
        shape: its shape.
        dtype: its type, as NumPy names it.
        values: its entries, row by row, as floats; None where there are too many, or they are complex.
    """

    shape: tuple[int, ...]
    dtype: str
    values: "np.ndarray[Any, Any] | None"

    def same(self, other: "Leaf") -> bool:
        """Whether both hold the same numbers."""
        return self.shape == other.shape and self.values is not None and np.array_equal(self.values, other.values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A call that came back.

    Attributes:
        leaves: expression → array.
        changed: roles of arguments that are no longer what they were.
    """

    leaves: Mapping[str, Leaf]
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A call that did not.

    Attributes:
        kind: ``raised, refused, exited, memory, late, crashed`` or ``ended``; refused is raised on purpose.
        text: what is known of it.
        line: the line of the foreign file, where it is known.
        stage: how far it came (see :mod:`stages`).
    """

    kind: str
    text: str
    line: int | None = None
    stage: int = 0

    @property
    def fatal(self) -> bool:
        """Whether the process was lost with it."""
        return self.kind in ("late", "crashed", "ended")


LONGEST = 300
"""Characters kept of what an error says."""

Outcome = Returned | Failure

GARBLED = Failure(kind="ended", text="it wrote where the answers of its process are read")


def received(answer: Mapping[str, Any]) -> Outcome:
    """The outcome that ``calls.outcome`` wrote; a failure where the foreign code wrote something else."""
    try:
        if "failed" in answer:
            kind, text, line, *stage = answer["failed"]
            return Failure(kind=str(kind), text=str(text), line=line, stage=int(*stage))
        return Returned(
            leaves={str(path): _leaf(*rest) for path, *rest in answer["leaves"]},
            changed=tuple(map(str, answer["changed"])),
        )
    except (ValueError, TypeError, KeyError, OverflowError):
        return GARBLED


def _leaf(shape: Any, dtype: Any, flat: Any) -> Leaf:
    values = None if flat is None else np.array(flat, dtype=float)
    sizes = tuple(int(n) for n in shape)
    if values is not None and values.size != np.prod(sizes, dtype=int):
        raise ValueError("an array of another size")
    return Leaf(shape=sizes, dtype=str(dtype), values=values)


def failure(error: BaseException, file: str) -> list[Any]:
    """``[kind, text, line in the foreign file, stage]``."""
    kinds = {SystemExit: "exited", MemoryError: "memory"}
    kind = next((name for one, name in kinds.items() if isinstance(error, one)), "raised")
    kind = "refused" if kind == "raised" and refused(error) else kind
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    try:
        said = str(error)
    except BaseException:  # an error of theirs that cannot even be written
        said = ""
    said = " ".join(said.encode("utf-8", "replace").decode().split())[:LONGEST]
    line = frames[-1].lineno if frames else getattr(error, "lineno", None)
    text = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return [kind, text, line if isinstance(line, int) else None, stage_of(error)]
