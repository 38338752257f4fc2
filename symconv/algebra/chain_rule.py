"""The forward pass by its definition, and ∂L/∂X, ∂L/∂F, ∂L/∂b by the chain rule.

    o_m = Σ_a x_{s·m + d·a − p} f_a (+ b)
    ∂L/∂x_i = Σ_m ∂L/∂o_m · ∂o_m/∂x_i        ∂L/∂f_a = Σ_m ∂L/∂o_m · ∂o_m/∂f_a        ∂L/∂b = Σ_m ∂L/∂o_m · ∂o_m/∂b

The local derivatives are SymPy's (``window.py``), or for verdicts the product rule's; derivatives that vanish
identically are left out of the sums, and an entry that no output touches keeps an empty sum, which is 0.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import NamedTuple

from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.algebra.polynomial import NormalForm, Term, collected
from symconv.algebra.product_rule import Slots, Window
from symconv.algebra.tensors import Alphabet
from symconv.errors import SpecError
from symconv.sizes import shown
from symconv.spec import positions
from symconv.transposed import Layer


class Link(NamedTuple):
    """One link of a chain: ``∂L/∂o_m · ∂o_m/∂v``, with the local derivative as terms over ranks."""

    upstream: int
    local: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradients:
    """A layer's outputs and gradients as terms over the ranks of its alphabet, in reading order.

    Attributes:
        alphabet: what the ranks stand for.
        output: for each output, its terms.
        grad_input: for each input, its chain: one link for each output it takes part in.
        grad_weight: the same for each filter entry.
        grad_bias: the same for each bias; empty without a bias.
    """

    alphabet: Alphabet
    output: tuple[tuple[Term, ...], ...]
    grad_input: tuple[tuple[Link, ...], ...]
    grad_weight: tuple[tuple[Link, ...], ...]
    grad_bias: tuple[tuple[Link, ...], ...]


@dataclass(frozen=True, slots=True)
class _Chains:
    """Links collected by the rank they lead to."""

    links: dict[int, list[Link]] = field(default_factory=lambda: defaultdict(list))

    def add(self, upstream: int, names: list[int], local: list[tuple[Term, ...]]) -> None:
        """The links of one output; to an input that it reads at several places it has one: their sum."""
        found: Iterable[tuple[int, tuple[Term, ...]]] = zip(names, local, strict=True)
        if len(set(names)) < len(names):
            summed: dict[int, tuple[Term, ...]] = {}
            for rank, derivative in found:
                summed[rank] = summed.get(rank, ()) + derivative
            found = summed.items()
        for rank, derivative in found:
            self.links[rank].append(Link(upstream, derivative))

    def of(self, ranks: range) -> tuple[tuple[Link, ...], ...]:
        return tuple(tuple(self.links.get(rank, ())) for rank in ranks)


def by_sympy(products: int, bias: bool) -> Window:
    """The window of so many products, with a bias or without, as SymPy differentiates it."""
    from symconv.algebra.window import differentiated  # SymPy is loaded where it is wanted

    return differentiated(products, bias)


def differentiate(
    spec: Layer, *, limit: int | None = DEFAULT_LIMIT, window: Callable[[int, bool], Window] = by_sympy
) -> Gradients:
    """Every output of a layer and every entry of its gradients.

    Args:
        spec: the layer; its batch size must not be open.
        limit: most products that all outputs may have together, and most entries of the padded input and of the
            filter; None lifts it.
        window: differentiates an output of so many products, with a bias or without.

    Raises:
        SpecError: the layer is larger than the limit, or its batch size is open.
    """
    if limit is not None:
        _check_size(spec, limit)
    alphabet = Alphabet(spec)
    chains = _Chains()
    entries = {rank: ((1, (rank,)),) for tensor in ("input", "weight") for rank in alphabet.ranks(tensor)}
    outputs = []
    for output, names in zip(positions(spec.output_shape), _windows(alphabet), strict=True):
        one = window(len(names) // 2, spec.bias)
        upstream = alphabet.rank("grad_output", output)
        outputs.append(_renamed(one.output, names))
        local = [
            _renamed(derivative, names) if entry is None else entries[names[entry]]
            for derivative, entry in zip(one.derivatives, one.entries, strict=True)
        ]
        chains.add(upstream, names, local)
    return Gradients(
        alphabet=alphabet,
        output=tuple(outputs),
        grad_input=chains.of(alphabet.ranks("input")),
        grad_weight=chains.of(alphabet.ranks("weight")),
        grad_bias=chains.of(alphabet.ranks("bias")),
    )


def terms(chain: tuple[Link, ...]) -> list[Term]:
    """A chain multiplied out: the terms of the gradient's entry, in reading order (∂L/∂O has the lowest ranks)."""
    return [(coefficient, (link.upstream, *ranks)) for link in chain for coefficient, ranks in link.local]


def gradient(chain: tuple[Link, ...]) -> NormalForm:
    """A chain as a polynomial in normal form."""
    found = {(upstream, *ranks): coefficient for upstream, local in chain for coefficient, ranks in local}
    alone = len(found) == sum([len(local) for _, local in chain]) and all(found.values())
    return found if alone else collected(terms(chain))  # as nearly always: no monomial comes twice


def _check_size(spec: Layer, limit: int) -> None:
    """Refuses what would not end: a wide stride makes few products of many entries, and zeros are entries of arrays."""
    padded = (axis.input_size + axis.before + axis.after for axis in spec.axes)
    counts = {
        "products x·f": spec.most_terms,
        "entries with the padding": prod((spec.batch, spec.form.in_channels, *padded)),
        "filter entries": prod(spec.weight_shape),
    }
    for what, count in counts.items():
        if count > limit:
            message = f"the layer has up to {shown(count)} {what}, more than the limit {limit} (--max-terms)"
            raise SpecError(message, parameter="input_size", got=spec.input_size)


def _renamed(slots: Slots, names: list[int]) -> tuple[Term, ...]:
    return tuple((coefficient, tuple([names[slot] for slot in monomial])) for coefficient, monomial in slots)


def _windows(alphabet: Alphabet) -> Iterator[list[int]]:
    """For each output, row by row, the ranks of what it reads: inputs, then their taps, then the bias."""
    spec = alphabet.spec
    read = [_read(spec, axis) for axis in range(len(spec.axes))]
    for image, out_channel, *place in positions(spec.output_shape):
        along = [windows[output] for windows, output in zip(read, place, strict=True)]
        flat_taps, flat_inputs = (list(map(sum, product(*parts))) for parts in zip(*along, strict=True))
        inputs, taps = [], []
        corner = (0,) * len(place)
        for channel, lead in spec.reads(out_channel):
            first_input = alphabet.rank("input", (image, channel, *corner))
            first_tap = alphabet.rank("weight", (*lead, *corner))
            inputs += [first_input + at for at in flat_inputs]
            taps += [first_tap + at for at in flat_taps]
        yield [*inputs, *taps, *([alphabet.rank("bias", (out_channel,))] if spec.bias else [])]


def _read(spec: Layer, axis: int) -> list[tuple[list[int], list[int]]]:
    """For each output along an axis the taps and the inputs of its window, as what they add to a flat place."""
    per_tap, per_input = prod(spec.kernel_size[axis + 1 :]), prod(spec.input_size[axis + 1 :])
    windows = (spec.read_along(spec.axes[axis], output) for output in range(spec.output_size[axis]))
    return [([tap * per_tap for tap, _ in pairs], [at * per_input for _, at in pairs]) for pairs in windows]
