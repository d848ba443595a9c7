"""The caseload as lists, views and files show it."""
