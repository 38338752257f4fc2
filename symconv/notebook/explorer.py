"""The live page in a cell: a frame on a server that this kernel runs, or on a site that is there."""

import atexit
import threading
from dataclasses import dataclass
from functools import cache
from html import escape
from urllib.parse import quote, urlsplit

from symconv.errors import InputError
from symconv.language.wording import Wording
from symconv.page.links import link
from symconv.serving.server import Server
from symconv.sizes import shown
from symconv.spec import ConvSpec
from symconv.transposed import Layer

LEAST, MOST = 200, 4000
"""Height of a frame, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explorer:
    """The page with one layer, for a cell. Make it with :func:`explore`.

    Attributes:
        url: its address.
        height: of the frame, in pixels.
    """

    url: str
    height: int

    def _repr_html_(self) -> str:
        address = escape(self.url)
        style = f"width: 100%; height: {self.height}px; border: 0"
        return f'<iframe src="{address}" title="symconv" style="{style}" allow="clipboard-write"></iframe>'

    def _repr_markdown_(self) -> str:
        return f"[symconv]({self.url})"


def explore(spec: Layer | None = None, *, site: str | None = None, language: str = "en", height: int = 640) -> Explorer:
    """The layer on the live page: the window slides, every entry tells what it meets, numbers can be changed.

    The page comes from a server within this process that listens on this machine alone. Where the notebook's
    browser is on another machine, or the page has to outlive the kernel, ``site`` names a folder that ``symconv site``
    wrote, as the browser finds it.

    Args:
        spec: the layer; None begins with 5x5, kernel 3, stride 2.
        site: the address of such a folder, ``https://…/`` or relative to the notebook.
        language: of the words; a site speaks its own.
        height: of the frame, in pixels.

    Raises:
        InputError: there is no such language, the site is no address, or the height is none.
        SpecError: the layer cannot be shown.
    """
    if isinstance(height, bool) or not isinstance(height, int) or not LEAST <= height <= MOST:
        raise InputError(f"height must be a whole number from {LEAST} to {MOST}, got {shown(height)}")
    base = _served(Wording(language).language) if site is None else _address(site)
    shows = link(ConvSpec.of(stride=2) if spec is None else spec)
    return Explorer(url=f"{base}?embed#{shows}", height=height)


def _address(site: str) -> str:
    """The address of a site, with what does not belong into an address written so that it may.

    Raises:
        InputError: it is no address of a web page.
    """
    told = urlsplit(site.strip())
    if told.scheme not in ("", "http", "https") or told.query or told.fragment:
        raise InputError(f"site must be the address of a folder, https://…/ or relative, got {shown(site)}")
    whole = quote(site.strip(), safe=":/%@~[]")
    return whole if whole.endswith("/") else f"{whole}/"


@cache
def _served(language: str) -> str:
    """Starts one server for each language, which ends with this process."""
    server = Server(language=language)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    atexit.register(server.server_close)
    server.warm()
    return server.url
