"""How many verdicts change where only the way of saying it does.

python tests/check/metamorphic.py 1000 [SEED] [--show]
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from planted.chance import seeded
from planted.counting import verdicts
from planted.variations import VARIATIONS


def main(number: int, seed: int, *, show: bool) -> None:
    found: Counter[tuple[str, str]] = Counter()
    changes: Counter[str] = Counter()
    for n in range(number):
        kind = list(VARIATIONS)[n % len(VARIATIONS)]
        pair = VARIATIONS[kind](seeded(seed, n))
        for line, one, other in zip(pair.first.lines, verdicts(pair.first), verdicts(pair.second), strict=True):
            found[kind, "same" if one == other else "changed"] += 1
            changes[f"{one} → {other}"] += one != other
            if show and one != other:
                print(f"=== {n} {kind}: {one} → {other}: {line.text}")
                print(f"{pair.first.text()}--- said otherwise\n{pair.second.text()}")
    for kind in VARIATIONS:
        same, changed = found[kind, "same"], found[kind, "changed"]
        print(f"{kind:12s} {same} of {same + changed} verdicts stay ({same / max(same + changed, 1):.1%})")
    print("changes:", ", ".join(f"{change} {times}" for change, times in changes.most_common() if times))


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    main(numbers[0] if numbers else 300, numbers[1] if len(numbers) > 1 else 0, show="--show" in sys.argv)
