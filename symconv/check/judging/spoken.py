"""Letters that a text speaks of in words that are not understood: nothing with them is called wrong."""

from symconv.check.facts.parts import Part
from symconv.check.named import DONE, FORMULA, node
from symconv.check.regex import regex
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.names import is_dressed, is_known
from symconv.notation.tree import Symbol
from symconv.notation.walk import walk

SPOKEN = "what the text says of {} is not understood"
_NEAR = regex(rf"(?P<before>{FORMULA})[^.$。\n]{{0,60}}?(?i:{DONE})|(?i:{DONE})[^.$。\n]{{0,60}}?(?P<behind>{FORMULA})")


def spoken_of(found: Claim, part: Part) -> str:
    """That a letter of a claim stands beside words for turning, spreading or padding; empty where none does.

    Letters that custom knows stand for what they always do: ``W is rotated`` makes no other tensor of W.
    """
    own = {one.name for side in found.sides for one in walk(side) if isinstance(one, Symbol) and _is_own(one, found)}
    own -= found.binding.padded
    for said in _NEAR.finditer(part.text) if own else ():
        letter = node(said["before"] or said["behind"])
        if isinstance(letter, Symbol) and letter.name in own:
            return SPOKEN.format(letter.name)
    return ""


def _is_own(letter: Symbol, found: Claim) -> bool:
    single = len(letter.name) == 1 and letter.name.isupper() and not is_known(letter.name)
    return is_dressed(letter.name) or (single and found.binding.reference(letter) is not None)
