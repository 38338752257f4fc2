"""Derivations that a generator writes, and mistakes that it plants in them; brute force knows which are wrong.

index, formula   sums of products as values, and what they come to on a layer: plain loops, zeros outside
truths, slips    right formulas, and ways of making them wrong
entries, operators, loops   the same written out, in operator words, and as code
voices           letters, bases, markup and spelling
documents        a text with the verdict that each of its lines deserves
counting         what ``check_text`` says of them
"""
