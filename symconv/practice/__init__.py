"""Exercises: layers of comparable difficulty, and entries of their gradients to write out.

layers.py       small layers that are equally hard
exercises.py    one for each student, drawn by a seed, with what is asked
"""
