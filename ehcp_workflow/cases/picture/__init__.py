"""The picture of a case: what happened, what is due, what is late and what was promised, placed on a line of days."""
