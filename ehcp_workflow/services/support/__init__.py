"""Before the plan: needs, the school's own support, evidence, and the request."""
