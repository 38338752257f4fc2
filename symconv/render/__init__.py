"""Blocks become documents: the only room with Jinja."""
