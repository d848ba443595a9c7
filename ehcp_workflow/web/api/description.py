"""The description of the API: OpenAPI 3.1, with the problems it answers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ehcp_workflow.web.api.problems import PREFIX, Problem


@lru_cache(maxsize=2)
def queries_of(api: FastAPI) -> dict[tuple[str, str], frozenset[str]]:
    """What may be asked in the address of each operation, by its method and path."""
    return {
        (method.upper(), path): frozenset(one["name"] for one in said.get("parameters", ()) if one["in"] == "query")
        for path, operations in describe(api)["paths"].items()
        for method, said in operations.items()
    }


def describe(api: FastAPI) -> dict[str, Any]:
    """The description of an API: OpenAPI 3.1 with its problems."""
    made = get_openapi(
        title=api.title,
        version=api.version,
        openapi_version="3.1.0",
        description=api.description,
        routes=api.routes,
        tags=api.openapi_tags,
        servers=[{"url": PREFIX}],
    )
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    return made
