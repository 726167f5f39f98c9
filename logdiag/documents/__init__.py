"""Documents: files that are not logs. A text is recognised by its content and read into frozen values."""
