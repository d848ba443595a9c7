"""The API does what its description says, whatever it is sent."""

import pytest
from hypothesis import Phase, given, settings
from schemathesis import Case, GenerationMode, openapi
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import Receive, Scope, Send

from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.app import create_app
from tests.web.conftest import Browser, make_case, on

from .conftest import PREFIX, Program, token_of

# What fits the description may still be refused: which kinds of event there are, say, is written in the rulebook.
EXCLUDED = [positive_data_acceptance]


class OnThisMachine:
    """The application as a program on this machine reaches it."""

    def __init__(self, installation: Installation) -> None:
        self.app = create_app(installation)
        self.app.state.installation = installation
        self.app.state.allowance.most = 1_000_000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope = {**scope, "client": ("127.0.0.1", 50000), "headers": [*headers, (b"host", b"127.0.0.1")]}
        await self.app(scope, receive, send)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_described_whatever_it_is_sent(installation: Installation, mode: GenerationMode):
    plan = (NewEvent("request_received", on("2026-01-05")), NewEvent("final_plan_sent", on("2026-05-22")))
    make_case(installation, *plan)
    headers = {"Authorization": f"Bearer {token_of(installation, 'supervisor')}"}
    schema = openapi.from_asgi(PREFIX + "/openapi.json", OnThisMachine(installation), headers=headers)
    tried = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not (list(operation.iter_parameters()) or operation.body):
            continue  # there is nothing that could be wrong

        @settings(max_examples=12, phases=(Phase.generate,))
        @given(operation.as_strategy(generation_mode=mode))
        def keeps_its_word(case: Case) -> None:
            case.call_and_validate(headers=headers, excluded_checks=EXCLUDED)

        keeps_its_word()
        tried.append(operation.label)
    assert len(tried) >= 20
    assert "POST /cases/{reference}/events" in tried


def test_the_description_is_for_those_who_are_let_in(installation: Installation, browser: Browser, program: Program):
    assert Program(installation, None).get("/openapi.json").status_code == 401
    assert Program(installation, "ehcp_wrong").get("/openapi.json").status_code == 401
    described = program.get("/openapi.json").json()
    assert browser.get(PREFIX + "/openapi.json").json() == described
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": PREFIX}]


def test_people_read_the_description_as_a_page(browser: Browser, program: Program):
    page = browser.text(PREFIX + "/docs")
    described = program.get("/openapi.json").json()
    for path, operations in described["paths"].items():
        for method in operations:
            assert f"{method.upper()} {PREFIX}{path}" in page
    for name in described["components"]["schemas"]:
        assert name in page
    # The address of every kind of problem leads to a place on the page.
    problem = program.get("/cases/EHC-2026-9999").json()
    assert problem["type"] == "/api/v1/docs#not-found"
    assert 'id="not-found"' in page
    assert "<script" not in page.replace('<script type="module" src="/static/desk.js">', "")


def test_every_operation_is_described_in_words_and_asks_for_a_token(program: Program):
    described = program.get("/openapi.json").json()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation["description"].endswith("."), (method, path)
            assert operation["security"] == [{"token": []}], (method, path)
            assert {"401", "403", "422", "429"} <= set(operation["responses"]), (method, path)
            assert all(parameter.get("description") for parameter in operation.get("parameters", ())), (method, path)


def test_where_there_is_nothing_a_problem_says_so(program: Program):
    for path, status in (("/nothing", 404), ("/cases/x/%0A/y", 404), ("/cases/EHC-2026-0042%0A", 422)):
        answer = program.get(path)
        assert answer.status_code == status, path
        assert answer.headers["Content-Type"] == "application/problem+json", path


def test_no_other_site_may_read_an_answer(installation: Installation, program: Program):
    answer = program.get("/councils", Origin="https://elsewhere.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    asked = program.browser.get(PREFIX + "/cases", "OPTIONS", Origin="https://elsewhere.example")
    assert asked.status_code == 405
    assert not [name for name in asked.headers if name.lower().startswith("access-control")]
