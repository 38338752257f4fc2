"""The theorem for every size: finite index sums, a closed set of rules, side conditions for all integers."""
