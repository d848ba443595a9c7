"""Term dates of councils and schools."""
