"""The one form that a layer's maps are: a slide that says why backward is a convolution, and backward of that again."""

from symconv.lesson.blocks import Paragraph, displayed
from symconv.lesson.slide import Slide
from symconv.lesson.wording import Wording
from symconv.notation.tree import Apply, BigSum, Equation, Partial, Product, Sum, Symbol, negative

FORM, X, F, G, OUTPUT, LOSS = map(Symbol, "TXFGOL")
PLACE, TAP, AT, STRIDE, DILATION, BEFORE = map(Symbol, ("i", "a", "m", "s", "d", "p₋"))


def form() -> Equation:
    """``T(X, F, G) = Σ x_i f_a g_m`` over the relation."""
    relation = Equation((PLACE, Sum((Product((STRIDE, AT)), Product((DILATION, TAP)), negative(BEFORE)))))
    products = Product((Symbol("x", (PLACE,)), Symbol("f", (TAP,)), Symbol("g", (AT,))))
    return Equation((Apply("T", (X, F, G)), BigSum((relation,), products)))


def slide(say: Wording, section: str) -> Slide:
    """``T(X, F, G) = Σ x_i f_a g_m`` over the relation, and its three derivatives."""
    formulas = (
        form(),
        Equation((OUTPUT, Partial(FORM, G))),
        Equation((Partial(LOSS, X), Partial(FORM, X))),
        Equation((Partial(LOSS, F), Partial(FORM, F))),
    )
    given = say("slides.form.given", g=G, given=Partial(LOSS, OUTPUT))
    return Slide(
        section=section,
        title=say.plain("slides.form.title"),
        blocks=(Paragraph(words=say("slides.form")), displayed(*formulas), Paragraph(words=given)),
        notes=(say("slides.form.note", x=X, g=G),),
    )
