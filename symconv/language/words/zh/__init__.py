"""简体中文。模板的读法见 ``language/wording.py``。"""

from symconv.language.words.zh import check, deck, folded, lesson, live, page, pooled, stacked, theorem, transposed
from symconv.language.words.zh.messages import MESSAGES as MESSAGES
from symconv.language.words.zh.messages import MISTAKES as OF_CONVOLUTIONS

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

CJK = "gbsn"

FONTS = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
    "SimSun",
    "Microsoft YaHei",
    "PingFang SC",
)


def form(count: object) -> int:
    """名词不随数变化。"""
    return 0
