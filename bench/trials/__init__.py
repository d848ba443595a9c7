"""Trials of delivery with real parts: workers killed, relays that misbehave; run with `make trial-delivery`."""
