"""Peers: logdiag and the tools that people reach for instead, each run with equal rules."""
