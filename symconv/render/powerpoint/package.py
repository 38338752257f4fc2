"""The parts of a PowerPoint file packed together; the same parts give the same bytes, as no date is written."""

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from symconv.errors import InputError

PART = re.compile(r"^<\?part (.*)\?>$", re.MULTILINE)
"""The line before a part; words cannot hold it, as their signs are escaped."""

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def packed(source: str) -> bytes:
    """The file whose parts are given one after the other, each behind a line with its name.

    Raises:
        InputError: a part is no XML, which only a template of the reader's own can bring about.
    """
    _, *found = PART.split(source)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, part in zip(found[::2], found[1::2], strict=True):
            text = HEAD + part.strip()
            try:
                ElementTree.fromstring(text)  # noqa: S314 - made by our own templates
            except ElementTree.ParseError as error:
                raise InputError(f"{name} is no XML: {error}") from error
            info = ZipInfo(name)
            info.compress_type, info.create_system = ZIP_DEFLATED, 0
            archive.writestr(info, text.encode())
    return target.getvalue()
