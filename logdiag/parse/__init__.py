"""Bytes of a line -> Record: the line's grammar, its time, and what its message says."""
