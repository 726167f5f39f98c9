"""Match: which lines of a block have to be read at all."""
