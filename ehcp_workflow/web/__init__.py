"""The adviser's web pages: read-only, for this machine only."""
