"""Bringing in a caseload from a spreadsheet, page by page."""
