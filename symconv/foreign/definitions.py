"""The statements of a file or notebook that define something; what loads data, trains or draws is left out.

Notebooks are never run from top to bottom, and many files train when they are imported. Their functions can be judged
all the same.
"""

import ast
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from types import ModuleType
from typing import Any

_MAGIC = re.compile(r"^\s*(?:[%!].*|\?.*|.*\?\s*)$")
_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTING = (ast.Import, ast.ImportFrom)
_SETTING = (ast.Assign, ast.AnnAssign)


def source_of(raw: str) -> str:
    """The code of a notebook's cells, in order, without magics and shell lines.

    Raises:
        ValueError: it is no notebook.
    """
    try:
        cells = json.loads(raw)["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("it is no notebook") from error
    kept = [text for text in texts if not text.lstrip().startswith("%%") or text.lstrip().startswith("%%time")]
    return "\n\n".join("\n".join(_line(line) for line in text.splitlines()) for text in kept)


def _line(line: str) -> str:
    return re.match(r"\s*", line)[0] + "pass" if _MAGIC.match(line) else line  # type: ignore[index]


def parsed(source: str) -> list[ast.stmt]:
    """The statements; where one cell does not parse, those of the blocks that do.

    Raises:
        SyntaxError: nothing of it can be read.
    """
    try:
        return ast.parse(source).body
    except SyntaxError as error:
        found: list[ast.stmt] = []
        lines = 0
        for block in re.split(r"(?<=\n)\n", source):
            with suppress(SyntaxError):
                found += ast.increment_lineno(ast.parse(block), lines).body
            lines += block.count("\n") + 1
        if not found:
            raise error from None
        return found


def define(module: ModuleType, statements: list[ast.stmt], file: str) -> list[str]:
    """Runs what defines something in a module; what was left out and why, a line each."""
    own = {node.name for node in statements if isinstance(node, _DEFINING)}
    left_out: list[str] = []
    for node in _flat(statements):
        if isinstance(node, _SETTING) and _calls(node) & own:
            continue
        if isinstance(node, (*_DEFINING, *_IMPORTING, *_SETTING)):
            try:
                exec(compile(ast.Module([node], []), file, "exec"), vars(module))  # noqa: S102 - it is their own code
            except NameError:
                continue  # what it needs was left out, and said
            except Exception as error:
                said = f"{type(error).__name__}: {error}"
                if isinstance(node, (*_DEFINING, *_IMPORTING)) and not any(said in line for line in left_out):
                    left_out.append(f"line {node.lineno}: {said}")
    return left_out


def _flat(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, with those inside ``try`` and ``if`` at the top, but for what only a script does."""
    for node in statements:
        if isinstance(node, ast.Try) or (isinstance(node, ast.If) and "__main__" not in ast.dump(node.test)):
            yield from _flat(node.body)
        else:
            yield node


def _calls(node: ast.AST) -> set[str]:
    called: set[Any] = {inner.func.id for inner in ast.walk(node) if _is_named_call(inner)}  # type: ignore[attr-defined]
    return called


def _is_named_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
