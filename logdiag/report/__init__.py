"""Reports: finished values, and renderers that turn them into text for one medium each."""
