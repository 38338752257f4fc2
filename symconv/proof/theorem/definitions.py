"""Names for arrays that are made from others, such as D for the dilated ∂L/∂O."""

from dataclasses import dataclass

from symconv.proof.theorem.indices import Index, Letter
from symconv.proof.theorem.terms import Entry, RejectedError, Term, put


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """``array_index = term`` for all values of the letters.

    Attributes:
        array: the name.
        index: the letters of the index.
        upper: the letters of image and channel.
        term: what an entry stands for.
    """

    array: str
    index: tuple[Letter, ...]
    upper: tuple[Letter, ...] = ()
    term: Term

    @property
    def entry(self) -> Entry:
        """The left side."""
        index, upper = (tuple(Index((((name,), 1),)) for name in names) for names in (self.index, self.upper))
        return Entry(self.array, index, upper)

    def at(self, index: tuple[Index, ...], upper: tuple[Index, ...] = ()) -> Term:
        """The right side at an index.

        Raises:
            RejectedError: the index has another number of parts.
        """
        if (len(index), len(upper)) != (len(self.index), len(self.upper)):
            raise RejectedError(f"{self.array} has another number of indices")
        return put(self.term, dict(zip((*self.index, *self.upper), (*index, *upper), strict=True)))
