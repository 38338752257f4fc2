"""Pooling as one pipeline: differentiate → prove → tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.algebra.pooled import PooledGradients, differentiate_pooled
from symconv.errors import InputError, ProofError
from symconv.lesson.blocks import Block, Heading
from symconv.lesson.pooled.chapters import table, title, told
from symconv.lesson.pooled.story import PooledStory
from symconv.lesson.selection import entries_asked
from symconv.lesson.story import LENGTHS
from symconv.lesson.wording import Wording
from symconv.library.example import pooled_exemplified
from symconv.library.lessons import Lesson, Proven
from symconv.notation.paper import Paper, named
from symconv.pooled import PooledSpec
from symconv.proof.entrywise import Proof
from symconv.proof.pooled import prove_pooled
from symconv.render.dumped import dumps
from symconv.render.pooled import pooled_json, pooled_verdicts_json
from symconv.sizes import one_line, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledDerivation(Lesson):
    """The gradient of one pooling, derived and proven. Build it with :func:`derive_pooling`.

    Attributes:
        gradients: outputs and ∂L/∂X as terms in reading order; the shares of a max are symbols.
        proofs: the verdict on every route; all of them hold.
    """

    gradients: PooledGradients = field(repr=False)
    proofs: tuple[Proof, ...] = field(repr=False)

    @property
    def spec(self) -> PooledSpec:
        """The layer."""
        return self.gradients.spec

    @property
    def told_of(self) -> PooledSpec:
        """As above."""
        return self.spec

    def story(
        self,
        *,
        entries: str = "sample",
        names: Mapping[str, str] | None = None,
        index_base: int = 0,
        language: str = "en",
        length: str = "lesson",
        values: str = "chosen",
        title: str | None = None,
        author: str | None = None,
    ) -> PooledStory:
        """What is told; all as for :meth:`symconv.Derivation.story`, but a file of values holds no filter.

        Raises:
            InputError: one of these cannot be used.
        """
        if length not in LENGTHS:
            raise InputError(f"length must be one of {', '.join(LENGTHS)}, got {shown(length)}")
        chosen = entries_asked(entries, index_base)
        shapes = self.gradients.alphabet.shapes
        chosen.check({"input": shapes["input"]}, index_base)
        return PooledStory(
            found=self.gradients,
            paper=Paper(spec=self.spec.form, names=named(names), index_base=index_base),
            proofs=self.proofs,
            entries=chosen,
            say=Wording(language),
            length=length,
            example=pooled_exemplified(self.gradients, values),
            title=one_line("title", title or ""),
            author=one_line("author", author or ""),
        )

    def chapters(self, **told_: Any) -> tuple[Iterator[Block], Wording]:
        """The lesson of what :meth:`story` takes, and its words."""
        story = self.story(**told_)
        return told(story), story.say

    def to_json(self, *, names: Mapping[str, str] | None = None, values: str = "chosen") -> str:
        """Every entry with its terms, the verdicts and an example, as ``docs/formats.md`` documents it.

        Raises:
            InputError: a name, or the values, cannot be used.
        """
        example = pooled_exemplified(self.gradients, values)
        return dumps(pooled_json(self.gradients, self.proofs, names=named(names), example=example))


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledVerdicts(Proven):
    """The verdict on each route for one pooling. Build it with :func:`prove_pooling`.

    Attributes:
        gradients: what the routes were compared with.
        proofs: one verdict for each claim and route.
    """

    gradients: PooledGradients
    proofs: tuple[Proof, ...]

    def told(self, say: Wording) -> Iterator[Block]:
        """The table of verdicts."""
        found = self.gradients
        story = PooledStory(
            found=found,
            paper=Paper(spec=found.spec.form),
            proofs=self.proofs,
            entries=entries_asked("sample", 0),
            say=say,
        )
        yield Heading(level=1, title=title(say, found.spec))
        yield table(story.paper, self.proofs, story.share_told())

    def to_json(self) -> str:
        """The layer, every entry, and the verdicts."""
        return dumps(pooled_verdicts_json(self.gradients, self.proofs))


def derive_pooling(spec: PooledSpec, *, max_terms: int | None = DEFAULT_LIMIT) -> PooledDerivation:
    """Derives every entry of a pooling's gradient by SymPy and proves every route against it.

    Args:
        spec: the layer.
        max_terms: most products ``c·x`` of all outputs together; None lifts the limit.

    Raises:
        SpecError: the layer has more products than the limit, or its batch size is open.
        ProofError: a route disagrees with the chain rule, which is a bug in symconv.
    """
    verdicts = prove_pooling(spec, max_terms=max_terms)
    for proof in verdicts.proofs:
        if not proof.holds:
            raise ProofError(f"route {proof.route} disagrees with the chain rule on {proof.claim} of {spec}")
    return PooledDerivation(gradients=verdicts.gradients, proofs=verdicts.proofs)


def prove_pooling(
    spec: PooledSpec, *, only: tuple[str, ...] | None = None, max_terms: int | None = DEFAULT_LIMIT
) -> PooledVerdicts:
    """Compares each route with the chain rule, entry by entry and exactly; of a max for every choice of taps.

    Args:
        spec: the layer.
        only: names of routes; None takes all.
        max_terms: most products ``c·x`` of all outputs together; None lifts the limit.

    Raises:
        SpecError: the layer has more products than the limit, or its batch size is open.
        InputError: a name is no route.
    """
    found = differentiate_pooled(spec, limit=max_terms)
    return PooledVerdicts(gradients=found, proofs=prove_pooled(found, only))
