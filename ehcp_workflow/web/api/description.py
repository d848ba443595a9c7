"""The description of the API: OpenAPI 3.1, with the problems it answers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ehcp_workflow.web.api.callers import PREFIX
from ehcp_workflow.web.api.problems import Problem


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
