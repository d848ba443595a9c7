"""The annual review, planned backwards from every limit it has to meet."""
