"""Whole files that are not logs: configurations and tables, recognised by content and read into facts."""
