"""PowerPoint's files read back, and their Office Math: every element as the TeX that means the same.

Written from what ECMA-376 says of each element, not from the hand that writes them.
"""

import re
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

COMMANDS = {"∂": r"\partial ", "δ": r"\delta ", "σ": r"\sigma ", "φ": r"\varphi ", "γ": r"\gamma "}
COMMANDS |= {"⋆": r"\star ", "∗": r"\ast ", "⊙": r"\odot ", "⋯": r"\cdots ", "⋮": r"\vdots ", "⋱": r"\ddots "}
COMMANDS |= {"·": r"\cdot ", "…": r"\ldots ", "≤": r"\leq ", "≥": r"\geq ", "≠": r"\neq ", "∈": r"\in ", "−": "-"}
COMMANDS |= {"′": "'", "mod": r"\bmod "}
FENCES = {"⌊": r"\lfloor", "⌋": r"\rfloor", "{": r"\{", "}": r"\}", "": "."}

CHILDREN = {
    "f": ({"num", "den"}, {"fPr"}),
    "sSub": ({"e", "sub"}, set()),
    "sSup": ({"e", "sup"}, set()),
    "sSubSup": ({"e", "sub", "sup"}, set()),
    "nary": ({"naryPr", "sub", "sup", "e"}, set()),
    "d": ({"e"}, {"dPr"}),
}
"""Element → the children it must have, and those it may have besides."""


def tex(element: ElementTree.Element | None) -> str:
    """What stands beside each other within an element."""
    if element is None:
        return ""
    return " ".join(WRITTEN[child.tag.removeprefix(M)](child) for child in element if not _told(child))


def _told(element: ElementTree.Element) -> bool:
    """Whether an element says how another one looks."""
    return element.tag.endswith("Pr")


def _inside(element: ElementTree.Element, part: str) -> str:
    return tex(element.find(M + part))


def _run(element: ElementTree.Element) -> str:
    signs = element.findtext(f"{M}t") or ""
    if signs in COMMANDS:
        return COMMANDS[signs]
    if set(signs) == {"′"}:
        return "'" * len(signs)
    if signs.strip() in ("if", "otherwise"):
        return rf"\text{{{signs}}}"
    return rf"\mathrm{{{signs}}}" if signs.isalpha() and len(signs) > 1 else signs.replace("−", "-")


def _fraction(element: ElementTree.Element) -> str:
    return rf"\frac{{{_inside(element, 'num')}}}{{{_inside(element, 'den')}}}"


def _scripts(element: ElementTree.Element) -> str:
    below, above = _inside(element, "sub"), _inside(element, "sup")
    dashes = above[: len(above) - len(above.lstrip("'"))]
    above, base = above.lstrip("' "), _inside(element, "e")
    base = f"{{{base}}}" if above and not below else base
    return base + dashes + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")


def _sum(element: ElementTree.Element) -> str:
    above = _inside(element, "sup")
    hidden = element.find(f"{M}naryPr/{M}supHide") is not None
    assert hidden == (not above)
    return rf"\sum_{{{_inside(element, 'sub')}}}" + (f"^{{{above}}}" if above else "") + f" {_inside(element, 'e')}"


def _fenced(element: ElementTree.Element) -> str:
    begin, end = (element.find(f"{M}dPr/{M}{name}Chr").get(f"{M}val") for name in ("beg", "end"))
    table = element.find(f"{M}e/{M}m")
    if table is not None:
        kind = "cases" if begin == "{" else "bmatrix"
        return rf"\begin{{{kind}}} {_table(table)} \end{{{kind}}}"
    return rf"\left{FENCES.get(begin, begin)} {_inside(element, 'e')} \right{FENCES.get(end, end)}"


def _table(element: ElementTree.Element) -> str:
    return r" \\ ".join(" & ".join(map(tex, row)) for row in element)


WRITTEN: dict[str, Callable[[ElementTree.Element], str]] = {
    "r": _run,
    "f": _fraction,
    "sSub": _scripts,
    "sSup": _scripts,
    "sSubSup": _scripts,
    "nary": _sum,
    "d": _fenced,
}


def well_built(element: ElementTree.Element) -> None:
    """Every element is known, has the children it must have, in their order, and no others."""
    for part in element.iter():
        name = part.tag.removeprefix(M)
        if name in CHILDREN:
            must, may = CHILDREN[name]
            found = [child.tag.removeprefix(M) for child in part]
            assert must <= set(found) <= must | may, name
            assert len(found) == len(set(found)), name
        elif name == "r":
            names = [child.tag for child in part]
            assert names[-2:] == [f"{A}rPr", f"{M}t"]
            assert names[:-2] in ([], [f"{M}rPr"])
            assert part.findtext(f"{M}t")


def said(deck: bytes) -> str:
    """What slides and notes of a file say and tell to those who cannot see, a line each, without what formulas say."""
    with ZipFile(BytesIO(deck)) as archive:
        names = [name for name in archive.namelist() if re.search(r"/(?:slides|notesSlides)/\w+\.xml$", name)]
        parts = [ElementTree.fromstring(archive.read(name)) for name in names]  # noqa: S314 - our own
    lines = []
    for part in parts:
        for run in part.iter(f"{A}r"):
            if run.find(f"{A}rPr/{A}latin[@typeface='Cambria']") is None:
                lines.append(run.findtext(f"{A}t") or "")
        lines += [shape.get("descr") or "" for shape in part.iter()]
    return "\n".join(lines)
