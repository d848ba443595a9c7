"""Both kinds of database."""

from databases import database_url, installation, postgres

__all__ = ["database_url", "installation", "postgres"]
