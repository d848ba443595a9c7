"""How timely councils are in this caseload, beside what is published about them."""
