"""Both kinds of database."""

from databases import database_url, empty_database_url, installation, postgres, prepared_postgres

__all__ = ["database_url", "empty_database_url", "installation", "postgres", "prepared_postgres"]
