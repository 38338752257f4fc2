"""Every small change of a file: a comparison, an operator, a number, a truth value, a condition, a statement."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

EVERYWHERE = 0
"""The line of a change that concerns every function of a file."""

SWAPS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.FloorDiv: (ast.Mult,),
    ast.Div: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}


@dataclass(frozen=True)
class Mutant:
    """A changed module.

    Attributes:
        path: of the module, from the root of the repository.
        line: where it is changed.
        lines: of the statement that is changed, within a function; empty where an import runs it.
        told: the line, and what of it is changed into what.
        source: the whole module.
    """

    path: str
    line: int
    lines: range
    told: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}: {self.told}"


def mutants(path: Path) -> Iterator[Mutant]:
    """Every change of a file."""
    text = path.read_text(encoding="utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    types = {id(part) for node in ast.walk(tree) for hint in hints(node) for part in ast.walk(hint)}
    run = dict(stated(tree))
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in types:
            continue
        for change in changes(node):
            changed = deepcopy(tree)
            there = next(other for at, other in enumerate(ast.walk(changed)) if at == number)
            before = ast.unparse(there).splitlines()[0]
            change(there)
            after = ast.unparse(there).splitlines()[0]
            after = after if after != before else "…"
            line = getattr(node, "lineno", 1)
            told = f"{lines[line - 1].strip()}    {before} → {after}"
            source = ast.unparse(ast.fix_missing_locations(changed))
            yield Mutant(str(path.relative_to(ROOT)), line, run.get(id(node), range(0)), told, source)


def unchanged(path: Path) -> list[Mutant]:
    """The file as it is, brought in as mutants are: by an import, and function by function. On it no test may fail."""
    source = ast.unparse(ast.parse(path.read_text(encoding="utf-8")))
    return [
        Mutant(str(path.relative_to(ROOT)), EVERYWHERE, lines, "unchanged", source) for lines in (range(0), range(1))
    ]


def stated(node: ast.AST, lines: range = range(0)) -> Iterator[tuple[int, range]]:
    """For each node within a function the lines of the innermost statement that it is a part of."""
    for child in ast.iter_child_nodes(node):
        own = lines
        if (isinstance(node, ast.FunctionDef) and child in node.body) or (lines and isinstance(child, ast.stmt)):
            body = getattr(child, "body", None)
            own = range(child.lineno, body[0].lineno if body else child.end_lineno + 1)
        yield id(child), own
        yield from stated(child, own)


def hints(node: ast.AST) -> Iterator[ast.AST]:
    """The types that are stated at a node; to change them changes nothing that runs."""
    yield from filter(None, (getattr(node, "annotation", None), getattr(node, "returns", None)))


def changes(node: ast.AST) -> Iterator:
    """What can be done to a node."""
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                yield from (lambda there, at=at, new=new: there.ops.__setitem__(at, new()) for new in SWAPS[type(op)])
        case ast.BinOp(op=op) | ast.BoolOp(op=op) | ast.AugAssign(op=op):
            yield from (lambda there, new=new: setattr(there, "op", new()) for new in SWAPS.get(type(op), ()))
        case ast.Constant(value=bool() as truth):
            yield lambda there: setattr(there, "value", not truth)
        case ast.Constant(value=int() as number):
            yield lambda there: setattr(there, "value", number + 1)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield (
                lambda there: (
                    setattr(there, "op", ast.UAdd() if isinstance(there.op, ast.USub) else ast.Not())
                    or (
                        isinstance(there.op, ast.Not)
                        and setattr(there, "operand", ast.UnaryOp(ast.Not(), there.operand))
                    )
                )
            )
        case ast.If() | ast.IfExp() | ast.While():
            for truth in (True, False):
                if not (isinstance(node, ast.While) and truth):
                    yield lambda there, truth=truth: setattr(there, "test", ast.Constant(truth))
        case ast.Call(func=ast.Name(id="min" | "max" | "any" | "all" as name)):
            other = {"min": "max", "max": "min", "any": "all", "all": "any"}[name]
            yield lambda there: setattr(there.func, "id", other)
        case ast.FunctionDef(body=body):
            for at, statement in enumerate(body):
                if isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant | ast.Yield):
                    yield lambda there, at=at: there.body.__setitem__(at, ast.Pass())
