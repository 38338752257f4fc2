"""The gradients that common mistakes lead to, for those who ask about them and may not know the checker."""

from functools import cache

from symconv.algebra.chain_rule import Gradients
from symconv.algebra.polynomial import NormalForm, collected
from symconv.algebra.tensors import Alphabet, Index
from symconv.check.mistakes import MISTAKES
from symconv.check.mistakes.bent import Belief, straight
from symconv.check.mistakes.exchanged import FOREMOST
from symconv.lesson.deck.lecture import Believed
from symconv.spec import positions
from symconv.transposed import TransposedSpec


def believed_of(found: Gradients) -> Believed:
    """What each mistake of ``symconv check`` makes of an entry; of a transposed layer also of its output's."""
    layer = found.alphabet.spec
    truth = straight(layer.form)
    painted = _Painted(found.alphabet) if isinstance(layer, TransposedSpec) else None

    def believed(mistake: str, claim: str, index: Index) -> NormalForm | None:
        bends = MISTAKES[mistake].bends or FOREMOST.get(mistake)
        bent = next(bends(truth), None) if bends else None
        if bent is None:
            return None
        return painted.entry(bent, claim, index) if painted else bent.entry(found.alphabet, claim, index)

    return believed


class _Painted:
    """Beliefs about a transposed layer: those about its form, read with X and G in each other's place.

    The form's ∂L/∂X is the layer's O, and a product x·g in the form's ∂L/∂f_a is one of the layer's, as g·x. What the
    layer's ∂L/∂x_m is said to be follows: f_a times g for every product in which x_m stands.
    """

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet, self._form = alphabet, Alphabet(alphabet.spec.form)
        self._weights = cache(self._products)

    def entry(self, belief: Belief, claim: str, index: Index) -> NormalForm:
        """One entry of ``output``, ``grad_input`` or ``grad_weight`` as it is believed to be."""
        if claim != "grad_input":
            own = "grad_input" if claim == "output" else claim
            return self._read(belief.entry(self._form, own, index))
        rank = self._alphabet.rank("input", index)
        return collected(
            [
                (times, tuple(sorted((weight, *(other for other in ranks if other != rank)))))
                for weight, form in self._weights(belief)
                for ranks, times in form.items()
                if rank in ranks
            ]
        )

    def _products(self, belief: Belief) -> list[tuple[int, NormalForm]]:
        weights = positions(self._alphabet.shapes["weight"])
        return [(self._alphabet.rank("weight", tap), self.entry(belief, "grad_weight", tap)) for tap in weights]

    def _read(self, form: NormalForm) -> NormalForm:
        """The layer's polynomial where this is its form's."""
        exchanged = {"input": "grad_output", "grad_output": "input", "weight": "weight"}

        def own(rank: int) -> int:
            tensor, index = self._form.entry(rank)
            return self._alphabet.rank(exchanged[tensor], index)

        return collected([(times, tuple(sorted(map(own, ranks)))) for ranks, times in form.items()])
