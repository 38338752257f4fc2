"""A small class in a run that is killed twice; ``soak.py`` goes through a large one."""

from pathlib import Path

from fuzz.soak import soaked


def test_nobody_is_lost_and_nothing_is_done_twice(tmp_path: Path) -> None:
    made = soaked(tmp_path, 60, seed=1)
    assert (made.students, made.twice, made.stayed) == (60, 0, 0)
    assert [told.split(",")[0] for told in made.told] == ["exit -9", "exit -9", "exit 1"]
    assert "crashed" not in made.verdicts
