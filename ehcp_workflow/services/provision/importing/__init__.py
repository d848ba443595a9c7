"""Bringing in what was delivered of Section F from a spreadsheet."""
