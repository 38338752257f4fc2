"""A derivation as one pipeline: differentiate → prove → tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from symconv import routes
from symconv.algebra import activation as activations
from symconv.algebra import expressions
from symconv.algebra.activation import Activation
from symconv.algebra.chain_rule import Gradients, differentiate
from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.errors import InputError, ProofError
from symconv.face import Shown
from symconv.lesson.derivation import derivation
from symconv.lesson.formulas import LONG_SUM, TOLD_OF_CHANNELS, TOLD_SUM, Formulas
from symconv.lesson.meetings import meetings
from symconv.lesson.selection import Entries, entries_asked
from symconv.lesson.story import ALL_GRADIENTS, LENGTHS, Story
from symconv.lesson.wording import Wording
from symconv.library.example import exemplified
from symconv.library.marked import marked
from symconv.notation.paper import Paper, named
from symconv.notation.text import text
from symconv.proof.entrywise import Progress, Proof, prove_all, prove_routes, unheard
from symconv.render.data import derivation_json
from symconv.render.documents import PICTURES, WORKED, Document, finished, picture, worked
from symconv.render.dumped import dumps
from symconv.routes import winograd
from symconv.sizes import one_line, shown
from symconv.spec import ConvSpec
from symconv.transposed import Layer, TransposedSpec, convolution

FEWER_LIMIT = 200
STRIDE_ONE_LIMIT = 5_000
"""Most products of a stride-1 relative of the layer's own size; beyond, a small one stands for it. So with fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation(Shown):
    """The gradients of one layer, derived and proven. Build it with :func:`derive`.

    Attributes:
        spec: the layer.
        gradients: outputs and gradients as terms in reading order.
        proofs: the verdict on every route; all of them hold.
        activation: what the input came through, with its derivative; None for nothing.
    """

    spec: Layer
    gradients: Gradients = field(repr=False)
    proofs: tuple[Proof, ...] = field(repr=False)
    activation: Activation | None = None

    def story(
        self,
        *,
        entries: str = "sample",
        names: Mapping[str, str] | None = None,
        index_base: int = 0,
        wrt: tuple[str, ...] = ALL_GRADIENTS,
        language: str = "en",
        length: str = "lesson",
        values: str = "chosen",
        title: str = "",
        author: str = "",
    ) -> Story:
        """What is told, before it is put into chapters.

        Args:
            entries: the entries written out: ``all``, ``sample`` (some of each kind, in the appendix), or indices
                such as ``2,2;0,1`` in the index base below.
            names: code word → name on paper, such as ``{"input": "A"}``; ``grad_output`` is the letter for ∂L/∂O, δ if
                none is given, ``fraction`` for none.
            index_base: 0 or 1, the number of the first entry.
            wrt: which gradients are told, of ``input``, ``weight`` and ``bias``.
            language: of the words.
            length: ``brief`` (one page), ``lesson``, or ``full`` (with an appendix that leaves nothing out).
            values: the numbers of the example: ``chosen``, ``random:SEED``, ``ones``, ``off``, or a file ``FILE.npz``
                with arrays ``input``, ``weight``, ``grad_output`` (and ``bias``) of whole numbers.
            title: of the document; the layer if there is none.
            author: who signs it.

        Raises:
            InputError: a name, the index base, the language, the length, the values or the title cannot be used, or an
                entry asked for does not exist.
        """
        for name in wrt:
            if name not in ALL_GRADIENTS:
                raise InputError(f"wrt must be of {', '.join(ALL_GRADIENTS)}, got {shown(name)}")
        if length not in LENGTHS:
            raise InputError(f"length must be one of {', '.join(LENGTHS)}, got {shown(length)}")
        if wrt == ("bias",) and not self.spec.bias:
            raise InputError("the layer has no bias to differentiate by")
        if self.activation and "input" not in wrt:
            raise InputError("an activation is told with the gradient of the input; wrt leaves it out")
        paper = Paper(spec=self.spec, names=named(names), index_base=index_base)
        chosen = entries_asked(entries, index_base)
        few = self.spec.out_channels > self.spec.groups or isinstance(self.spec, TransposedSpec)
        told = TOLD_OF_CHANNELS if few else TOLD_SUM
        longest = LONG_SUM if length == "full" else told
        chosen.check(self.gradients.alphabet.shapes, index_base)
        return Story(
            write=Formulas(self.gradients, paper, shorten=not chosen.everything, longest=longest),
            proofs=self.proofs,
            folklore=_Believed(self.gradients),
            stride_one=_stride_one(self.spec.form),
            fewer=_fewer(self.spec.form) if length == "full" else {},
            activation=self.activation,
            entries=chosen,
            wrt=wrt,
            say=Wording(language),
            length=length,
            example=exemplified(self.gradients, values),
            title=one_line("title", title),
            author=one_line("author", author),
        )

    def to_document(
        self,
        format: str = "text",  # noqa: A002 - the option's name
        *,
        flavor: str | None = None,
        ascii: bool = False,  # noqa: A002 - as above
        theme: str | None = None,
        figure: str | None = None,
        animate: bool = False,
        template_dir: Path | str | None = None,
        width: int | None = None,
        **told: Any,
    ) -> Document:
        """The derivation as a document, or one of its figures: text, or bytes for ``pdf``.

        Args:
            format: one of ``FORMATS``, ``COMPILED``, ``PICTURES`` and ``WORKED`` in ``render.documents``.
            flavor: whom Markdown is for: ``github`` (the default), ``pandoc`` or ``jupyter``.
            ascii: text in ASCII alone.
            theme: of a page: ``auto`` (the default), ``light``, ``dark``, or a .css file that is added to it.
            figure: what ``svg`` and ``tikz`` show, one of ``lesson.figures.FIGURES`` (``forward`` if none is named).
            animate: an SVG whose pictures appear one after the other, and stay.
            template_dir: a folder whose templates are taken before symconv's own.
            width: signs of a line of text, 60 to 96.
            told: what :meth:`story` takes.

        Raises:
            InputError: one of these cannot be used.
        """
        looks = {"flavor": flavor, "ascii": ascii, "theme": theme, "template_dir": template_dir, "width": width}
        return self.written(self.story(**told), format, figure=figure, animate=animate, **looks)

    def written(
        self,
        story: Story,
        format: str = "text",  # noqa: A002 - the option's name
        *,
        figure: str | None = None,
        animate: bool = False,
        **looks: Any,
    ) -> Document:
        """A story of :meth:`story`, perhaps with another example, as :meth:`to_document` makes it.

        Args:
            story: what is told.
            format: as for :meth:`to_document`.
            figure: as there.
            animate: as there.
            looks: the other options there.

        Raises:
            InputError: one of these cannot be used.
        """
        options: dict[str, Any] = {**looks, "figure": figure, "animate": animate, "language": story.say.language}
        if format in PICTURES:
            from symconv.lesson.figures import figure as pictured  # loaded only where it is needed

            return picture(pictured(story, figure or ""), format, **options)
        if format in WORKED:
            return worked(derivation(story), format, convolution(self.spec, "a notebook"), **options)
        document = finished(derivation(story), format, meetings=meetings(story.write), **options)
        return marked(document, format, self.spec, story.paper.index_base)

    def to_json(self, *, names: Mapping[str, str] | None = None, values: str = "chosen") -> str:
        """Every entry of every tensor with its terms, the verdicts and an example, as ``docs/formats.md`` documents it.

        Args:
            names: as for :meth:`story`.
            values: the numbers of the example, as for :meth:`story`.

        Raises:
            InputError: a name, or the values, cannot be used.
        """
        name = self.activation.name if self.activation else None
        example = exemplified(self.gradients, values)
        told = derivation_json(self.gradients, self.proofs, names=named(names), example=example, activation=name)
        return dumps(told)

    def _repr_latex_(self) -> str:
        from symconv.render.lines import aligned  # loaded only where it is needed

        write = Formulas(self.gradients, Paper(spec=self.spec), shorten=True)
        shapes = self.gradients.alphabet.shapes
        lines = tuple(
            write.gradient_line(tensor, index)
            for tensor in ("weight", "input")
            for index in Entries().of(shapes[tensor], self.spec.stride)
        )
        return aligned(lines)

    def to_sympy(self) -> dict[str, Any]:
        """``output``, ``grad_input``, ``grad_weight`` (and ``grad_bias``) as SymPy arrays of the tensors' full shapes.

        The symbols are named as on paper: ``x_22``, ``f_01``, ``∂L/∂o_00``; with channels ``x^(1)_22``.
        """
        paper = Paper(spec=self.spec)
        return expressions.arrays(self.gradients, lambda tensor, index: text(paper.entry(tensor, index)))


def derive(
    spec: Layer,
    *,
    activation: str | None = None,
    max_terms: int | None = DEFAULT_LIMIT,
    progress: Progress = unheard,
) -> Derivation:
    """Derives every entry of a layer's gradients by SymPy and proves every route that is taught against them.

    Args:
        spec: the layer.
        activation: ``relu``, ``sigmoid``, ``tanh`` or ``f``: the input came through it, and ∂L/∂z is derived too.
        max_terms: most products ``x·f`` of all outputs together; None lifts the limit.
        progress: told after each route how many of how many are proven.

    Raises:
        SpecError: the layer has more products than the limit, or its batch size is open.
        InputError: there is no such activation.
        ProofError: a route disagrees with the chain rule, which is a bug in symconv.
    """
    found = differentiate(spec, limit=max_terms)
    proofs = prove_all(found, routes.TAUGHT, progress)
    for proof in proofs:
        if not proof.holds:
            first = proof.differences[0].index
            raise ProofError(f"route {proof.route} disagrees with the chain rule on {proof.claim} at {first} of {spec}")
    through = activations.differentiated(activation) if activation else None
    return Derivation(spec=spec, gradients=found, proofs=proofs, activation=through)


class _Believed(Mapping[str, Proof]):
    """The verdicts on what is widely believed, by name: each is found out when it is told."""

    def __init__(self, found: Gradients) -> None:
        self.found, self.known = found, dict[str, Proof]()

    def __getitem__(self, name: str) -> Proof:
        if name not in self.known:
            tried = {name: routes.FOLKLORE[name]}
            self.known[name] = next(prove_routes(self.found, "grad_input", tried))
        return self.known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(routes.FOLKLORE)

    def __len__(self) -> int:
        return len(routes.FOLKLORE)


def _stride_one(spec: ConvSpec) -> tuple[ConvSpec, Proof]:
    """The layer at stride 1 (a small one where that would be large), and the textbook form proven on it.

    The form of a transposed layer may crop; its relative does not.
    """
    pads = tuple((max(before, 0), max(after, 0)) for before, after in spec.padding)
    relative = replace(spec, stride=(1,) * len(spec.stride), padding=pads)
    if relative.most_terms > STRIDE_ONE_LIMIT:
        relative = ConvSpec.of(kernel_size=spec.kernel_size, dilation=spec.dilation, padding=pads)
    textbook = {"textbook": routes.GRAD_INPUT["textbook"]}
    return relative, next(prove_routes(differentiate(relative), "grad_input", textbook))


def _fewer(spec: ConvSpec) -> dict[int, tuple[ConvSpec, Proof]]:
    """O by each of Winograd's tiles, on the layer or a small one, where they apply; of volumes the smaller tile."""
    if not winograd.applies(spec):
        return {}
    axes, found = len(spec.stride), dict[int, tuple[ConvSpec, Proof]]()
    for tile in winograd.TILES if axes < 3 else (2,):
        small = ConvSpec.of(input_size=(tile + 2,) * axes, kernel_size=spec.kernel_size)
        relative = spec if spec.most_terms <= FEWER_LIMIT else small
        route = {f"winograd-{tile}": routes.FEWER["forward"][f"winograd-{tile}"]}
        found[tile] = relative, next(prove_routes(differentiate(relative), "output", route))
    return found
