"""The records, in SQLite or PostgreSQL. Nothing outside this package speaks SQL."""
