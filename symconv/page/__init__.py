"""The live page: what it asks is answered by one function, wherever the page and Python meet.

``answer(kind, request)`` takes and gives what JSON can hold. A server on this machine calls it, and so may a browser
that runs Python itself: nothing here knows of networks, and nothing needs NumPy.
"""

from symconv.page.answering import answer

__all__ = ["answer"]
