"""The files of the page: one document in a language, one style sheet, and modules of JavaScript, as bytes by name.

``backend.js`` is how the page reaches Python: its ``ask(kind, request)`` promises what ``answer`` gives. Each way of
reaching it is one module in ``templates/page/backends``; all other files are the same.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape

from symconv.language.wording import Wording, known_languages
from symconv.notation.mathml import Pen
from symconv.page.request import Request
from symconv.render.markup import SHIPPED, Markup

FOLDER = "page"
WORDS = ("live.", "page.", "cell.")
"""How the keys of the words begin that modules say."""

PAGE = Markup(
    folder=FOLDER, shared=("theme",), ending="html", escape=escape, inline=lambda node, pen: str(pen(node)), hand=Pen
)
STYLE = Markup(
    folder=FOLDER,
    shared=("theme", "picture"),
    ending="css",
    escape=escape,
    inline=lambda node, pen: str(pen(node)),
    hand=Pen,
)
PROGRAM = re.compile(r"<script>(.*?)</script>", re.DOTALL)
"""A program within a document."""


def files(backend: str, *, language: str = "en", hints: bool = False, policy: str = "") -> dict[str, bytes]:
    """Name → what the file holds; ``index.html`` is the page.

    Args:
        backend: which module of ``templates/page/backends`` is to be ``backend.js``.
        language: of the words.
        hints: whether Check never shows solutions.
        policy: a content security policy that the page states itself; empty where a server sends one.

    Raises:
        InputError: there is no such language.
    """
    say = Wording(language)
    setting = {"language": language, "hints": hints, "words": _words(say)}
    told = {
        "setting": json.dumps(setting, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c"),
        "policy": policy,
        "languages": known_languages(),
    }
    place = next(folder / FOLDER for folder in SHIPPED if (folder / FOLDER).is_dir())
    modules = {file.name: file.read_bytes() for file in sorted(place.glob("*.js"))}
    return {
        "index.html": PAGE.filled("index", None, language=language, **told).encode(),
        "page.css": STYLE.filled("page", None, language=language).encode(),
        "backend.js": (place / "backends" / f"{backend}.js").read_bytes(),
        **modules,
    }


def policy(documents: tuple[str, ...] = (), *, more: Mapping[str, str] | None = None) -> str:
    """The page's content security policy: its own files, and programs in documents that it shows, by what they are.

    Args:
        documents: lessons, whose programs may run in a frame.
        more: directive → sources that are allowed besides.
    """
    programs = sorted({_digest(program) for document in documents for program in PROGRAM.findall(document)})
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *programs]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    for directive, sources in (more or {}).items():
        allowed[directive] = f"{allowed[directive]} {sources}" if directive in allowed else sources
    return "; ".join(f"{directive} {sources}" for directive, sources in allowed.items())


def lessons() -> tuple[str, ...]:
    """Lessons that have between them every program that a lesson may have."""
    from symconv.page.deriving import lesson  # loaded only where it is needed

    return (str(lesson(Request({"layer": {"stride": "2"}, "length": "brief"}))["html"]),)


def _digest(program: str) -> str:
    return f"'sha256-{b64encode(sha256(program.encode()).digest()).decode('ascii')}'"


def _words(say: Wording) -> dict[str, str]:
    """What modules say, by key; places in braces are filled there."""
    return {key: template for key, template in say.templates.items() if key.startswith(WORDS)}
