"""How fast the engine is; run with `make bench`. Nothing here is asserted: figures depend on the machine."""
