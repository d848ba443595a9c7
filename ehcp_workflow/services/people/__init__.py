"""The people of a case: who they are, how they may be reached safely, and what they agreed to."""
