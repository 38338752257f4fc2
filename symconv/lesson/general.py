"""The general statements of one layer: its relation and its sums, with letters for indices.

Letters are chosen so that none is also the name of a tensor: with a bias b, a filter entry is f_ac.
"""

from dataclasses import dataclass
from functools import cached_property

from symconv.axis import Axis
from symconv.notation.paper import GRADIENT_OF, Paper
from symconv.notation.tree import (
    BigSum,
    Equation,
    Floor,
    Fraction,
    Node,
    Number,
    Partial,
    Product,
    Sum,
    Symbol,
)
from symconv.spec import ConvSpec

WISHES = {"input": "ijl", "weight": "abc", "output": "mnq", "image": "t", "out": "u", "in": "v", "read": "w", "z": "z"}
SPARE = "acghijlmnqtuvwxyz"
"""Letters that stand for no size."""

Nodes = tuple[Node, ...]
Symbols = tuple[Symbol, ...]


@dataclass(frozen=True)
class General:
    """Writes what holds for every entry of one layer, on its paper.

    Letters belong to the places of the form: what stands in X counts with i, j, what stands in G with m, n. Of a
    transposed layer these are the output and the input.
    """

    paper: Paper

    @property
    def form(self) -> ConvSpec:
        """The layer's form."""
        return self.paper.spec.form

    @cached_property
    def letters(self) -> dict[str, Symbols]:
        """What counts along the form's X, F and G; images, output channels, input channels, channels of X; and z."""
        spec = self.paper.spec
        names = {name for name in self.paper.names if name != "loss" and (name != "bias" or spec.bias)}
        taken = {self.paper.letter(name) for name in names}
        chosen = {}
        for what, wishes in WISHES.items():
            letters = []
            for wish in wishes:
                letter = next(letter for letter in wish + SPARE if letter not in taken)
                taken.add(letter)
                letters.append(letter)
            chosen[what] = self._along(sorted(letters)) if len(wishes) > 1 else (Symbol(letters[0]),)
        return chosen

    def _along(self, letters: list[str]) -> Symbols:
        axes, base = len(self.paper.spec.input_size), self.paper.index_base
        if axes <= len(letters):
            return tuple(map(Symbol, letters[:axes]))
        return tuple(Symbol(letters[0], (Number(axis + base),)) for axis in range(axes))

    def entry(self, tensor: str, place: Nodes | None = None, channel: Node | None = None) -> Symbol:
        """``x_ij``; other spatial indices and another channel of X may be given."""
        paper, (image,), first = self.paper, self.letters["image"], Number(self.paper.index_base)
        out: Node = self.letters["out"][0] if self.form.out_channels > 1 else first
        own = channel or self.own_channel if self._stands_in_x(tensor) else out
        if tensor == "weight":
            (inner,) = self.letters["in"]
            lead: Nodes = (out, inner if self.width > 1 else first)
        else:
            lead = (own,) if tensor == "bias" else (image, own)
        index: Nodes = () if tensor == "bias" else place or self.letters[self._counted_by(tensor)]
        return Symbol(paper.letter(tensor), index, paper.upper(tensor, lead))

    def _stands_in_x(self, tensor: str) -> bool:
        """Whether a tensor, or what it belongs to, stands in the form's X; the bias belongs to the output."""
        return {"bias": "output"}.get(tensor, GRADIENT_OF.get(tensor, tensor)) == self.paper.spec.slots[0]

    def _counted_by(self, tensor: str) -> str:
        """Whose letters count a tensor's entries."""
        return "weight" if tensor == "weight" else "input" if self._stands_in_x(tensor) else "output"

    def held(self, tensor: str, place: Nodes | None = None, channel: Node | None = None) -> Node:
        """What stands in the form for a tensor: ``x_ij``; for the output ``δ_mn``, or ``∂L/∂o_mn`` without a letter."""
        if tensor == "input":
            return self.entry("input", place, channel)
        if self.paper.names.get("grad_output"):
            return self.entry("grad_output", place, channel)
        return Partial(self.paper.loss, self.entry("output", place, channel))

    def upstream(self) -> Node:
        """``δ_mn``, or ``∂L/∂o_mn`` where it has no letter."""
        return self.held("output")

    def gradient(self, tensor: str) -> Partial:
        """``∂L/∂x_ij``."""
        return Partial(self.paper.loss, self.entry(GRADIENT_OF.get(tensor, tensor)))

    @property
    def width(self) -> int:
        """Channels of X that one filter reads."""
        return self.form.weight_shape[1]

    @property
    def own_channel(self) -> Node:
        """The letter of a channel of X: v, or with groups w, which is not the filter's v."""
        if self.form.in_channels == 1:
            return Number(self.paper.index_base)
        return self.letters["read" if self.form.groups > 1 else "in"][0]

    @property
    def read_channel(self) -> Node:
        """The channel of X that filter (u, v) reads: v, or with groups ``⌊u/U⌋·V + v`` (counting from 0)."""
        spec, base = self.form, self.paper.index_base
        (out,), (inner,) = self.letters["out"], self.letters["in"]
        if spec.groups == 1:
            return self.own_channel
        share = spec.out_channels // spec.groups
        if share == 1 and self.width == 1:
            return out
        counted = Sum((out, Number(-base))) if base else out
        group: Node = counted if share == 1 else Floor(Fraction(counted, Number(share)))
        if self.width == 1:
            return Sum((group, Number(base))) if base else group
        return Sum((Product((Number(self.width), group)), inner))

    @property
    def places(self) -> Nodes:
        """``2m+a, 2n+b``: where an output meets a filter entry, along each axis."""
        letters = zip(self.paper.spec.axes, self.letters["output"], self.letters["weight"], strict=True)
        return tuple(position(axis, m, a, self.paper.index_base) for axis, m, a in letters)

    @property
    def relation(self) -> tuple[Equation, ...]:
        """``i = 2m + a`` along each axis."""
        pairs = zip(self.letters["input"], self.places, strict=True)
        return tuple(Equation((i, place)) for i, place in pairs)

    def output(self) -> Equation:
        """``o_mn = Σ_ab x_{2m+a,2n+b} f_ab (+ b)``; transposed ``o_ij = Σ_{2m+a=i, 2n+b=j} x_mn f_ab (+ b)``."""
        total: Node = self._back() if self._stands_in_x("output") else self._forth()
        if self.paper.spec.bias:
            total = Sum((total, self.entry("bias")))
        return Equation((self.entry("output"), total))

    def grad_weight(self) -> tuple[Equation, Equation]:
        """``∂o_mn/∂f_ab = x_{2m+a,2n+b}``, and the chain rule with it."""
        read = {self.paper.spec.slots[0]: (self.places, self.read_channel)}
        output, known = (self.entry(tensor, *read.get(tensor, ())) for tensor in ("output", "input"))
        local = Partial(output, self.entry("weight"))
        chain = BigSum(self._meeting, Product((Partial(self.paper.loss, output), local)))
        carried_out = BigSum(self._meeting, Product((self.held("output", *read.get("output", ())), known)))
        return Equation((local, known)), Equation((self.gradient("weight"), chain, carried_out))

    def grad_bias(self) -> Equation:
        """``∂L/∂b = Σ_mn ∂L/∂o_mn``."""
        images = self.letters["image"] if self.paper.spec.batch > 1 else ()
        outputs = (*images, *self.letters[self._counted_by("output")])
        return Equation((self.gradient("bias"), BigSum(outputs, self.upstream())))

    def chain(self, entry: Node) -> BigSum:
        """``Σ_mn ∂L/∂o_mn ∂o_mn/∂x``: what the loss feels of an entry of X through all outputs."""
        channel = self.own_channel if self._stands_in_x("output") else self.letters["out"][0]
        outs = (channel,) if self.paper.spec.out_channels > 1 else ()
        links = Product((self.gradient("output"), Partial(self.entry("output"), entry)))
        return BigSum((*outs, *self.letters[self._counted_by("output")]), links)

    def grad_input(self) -> Equation:
        """The chain rule, and the sum over everything that meets ``x_ij``."""
        carried_out = self._back() if self._stands_in_x("input") else self._forth()
        return Equation((self.gradient("input"), self.chain(self.entry("input")), carried_out))

    def _forth(self) -> BigSum:
        """What the form makes in G: ``Σ_ab x_{2m+a,2n+b} f_ab``."""
        taps = (*(self.letters["in"] if self.width > 1 else ()), *self.letters["weight"])
        read = self.held(self.paper.spec.slots[0], self.places, self.read_channel)
        return BigSum(taps, Product((read, self.entry("weight"))))

    def _back(self) -> BigSum:
        """What it makes in X, of everything that meets there: ``Σ_{2m+a=i, 2n+b=j} g_mn f_ab``."""
        outs = self.letters["out"] if self.form.out_channels > 1 else ()
        meets: Nodes = tuple(Equation((place, i)) for i, place in (equation.sides for equation in self.relation))
        channels = outs if self.form.groups == 1 else (Equation((self.read_channel, self.own_channel)),)
        given = self.held(self.paper.spec.slots[1])
        return BigSum((*channels, *meets), Product((given, self.entry("weight"))))

    @property
    def _meeting(self) -> Nodes:
        """What counts the entries of one channel in G."""
        return (*(self.letters["image"] if self.paper.spec.batch > 1 else ()), *self.letters["output"])


def position(axis: Axis, output: Node, tap: Node, index_base: int) -> Node:
    """The relation ``s·m + d·a − p₋`` for indices that count from ``index_base``, with 1· and +0 left out."""
    offset = axis.position(0, 0) + index_base * (1 - axis.stride - axis.dilation)
    parts = [_times(axis.stride, output), _times(axis.dilation, tap), *([Number(offset)] if offset else [])]
    return Sum(tuple(parts))


def _times(factor: int, node: Node) -> Node:
    return node if factor == 1 else Product((Number(factor), node))
