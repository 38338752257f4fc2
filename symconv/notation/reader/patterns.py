r"""What the scan looks for: one piece, and what may stand behind a command."""

import re

from symconv.notation.reader.signs import LOWERED, RAISED

SPOKEN_SIGNS = "[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Signs that write words, and no letters of formulas: Chinese, Japanese, Korean."""

PIECE = re.compile(
    rf"(?P<space>[\s~$°]+)|(?P<small>[{''.join((*LOWERED, *RAISED))}])"
    r"|(?P<command>\\(?:(?:sum|begin|end|tag|operatorname|hspace|vspace|floor|ceil)\*|[A-Za-z]+|.)?)|(?P<number>\d+(?:\.\d+)?|[½⅓⅔¼¾])"
    r"|(?P<arrow>[⇶→⃗]+[A-Za-z])"
    rf"|(?P<word>{SPOKEN_SIGNS}+)|(?P<letter>[^\W\d_])"
    r"|(?P<sign>\.T\b|\+=|::-1|:=|==|!=|<=|>=|\*\*|\.\*|\.{2,3}|\(\*\)|\(conv\)|.)",
    re.DOTALL,
)
DEGREES = re.compile(r"\s*(?:\{\s*\\circ\s*\}|\\circ\b|\{\s*°\s*\})")
BRACED = re.compile(r"\s*\{([^{}]*)\}")
REMARK = re.compile(r"\s*\{\s*[^\W\d_]{2,}\s[^{}$=]*\$[^$=]*\$[^{}$=]*\}")
"""Words with a formula in them that relates nothing: ``\\text{where $A \\in \\{H, W\\}$}``."""
NO_SCRIPT = re.compile(r"\s*\{\s*\}")
FULL_STOP = re.compile(r"\s*(?:[)\]}]|\\right\b|\\end\b|\Z)")
"""What stands behind a full stop that ends a sentence and says nothing to a formula."""
FACTOR = re.compile(r"\s*(?:\\(?!(?:end|right|quad|text)\b)[A-Za-z]|[A-Za-z](?=[_^(\[]))")
"""What stands behind a full stop that is a product: ``W_{ab} . X_{ij}``."""
WIDE = re.compile(r"\s*(?P<brace>\{)?\s*(?P<sign>\\(?:otimes|circledast|star|ast))(?![A-Za-z])(?(brace)\s*\})")
"""Below an accent, a sign for a convolution whose input is padded: ``\\tilde{\\otimes}``."""
REALS = re.compile(r"\s*\{\s*(?P<set>[RZN])\s*\}|\s+(?P<bare>[RZN])(?![A-Za-z])")
WORD_IN_BRACE = re.compile(r"\s*\{\s*([A-Za-z]+)(?=[_^'′])")
GREEK_IN_BRACE = re.compile(r"\s*\{\s*(?=\\)")
OPENING = re.compile(r"\s*\{")
MODULE = re.compile(r"(?:np|numpy|torch|nn|functional|signal|scipy|tf|F|self)\.(?=[A-Za-z])")
ADDING = re.compile(r"\s*\{\s*\+\s*=?\s*\}\s*=?")
"""What makes ``+=`` of ``\\mathrel{+}=``."""
NAMED_SIZE = re.compile(r"(?P<of>input|output|inp|in|out)\.(?P<size>[A-Z])(?![\w(])")
"""``out.L``, which is L_out."""
QUOTED = re.compile(r"(?<=[=(,\s])(['\"])(\w{1,20})\1")
PARITY = re.compile(r"\s*(?:(?:(?:if|for|when)\s+)?\$\s*([A-Za-z])\s*\$\s+)?(?:is\s+)?(even|odd)\s*")
GROUPED = re.compile(r"\s*(\\(?:cdot|times|ast|star|pm)\b|[-+−*=,·×<>])?\s*\}")
"""Behind a brace that stands around one sign alone, ``j{+}1``, or nothing, and only changes the room beside it."""
ABBREVIATED = re.compile(r"[A-Za-z]{1,3}([A-Z])|[bvV](?!f)([a-z])")
"""A document's own command for one letter, where its definition is not at hand: ``\\TSK``, ``\\vx``."""
ROLE = re.compile(r"input|output|kernel|filter|weight|bias|image", re.IGNORECASE)
"""What such a command may call a tensor by, ``\\outputMatrix``, ``\\filters``."""
TAGGED = re.compile(r"\s*\w+(?:[.-]\w+)*")
"""What a tag without braces is, ``\\tag 6``."""
LABEL = re.compile(r"\s*[_^](?=\s*\{)")
RELATED = re.compile(r"\s*\{\s*:?=\s*\}")
