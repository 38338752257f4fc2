"""How the packages of an extra are installed, wherever symconv itself came from."""


def installing(extra: str) -> str:
    """The line that installs what an extra stands for: ``pip install 'typst<0.16,>=0.15'``.

    The packages are named, not ``symconv[pdf]``: the line holds for a checkout, a wheel and an index alike.
    """
    from importlib.metadata import PackageNotFoundError, requires  # asked only where something is missing

    try:
        written = [line.partition(";") for line in requires("symconv") or []]
    except PackageNotFoundError:  # run in a checkout, where it was never installed
        return f"pip install '.[{extra}]'"
    wanted = [package.strip() for package, _, marker in written if marker.strip() == f"extra == '{extra}'"]
    return " ".join(["pip install", *(f"'{package}'" for package in wanted)])
