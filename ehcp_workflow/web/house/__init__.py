"""The pages about more than one case: councils, rules, settings and messages."""
