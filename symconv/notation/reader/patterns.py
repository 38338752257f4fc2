r"""What the scan looks for: one piece, and what may stand behind a command."""

import re

from symconv.notation.reader.signs import LOWERED, RAISED

PIECE = re.compile(
    rf"(?P<space>[\s~$°]+)|(?P<small>[{''.join((*LOWERED, *RAISED))}])"
    r"|(?P<command>\\(?:[A-Za-z]+\*?|.)?)|(?P<number>\d+(?:\.\d+)?|[½⅓⅔¼¾])|(?P<arrow>[⇶→⃗]+[A-Za-z])"
    r"|(?P<letter>[^\W\d_])|(?P<sign>\.T\b|\+=|::-1|:=|==|!=|<=|>=|\*\*|\.\*|\.{2,3}|\(\*\)|\(conv\)|.)",
    re.DOTALL,
)
DEGREES = re.compile(r"\s*(?:\{\s*\\circ\s*\}|\\circ\b|\{\s*°\s*\})")
BRACED = re.compile(r"\s*\{([^{}]*)\}")
ACCENTED = re.compile(r"\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\[A-Za-z]+|[A-Za-z]))")
WORD_IN_BRACE = re.compile(r"\s*\{\s*([A-Za-z]+)(?=[_^'′])")
GREEK_IN_BRACE = re.compile(r"\s*\{\s*(?=\\)")
UPRIGHT = re.compile(r"\s+d(?![A-Za-z])")
OPENING = re.compile(r"\s*\{")
BRACE = re.compile(r"[{}]")
MODULE = re.compile(r"(?:np|numpy|torch|nn|functional|signal|scipy|tf|F)\.(?=[A-Za-z])")
QUOTED = re.compile(r"(?<=[=(,\s])(['\"])(\w{1,20})\1")
PARITY = re.compile(r"\s*(?:(?:(?:if|for|when)\s+)?\$\s*([A-Za-z])\s*\$\s+)?(?:is\s+)?(even|odd)\s*")
EMPTY = re.compile(r"\s*\}")
LABEL = re.compile(r"\s*[_^](?=\s*\{)")
RELATED = re.compile(r"\s*\{\s*:?=\s*\}")
_STYLED = r"\\(?:mathcal|mathbf|mathbb|mathsf|boldsymbol|bm|mathrm|mathit)\b\s*"
_LETTER = r"\\(?:ell|alpha|beta|gamma|kappa|lambda|omega|Omega|phi|varphi|psi|theta|Theta|sigma|delta)\b"
DIFFERENTIAL = re.compile(
    rf"\s*(?:\\[,!]\s*)?(?:{_STYLED}(?:\{{\s*([A-Za-z]|{_LETTER})\s*\}}|([A-Za-z])(?![A-Za-z]))|({_LETTER})"
    r"|([A-Za-z])(?![A-Za-z]))"
)
"""What is differentiated behind an upright d."""
SPACED = re.compile(r"\s+(?:[A-Z](?![A-Za-z])|[a-z](?=\s*[_(^\[]))")
"""A letter with a blank before it that can only be differentiated; ``d a`` may be a dilation's multiple."""
