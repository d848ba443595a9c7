"""What people can do with the engine: each use case is one function and one transaction."""
