"""Findings, documents and coverage -> one Report: who is hit, at which stage, why, how sure."""
