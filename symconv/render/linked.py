"""What a page knows about its entries: which of those it shows meet each other."""

from collections.abc import Iterable

from symconv.lesson.blocks import Meeting
from symconv.notation.mathml import Pen


def linked(meetings: Iterable[Meeting], pen: Pen) -> str:
    """``{"names": ["o_00", …], "meetings": [[0, 1, 2], …]}`` for the entries that the pen has written.

    A meeting is three places in the list of names: output, input, filter entry. The text is safe inside ``<script>``.
    """
    import json  # loaded only where it is needed

    places: dict[str, int] = {}
    found = []
    for meeting in meetings:
        names = [pen.name(node) for node in meeting]
        if pen.entries.issuperset(names):
            found.append([places.setdefault(name, len(places)) for name in names])
    return json.dumps({"names": list(places), "meetings": found}, separators=(",", ":")).replace("<", r"\u003c")
