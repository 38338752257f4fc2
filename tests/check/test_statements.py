"""Texts → statements: what is found, how its parts belong together, and why something is not read."""

from symconv import check_text
from symconv.check.sources import source
from symconv.check.statements import Statement, statements
from symconv.notation.text import text


def found(written: str, name: str = "a.md") -> list[Statement]:
    return statements(source(written, name))


def told(written: str, name: str = "a.md") -> list[str]:
    """Each statement as it was read, or why not."""
    return [text(one.tree) if one.tree is not None else one.problem for one in found(written, name)]


def test_a_line_that_adds_belongs_to_the_one_before() -> None:
    assert told("dL/dx_3 = dL/do_3*f_0\n    + dL/do_4*f_0 = 2", "a.txt") == ["∂L/∂x_3 = ∂L/∂o_3·f_0 + ∂L/∂o_4·f_0 = 2"]
    rows = r"\begin{align} dL/dx_3 &= g_3 f_0 \\ &\quad + g_4 f_1 = g_4 f_1 \end{align}"
    assert told(rows, "a.tex") == ["∂L/∂x_3 = g_3·f_0 + g_4·f_1 = g_4·f_1"]
    assert len(told("+ dL/dx_3 = dL/do_3*f_0\n+ dL/dx_4 = dL/do_4*f_0", "a.txt")) == 2


def test_a_chain_has_the_head_of_its_own_block() -> None:
    first, head, link = found(
        "$$y_i = \\sum_a x_{i+a} w_a$$\n\nNow the filter.\n\n"
        "$$\\begin{aligned} d w_a &= \\frac{\\delta L}{\\delta w_a} \\\\ &= \\sum_i g_i x_{i+a} \\end{aligned}$$"
    )
    assert (first.continues, head.continues, link.continues) == (False, False, True)
    assert link.head == head.start


def test_what_goes_on_from_something_unread_is_not_read_either() -> None:
    first, head, link = found(
        "$$y_i = \\sum_a x_{i+a} w_a$$\n\n$$\\begin{aligned} dw_a ? &= g_1 \\\\ &= \\sum_i g_i x_{i+a} \\end{aligned}$$"
    )
    assert first.tree is not None
    assert (head.tree, link.tree) == (None, None)
    assert link.problem == "it goes on from line 3, which is not read"
    assert link.tells


def test_a_left_side_alone_in_its_row() -> None:
    assert told(r"\begin{align} \frac{\partial L}{\partial w_a} \\ = \sum_i g_i x_{i+a} \end{align}", "a.tex") == [
        "∂L/∂w_a = Σ_i g_i·x_{i+a}"
    ]


def test_frames_of_comments_and_boxes() -> None:
    lines = {
        "//! - `grad_bias[o] = Σ_u grad_output[o, u]`": "grad_bias_{o} = Σ_u grad_output_{ou}",
        "/// dw[a] = dy[0] * x[a]": "dw_a = dy_0·x_a",
        " * dw[a] = dy[0] * x[a]": "dw_a = dy_0·x_a",
        "│ dw[a] = dy[0] * x[a]   │": "dw_a = dy_0·x_a",
        "| dw[a] = dy[0] * x[a]   |": "dw_a = dy_0·x_a",
        "3-d signals with batch: dw[a] = dy[0] * x[a]": "dw_a = dy_0·x_a",
    }
    for line, tree in lines.items():
        assert told(line, "a.txt") == [tree], line


def test_limits_below_their_sums() -> None:
    above = "dL/dw[a] = Σ g[i] * x[i+a]\n           i\n"
    assert told(above, "a.txt") == ["∂L/∂w_a = Σ_i g_i·x_{i+a}"]
    two = "dw[a,b] = Σ    Σ   g[i,j] * x[i+a,j+b]\n         i=0  j\n"
    assert told(two, "a.txt") == ["dw_ab = Σ_{i=0} Σ_j g_ij·x_{i+a,j+b}"]


def test_matrices_of_brackets_and_blanks() -> None:
    aligned = r"\left[\begin{aligned} &x_1 \quad x_2 \\ &x_2 \quad x_3 \end{aligned}\right]"
    assert told(rf"$$\left[ g_1 \quad g_2 \right] \cdot {aligned} = 0$$") == ["[g_1, g_2]·[x_1, x_2; x_2, x_3] = 0"]
    assert len(told(r"$$x_1 = \left( a \right) \quad y_1 = 2$$")) == 2


def test_sentences_that_answer() -> None:
    assert told("I think x_1 gets g_0 f_1 + g_1 f_0.", "a.txt") == ["∂L/∂x_1 = g_0·f_1 + g_1·f_0"]
    assert told("So $x_{02}$ receives $g_{00} f_{02}$ alone.") == ["∂L/∂x_02 = g_00·f_02"]
    assert told("the gradient of x_1 is g_0 f_1 + g_1 f_0", "a.txt") == ["∂L/∂x_1 = g_0·f_1 + g_1·f_0"]
    assert told("dX has shape 7x6", "a.txt") == ["shape(dX) = {7, 6}"]
    assert told("Each x_1 gets a gradient from y_0 and y_1.", "a.txt") == []


UNREAD = [
    r"$$\frac{d L}{d x} = ?$$",
    r"$$d\ell = ? w_a$$",
    r"$$\frac{\mathrm d L}{\mathrm d x_1} = ?$$",
    r"$$\frac{d \mathcal{L}}{d x} = ?$$",
    r"$$\frac{\delta L}{\delta w} = ?$$",
    r"Inline $\omega_{mn} = ?$ it stands.",
    r"$$\tilde{w}_a = ?$$",
    r"$$K'(a, b) = ?$$",
]


def test_what_is_not_read_is_listed() -> None:
    for written in UNREAD:
        (one,) = check_text(written, name="a.md").statements
        assert one.verdict == "unreadable", written


def test_nothing_in_a_text_controls_a_terminal() -> None:
    report = check_text("dL/dx_1 = \x1b[31m\u202eg_1 \x9b2J\x07 f_0\n", name="a.txt")
    shown = str(report.to_json()) + "".join(one.place.context for one in report.statements)
    assert not {"\x1b", "\u202e", "\x9b", "\x07"} & set(shown)


def test_a_row_that_goes_on_without_a_sign() -> None:
    rows = r"y_1 &= x_1 w_1 \\ &\quad\; x_2 w_2 \\ y_2 &= x_2 w_1 \\ &\quad + x_3 w_2"
    text = rf"$$\begin{{aligned}} {rows} \end{{aligned}}$$"
    assert told(text) == ["y_1 = x_1·w_1 + x_2·w_2", "y_2 = x_2·w_1 + x_3·w_2"]
    lacking, whole = check_text(text, name="a.md").statements
    assert [lacking.verdict, whole.verdict] == ["right under an assumption"] * 2
    added = "a row that goes on without a sign is added to the one before it"
    assert [added in one.assumptions for one in (lacking, whole)] == [True, False]


def test_what_lacks_a_sign_is_never_wrong() -> None:
    """Whoever means a product or a difference did not write a sum."""
    rows = r"y_1 &= x_1 w_1 \\ &\quad\; x_3 w_2"
    forward = "$y_i = x_i w_1 + x_{i+1} w_2$"
    verdicts = [one.verdict for one in check_text(f"{forward}\n\n$${rows}$$", name="a.md").statements]
    assert verdicts == ["right under an assumption", "unreadable"]


def test_lines_with_an_open_parenthesis_go_on() -> None:
    assert told("let dW[a] = sum[i](\n    dY[i] * X[i+a]\n)\n\nAnd so on.", "a.txt") == ["dW_a = Σ_i dY_i·X_{i+a}"]


def test_settings_are_statements_of_their_own() -> None:
    assert told("The map $(H=5, W=4)$ and the step $s_h=2,s_w=1$.") == ["H = 5", "W = 4", "s_h = 2", "s_w = 1"]


def test_what_markdown_leaves_of_signs() -> None:
    assert told("\\[\ny_1 = X \\* W\n\\]") == ["y_1 = X ∗ W"]
    assert told("\\[\ndb = \\sum*{r,s} g_{rs}\n\\]") == ["db = Σ_{r, s} g_rs"]
    rows = "$$\\begin{align}\ndw_a &= g_1 x_a \\\\\\\n&= g_2 \\nonumber \\\ndb &= g_1\n\\end{align}$$"
    assert told(rows) == ["dw_a = g_1·x_a", "g_2", "db = g_1"]


def test_sums_in_words_over_several_lines() -> None:
    code = "dx[n, h] = sum over (co, kh):\n    dy[n, co, h-kh] *\n    w[co, kh]\n"
    assert told(code, "a.txt") == ["dx_nh = Σ_{co, kh} dy_{n,co,h−kh}·w_{co,kh}"]
    remark = "dx[i] = Σ_{a} dy[i-a] * w[a]   (must be inside of the map)"
    assert told(remark, "a.txt") == ["dx_i = Σ_a dy_{i−a}·w_a"]
    assert told("dx[i] = Σ_{a} dy[i-a] * w[a]   (full conv)", "a.txt") == ["dx_i = Σ_a dy_{i−a}·w_a"]
    assert told('print(f"dx[0] = {dx[0]}")', "a.txt") == []


def test_signs_alone_are_no_statements() -> None:
    assert told("With stride $=$ 2 and $a$ $>$ 1.") == []
