"""Plain words for a document: no sign of theirs is markup, whoever wrote them."""

import re

TEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "×": r"$\times$",
    "∂": r"$\partial$",
    "−": "$-$",
    "∞": r"$\infty$",
    "°": r"$^\circ$",
    "–": "--",
    "“": "``",
    "”": "''",
    "✓": r"$\checkmark$",
    "⋆": r"$\star$",
    "⊙": r"$\odot$",
}


def escape_tex(words: str) -> str:
    """Plain words for a TeX document; a colon after a capital ends a clause, which TeX would not take for its end."""
    escaped = "".join(TEX_SIGNS.get(sign, sign) for sign in words)
    return re.sub(r"(?<=[A-Z])(?=[:?!])", r"\\@", escaped)


def escape_markdown(words: str) -> str:
    """Plain words for a Markdown document: on one line, as a new one could start a heading, a rule or a slide."""
    escaped = re.sub(r"[\\`*_\[\]<>$|#&~^]|:(?=//)|(?<=www)\.|@", r"\\\g<0>", " ".join(words.splitlines()))
    return escaped.replace("⋆", r"$\star$")


def escape_typst(words: str) -> str:
    """Plain words for a Typst document: no sign starts markup, code, a comment, a list or a heading."""
    return re.sub(
        r"""[\\`*_$#@<>\[\]~"']|^\s*[-+=/]|(?<=[-/])[-/*]|(?<=\d)\.""", r"\\\g<0>", " ".join(words.splitlines())
    )
