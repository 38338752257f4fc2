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
OPENING = re.compile(r"\s*\{")
BRACE = re.compile(r"[{}]")
MODULE = re.compile(r"(?:np|numpy|torch|nn|functional|signal|scipy|tf|F)\.(?=[A-Za-z])")
QUOTED = re.compile(r"(?<=[=(,\s])(['\"])(\w{1,20})\1")
PARITY = re.compile(r"\s*(?:(?:(?:if|for|when)\s+)?\$\s*([A-Za-z])\s*\$\s+)?(?:is\s+)?(even|odd)\s*")
EMPTY = re.compile(r"\s*\}")
LABEL = re.compile(r"\s*[_^](?=\s*\{)")
RELATED = re.compile(r"\s*\{\s*:?=\s*\}")
DIFFERENTIAL = re.compile(
    r"\s*(?:\\(?:mathcal|mathbf|boldsymbol|bm|mathrm|mathit)\s*\{\s*([A-Za-z])\s*\}|([A-Za-z])(?![A-Za-z]))"
)
"""What is differentiated behind an upright d, or in a letter style behind any d."""
