"""Rules, one file each, found by walking this package; see docs/rules.md for how to add one."""
