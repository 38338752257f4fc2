"""How many planted mistakes are found: ``python tests/check/recall.py 5000 [SEED] [--show VERDICT [beside]]``.

Each text states a layer and has right statements and one wrong one; plain loops say which. Printed are the verdicts on
the wrong ones by kind of text and by mistake, and those on the right ones beside them.
``--show right`` shows the texts whose mistake is called right, ``--show wrong beside`` right statements called wrong.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from planted.counting import Count, verdicts
from planted.documents import documents


def share(found: Counter[str]) -> str:
    total = sum(found.values())
    return f"{total:5d}: " + ", ".join(f"{name} {number / total:.1%}" for name, number in found.most_common())


def main(number: int, seed: int, show: list[str]) -> None:
    count = Count()
    for n, one in enumerate(documents(number, seed)):
        said = verdicts(one)
        count.add(n, one, said)
        for line, verdict in zip(one.lines, said, strict=True):
            if show and [verdict, bool(line.mistake)] == [show[0], "beside" not in show]:
                print(f"--- text {n}, {one.kind}, {line.mistake or 'right'}: {verdict}\n{one.text()}>>> {line.text}\n")
    for key, found in sorted(count.by.items()):
        print(f"{key:30s} {share(found)}")
    print(f"{'PLANTED MISTAKES':30s} {share(count.wrong)}")
    print(f"{'RIGHT STATEMENTS BESIDE THEM':30s} {share(count.right)}")
    print("called right, by number of the text:", *count.called_right[:50])


if __name__ == "__main__":
    arguments = sys.argv[1:]
    asked = arguments[arguments.index("--show") + 1 :] if "--show" in arguments else []
    numbers = [int(one) for one in arguments if one.isdigit()]
    main(numbers[0] if numbers else 500, numbers[1] if len(numbers) > 1 else 0, asked)
