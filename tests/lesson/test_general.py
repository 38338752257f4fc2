"""The general sums of a layer, carried out by their letters, give what the entries are."""

from collections import Counter
from itertools import product
from math import prod

import pytest
from layers import TRANSPOSED

import symconv
from symconv.algebra.chain_rule import differentiate, gradient
from symconv.algebra.polynomial import collected
from symconv.lesson.general import General
from symconv.notation.paper import Paper
from symconv.notation.text import text
from symconv.notation.tree import BigSum, Equation, Floor, Fraction, Node, Number, Partial, Product, Sum, Symbol
from symconv.transposed import layer_of

LAYERS = {
    "classroom": {"stride": 2},
    "rectangle": {
        "input_size": (6, 5),
        "kernel_size": (3, 2),
        "stride": (2, 3),
        "padding": ((1, 2), (0, 1)),
        "dilation": (2, 1),
    },
    "signal-gaps": {"input_size": 7, "kernel_size": 2, "stride": 3},
    "volume": {"input_size": (3, 2, 3), "kernel_size": (2, 1, 2), "padding": 1, "stride": (2, 1, 2)},
    "four-axes": {"input_size": (2, 2, 2, 3), "kernel_size": (1, 2, 1, 2)},
    "channels": {"input_size": 4, "kernel_size": 2, "in_channels": 2, "out_channels": 3, "batch_size": 2, "bias": True},
    "one-in": {"input_size": 4, "kernel_size": 2, "out_channels": 2, "bias": True},
    "one-out": {"input_size": 4, "kernel_size": 2, "in_channels": 2, "batch_size": 2},
    "groups": {"input_size": (3, 3), "kernel_size": 2, "in_channels": 4, "out_channels": 6, "groups": 2},
    "depthwise": {"input_size": 3, "kernel_size": 2, "in_channels": 3, "out_channels": 3, "groups": 3},
    "depthwise-twice": {"input_size": 3, "kernel_size": 2, "in_channels": 2, "out_channels": 4, "groups": 2},
    "one-filter-a-group": {"input_size": 3, "kernel_size": 2, "in_channels": 6, "out_channels": 3, "groups": 3},
    **{f"transposed {name}": layer.to_json() for name, layer in TRANSPOSED.items()},
}


def value(node: Node, known: dict[Symbol, int]) -> int:
    """An index expression as a number."""
    match node:
        case Number(number):
            return number
        case Symbol():
            return known[node]
        case Sum(terms):
            return sum(value(term, known) for term in terms)
        case Product(factors):
            return prod(value(factor, known) for factor in factors)
        case Floor(Fraction(over, under)):
            return value(over, known) // value(under, known)
    raise TypeError(node)


class Layer:
    """A layer whose general formulas are carried out."""

    def __init__(self, spec: symconv.ConvSpec | symconv.TransposedSpec, base: int) -> None:
        self.base, self.found = base, differentiate(spec)
        self.paper = Paper(spec=spec, index_base=base)
        self.general = General(self.paper)
        self.ranks = {
            self.paper.entry(tensor, self.found.alphabet.entry(rank)[1]): rank
            for tensor in ("output", "input", "weight", "bias", "grad_output")
            for rank in self.found.alphabet.ranks(tensor)
        }
        letters = self.general.letters
        x, g = (getattr(spec, f"{tensor}_shape") for tensor in spec.slots)
        sizes = {"input": x[2:], "weight": spec.kernel_size, "output": g[2:]}
        counts = {"image": spec.batch, "out": g[1], "in": self.general.width, "read": x[1]}
        self.sizes = {
            letter: n for tensor, shape in sizes.items() for letter, n in zip(letters[tensor], shape, strict=True)
        }
        self.sizes |= {letters[what][0]: count for what, count in counts.items()}
        if spec.groups == 1:
            self.sizes[letters["in"][0]] = x[1]

    def terms(self, node: Node, known: dict[Symbol, int]) -> Counter[tuple[int, ...]]:
        """A formula at known letters, as monomials."""
        match node:
            case Sum(terms):
                return sum((self.terms(term, known) for term in terms), Counter())
            case BigSum(over, body):
                equations = [node for node in over if isinstance(node, Equation)]
                free = [letter for letter in self.letters_of(over, body) if letter not in known]
                total: Counter[tuple[int, ...]] = Counter()
                for places in product(*(range(self.base, self.base + self.sizes[letter]) for letter in free)):
                    here = known | dict(zip(free, places, strict=True))
                    if all(value(a, here) == value(b, here) for a, b in (e.sides for e in equations)):
                        total += self.terms(body, here)
                return total
            case Product(factors):
                ranks = [self.rank(factor, known) for factor in factors]
                return Counter() if None in ranks else Counter([tuple(sorted(ranks))])
            case _:
                rank = self.rank(node, known)
                return Counter() if rank is None else Counter([(rank,)])

    def letters_of(self, over: tuple[Node, ...], body: Node) -> list[Symbol]:
        """Every letter that a sum counts: those named, and those in its conditions and its body."""
        found: dict[Symbol, None] = {}

        def walk(node: Node) -> None:
            if isinstance(node, Symbol) and node in self.sizes:
                found[node] = None
            for name in getattr(node, "__dataclass_fields__", ()):
                child = getattr(node, name)
                for part in child if isinstance(child, tuple) else (child,):
                    walk(part)

        for node in (*over, body):
            walk(node)
        return list(found)

    def rank(self, node: Node, known: dict[Symbol, int]) -> int | None:
        """The rank of an entry; None outside the tensor, where it is 0."""
        if isinstance(node, Partial):
            return self.ranks.get(Partial(node.of, self.at(node.by, known)))
        return self.ranks.get(self.at(node, known))

    def at(self, node: Symbol, known: dict[Symbol, int]) -> Symbol:
        index, upper = (tuple(Number(value(part, known)) for part in parts) for parts in (node.index, node.upper))
        return Symbol(node.name, index, upper)

    def places(self, entry: Symbol, concrete: Symbol) -> dict[Symbol, int]:
        """What the letters of a general entry are at a concrete one."""
        pairs = zip((*entry.index, *entry.upper), (*concrete.index, *concrete.upper), strict=True)
        return {letter: number.value for letter, number in pairs if isinstance(letter, Symbol)}


@pytest.fixture(params=[(name, base) for name in LAYERS for base in (0, 1)], ids=lambda p: f"{p[0]}-base-{p[1]}")
def layer(request: pytest.FixtureRequest) -> Layer:
    name, base = request.param
    return Layer(layer_of(LAYERS[name]), base)


@pytest.mark.parametrize("tensor", ["output", "input", "weight", "bias"])
def test_a_general_sum_is_every_entry(layer: Layer, tensor: str) -> None:
    general, alphabet = layer.general, layer.found.alphabet
    if tensor == "bias" and not alphabet.spec.bias:
        return
    equation = {
        "output": lambda: general.output(),
        "input": lambda: general.grad_input(),
        "weight": lambda: general.grad_weight()[1],
        "bias": lambda: general.grad_bias(),
    }[tensor]()
    for rank in alphabet.ranks(tensor):
        known = layer.places(general.entry(tensor), layer.paper.entry(tensor, alphabet.entry(rank)[1]))
        place = rank - alphabet.starts[tensor]
        truth = collected(layer.found.output[place]) if tensor == "output" else None
        truth = gradient(getattr(layer.found, f"grad_{tensor}")[place]) if truth is None else truth
        assert layer.terms(equation.sides[-1], known) == Counter(dict(truth)), (equation, known)


@pytest.mark.parametrize(
    ("axes", "expected"),
    [
        (1, ["x_i", "f_a", "o_m"]),
        (2, ["x_ij", "f_ab", "o_mn"]),
        (3, ["x_ijl", "f_abc", "o_mnq"]),
        (4, ["x_{i_0,i_1,i_2,i_3}", "f_{a_0,a_1,a_2,a_3}", "o_{m_0,m_1,m_2,m_3}"]),
    ],
)
def test_entries_with_letters(axes: int, expected: list[str]) -> None:
    general = General(Paper(spec=symconv.ConvSpec.of(kernel_size=(1,) * axes)))
    assert [text(general.entry(tensor)) for tensor in ("input", "weight", "output")] == expected


def test_sums_as_they_are_written() -> None:
    spec = symconv.ConvSpec.of(**LAYERS["groups"], bias=True)
    general = General(Paper(spec=spec))
    assert text(general.output()) == "o^(u)_mn = Σ_{v, a, c} x^(2·⌊u/3⌋ + v)_{m+a,n+c}·f^(u,v)_ac + b^(u)"
    assert text(general.grad_bias()) == "∂L/∂b^(u) = Σ_{m, n} ∂L/∂o^(u)_mn"
    assert text(general.grad_input().sides[-1]) == ("Σ_{2·⌊u/3⌋ + v = w, m + a = i, n + c = j} ∂L/∂o^(u)_mn·f^(u,v)_ac")


def test_no_letter_is_a_name() -> None:
    spec = symconv.ConvSpec.of(bias=True, in_channels=2, out_channels=2, batch_size=2)
    for names in ({}, {"input": "I", "weight": "A", "output": "T"}, {"input": "Z", "output": "U", "bias": "V"}):
        paper = Paper(spec=spec, names={"input": "X", "weight": "F", "output": "O", "bias": "b", "loss": "L"} | names)
        letters = [symbol.name for row in General(paper).letters.values() for symbol in row]
        assert len(set(letters)) == len(letters)
        assert not {name.lower() for word, name in paper.names.items() if word != "loss"} & set(letters)
