"""Trials of delivery with real parts: workers killed at any moment, relays that misbehave; run with `make trial-delivery`."""
