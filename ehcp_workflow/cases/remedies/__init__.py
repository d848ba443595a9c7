"""What can be done about what was missed: the next lawful steps, in order, each with its own dates."""
