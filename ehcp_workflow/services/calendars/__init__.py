"""Dates in people's own calendars: secret addresses, what stands under them, and the form programs read."""
