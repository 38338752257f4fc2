"""What has no value on a layer, and how many steps a text may take until that is said of it."""

from dataclasses import dataclass


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


@dataclass(slots=True)
class Budget:
    """Steps that may still be spent on one text, so that no text can keep us busy for ever."""

    left: int = 1_500_000

    def spend(self, steps: int = 1) -> None:
        """Takes steps away.

        Raises:
            Unknown: there are none left.
        """
        self.left -= steps
        if self.left < 0:
            raise Unknown("the text takes too many steps to judge")
