"""The table of misconceptions: each bends a belief, in one or a few ways, and is told in two sentences.

A new misconception is one function in ``benders.py`` and one row in ``bending.py``, ``seen.py``, ``coded.py`` or
``exchanged.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from symconv.check.mistakes.benders import Bender
from symconv.check.mistakes.bending import BENDING
from symconv.check.mistakes.coded import CODED
from symconv.check.mistakes.exchanged import EXCHANGED
from symconv.check.mistakes.seen import SEEN
from symconv.check.mistakes.taught import TAUGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One way of being wrong.

    Attributes:
        id: its stable name.
        title: what it is.
        explanation: two sentences: what was probably thought, and what is right.
        question: what to ask a student instead.
        taught: the heading in the lesson under which it is taught.
        bends: the wrong gradients it leads to; None where it is seen from the terms or sizes.
    """

    id: str
    title: str
    explanation: str
    question: str
    taught: str
    bends: Bender | None = None


MISTAKES: Mapping[str, Mistake] = MappingProxyType(
    {
        id_: Mistake(id=id_, title=title, explanation=explanation, question=question, taught=TAUGHT[id_], bends=bends)
        for id_, title, bends, explanation, question in (*BENDING, *SEEN, *CODED, *EXCHANGED)
    }
)
"""Id → mistake, the simplest first."""
