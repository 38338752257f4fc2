"""Trees as the hands write them: sums and products flat, signs where the hands put them."""

from hypothesis import strategies as st

from symconv.notation.tree import (
    Apply,
    BigSum,
    Case,
    Cases,
    Cell,
    Derived,
    Dots,
    Entry,
    Equation,
    Floor,
    Fraction,
    Infix,
    Limits,
    Matrix,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
    absolute,
    negative,
)

NUMBERS = st.integers(0, 12).map(Number)
LETTERS = st.sampled_from("ijmnab").map(Symbol)
TENSORS = st.sampled_from(["X", "F", "O", "input", "δ"]).map(Symbol)
SHIFTED = st.builds(lambda a, b: Sum((a, b)), LETTERS, LETTERS | st.integers(1, 9).map(Number))
SCALED = st.builds(lambda n, a, b: Sum((Product((Number(n), a)), negative(b))), st.integers(2, 9), LETTERS, LETTERS)
PARTS = NUMBERS | LETTERS | SHIFTED | SCALED
INDICES = st.lists(PARTS, min_size=2, max_size=3).map(tuple)
UPPER = st.lists(st.integers(0, 9).map(Number), max_size=2).map(tuple)
ENTRIES = st.builds(Symbol, st.sampled_from(["x", "f", "o", "δ", "input"]), INDICES, UPPER)
PARTIALS = st.builds(Partial, st.just(Symbol("L")), ENTRIES | TENSORS) | st.builds(Partial, ENTRIES, ENTRIES)
LEAVES = ENTRIES | PARTIALS | NUMBERS
RUNS = st.builds(Limits, LETTERS, NUMBERS | LETTERS | SHIFTED, NUMBERS | LETTERS | SHIFTED)
CONDITIONS = st.builds(
    lambda a, b, sign: Equation((a, b), sign), SHIFTED | LETTERS, NUMBERS | LETTERS, st.sampled_from("=≤≥<>≠")
)


MAPS = ["flip", "dilate", "pad", "crop", "every", "first"]


def is_map(node: Node) -> bool:
    """Whether a node is a whole map, which the hands never multiply."""
    if isinstance(node, Apply):
        return node.operator in MAPS
    if isinstance(node, Partial):
        return is_map(node.by)
    if isinstance(node, Symbol):
        return not node.index
    return isinstance(node, Matrix) or (isinstance(node, Infix) and node.sign in "⋆∗")


def product(first: Node, rest: list[Node]) -> Node:
    """A flat product; a number comes first, as on paper."""
    sizes = [absolute(node)[1] for node in (first, *rest) if not is_map(node)]
    flat = [part for node in sizes for part in (node.factors if isinstance(node, Product) else (node,))]
    numbers = [node for node in flat if isinstance(node, Number | Fraction)]
    others = [node for node in flat if node not in numbers]
    kept = [*numbers[:1], *others]
    last = [node for node in kept if isinstance(node, BigSum)]
    kept = [node for node in kept if not isinstance(node, BigSum)] + last[:1]
    return kept[0] if len(kept) == 1 else Product(tuple(kept)) if kept else Number(1)


def total(terms: list[Node], signs: list[bool]) -> Node:
    """A flat sum; a term with a minus sign is written as the hands want it."""
    flat = [term for node in terms for term in (node.terms if isinstance(node, Sum) else (node,))]
    signed = [
        negative(term) if minus and not absolute(term)[0] else term
        for term, minus in zip(flat, [*signs, *[False] * len(flat)], strict=False)
    ]
    return signed[0] if len(signed) == 1 else Sum(tuple(signed))


def larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """What can be built of smaller formulas."""
    maps = TENSORS | st.builds(Partial, st.just(Symbol("L")), TENSORS)
    sizes = st.lists(st.integers(0, 12).map(Number), max_size=2).map(tuple)
    operated = st.builds(Apply, st.sampled_from(MAPS), maps.map(lambda m: (m,)), sizes)
    nested = st.builds(lambda op, of, told: Apply(op, (of,), told), st.sampled_from(["flip", "pad"]), operated, sizes)
    chosen = st.builds(lambda name, a, b: Apply(name, (a, b)), st.sampled_from(["max", "min"]), inner, inner)
    convolved = st.builds(
        lambda sign, a, b, told: Infix(sign, a, b, told),
        st.sampled_from("⋆∗"),
        operated | nested,
        operated | nested | maps,
        st.sampled_from([(), (Symbol("full"),), (Number(2),)]),
    )
    cells = st.lists(st.lists(LEAVES, min_size=2, max_size=2), min_size=2, max_size=3)
    rows = st.lists(st.builds(Case, inner, CONDITIONS), min_size=1, max_size=2)
    return st.one_of(
        st.builds(product, inner, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda node: total([node, Dots(), node], [False]), LEAVES),
        st.builds(total, st.lists(inner, min_size=2, max_size=3), st.lists(st.booleans(), min_size=1, max_size=3)),
        st.builds(
            BigSum,
            st.one_of(
                RUNS.map(lambda run: (run,)),
                st.lists(RUNS, min_size=2, max_size=2).map(tuple),
                st.lists(CONDITIONS, min_size=2, max_size=2).map(tuple),
            ),
            inner,
        ),
        st.builds(Derived, inner.filter(lambda node: isinstance(node, DERIVED)), ENTRIES),
        operated,
        nested,
        convolved,
        chosen,
        st.builds(lambda of, index: Entry(of, index), convolved, INDICES),
        st.builds(Fraction, inner, inner).filter(lambda node: node.over != node.under),
        st.builds(Floor, inner),
        st.builds(lambda a: Apply("ceil", (a,)), inner),
        st.builds(lambda base, n: Power(base, Number(n)), inner, st.integers(2, 12)),
        st.builds(Power, maps, st.just(Symbol("T"))),
        st.builds(lambda a, b: Infix("mod", a, b), inner, LETTERS),
        cells.map(lambda rows: Matrix(tuple(tuple(map(Cell, row)) for row in rows))),
        rows.map(lambda found: Cases((*found, Case(Number(0))))),
        st.builds(lambda z: Apply("σ′", (z,)), ENTRIES),
    )


DERIVED = (BigSum, Fraction, Product, Sum, Derived)
"""What an operator ∂/∂x stands before; that of a name is a Partial."""

FORMULAS = st.recursive(LEAVES, larger, max_leaves=6)


@st.composite
def statements(draw: st.DrawFn) -> Equation:
    """Two or three sides and a relation."""
    sides = [draw(FORMULAS) for _ in range(draw(st.integers(2, 3)))]
    return Equation(tuple(sides), draw(st.sampled_from(["=", "+=", "≤"])))
