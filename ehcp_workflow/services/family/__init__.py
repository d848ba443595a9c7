"""The page of a family: the private link to it, who may enter, what it says, and what can be done on it."""
