"""PDF without TeX: a Typst document compiled by the ``typst`` wheel, which brings its fonts and needs no network.

The same source gives the same bytes: no date is written, and only the wheel's own fonts are taken where these have the
signs of the language. The document is
tagged and says what stands in each formula and figure (PDF/UA-1).
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from symconv.errors import InputError, MissingExtraError
from symconv.extras import installing


def pdf(source: str, fonts: Sequence[str] = ()) -> bytes:
    """The PDF of a Typst document; it can read no file, as its folder is empty.

    Args:
        source: the document.
        fonts: families of the system of which one is needed besides the wheel's own.

    Raises:
        MissingExtraError: the ``pdf`` extra is not installed.
        InputError: no such font is installed, or the source cannot be compiled, which only a template of the reader's
            own can bring about.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingExtraError(f"PDF needs Typst: {installing('pdf')}") from error
    if fonts and not set(fonts) & set(typst.Fonts(include_system_fonts=True).families()):
        raise InputError(f"PDF in this language needs one of the fonts {', '.join(fonts)}; none is installed")
    with TemporaryDirectory() as empty:
        main = Path(empty) / "main.typ"
        main.write_text(source, encoding="utf-8")
        try:
            made: bytes = typst.compile(
                main, root=main.parent, format="pdf", ignore_system_fonts=not fonts, pdf_standards="ua-1"
            )
        except typst.TypstError as error:
            raise InputError(f"Typst: {error.message}") from error
    return made
