"""A derivation line by line: the reason in words, the side condition, the term."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from symconv.lesson.blocks import Block, Paragraph, Words, displayed
from symconv.lesson.theorem.sides import side_condition
from symconv.lesson.theorem.words import judged
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.tree import Bracket, Equation, Node, Partial, Symbol
from symconv.proof.theorem.derivation import Derivation
from symconv.proof.theorem.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule, used once or along each axis.

    Attributes:
        why: the reason, by the key of its words.
        sides: the side conditions, without repetition.
        node: the term it leads to.
    """

    why: str
    sides: tuple[Words, ...]
    node: Node


def lines(say: Wording, derivation: Derivation, write: Writing) -> list[Line]:
    """The lines of a derivation: steps with the same reason are one, and those that only reorder stand with them."""
    found: list[Line] = []
    before = derivation.start
    for step in derivation.steps:
        said = side_condition(say, step, before, write)
        node, before = write.term(step.term), step.term
        last = found.pop() if found and step.why in ("", found[-1].why) else Line(why=step.why, sides=(), node=node)
        sides = last.sides if not said or said in last.sides else (*last.sides, said)
        found.append(Line(why=last.why, sides=sides, node=node))
    return found


@dataclass(slots=True)
class Teller:
    """Tells derivations one after the other, and what two have in common once.

    Attributes:
        say: the words.
        write: how they are written.
        told: title → the lines told under it.
    """

    say: Wording
    write: Writing
    told: dict[str, list[Line]] = field(default_factory=dict)

    def derivation(self, statement: Statement, title: str) -> Iterator[Block]:
        """From the chain rule to the form that is stated."""
        left, start = left_side(statement, self.write), self.write.term(statement.derivation.start)
        every = lines(self.say, statement.derivation, self.write)
        source, shared = self._shared(every)
        self.told[title] = every
        if shared:
            yield self.say.told("theorem.begins", n=shared, title=source)
            yield displayed(Equation((left, every[shared - 1].node)))
        else:
            yield from self._from_output(statement)
            yield displayed(Equation((left, start)) if statement.left else start)
        word = judged(self.say, statement.derivation.judge.word)
        for number, line in enumerate(every[shared:], shared + 1):
            yield self._line(number, line, word)
            yield displayed(Equation((left, line.node)))

    def _from_output(self, statement: Statement) -> Iterator[Block]:
        """O, and what the chain rule makes of it."""
        if statement.output is None or statement.left is None:
            return
        output = self.write.entry(statement.setting.entry("o", statement.setting.layer.along("m")))
        yield displayed(Equation((output, self.write.term(statement.output))))
        array, letters = DIFFERENTIATED[statement.left.array]
        here, there = map(Symbol, letters)
        one, other = (Symbol(array, (at,)) for at in (here, there))
        rule = Equation((Partial(other, one), Bracket(Equation((there, here)))))
        yield self.say.told("theorem.chain", by=one, rule=rule)

    def _line(self, number: int, line: Line, word: str) -> Paragraph:
        sides = self.say.series(line.sides, "theorem.sides.next")
        why = reason(self.say, line)
        return self.say.told("theorem.line", n=number, why=why, asked=bool(sides), word=word, sides=sides)

    def _shared(self, every: list[Line]) -> tuple[str, int]:
        """Where most of the first lines were told before, and how many."""
        best = "", LEAST - 1
        for title, known in self.told.items():
            alike = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(known, every, strict=False))))
            best = max(best, (title, alike), key=lambda pair: pair[1])
        return best if best[0] else ("", 0)


DIFFERENTIATED = {"∂x": ("x", "ij"), "∂f": ("f", "ab")}
"""What O is differentiated by, and the letters of the entry and of any other."""

LEAST = 3
"""Fewer lines in common are told again."""


def left_side(statement: Statement, write: Writing) -> Node:
    """What is derived."""
    return write.entry(statement.left) if statement.left else write.term(statement.derivation.start)


def reason(say: Wording, line: Line) -> str:
    """Why a line is so, as the beginning of a sentence."""
    why = say.plain(line.why)
    return why[0].upper() + why[1:]
