"""A Rocq project: sources of ours behind the files of the library that they need."""

import re
from collections.abc import Mapping

from symconv.render.shipped import shipped

PROJECT = "_CoqProject"
"""Lists the Rocq files in the order in which they are compiled."""

HEAD = "-Q . Convolution\n-arg -w -arg -deprecated-from-Coq\n\n"
"""``From Coq`` is what 8.16 reads and what Rocq 9 still reads, with a warning that is switched off here."""


def project(own: Mapping[str, str]) -> dict[str, str]:
    """File name → text, in the order of compilation; the list of them comes first."""
    needed, unread = set[str](), list(own.values())
    while unread:
        for name in _required(unread.pop()) - needed:
            needed.add(name)
            unread.append(shipped("rocq", name))
    library = [name for name in shipped("rocq", PROJECT).split() if name in needed]
    sources = {name: shipped("rocq", name) for name in library} | dict(own)
    return {PROJECT: HEAD + "".join(f"{name}\n" for name in sources), **sources}


def _required(text: str) -> set[str]:
    """The files of the library that a source stands on."""
    named = re.findall(r"From Convolution Require Import ([^.]+)\.", text)
    return {f"{name}.v" for names in named for name in names.split()}
