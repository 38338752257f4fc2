"""The common ground of some statements: what their text says, what it claims, and what it leaves open."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from symconv.check.asking import Answer, Log, Memo, Subject
from symconv.check.evaluating.arithmetic import Meaning, key
from symconv.check.evaluating.questions import (
    AROUND,
    CONVOLUTION,
    CORRELATION,
    EDGES,
    ENTRIES,
    FULL,
    GENERAL,
    LAYER,
    MENTIONED,
    NEEDED,
    ORDER,
    PADS,
    REACH,
    STAR,
    TURNED,
    VALID,
    size,
)
from symconv.check.facts.parts import WHOLE, Part, layer_of
from symconv.check.facts.scope import Scope
from symconv.check.readings.counting import axes_told, numeric_base
from symconv.check.readings.layers import axes_of
from symconv.check.readings.lengths import Places, lengths, running
from symconv.check.told import Spec
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.convolved import is_starred, may_be_turned
from symconv.check.understanding.layout import PLAIN
from symconv.notation.tree import Infix, Symbol
from symconv.transposed import TransposedSpec

SHARED = (STAR[0], GENERAL[0], "size", ORDER[0], TURNED[0])
"""Questions with one answer for all statements of a text."""


def _indices(found: Claim) -> dict[str, int]:
    """Tensor → how many indices it has in a claim."""
    return {PLAIN[part.tensor]: len(part.index) for part in found.known if part.index}


def _is_filter(part: Reference) -> bool:
    return PLAIN[part.tensor] == "weight" and bool(part.index)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What some statements share.

    Attributes:
        context: what an evaluation on a layer needs.
        scope: the layers that the text speaks of.
        part: the stretch of text.
        claims: what is claimed.
        formulas: what is claimed anywhere in the text.
        definitions: the forward passes that it defines, which say what the rest means.
        spec: the layer, where one is given.
        origin: what tells the layer.
        given: what is known of the layer.
        sized: sizes of an image and its kernel in prose, for entries that are written out.
        kernel: the kernel of these, where it fits the claims.
        steps: stride, padding and dilation in prose.
        base: the number of first entries, where it is said.
        star: what ``∗`` does, where it is said.
        declared: letters for sizes that the text declares.
        firm: those that a reading tells.
        said: ``index_base, star`` → where the text tells it.
        sized_at: where it declares its letters for sizes.
        extended: whether it speaks of what lies outside the arrays.
        turned: whether it says that the layer turns its filter.
        same: whether the output is said to be as large as the input.
        unheard: steps that the text gives a number which is not understood.
        unplaced: why nothing can be said where no definition holds: primed places that are not told.
        assumptions: what was assumed for all statements.
    """

    context: Context
    scope: Scope
    part: Part = WHOLE
    claims: tuple[Claim, ...] = ()
    formulas: tuple[Claim, ...] = ()
    definitions: tuple[Claim, ...] = ()
    spec: Spec | None = None
    origin: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    kernel: Mapping[str, Any] = field(default_factory=dict)
    sized: Mapping[str, Any] = field(default_factory=dict)
    steps: Mapping[str, Any] = field(default_factory=dict)
    base: int | None = None
    star: str | None = None
    declared: Mapping[Symbol, Meaning] = field(default_factory=dict)
    firm: Mapping[Symbol, Meaning] = field(default_factory=dict)
    said: Mapping[str, int] = field(default_factory=dict)
    sized_at: Mapping[Symbol, int] = field(default_factory=dict)
    extended: bool = False
    turned: bool = False
    same: bool = False
    unheard: frozenset[str] = frozenset()
    unplaced: str = ""
    assumptions: tuple[str, ...] = ()

    @cached_property
    def memos(self) -> dict[str, Memo[Any]]:
        """What was computed for all statements, under the answers it asked for."""
        return {}

    def memo(self, name: str) -> Memo[Any]:
        """One of those."""
        return self.memos.setdefault(name, Memo())

    @cached_property
    def general(self) -> tuple[Claim, ...]:
        """The definitions with letters for indices."""
        return tuple(one for one in self.definitions if not one.concrete)

    @property
    def borrows(self) -> bool:
        """Whether its definitions stand in another part."""
        return bool(self.definitions) and not any(one in self.claims for one in self.definitions)

    @cached_property
    def lengths(self) -> Mapping[Symbol, Places]:
        """Letters for sizes, and where they stand."""
        return lengths(self.formulas, self.axes)

    @cached_property
    def stars(self) -> frozenset[str]:
        """What ``∗`` may do without a word: slide the filter as it is; turn it, too, where ``⋆`` stands beside it."""
        signs = {node.sign for one in self.formulas for node in one.nodes if isinstance(node, Infix)}
        turns = {CONVOLUTION} if {"⋆", "∗"} <= signs else set()
        return frozenset({self.star} if self.star else {CORRELATION, *turns})

    @cached_property
    def running(self) -> frozenset[str]:
        """The letters that run in some formula of the text."""
        return frozenset(name for one in self.formulas for name in running(one))

    @cached_property
    def starts(self) -> Mapping[Subject, int | None]:
        """The bases that the numbers in the formulas speak for."""
        return {
            ENTRIES: numeric_base(one for one in self.claims if one.concrete),
            GENERAL: numeric_base(one for one in self.claims if not one.concrete),
        }

    def under(self, answers: Mapping[Subject, Answer]) -> Log:
        """A log with these answers, and the customary ones to whatever else is asked."""
        return Log(book=lambda subject: self.admissible(subject)[:1], answers=answers)

    def meaning(self, letter: Symbol) -> Meaning | None:
        """What a letter for a size customarily stands for here."""
        meaning: Meaning | None = self.admissible(size(letter))[0]
        return meaning

    @cached_property
    def declared_whole(self) -> Spec | None:
        """The layer that prose declares whole, with its image and its kernel."""
        return layer_of({**self.sized, **self.steps, **self.given})

    def without(self, others: Container[int]) -> "Ground":
        """The ground without the claims of statements that are something else."""
        return replace(self, claims=tuple(one for one in self.claims if one.statement.start not in others))

    def axes(self, found: Claim) -> int:
        """Spatial axes: the layer's, or as many as the indices tell."""
        if found.each_axis:
            return 1
        if self.spec is not None:
            return len(self.spec.input_size)
        told = axes_of(self.given) or self._defined(found) or axes_told(found.known)
        filtered = (one for one in (*self.claims, *self.general) if any(map(_is_filter, one.known)))
        others = {axes_told(one.known) for one in filtered} if PLAIN[found.target.tensor] == "bias" else set()
        return others.pop() if len(others) == 1 else told

    def _defined(self, found: Claim) -> int | None:
        """The axes of a definition whose tensors have as many indices as in a claim; of all, where it has none."""
        own = _indices(found)
        if not own:
            all_ = {axes_told(one.known) for one in self.general if _indices(one)}
            return all_.pop() if len(all_) == 1 else None
        for one in self.general:
            there = _indices(one)
            if own.keys() & there.keys() and all(there.get(name, count) == count for name, count in own.items()):
                return axes_told(one.known)
        return None

    def admissible(self, subject: Subject) -> tuple[Answer, ...]:
        """The answers that a question may have here, the customary one first."""
        match subject:
            case ("size", Symbol() as letter):
                declared = self.declared.get(letter)
                admitted = self.lengths.get(letter, Places()).admit(letter, key(letter) in self.running)
                return (declared,) if declared else self._either_way(admitted)
            case ("base", _):
                return self._bases(subject)
            case _ if subject == STAR:
                return (self.star,) if self.star else (CORRELATION, CONVOLUTION)
            case _ if subject == TURNED:
                starred = self.star == CONVOLUTION and is_starred(self.definitions)
                if self.spec is None and (starred or (self.turned and not self.general)):
                    return (True,)
                may = not isinstance(self.spec, TransposedSpec) and may_be_turned(self.definitions, self.formulas)
                return (False, True) if may else (False,)
            case _:
                return _ALWAYS[subject]

    def _either_way(self, admitted: tuple[Answer, ...]) -> tuple[Answer, ...]:
        """What a letter may count; of a transposed layer the letters of input and output are often exchanged."""
        if not isinstance(self.spec, TransposedSpec):
            return admitted
        other = {"input": "output", "output": "input"}
        exchanged = [(other[one[0]], *one[1:]) for one in admitted if one is not None and one[0] in other]
        return tuple(dict.fromkeys((*admitted, *exchanged)))

    def _bases(self, subject: Subject) -> tuple[int, ...]:
        if self.base is not None:
            return (self.base,)
        if self.starts[subject] == 0 and not self.extended:
            return (0,)
        return (1, 0) if self.starts[subject] == 1 else (0, 1)


_ALWAYS: Mapping[Subject, tuple[Answer, ...]] = {
    ORDER: ("oi", "io"),
    MENTIONED: (False, True),
    PADS: (NEEDED, REACH),
    EDGES: (VALID, FULL),
    AROUND: (VALID, FULL, LAYER),
}
"""What a formula alone leaves open."""


def ground_at(grounds: Sequence[Ground], place: int) -> Ground:
    """The common ground of the part around an offset."""
    return next(each for each in grounds if each.part.start <= place < each.part.end)
