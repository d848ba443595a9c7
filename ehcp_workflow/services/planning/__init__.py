"""Deciding who is told what: what is true now, for whom, and in which message. Planning twice plans nothing twice."""
