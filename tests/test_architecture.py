"""How the package is built: rooms that know only those to their left, foreign packages in place, a light start."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "symconv"

LEVELS = (
    ("errors", "extras", "face"),
    ("sizes", "axis", "files", "workers", "foreign", "exact"),
    ("spec",),
    ("formed",),
    ("folded",),
    ("transposed",),
    ("notation", "algebra", "routes"),
    ("proof", "practice", "language"),
    ("lesson", "check", "numeric"),
    ("classroom",),
    ("render",),
    ("library", "testing"),
    ("page",),
    ("serving", "site"),
    ("cli",),
    ("notebook",),
)
"""Rooms from left to right; a room imports from those to its left alone, and rooms of one level are strangers."""

DOORS = ("__init__", "__main__")
"""The two files that may open any room, lazily; only the command line uses them."""

FOREIGN = {
    "sympy": {"algebra"},
    "numpy": {"routes", "proof", "numeric", "foreign", "check", "library"},
    "torch": {"routes", "numeric"},
    "jinja2": {"render"},
    "click": {"cli", "notebook"},
}
"""Foreign package → the rooms that may import it."""

OPEN_TO_EXTRAS = {"foreign", "notebook", "numeric", "proof", "render", "workers"}
"""Rooms that may import optional packages, where they are installed."""

LONGEST_FILE, LONGEST_FUNCTION = 200, 35
"""Lines of code: without docstrings, comments and blank lines."""

TABLES = "language/words"
"""The folder of files that only list: a language has a few, however much is said in it."""

FILES = sorted(PACKAGE.rglob("*.py"))
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, anywhere in a file; ``from symconv import routes`` is ``symconv.routes``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"a relative import in line {node.lineno}"
            assert node.module
            yield from (f"symconv.{name.name}" for name in node.names) if node.module == "symconv" else [node.module]


def modules(file: Path) -> list[str]:
    return sorted(set(imported(ast.parse(file.read_text(encoding="utf-8")))))


def test_every_room_has_a_place() -> None:
    assert {room_of(file) for file in FILES} - {*LEVEL, *DOORS} == set()
    assert len(FILES) > 50


@pytest.mark.parametrize("room", sorted({room_of(file) for file in FILES} - set(DOORS)))
def test_imports_go_left(room: str) -> None:
    rooms = {*LEVEL, *DOORS}
    wrong = []
    for file in FILES:
        for module in modules(file) if room_of(file) == room else []:
            package, _, inside = module.partition(".")
            target = inside.partition(".")[0]
            if package != "symconv":
                continue
            if target not in rooms:  # the root itself: ``import symconv``, ``from symconv import __version__``
                target = "__init__"
            fits = room == "cli" if target in DOORS else target == room or LEVEL[target] < LEVEL[room]
            if not fits:
                wrong.append(f"{file.relative_to(PACKAGE)} imports {module}")
    assert wrong == []


def test_foreign_packages_stay_in_their_rooms() -> None:
    wrong = []
    for file in FILES:
        room = room_of(file)
        for module in modules(file):
            package = module.partition(".")[0]
            if package == "symconv" or package in sys.stdlib_module_names:
                continue
            allowed = FOREIGN.get(package, OPEN_TO_EXTRAS)
            if room not in allowed:
                wrong.append(f"{file.relative_to(PACKAGE)} imports {module}")
    assert wrong == []


def test_algebra_and_routes_are_strangers() -> None:
    """What is compared must not be derived from one another."""
    for room, other in (("algebra", "routes"), ("routes", "algebra")):
        for file in PACKAGE.joinpath(room).rglob("*.py"):
            assert not any(module.startswith(f"symconv.{other}") for module in modules(file)), file


@pytest.mark.parametrize(
    "start",
    [
        "import symconv",
        "import symconv; symconv.ConvSpec.of(stride=2)",
        "import symconv; dir(symconv)",
        "from symconv.cli import cli; cli(['--help'], standalone_mode=False)",
        "from symconv.cli import cli; cli(['derive', '--help'], standalone_mode=False)",
        "from symconv.cli import cli; cli(['prove', '--help'], standalone_mode=False)",
        "from symconv.cli import cli; cli(['--version'], standalone_mode=False)",
        "import symconv; symconv.prove_sweep",
    ],
)
def test_the_start_is_light(start: str) -> None:
    heavy = "{'sympy', 'numpy', 'jinja2', 'mpmath'}"
    code = f"{start}\nimport sys\nprint('loaded:', sorted({heavy} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.stderr, ended.returncode) == ("", 0)
    assert ended.stdout.splitlines()[-1] == "loaded: []"


WITHOUT_NUMPY = '''
import sys
if MISSING:
    sys.modules["numpy"] = None  # importing it fails
import symconv
from symconv import ConvSpec, routes
signal = ConvSpec.of(input_size=7, kernel_size=2, stride=2, padding="1:0", dilation=2, bias=True)
grouped = ConvSpec.of(input_size=(5, 4), stride=(2, 1), kernel_size=2, groups=2, in_channels=2, out_channels=2)
for spec in (signal, grouped):
    derivation = symconv.derive(spec)
    for form in ("text", "markdown", "latex", "html", "typst", "svg", "notebook"):
        derivation.to_document(form, length="full", entries="all")
    derivation.to_json()
    assert symconv.prove(spec, only=routes.TAUGHT).holds
    symconv.slides(spec), symconv.outline(spec)
symconv.exercise(1)
from symconv.page import answer
from symconv.page.answering import KINDS
asked = {"layer": {"stride": "2"}, "text": "∂L/∂x_00 = ∂L/∂o_00 f_00", "id": "no-flip", "name": "json"}
assert [kind for kind in KINDS if "error" in answer(kind, asked)] == []
assert "http" not in sys.modules and "socket" not in sys.modules
text = """
∂L/∂X = pad_2(dilate_2(∂L/∂O)) ⋆ flip(F)

∂L/∂f_ab = Σ_{m=0}^{1} Σ_{n=0}^{1} ∂L/∂o_mn · x_{2m+a,2n+b}

∂L/∂x_00 = ∂L/∂o_00 f_01
"""
report = symconv.check_text(text, ConvSpec.of(stride=2))
print([each.verdict for each in report.statements])
print(sys.modules.get("numpy"))
'''


@pytest.mark.parametrize("missing", [False, True])
def test_the_core_runs_without_numpy(missing: bool) -> None:
    """Derivations, proofs of what is taught, stories, lectures and verdicts on texts."""
    ended = subprocess.run(
        [sys.executable, "-c", f"MISSING = {missing}{WITHOUT_NUMPY}"], capture_output=True, text=True, check=False
    )
    assert (ended.stderr, ended.returncode) == ("", 0)
    assert ended.stdout.splitlines() == ["['right', 'right', 'wrong']", "None"]


def test_what_the_root_offers_is_there() -> None:
    import symconv

    assert set(symconv.__all__) <= set(dir(symconv))
    for name in symconv.__all__:
        assert getattr(symconv, name) is not None
    with pytest.raises(AttributeError, match="module 'symconv' has no attribute 'gradient'"):
        symconv.gradient  # noqa: B018 - reading it is the test


def lines_of_code(body: list[ast.stmt], text: list[str]) -> int:
    """Lines with code in the statements of a file or a function."""
    parts = [part for statement in body for part in ast.walk(statement)]
    holding = {line for part in parts if isinstance(part, ast.expr | ast.stmt) for line in _span(part)}
    docstrings = {
        line
        for part in parts
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str)
        for line in _span(part)
    }
    written = [text[line - 1].strip() for line in holding - docstrings]
    return sum(bool(line) and not line.startswith("#") for line in written)


def _span(node: ast.expr | ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def test_files_and_functions_are_short() -> None:
    """Where a file grows past the limit, two ideas live in it."""
    long = []
    for file in FILES:
        if file.relative_to(PACKAGE).as_posix().startswith(f"{TABLES}/"):
            continue
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text)
        found = [(file.name, lines_of_code(tree.body, text.splitlines()), LONGEST_FILE)]
        found += [
            (node.name, lines_of_code(node.body, text.splitlines()), LONGEST_FUNCTION)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        long += [f"{file.relative_to(PACKAGE)}: {name} has {lines}" for name, lines, most in found if lines > most]
    assert long == []


@pytest.mark.parametrize("room", ["numeric", "library", "classroom", "practice"])
def test_files_of_a_room_import_in_no_circle(room: str) -> None:
    """Not even lazily: what is read first stands on what is read later alone."""
    inside = {f"symconv.{'.'.join(file.relative_to(PACKAGE).with_suffix('').parts)}": file for file in FILES}
    known = {name: file for name, file in inside.items() if name.startswith(f"symconv.{room}.")}
    left = {name: _of_the_room(file, known) - {name} for name, file in known.items()}
    while free := {name for name, needed in left.items() if not needed & left.keys()}:
        left = {name: needed for name, needed in left.items() if name not in free}
    assert left == {}


def _of_the_room(file: Path, known: dict[str, Path]) -> set[str]:
    """The files of a room that one of them imports, as modules or by what is in them."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}", *(f"{node.module}.{name.name}" for name in node.names)} & known.keys()
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names} & known.keys()
    return found


def test_ways_through_the_house_exist() -> None:
    """What CONTRIBUTING says is read to follow one thing through."""
    walks = re.findall(
        r"^\| a \w[^|]* \| (`.*`) \|$", (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.M
    )
    files = [re.findall(r"`([^`]+)`", walk) for walk in walks]
    assert len(files) == 4
    assert [len(walk) for walk in files if len(walk) > 10] == []
    assert [file for walk in files for file in walk if not (PACKAGE / file).is_file()] == []
