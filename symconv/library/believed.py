"""The gradients that common mistakes lead to, for those who ask about them and may not know the checker."""

from symconv.algebra.chain_rule import Gradients
from symconv.algebra.polynomial import NormalForm
from symconv.algebra.tensors import Index
from symconv.check.mistakes import MISTAKES
from symconv.check.mistakes.bent import straight
from symconv.lesson.deck.lecture import Believed


def believed_of(found: Gradients) -> Believed:
    """What each mistake of ``symconv check`` makes of an entry."""
    truth = straight(found.alphabet.spec.form)

    def believed(mistake: str, tensor: str, index: Index) -> NormalForm | None:
        bends = MISTAKES[mistake].bends
        bent = next(bends(truth), None) if bends else None
        return bent.entry(found.alphabet, tensor, index) if bent else None

    return believed
