"""Ways of writing that are somebody's own, rewritten: shorthands, primes, slices, adjoints, centred filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from symconv.check.facts.conventions import conventions
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.check.told import Spec
from symconv.check.understanding.activated import given, with_activated
from symconv.check.understanding.adjoints import DOUBT, with_adjoints
from symconv.check.understanding.applied import without_applied
from symconv.check.understanding.binding import Binding
from symconv.check.understanding.centred import CENTRED, Centred, counted_like_others
from symconv.check.understanding.coded import with_values
from symconv.check.understanding.dashed import with_dashed
from symconv.check.understanding.digits import with_numbers
from symconv.check.understanding.dotted import with_dots
from symconv.check.understanding.evidence import bind
from symconv.check.understanding.functions import without_functions
from symconv.check.understanding.given import given_numbers
from symconv.check.understanding.layered import layered
from symconv.check.understanding.lettered import with_entries
from symconv.check.understanding.levels import with_levels
from symconv.check.understanding.marked import with_marked
from symconv.check.understanding.matrices import written_in
from symconv.check.understanding.nested import without_nested
from symconv.check.understanding.padded_names import padded_names, with_extended
from symconv.check.understanding.placeholders import is_worded, with_letters
from symconv.check.understanding.primed import UNDEFINED, without_primes
from symconv.check.understanding.related import with_relations
from symconv.check.understanding.said import Said
from symconv.check.understanding.sampled import of_one_image
from symconv.check.understanding.shorthands import without_shorthands
from symconv.check.understanding.slices import accumulated, unsliced
from symconv.check.understanding.through import through
from symconv.check.understanding.turned import with_turned_entries
from symconv.check.understanding.unlike import with_unlike_tables
from symconv.check.understanding.unlimited import with_letters_of_sums
from symconv.check.understanding.unnamed import with_outputs
from symconv.folded import FoldedSpec
from symconv.notation.tree import Equation, Node, Partial

IN_ORDER: tuple[Callable[[list[Statement]], list[Statement]], ...] = (
    with_dots,
    with_unlike_tables,
    without_applied,
    with_relations,
    with_letters_of_sums,
    without_functions,
    of_one_image,
    without_nested,
    with_turned_entries,
    layered,
    with_activated,
    with_levels,
    written_in,
    with_dashed,
)
"""What is rewritten wherever it stands, each in what those before it leave."""
Runs = Mapping[int, tuple[Node, ...]]
"""Offset of a statement → how far the letters run that stand for its slices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """The statements of a text, written like those of any other.

    Attributes:
        read: the statements.
        doubtful: offset → why the statement there cannot be judged.
        unplaced: whether some primed place of what may define the layer is not told.
        runs: how far the letters of slices run.
        binding: what the letters stand for.
        base: the number of the first entry, as far as it is known.
        sizes: what centred filters tell of the layer.
        notes: what was assumed.
        said: offset → what is said of a statement already.
    """

    read: list[Statement]
    doubtful: Mapping[int, str]
    unplaced: bool
    runs: Runs
    binding: Binding
    base: int | None
    sizes: Mapping[str, Any]
    notes: tuple[str, ...]
    said: Mapping[int, Said]

    @property
    def clear(self) -> list[Statement]:
        """The statements that can be judged."""
        return [one for one in self.read if one.start not in self.doubtful]


def rewritten(
    read: list[Statement],
    text: str,
    found: Source,
    spec: Spec | None,
    names: Mapping[str, str] | None,
    base: int | None,
) -> Rewritten:
    """The statements one after the other without what only their writer calls so.

    Args:
        read: the statements as they are written.
        text: the whole text.
        found: its formulas and prose.
        spec: the layer, where it is given.
        names: role → letter, where they are given.
        base: the index base, where it is given.
    """
    read, unnamed = with_outputs(with_entries(with_values(with_marked(read, text))))
    activated, behind = given(read), through(read)
    read = behind.read
    for rewrite in IN_ORDER:
        read = rewrite(read)
    read, primed = without_primes(without_shorthands(read, frozenset((names or {}).values())))
    read, runs = _unsliced(read)
    read, noted, barred = with_adjoints(read, text, names)
    doubtful = {**dict.fromkeys(primed, UNDEFINED), **dict.fromkeys(barred, DOUBT), **behind.lost}
    trees = [one.tree for one in read if one.tree is not None and one.start not in doubtful]
    read, binding = _bound(read, trees, names)
    binding = replace(binding, activated=binding.activated | activated, padded=padded_names(found, trees, binding))
    if isinstance(spec, FoldedSpec):
        binding = with_extended(trees, binding)
    base = conventions("", found.prose).base if base is None else base
    read, centred = _centred(with_numbers(read, binding, spec), binding, base, found)
    return Rewritten(
        read=read,
        doubtful=doubtful,
        unplaced=any(one.start in primed and _defines(one) for one in read),
        runs=runs,
        binding=binding,
        base=centred.base if centred else base,
        sizes=centred.sizes if centred else {},
        notes=(*([CENTRED] if centred else []), *filter(None, (noted, unnamed))),
        said=behind.said,
    )


def _bound(
    read: list[Statement], trees: list[Node], names: Mapping[str, str] | None
) -> tuple[list[Statement], Binding]:
    """What the letters stand for; sentences that call a tensor by what it is get its letter."""
    binding = bind(lettered := [tree for tree in trees if not is_worded(tree)], names)
    read, roles = with_letters(read, binding.roles)
    if unbound := [one.tree for one in read if one.worded and one.tree is not None]:
        roles = {**bind([*lettered, *unbound], names).roles, **roles}
    return read, replace(binding, roles=roles, numbered=frozenset(given_numbers(read, binding)))


def _defines(one: Statement) -> bool:
    """Whether a statement may define the layer: it is not about a derivative."""
    return not (isinstance(one.tree, Equation) and isinstance(one.tree.sides[0], Partial))


def _centred(
    read: list[Statement], binding: Binding, base: int | None, found: Source
) -> tuple[list[Statement], Centred | None]:
    """Centred filters as others count; none where the text says that entries outside of the filter are 0."""
    extended = conventions(found.text, found.prose).extended
    return (read, None) if extended else counted_like_others(read, binding, base)


def _unsliced(read: list[Statement]) -> tuple[list[Statement], dict[int, tuple[Node, ...]]]:
    """Lines of code with letters for their slices, and how far those run."""
    runs: dict[int, tuple[Node, ...]] = {}
    written: list[Statement] = []
    for statement in read:
        tree: Node | None = statement.tree if statement.tex else accumulated(statement.tree)
        if isinstance(tree, Equation) and (tree.relation == "+=" or (tree.relation == "=" and not statement.tex)):
            tree, runs[statement.start] = unsliced(tree)
        written.append(replace(statement, tree=tree))
    return written, runs
