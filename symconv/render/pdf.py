"""PDF without TeX: a Typst document compiled by the ``typst`` wheel, which brings its fonts and needs no network.

The same source gives the same bytes: no date is written, and only the wheel's own fonts are taken. The document is
tagged and says what stands in each formula and figure (PDF/UA-1).
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from symconv.errors import InputError, MissingExtraError


def pdf(source: str) -> bytes:
    """The PDF of a Typst document; it can read no file, as its folder is empty.

    Raises:
        MissingExtraError: the ``pdf`` extra is not installed.
        InputError: the source cannot be compiled, which only a template of the reader's own can bring about.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingExtraError("PDF needs Typst: pip install 'symconv[pdf]'") from error
    with TemporaryDirectory() as empty:
        main = Path(empty) / "main.typ"
        main.write_text(source, encoding="utf-8")
        try:
            made: bytes = typst.compile(
                main, root=main.parent, format="pdf", ignore_system_fonts=True, pdf_standards="ua-1"
            )
        except typst.TypstError as error:
            raise InputError(f"Typst: {error.message}") from error
    return made
