"""The theorem for every size: finite index sums, a closed set of rules, and side conditions decided for all integers."""
