"""Sentences that say in words what a gradient is: what they mention, in any order, and the equation it makes."""
