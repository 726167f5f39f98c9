"""logdiag reads the logs of a private cloud and says why instances did not launch."""
