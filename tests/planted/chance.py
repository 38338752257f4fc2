"""The one place where chance begins: the same words give the same text on every machine."""

from random import Random


def seeded(*words: object) -> Random:
    return Random(" ".join(map(str, words)))
