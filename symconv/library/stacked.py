"""Convolutions one after the other as one pipeline: differentiate the whole → prove the recursion → tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from symconv import routes
from symconv.algebra import activation as activations
from symconv.algebra.activation import Activation
from symconv.algebra.chain_rule import Gradients, differentiate
from symconv.algebra.composition import DEFAULT_LIMIT, Composition, composed
from symconv.errors import InputError
from symconv.lesson.blocks import Block
from symconv.lesson.formulas import TOLD_OF_CHANNELS, TOLD_SUM, Formulas
from symconv.lesson.selection import Entries
from symconv.lesson.stacked.chapters import told
from symconv.lesson.stacked.story import StackStory
from symconv.lesson.story import ALL_GRADIENTS, Story
from symconv.lesson.values import Drawn, Example, values_asked
from symconv.lesson.wording import Wording
from symconv.library.lessons import Lesson
from symconv.library.stacked_example import exemplified
from symconv.notation.paper import Paper, named
from symconv.proof.entrywise import prove_all
from symconv.proof.stacked import StackProof, prove_stack
from symconv.render.dumped import dumps
from symconv.sizes import one_line
from symconv.spec import ConvSpec
from symconv.stack import Stack

LETTERS = "AHUVYZ"
"""What the output of an activation may be called."""
COUNTABLE = "relu"
"""The activation that keeps whole numbers whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackDerivation(Lesson):
    """The gradients of convolutions one after the other, derived and proven. Build it with :func:`derive_stack`.

    Attributes:
        stack: the layers.
        found: the derivatives of all layers as one function.
        proofs: the verdicts on the δ-recursion; all of them hold.
        activation: what stands between each two layers.
    """

    stack: Stack
    found: Composition = field(repr=False)
    proofs: tuple[StackProof, ...] = field(repr=False)
    activation: Activation

    @property
    def told_of(self) -> Stack:
        """The layers."""
        return self.stack

    def story(
        self,
        *,
        names: Mapping[str, str] | None = None,
        index_base: int = 0,
        language: str = "en",
        values: str = "chosen",
        title: str | None = None,
        author: str | None = None,
    ) -> StackStory:
        """What is told, before it is put into chapters.

        Args:
            names: code word → name on paper, as for a single layer; every name is written with the layer's number.
            index_base: 0 or 1, the number of the first entry.
            language: of the words.
            values: the numbers of the example, ``chosen``, ``random:SEED``, ``ones`` or ``off``; there are some with
                ``relu`` alone, which keeps whole numbers whole.
            title: of the document; the layers if there is none.
            author: who signs it.

        Raises:
            InputError: one of these cannot be used.
        """
        drawn = _drawn(values, self.activation.name)
        papers = _papers(self.stack, named(names), index_base)
        found = [differentiate(layer, limit=None) for layer in self.stack.layers]
        examples = exemplified(found, drawn) if drawn else [None] * len(found)
        say = Wording(language)
        return StackStory(
            found=self.found,
            layers=tuple(_layer(*each, say) for each in zip(found, papers, examples, strict=True)),
            activation=self.activation,
            proofs=self.proofs,
            say=say,
            title=one_line("title", title or ""),
            author=one_line("author", author or ""),
        )

    def chapters(self, **story: Any) -> tuple[Iterable[Block], Wording]:
        """The chapters of what :meth:`story` takes, and their words."""
        whole = self.story(**story)
        return told(whole), whole.say

    def to_json(self) -> str:
        """Layers, sizes, every entry of every gradient as products from the loss back to X, and the verdicts."""
        from symconv.render.stacked import stack_json  # loaded only where it is asked for

        return dumps(stack_json(self.found, self.proofs, self.activation.name))


def derive_stack(stack: Stack, *, activation: str = "f", max_terms: int | None = DEFAULT_LIMIT) -> StackDerivation:
    """Differentiates all layers as one function by SymPy, and proves the δ-recursion against it, by every route.

    Args:
        stack: the layers.
        activation: what stands between each two layers: ``relu``, ``sigmoid``, ``tanh``, or ``f`` for any function.
        max_terms: most paths from X to the loss; None lifts the limit.

    Raises:
        SpecError: there are more paths than the limit, or the batch size is open.
        InputError: there is no such activation.
        ProofError: the recursion disagrees with SymPy, which is a bug in symconv.
    """
    through = activations.differentiated(activation)
    found = composed(stack, limit=max_terms)
    return StackDerivation(stack=stack, found=found, proofs=prove_stack(found), activation=through)


def _drawn(values: str, activation: str) -> Drawn | None:
    """How numbers are drawn; none where they would not be whole."""
    if values.endswith(".npz"):
        raise InputError(
            "the numbers of several layers are drawn, not read: values are chosen, random:SEED, ones or off"
        )
    drawn = values_asked(values)
    if activation == COUNTABLE or values in ("chosen", "off"):
        return drawn if activation == COUNTABLE else None
    raise InputError(f"numbers through several layers are told with {COUNTABLE}, the activation is {activation}")


def _papers(stack: Stack, names: Mapping[str, str], index_base: int) -> list[Paper]:
    """One for each layer: the same names, with the number of the layer; the input of a later one is A."""
    taken = {name.lower() for name in names.values()}
    made = next(letter for letter in LETTERS if letter.lower() not in taken)
    papers = []
    for number, layer in enumerate(stack.layers, 1):
        numbers = dict.fromkeys(("weight", "output", "bias", "grad_output"), number)
        own = {**names, "input": made, "first": names["input"]} if number > 1 else {**names, "activation": made}
        numbers |= {"input": number - 1} if number > 1 else {}
        papers.append(Paper(spec=layer, names=own, index_base=index_base, numbers=numbers))
    return papers


def _layer(found: Gradients, paper: Paper, example: Example | None, say: Wording) -> Story:
    """One layer as a story of its own, for its formulas and pictures."""
    layer: ConvSpec = paper.spec.form
    proofs = prove_all(found, routes.TAUGHT)
    textbook = next(p for p in proofs if (p.claim, p.route) == ("grad_input", "textbook"))
    longest = TOLD_SUM if layer.out_channels == layer.groups else TOLD_OF_CHANNELS
    return Story(
        write=Formulas(found, paper, shorten=True, longest=longest),
        proofs=proofs,
        folklore={},
        stride_one=(layer, textbook),
        activation=None,
        entries=Entries(),
        wrt=ALL_GRADIENTS,
        say=say,
        example=example,
    )
