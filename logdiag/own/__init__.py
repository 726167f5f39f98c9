"""Rules of one's own: written as YAML or Python in a folder, or brought by a package; settings; checks."""
