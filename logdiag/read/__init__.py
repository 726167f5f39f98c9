"""Paths, pipes and this machine -> sources: streams of blocks, each cut where a record begins."""
