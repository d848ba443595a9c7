"""Prefect flows: thin, with no rules, no SQL and no personal data."""
