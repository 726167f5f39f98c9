"""Paths, pipes and this machine -> sources: streams of blocks, each cut where a record begins.

`find` and `machine` say what there is, `source` reads it, `content` keeps each reading the same.
"""
