"""Value → what the output of a cell shows of it: HTML in symconv's own looks, or Markdown."""

from collections.abc import Iterable
from typing import Any

from symconv.check.judgement import Judgement
from symconv.check.report import Report
from symconv.check.telling import pages
from symconv.folded import FoldedSpec
from symconv.lesson.blocks import Block
from symconv.lesson.derivation import derivation
from symconv.lesson.wording import Wording
from symconv.library.class_report import ClassReport
from symconv.library.derivation import Derivation
from symconv.library.verdicts import Verdicts
from symconv.notebook import blocks
from symconv.proof.entrywise import Proof
from symconv.render.cell import told_cell
from symconv.render.classroom import class_cell, class_document, judgement_cell, verdicts_cell
from symconv.render.documents import document
from symconv.spec import ConvSpec
from symconv.transposed import TransposedSpec


def html(value: Any, language: str = "en", **told: Any) -> str:
    """A value as HTML that keeps its looks to itself.

    Args:
        value: a layer, derivation, proof, verdicts, report, statement or class report.
        language: of the words.
        told: what ``Derivation.story`` takes besides; of derivations alone.

    Raises:
        InputError: there is no such language, or one of ``told`` cannot be used.
    """
    say = Wording(language)
    match value:
        case Report():
            return verdicts_cell((value,), say)
        case Judgement():
            return judgement_cell(value, say)
        case ClassReport():
            return class_cell(value.tally, say)
    return told_cell(_blocks(value, say, told), language=language)


def markdown(value: Any, language: str = "en", **told: Any) -> str:
    """A value as Markdown, as Jupyter reads it; the arguments and errors are those of :func:`html`."""
    say = Wording(language)
    match value:
        case Report():
            return pages.as_markdown(value, say)
        case Judgement():
            return pages.statement_markdown(value, say)
        case ClassReport():
            return class_document(value.tally, "markdown", say)
        case Derivation():  # the checker's header line goes with it
            return str(value.to_document("markdown", flavor="jupyter", language=language, **told))
    return document(_blocks(value, say, told), "markdown", flavor="jupyter", language=language)


def _blocks(value: Any, say: Wording, told: dict[str, Any]) -> Iterable[Block]:
    match value:
        case Derivation():
            return derivation(value.story(language=say.language, **told))
        case Verdicts():
            return value.told(say)
        case Proof():
            return blocks.proof(say, value)
        case ConvSpec() | TransposedSpec() | FoldedSpec():
            return blocks.layer(say, value)
    raise TypeError(f"nothing is told of a {type(value).__name__}")
