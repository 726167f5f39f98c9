"""Causes, one file each: what the findings and the ledger together say, and how sure that is."""
