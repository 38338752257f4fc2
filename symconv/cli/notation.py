"""The options that say how entries are written on paper."""

import click

from symconv.cli.command import option
from symconv.errors import InputError

index_base_option = option(
    "--index-base",
    group="How it is written",
    type=click.IntRange(0, 1),
    metavar="0|1",
    default=0,
    show_default=True,
    help="Number of the first entry.",
)
names_option = option(
    "--names",
    group="How it is written",
    metavar="WORD=NAME,...",
    help="Names on paper: input=X,weight=F,output=O,bias=b,loss=L.",
)
grad_symbol_option = option(
    "--grad-symbol",
    group="How it is written",
    metavar="NAME",
    help="Letter for the upstream gradient ∂L/∂o, or fraction for none.  [δ]",
)
values_option = option(
    "--values",
    group="What is told",
    default="chosen",
    metavar="HOW",
    show_default=True,
    help="Numbers of the example: chosen, random:SEED, ones, FILE.npz, or off.",
)


def _known_language(ctx: click.Context, param: click.Parameter, code: str) -> str:
    from symconv.lesson.wording import Wording  # loaded only where something is told

    return Wording(code).language


language_option = option(
    "--language",
    group="How it is written",
    metavar="CODE",
    default="en",
    show_default=True,
    callback=_known_language,
    help="Language of the words: de, en, es, fr, ja, pt or zh.",
)


def names_told(text: str | None, grad_symbol: str | None = None) -> dict[str, str]:
    """``input=A,weight=K`` as a mapping, with the letter of the upstream gradient.

    Raises:
        InputError: it is not written so, or names a tensor twice.
    """
    upstream = {} if grad_symbol is None else {"grad_output": grad_symbol}
    return _named(text) | upstream if text else upstream


def _named(text: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in text.split(",")]
    if any(not sign for _, sign, _ in pairs):
        raise InputError(f"names must be written as input=X,weight=W, got {text!r}")
    names = {word.strip(): name.strip() for word, _, name in pairs}
    if len(names) < len(pairs):
        raise InputError(f"a tensor is named twice in {text!r}")
    return names
