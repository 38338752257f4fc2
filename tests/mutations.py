"""One small mistake at a time in the code that proofs and numbers rest on: do the tests notice?

    python tests/mutations.py                      everything; hours on two cores
    python tests/mutations.py rules --jobs 2       one room: rules, gemm or numeric
    python tests/mutations.py gemm --share 0.2     every fifth mutant

Every comparison, operator, whole number, truth value, condition and statement of a file is changed in turn, and the
tests of its room are run on the changed module until one fails. What survives is printed, unless ``mutations.txt`` says
why it may: the change makes no difference to any result. Ends with status 1 where fewer than 95 % of the others are
noticed.
"""

import argparse
import ast
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENOUGH = 0.95
SECONDS = 300
"""Processor time after which a mutant counts as noticed: it hangs."""

ROOMS = {
    "rules": (
        "symconv/proof/theorem/rules",
        ["theorem/test_rules.py", "theorem/test_naming.py", "theorem/test_phases.py", "theorem/test_mutants.py"],
    ),
    "gemm": (
        "symconv/routes/gemm",
        [
            "../routes/test_tiles.py",
            "../routes/test_gemm.py",
            "../routes/test_extended.py",
            "../routes/test_gemm_memory.py",
        ],
    ),
    "numeric": (
        "symconv/numeric",
        ["../numeric", "../cli/test_grad.py", "../routes/test_extended.py"],
    ),
}
"""Room → its folder, and the tests that speak of it, relative to ``tests/proof``."""

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
        told: the line, and what of it is changed into what.
        source: the whole module.
    """

    path: str
    line: int
    told: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}: {self.told}"


def mutants(path: Path) -> Iterator[Mutant]:
    """Every change of a file."""
    text = path.read_text(encoding="utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    types = {id(part) for node in ast.walk(tree) for hint in hints(node) for part in ast.walk(hint)}
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
            yield Mutant(str(path.relative_to(ROOT)), line, told, source)


def unchanged(path: Path) -> Mutant:
    """The file as it is, but brought in as mutants are: on it no test may fail."""
    source = ast.unparse(ast.parse(path.read_text(encoding="utf-8")))
    return Mutant(str(path.relative_to(ROOT)), 0, "unchanged", source)


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


class Changed(MetaPathFinder, Loader):
    """Gives one module's changed source to whoever imports it."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        self.mutant = mutant

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Only the changed module is ours."""
        if fullname != self.name:
            return None
        is_package = self.mutant.path.endswith("__init__.py")
        origin = str(ROOT / self.mutant.path)
        found = spec_from_loader(fullname, self, origin=origin, is_package=is_package)
        if found:
            found.has_location = True
        return found

    def exec_module(self, module: object) -> None:
        """Runs the changed source."""
        exec(compile(self.mutant.source, str(ROOT / self.mutant.path), "exec"), vars(module))  # noqa: S102 - our own source


def started(mutant: Mutant, tests: list[str]) -> int:
    """A process in which the tests run on the changed module; it ends with 0 where none fails."""
    child = os.fork()
    if child:
        return child
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    signal.alarm(10 * SECONDS)
    sys.meta_path.insert(0, Changed(mutant))
    import pytest

    by_line = "not every_line"  # that test reads the file on the disk, whose lines are others
    os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-k", by_line, *tests])) and 1)


def survivors_of(chosen: list[Mutant], tests: list[str], jobs: int) -> Iterator[Mutant]:
    """The mutants on which no test fails."""
    running: dict[int, Mutant] = {}
    waiting = list(reversed(chosen))
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[started(mutant, tests)] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        if not status:
            yield mutant


def main() -> int:
    """Every mutant of the rooms that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], default=[])
    parser.add_argument("--share", type=float, default=1.0, help="which part of the mutants is tried")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    import numpy
    import pytest
    import sympy
    import z3

    assert all((numpy, pytest, sympy, z3))  # loaded once for all processes
    excused = explained()
    failed = False
    for room in asked.rooms or ROOMS:
        failed |= tried(room, asked, excused)
    return int(failed)


def explained() -> dict[str, str]:
    """Survivors with the reason why they may live: ``mutant   | reason`` lines."""
    lines = (Path(__file__).with_suffix(".txt")).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if " | " in line and not line.startswith("#"))
    return {mutant.strip(): reason.strip() for mutant, reason in pairs}


def tried(room: str, asked: argparse.Namespace, excused: dict[str, str]) -> bool:
    """Tries a room's mutants and tells; whether too many survive."""
    folder, tests = ROOMS[room]
    named = [str((ROOT / "tests/proof" / test).resolve()) for test in tests]
    draw = random.Random(asked.seed)  # noqa: S311 - not for secrets
    every = [mutant for path in sorted((ROOT / folder).rglob("*.py")) for mutant in mutants(path)]
    chosen = [mutant for mutant in every if draw.random() < asked.share]
    if len(list(survivors_of([unchanged(ROOT / chosen[0].path)], named, 1))) != 1:
        sys.exit(f"{room}: the tests fail on code that is not changed")
    begun, survivors, equal = time.monotonic(), [], 0
    for mutant in survivors_of(chosen, named, asked.jobs):
        if str(mutant) in excused:
            equal += 1
        else:
            survivors.append(mutant)
            print(f"survives: {mutant}    (line {mutant.line})", flush=True)
    counted = len(chosen) - equal
    share = (counted - len(survivors)) / max(counted, 1)
    print(
        f"{room}: {len(chosen)} of {len(every)} mutants tried, {equal} make no difference to results, "
        f"{counted - len(survivors)} of the other {counted} noticed ({share:.1%}), {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    return share < ENOUGH


if __name__ == "__main__":
    sys.exit(main())
