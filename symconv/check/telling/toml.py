"""A reading as TOML, to be corrected and judged by: what is told stands there, what is found or assumed as a remark."""

from collections.abc import Iterator

from symconv.check.understood import ANY, Fact, Facts, Reading

HEAD = (
    "# How symconv check understood the text, and what tells it. What was found or assumed is a remark: correct what",
    "# is not so, take the # away from what shall hold, and judge by it with --reading.",
)


def as_toml(reading: Reading) -> str:
    """The text of a ``reading.toml``; judged by it unchanged, the text gets the same verdicts."""
    lines = [*HEAD, "", "[letters]", *_facts(reading.letters), "", "[text]", *_facts(reading.text)]
    lines += ["", "[text.sizes]", *_facts(reading.sizes)]
    for part in reading.parts:
        lines += ["", f"[[part]]  # lines {part.line} to {part.end}"]
        lines += [f"title = {quoted(part.title)}"] if part.title else []
        lines += [f"line = {part.line}", *([f"column = {part.column}"] if part.column else [])]
        lines += _facts(part.facts)
    return "\n".join([*lines, ""])


def _facts(facts: Facts) -> Iterator[str]:
    yield from (_fact(name, fact) for name, fact in facts.items())


def _fact(name: str, fact: Fact) -> str:
    """``stride = "2"  # line 4``, or the same behind a #; nothing to take away where any number will do."""
    key = name if name.isascii() and name.replace("_", "").isalnum() else quoted(name)
    value = str(fact.value) if isinstance(fact.value, int) else quoted(fact.value)
    mark = "" if fact.told else "# "
    if fact.value == ANY or (name == "index_base" and isinstance(fact.value, str)):
        return f"# {name}: {fact.value}  ({fact.source})"
    return f"{mark}{key} = {value}  # {fact.source}"


def quoted(text: str) -> str:
    """A text as a TOML string: what TOML does not take as it is, by its number; half a surrogate pair is no sign."""
    return '"' + "".join(map(_sign, text.encode("utf-8", "replace").decode())) + '"'


def _sign(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if sign.isprintable() else f"\\U{ord(sign):08X}"
