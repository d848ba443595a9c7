"""What happened in one case, and what follows from it. Pure: no database, network or time of day."""
