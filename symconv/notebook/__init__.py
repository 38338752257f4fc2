"""Notebooks: what a cell shows of symconv's values, and the magic that derives and checks in a cell.

blocks.py    what is told of values that have no story of their own: layers and single proofs
cells.py     value → HTML or Markdown for the output of a cell
explorer.py  the live page in a cell
magics.py    ``%load_ext symconv``: ``%%symconv check`` and ``%symconv derive``
"""
