"""Who may use the pages, and for what: accounts, signing in, teams, walls, and what was looked at."""
