"""Section F of a plan: what it specifies, what was delivered, and what is owed."""
