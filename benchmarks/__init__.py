"""Benchmarks: how fast logdiag is, beside other tools, on logs whose contents are known. See docs/performance.md."""
