"""The same use cases for other programs: JSON under `/api/v1`, with tokens, and described by OpenAPI."""
