"""How the tensors of one layer are written: X and x_22 for the input, f_12^(0,1) for a filter with channels.

In code a tensor is named as PyTorch names it and an index is full (image and channel first). On paper the image and the
channel appear as an upper index, and only where there is more than one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from symconv.errors import InputError
from symconv.notation.tree import Node, Number, Partial, Symbol
from symconv.sizes import shown
from symconv.transposed import Layer

Index = tuple[int, ...]

DEFAULT_NAMES: Mapping[str, str] = MappingProxyType(
    {"input": "X", "weight": "F", "output": "O", "bias": "b", "loss": "L"}
)
UPSTREAM = "δ"
"""The letter of ∂L/∂O where a story is told."""

GREEK = "αβγδεζηθικλνξρτφχψω"
GRADIENT_OF = {"grad_output": "output", "grad_input": "input", "grad_weight": "weight", "grad_bias": "bias"}
LONGEST_NAME = 12

SIZES = frozenset("NMsdkper")
"""Letters that stand for sizes of a layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The notation of one derivation.

    Attributes:
        spec: the layer.
        names: code word → name on paper, for ``input, weight, output, bias, loss``; with ``grad_output`` the letter
            that stands for ∂L/∂O.
        index_base: 0 or 1, what the first entry is numbered.
        numbers: tensor → the number of its layer, where there are several; it is the first of the upper indices.
    """

    spec: Layer
    names: Mapping[str, str] = field(default_factory=lambda: DEFAULT_NAMES)
    index_base: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for word, name in self.names.items():
            _check_name(word, name)
        if len({name.lower() for name in self.names.values()}) < len(self.names):
            raise InputError(f"names must differ (also in lower case), got {dict(self.names)}")
        if self.index_base not in (0, 1):
            raise InputError(f"index base must be 0 or 1, got {shown(self.index_base)}")

    @property
    def loss(self) -> Symbol:
        """``L``."""
        return Symbol(self.names["loss"])

    def whole(self, tensor: str, lead: Index = ()) -> Node:
        """The tensor as one thing: ``X``, or ``∂L/∂O`` for ``grad_output`` where that has no letter.

        With ``lead``, its image and channel counted from 0, it is that channel: ``X^(0)``, or ``F^(1,0)``.
        """
        if tensor in GRADIENT_OF and not self.names.get(tensor):
            return Partial(self.loss, self.whole(GRADIENT_OF[tensor], lead))
        upper = self.upper(tensor, self.counted(lead))
        return Symbol(self.names[tensor], (), upper)

    def entry(self, tensor: str, index: Index) -> Node:
        """One entry: ``x_22``, ``δ_01``, or ``∂L/∂o_01`` for ``grad_output``; ``index`` is full and 0-based."""
        if tensor in GRADIENT_OF and not self.names.get(tensor):
            return Partial(self.loss, self.entry(GRADIENT_OF[tensor], index))
        numbers = self.counted(index)
        lead = 1 if tensor == "bias" else 2
        return Symbol(self.letter(tensor), numbers[lead:], self.upper(tensor, numbers[:lead]))

    def counted(self, index: Index) -> tuple[Node, ...]:
        """An index as it is written, counted from the base."""
        return tuple([_counted(place + self.index_base) for place in index])

    def letter(self, tensor: str) -> str:
        """The name of an entry: the tensor's in lower case."""
        return self.names[tensor].lower()

    def derivative(self, tensor: str) -> Node:
        """``∂L/∂O``, whether or not a letter stands for it."""
        return Partial(self.loss, self.whole(GRADIENT_OF[tensor]))

    def upper(self, tensor: str, lead: tuple[Node, ...]) -> tuple[Node, ...]:
        """Of the indices of layer, image and channel those that are written: none where there is one of each."""
        number = (_counted(self.numbers[tensor]),) if tensor in self.numbers else ()
        return *number, *(self._of_channels(tensor, lead) if lead else ())

    def _of_channels(self, tensor: str, lead: tuple[Node, ...]) -> tuple[Node, ...]:
        spec = self.spec
        if tensor == "weight":
            return lead if spec.in_channels > 1 or spec.out_channels > 1 else ()
        channels = spec.in_channels if tensor == "input" else spec.out_channels
        if tensor != "bias" and spec.batch > 1:
            return lead
        return lead[-1:] if channels > 1 else ()


def named(names: Mapping[str, str] | None) -> Mapping[str, str]:
    """The default names with some replaced; ``grad_output`` may be "" or ``fraction``: it is written ∂L/∂O then.

    Raises:
        InputError: a code word is not one of ``input, weight, output, bias, loss, grad_output``.
    """
    known = {**DEFAULT_NAMES, "grad_output": UPSTREAM}
    for word in names or {}:
        if word not in known:
            raise InputError(f"names are for {', '.join(known)}, got {shown(word)}")
    chosen = {**known, **(names or {})}
    if chosen["grad_output"] in ("", "fraction"):
        del chosen["grad_output"]
    return MappingProxyType(chosen)


@lru_cache(maxsize=1024)
def _counted(place: int) -> Number:
    return Number(place)


def _check_name(word: str, name: str) -> None:
    if isinstance(name, str) and name in SIZES:
        raise InputError(f"the name {name} for {word} is taken: it stands for a size of the layer")
    if word == "grad_output" and isinstance(name, str) and len(name) == 1 and name in GREEK:
        return
    if not (isinstance(name, str) and name.isascii() and name.isalpha() and len(name) <= LONGEST_NAME):
        raise InputError(f"the name for {word} must be 1 to {LONGEST_NAME} letters a-z, got {shown(name)}")
