"""What each statement, its judge and its letters are called, by the keys of the words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from symconv.lesson.blocks import Words
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.tree import Node, Partial, Symbol
from symconv.proof.theorem.indices import letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement in words.

    Attributes:
        title: key of its heading.
        words: key of the statement.
    """

    title: str
    words: str

    def __call__(self, say: Wording) -> Words:
        """The statement."""
        return say(self.words, **LETTERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How the side conditions were judged.

    Attributes:
        word: key of what may be said of one that passed.
        title: key of the heading of the table.
        how: key of the sentence that says what was done.
    """

    word: str
    title: str
    how: str


_s, _d, _j, _m, _a, _phase, _pad = map(letter, ("s", "d", "j", "m", "a", "φ", "p₋"))
UPSTREAM = Partial(Symbol("L"), Symbol("O"))
LETTERS: Mapping[str, Node] = MappingProxyType(
    {
        **{name: Symbol(name) for name in "DPRZCWY"},
        "g": UPSTREAM,
        "letter": Symbol("φ"),
        "phase": Writing().index(_s * _j + _phase - _pad),
        "place": Writing().index(_s * _m + _d * _a),
    }
)
"""What stands in the places of statements."""

SAYINGS: Mapping[str, Saying] = MappingProxyType(
    {
        "dilate-pad-flip": Saying(title="statement.dilate-pad-flip.title", words="statement.dilate-pad-flip"),
        "dilated-correlation": Saying(
            title="statement.dilated-correlation.title", words="statement.dilated-correlation"
        ),
        "upsample": Saying(title="statement.upsample.title", words="statement.upsample"),
        "upsample-weight": Saying(title="statement.upsample-weight.title", words="statement.upsample-weight"),
        "decimation": Saying(title="statement.decimation.title", words="statement.decimation"),
        "adjoint": Saying(title="statement.adjoint.title", words="statement.adjoint"),
        "matrix": Saying(title="statement.matrix.title", words="statement.matrix"),
        "transpose": Saying(title="statement.transpose.title", words="statement.transpose"),
        "polyphase": Saying(title="statement.polyphase.title", words="statement.polyphase"),
        "scatter": Saying(title="statement.scatter.title", words="statement.scatter"),
    }
)
"""Statement → what it says."""

JUDGED: Mapping[str, Judged] = MappingProxyType(
    {
        "proven": Judged(word="judged.proven", title="judged.proven.title", how="judged.proven.how"),
        "replayed": Judged(word="judged.replayed", title="judged.replayed.title", how="judged.replayed.how"),
    }
)
"""Word of a judge → how it is told."""


def judged(say: Wording, word: str) -> str:
    """``proven`` or ``replayed``."""
    return say.plain(JUDGED[word].word)
