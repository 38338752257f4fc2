"""What a function does besides its gradients: calls that do not come back, arguments that it changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symconv.check.code.asking import Reading
from symconv.check.code.came import Tried, with_a_word
from symconv.check.code.layers import told
from symconv.check.code.patterns import pattern
from symconv.foreign.outcome import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Broke:
    """Something that a call does and should not.

    Attributes:
        verdict: ``wrong``; ``unreadable`` where the same call worked nowhere.
        message: one sentence.
        one: the layer.
        failure: what became of the call.
        ids: mistakes that it shows.
    """

    verdict: str
    message: str
    one: Tried
    failure: Failure | None = None
    ids: tuple[str, ...] = ()

    @property
    def on(self) -> str:
        """The layer in words."""
        return told(self.one.spec)


def conduct(reading: Reading, tried: Sequence[Tried]) -> Iterator[Broke]:
    """Calls that did not come back, and arguments that were changed."""
    by_text: dict[str, list[tuple[Tried, Failure]]] = {}
    for one in tried:
        if one.failure is not None:
            by_text.setdefault(_cause(one.failure), []).append((one, one.failure))
    fine = [one for one in tried if one.failure is None]
    works = any(part.right for one in tried for part in one.found.values())
    for failed in by_text.values():
        seen = pattern([one.spec for one, _ in failed], [one.spec for one in fine])
        word = with_a_word([one for one, _ in failed], fine)
        one, failure = failed[0]
        where = f" {seen.told}{word}" if seen.told else ""
        ids = seen.ids if failure.kind == "raised" else ()
        verdict = "wrong" if works and failure.kind != "late" else "unreadable"  # a busy machine is nobody's mistake
        yield Broke(verdict=verdict, message=f"{said(failure)}{where}", one=one, failure=failure, ids=ids)
    changed = [one for one in tried if one.changed]
    if changed:
        names = ", ".join(_argument(reading, role) for role in changed[0].changed)
        yield Broke(
            verdict="wrong", message=f"it changes its argument {names}", one=changed[0], ids=("changes-argument",)
        )


def _cause(failure: Failure) -> str:
    """One text for failures of one kind at one line: their numbers differ from layer to layer."""
    return f"{failure.kind} {failure.line} {failure.text.partition(':')[0]}"


def said(failure: Failure) -> str:
    """A failure in words."""
    words = {
        "raised": "it raises",
        "refused": "it raises",
        "exited": "it ends the program,",
        "memory": "it takes too much memory,",
    }
    line = f" (line {failure.line})" if failure.line else ""
    return f"{words[failure.kind]} {failure.text}{line}" if failure.kind in words else f"{failure.text}{line}"


def _argument(reading: Reading, role: str) -> str:
    """The name under which a role was handed over."""
    plain = [each.name for each in reading.plan.arguments if each.tree == role]
    return plain[0] if plain else role
