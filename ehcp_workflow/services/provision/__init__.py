"""Recording what a plan specifies in Section F, and what was delivered of it."""
