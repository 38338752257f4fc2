"""``symconv serve``: the live page on this machine."""

from typing import Any

import click

from symconv.cli.command import Command, option
from symconv.cli.layer import unfolded_layer_options
from symconv.cli.notation import language_option
from symconv.errors import InputError

PORT = 8124


@click.command(cls=Command, short_help="Open the live page on this machine, in a browser.")
@unfolded_layer_options
@option("--hint", group="What is told", is_flag=True, help="Check asks questions, and never shows solutions.")
@language_option
@option(
    "--port",
    group="Running",
    type=click.IntRange(0, 65535),
    metavar="N",
    help=f"Where it listens; 0 takes any port that is free.  [{PORT}, or any]",
)
@option("--no-browser", group="Running", is_flag=True, help="Print the address alone.")
def serve(layer: dict[str, Any], hint: bool, language: str, port: int | None, no_browser: bool) -> None:
    """Open a page on which a layer can be explored, derived, checked and practised, until Ctrl-C ends it.

    The page is for this machine: the server listens on 127.0.0.1, answers no other page, and reads and writes no files.
    What is shown stands in the address, so a link leads to it; ?embed shows the layer alone, for a frame.

    \b
    symconv serve
    symconv serve --stride 2 --kernel 3 --no-browser
    """  # noqa: D301 - \b keeps click from joining these lines
    import gc

    from symconv.page.links import link  # loaded only where they are needed
    from symconv.transposed import layer_of

    gc.enable()  # this is no short run
    shown = link(layer_of(layer)) if layer else ""
    server = _started(port, language=language, hints=hint)
    address = f"{server.url}#{shown}" if shown else server.url
    try:
        server.warm()
        click.echo(address)
        if not no_browser:
            import webbrowser

            webbrowser.open(address)
        server.serve_forever()
    except KeyboardInterrupt:  # how it is meant to end
        pass
    finally:
        server.server_close()


def _started(port: int | None, **told: Any) -> Any:
    """The server at a port; where none is stated, at the usual one or any that is free.

    Raises:
        InputError: the port cannot be had.
    """
    from symconv.serving.server import Server

    try:
        return Server(PORT if port is None else port, **told)
    except InputError:
        if port is not None:
            raise
        return Server(0, **told)
