"""Bringing a caseload spreadsheet in: files, headings and cells first, then rows of dated facts."""
