"""Derivations for every size as Rocq scripts that ``coqc`` replays: step by step, each by the theorem of its rule."""
