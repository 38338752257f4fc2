"""A formula on one layer: numbers, entries, sums and whole maps, exactly, beside the truth."""
