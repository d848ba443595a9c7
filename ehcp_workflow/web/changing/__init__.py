"""Changing a case: recording what happened, people, provision and papers, each by a plain form."""
