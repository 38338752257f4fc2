"""What is special about a pooling."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Bullets, Words
from symconv.lesson.layer import pads
from symconv.lesson.wording import Wording
from symconv.notation.tree import Apply, Floor, Fraction, Node, Number, Product, Sum, Symbol
from symconv.pooled import PooledSpec


def listed(say: Wording, spec: PooledSpec) -> Iterator[Block]:
    """The same as bullets, if there is anything."""
    found = tuple(special(say, spec))
    if found:
        yield Bullets(items=found)


def special(say: Wording, spec: PooledSpec) -> Iterator[Words]:
    """What padding is, and what is divided by; the last window; uneven windows; channels."""
    if any(map(any, spec.padding)):
        counted = "pool.padding.counted" if spec.count_include_pad else "pool.padding.left"
        key = "pool.padding.max" if spec.pool == "max" else "pool.padding.divisor" if spec.divisor else counted
        yield say(key, p=pads(spec.padding))
    if spec.divisor:
        yield say("pool.divisor", d=spec.divisor)
    if spec.ceil_mode:
        yield say("pool.ceil")
    if not spec.even:
        start, end = _adaptive()
        yield say("pool.adaptive", start=start, end=end)
    if spec.channels > 1:
        yield say("pool.channels")


def _adaptive() -> tuple[Node, Node]:
    """``⌊mN/M⌋`` and ``ceil((m+1)N/M)``: where an adaptive window begins, and before what it ends."""
    m, size, outputs = Symbol("m"), Symbol("N"), Symbol("M")
    end = Fraction(Product((Sum((m, Number(1))), size)), outputs)
    return Floor(Fraction(Product((m, size)), outputs)), Apply("ceil", (end,))
