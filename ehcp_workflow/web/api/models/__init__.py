"""The shapes of what programs send and are answered."""
