"""The story through Jinja: one folder of macros for each format, one macro for each kind of block.

Templates lie in ``templates/<format>``: ``document.*.j2`` is the skeleton, ``_blocks.*.j2`` holds the macros. They are
looked up in a folder of the reader's own first. Words are escaped for the format before they reach a template, and
formulas are written by a hand of ``notation``; templates only place them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound

from symconv.errors import InputError
from symconv.lesson.blocks import MARKS, Block, Words
from symconv.lesson.wording import Wording
from symconv.notation.latex import Pen
from symconv.notation.text import text
from symconv.notation.tree import Equation, Node, Number, Partial
from symconv.notation.typst import quoted, typst
from symconv.render.compiled import Compiled
from symconv.render.escapes import escape_markdown, escape_tex, escape_typst
from symconv.render.lines import TEX, TYPST, Hand, Manner, rows
from symconv.render.palette import PALETTE, shade
from symconv.render.room import broad, column, fullest, high
from symconv.render.spoken import aloud, spoken

HERE = Path(__file__).parent.parent
IN_A_TEMPLATE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What code in a template of the reader's own may raise."""

SHIPPED = (HERE / "templates", HERE.parent / "templates")
"""Where templates lie in an installed package, and in a checkout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """One format that is written through templates.

    Attributes:
        folder: the folder under ``templates``.
        shared: folders whose macros are used where its own has none.
        ending: of its template files.
        escape: makes plain words safe in the format.
        hand: makes what writes formulas.
        inline: writes a formula into running text.
        manner: how the rows of a display are written.
        filters: of its own; each is given a value and the hand.
        delimiters: Jinja options that keep the format's own signs free.
        settings: values every template of the format can ask for.
        kept: what running text still needs, such as marks that stay with the formula before them.
    """

    folder: str
    ending: str
    escape: Callable[[str], str]
    inline: Callable[[Node, Any], str]
    hand: Callable[[], Hand] = Pen
    manner: Manner = TEX
    filters: dict[str, Callable[[Any, Any], Any]] = field(default_factory=dict)
    delimiters: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    kept: Callable[[str], str] = str

    def document(
        self, blocks: Iterable[Block], template_dir: Path | None = None, *, language: str = "en", **values: object
    ) -> str:
        """The story as a document; ``values`` are what its skeleton asks for besides.

        Raises:
            InputError: a template of the reader's own cannot be used.
        """
        told = [(kind(block), block) for block in blocks]
        return self.filled("document", template_dir, language=language, blocks=told, **values)

    def filled(self, skeleton: str, template_dir: Path | None, *, language: str = "en", **values: object) -> str:
        """A skeleton of the format (``document``, ``deck``) with these values; its own words are of the language.

        Raises:
            InputError: a template of the reader's own cannot be used.
        """
        try:
            return (
                self._environment(template_dir, Wording(language))
                .get_template(f"{skeleton}.{self.ending}.j2")
                .render(values)
            )
        except TemplateNotFound as error:
            raise InputError(f"no template is called {error.name!r}") from error
        except (TemplateError, *IN_A_TEMPLATE) as error:
            place = getattr(error, "name", None) or template_dir or self.folder
            raise InputError(f"template {place}: {error}") from error

    def _environment(self, template_dir: Path | None, say: Wording) -> Environment:
        shipped = [place / folder for folder in (self.folder, *self.shared) for place in SHIPPED]
        folders = [*([template_dir] if template_dir else []), *shipped]
        loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
        environment = Environment(
            loader=loader,
            bytecode_cache=None if template_dir else Compiled(next(filter(Path.is_dir, SHIPPED)), self.folder),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - words are escaped for the format by the ``words`` filter
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            **self.delimiters,  # type: ignore[arg-type]  # Jinja types each delimiter alone
        )
        hand = self.hand()
        environment.filters |= {
            "words": partial(self.words, hand=hand),
            "math": hand,
            "rows": partial(rows, hand=hand, manner=self.manner),
            "told": text,
            "spoken": partial(spoken, say=say),
            "spoken_words": lambda words: self.escape(aloud(words)),
            "plain": self.escape,
            **{name: partial(_handed, own, hand) for name, own in self.filters.items()},
        }
        environment.globals |= {"palette": PALETTE, "shade": shade, **self.settings}
        environment.globals |= {"say": say.plain, "language": say.language, "babel": say.babel}
        environment.globals |= {"cjk": say.cjk, "fonts": say.fonts}
        environment.globals["marks_told"] = {mark: self.escape(say.plain(key)) for mark, key in MARKS.items()}
        environment.globals["source"] = lambda name: loader.get_source(environment, name)[0]
        return environment

    def words(self, words: Words, hand: Hand) -> str:
        """Running text with its formulas; words that follow one another are escaped as one."""
        runs = groupby(words, key=lambda part: isinstance(part, str))
        return self.kept(
            "".join(
                self.escape("".join(map(str, run))) if plain else "".join(self.inline(part, hand) for part in run)  # type: ignore[arg-type]
                for plain, run in runs
            )
        )


def kind(block: object) -> str:
    """The name of the macro that shows a block."""
    return type(block).__name__.lower()


def _handed(own: Callable[[Any, Any], Any], hand: Hand, value: Any) -> Any:
    return own(value, hand)


def slashed(node: Node, hand: Hand, manner: Manner) -> str:
    """A formula in running text: a derivative is written with a slash, also as a side of an equation."""
    if isinstance(node, Equation):
        return f" {manner.signs[node.relation]} ".join(slashed(side, hand, manner) for side in node.sides)
    return manner.slash.format(hand(node.of), hand(node.by)) if isinstance(node, Partial) else hand(node)


def dollars(node: Node, hand: Hand) -> str:
    """A formula in running text between dollar signs."""
    return f"${slashed(node, hand, TEX)}$"


def typst_inline(node: Node, hand: Hand) -> str:
    """A formula in running text, with what a reader without sight is told; its end is said, whatever follows."""
    return f"#eq({quoted(text(node))}, ${slashed(node, hand, TYPST)}$);"


LATEX = Markup(
    folder="latex",
    ending="tex",
    escape=escape_tex,
    inline=dollars,
    filters={"column": lambda grid, hand: column(grid)},
    delimiters={
        "block_start_string": "((*",
        "block_end_string": "*))",
        "variable_start_string": "((=",
        "variable_end_string": "=))",
        "comment_start_string": "((#",
        "comment_end_string": "#))",
    },
)

FENCED = {"display_start": "```math", "display_end": "```"}
DOLLARS = {"display_start": "$$", "display_end": "$$"}

MARKDOWN = {
    flavor: Markup(
        folder="markdown",
        ending="md",
        escape=escape_markdown,
        inline=dollars,
        settings={**settings, "flavor": flavor},
        filters={"yaml": lambda words, hand: quoted(escape_markdown(words))},
    )
    for flavor, settings in (("github", FENCED), ("pandoc", DOLLARS), ("jupyter", DOLLARS))
}


def typst_cell(node: Node, hand: Hand) -> str:
    """What stands in a cell; numbers are quicker set as text."""
    return f"[{text(node)}]" if isinstance(node, Number) else f"${hand(node)}$"


TYPST_MARKUP = Markup(
    folder="typst",
    ending="typ",
    escape=escape_typst,
    inline=typst_inline,
    hand=lambda: typst,
    manner=TYPST,
    filters={
        "quoted": lambda words, hand: quoted(words),
        "broad": lambda grids, hand: broad(grids),
        "column": lambda grid, hand: column(grid),
        "cell": typst_cell,
        "high": lambda block, hand: high(block),
        "fullest": lambda pages, hand: fullest(pages),
    },
    delimiters=LATEX.delimiters,
)
