"""What has no value on a layer, and how many steps a text may take until that is said of it."""

from dataclasses import dataclass, field


class Unknown(Exception):  # noqa: N818 - not an error: the formula says something that has no value here
    """Something in the formula has no value on this layer."""


class Uneven(Unknown):
    """One letter is used for two axes that differ on this layer."""


class Exchanged(Unknown):
    """An index counts the channels of another tensor than the text's own definition says."""


class Misfit(Unknown):
    """Matrices are multiplied that do not fit."""


class Sketchy(Unknown):
    """The formula leaves its indices out."""


NO_ENTRY = "the layer has no such entry"
NOT_JUDGED = "this is not judged of a transposed layer"
NOT_FOLDED = "this is not judged of a layer with folded padding"
UNLETTERED = "it has no letter for something that the text speaks of"
TOO_MUCH = "not judged: too much to compute"

COMPARISON = 250_000
"""Steps for one statement on one layer; a hundred thousand are about a second."""
STATEMENT = 500_000
"""Steps for one statement on all layers and in all readings."""
TEXT = 2_000_000
"""Steps for one text."""


@dataclass(slots=True)
class Budget:
    """Steps that may still be spent on one text, so that no text can keep us busy for ever.

    Each statement has a share of its own, so that what is said of one does not depend on the others.

    Attributes:
        left: steps left for the text.
        shares: offset of a statement → steps left for it, where some were spent.
    """

    left: int = TEXT
    shares: dict[int, int] = field(default_factory=dict)

    def spend(self, steps: int = 1) -> None:
        """Takes steps away.

        Raises:
            Unknown: there are none left.
        """
        self.left -= steps
        if self.left < 0:
            raise Unknown(TOO_MUCH)

    def share(self, statement: int) -> int:
        """Steps left for the statement at an offset."""
        return min(self.left, self.shares.get(statement, STATEMENT))

    def charge(self, statement: int, steps: int) -> None:
        """Takes steps away that were spent on the statement at an offset."""
        self.shares[statement] = max(self.shares.get(statement, STATEMENT) - steps, 0)
        self.left = max(self.left - steps, 0)
