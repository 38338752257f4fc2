"""The face a value shows in a notebook; what is told of it is loaded when a notebook asks."""

from importlib import import_module


class Shown:
    """Gives a value what Jupyter shows of it: HTML, and Markdown where HTML is of no use."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(import_module("symconv.notebook.cells").html(self))

    def _repr_markdown_(self) -> str:
        return str(import_module("symconv.notebook.cells").markdown(self))
