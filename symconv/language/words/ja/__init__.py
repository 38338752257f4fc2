"""日本語。ひな形の読み方は ``language/wording.py`` にあります。"""

from symconv.language.words.ja import check, deck, folded, lesson, live, page, pooled, stacked, theorem, transposed
from symconv.language.words.ja.messages import MESSAGES as MESSAGES
from symconv.language.words.ja.messages import MISTAKES as OF_CONVOLUTIONS

MISTAKES = OF_CONVOLUTIONS | transposed.MISTAKES

WORDS = {
    **lesson.WORDS,
    **deck.WORDS,
    **theorem.WORDS,
    **page.WORDS,
    **live.WORDS,
    **check.WORDS,
    **transposed.WORDS,
    **folded.WORDS,
    **pooled.WORDS,
    **stacked.WORDS,
}

BABEL = ""

CJK = "min"

FONTS = (
    "Noto Serif CJK JP",
    "Source Han Serif",
    "Noto Sans CJK JP",
    "IPAexMincho",
    "IPAMincho",
    "VL Gothic",
    "Yu Mincho",
    "MS Mincho",
    "Hiragino Mincho ProN",
)


def form(count: object) -> int:
    """名詞は数によって変わりません。"""
    return 0
