"""Seeing a case: its picture, dates, provision, messages and history, and finding it by a reference."""
