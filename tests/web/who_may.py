"""Who may use which address: a table written by hand. Every address of the application must stand here.

A new page gets a line. `test_who_may.py` asks for each line as nobody and in each role, and for the pages of a case
also for one of another team and one behind a wall. Statuses are those that a plain request of that kind meets; a form
is sent empty, with its mark, unless FIELDS has more.
"""

from dataclasses import dataclass

ADVISER, SUPERVISOR, OPERATOR, READ_ONLY = "adviser", "supervisor", "operator", "read_only"
ROLES = (ADVISER, SUPERVISOR, OPERATOR, READ_ONLY)


@dataclass(frozen=True)
class Line:
    """What an address answers.

    Attributes:
        to: the roles that are let in; the others meet 403.
        ok: what those meet who are let in.
        changes: whether the audit row of a case says that it was changed; None where no case is asked for.
        nobody: what meets who is not signed in; 303 is the page of signing in.
        hidden: what those who are let in meet with a case that is not theirs, as if there were none.
        marked: whether a form needs the mark of ours, without which everybody meets 403.
    """

    to: tuple[str, ...]
    ok: int = 200
    changes: bool | None = None
    nobody: int = 303
    hidden: int = 404
    marked: bool = True


SEES_CASES = (ADVISER, SUPERVISOR, READ_ONLY)
CHANGES_CASES = (ADVISER, SUPERVISOR)
OPERATES = (ADVISER, SUPERVISOR, OPERATOR)


def for_all(ok: int = 200, *, marked: bool = True) -> Line:
    """Whoever is signed in."""
    return Line(ROLES, ok, marked=marked)


def open_to_all(ok: int) -> Line:
    """Nobody is asked who they are; what guards it is something else, such as an unguessable link."""
    return Line(ROLES, ok, nobody=ok, marked=False)


def list_of_cases(ok: int = 200) -> Line:
    """A page over the cases that somebody may see."""
    return Line(SEES_CASES, ok)


def look(ok: int = 200) -> Line:
    """A page of a case that shows something."""
    return Line(SEES_CASES, ok, changes=False)


def change(ok: int = 422) -> Line:
    """A form of a case that changes something. Sent empty it is refused, after it was found who may send it."""
    return Line(CHANGES_CASES, ok, changes=True)


def begin(ok: int = 200) -> Line:
    """A page of a case with a form to fill in, and what it would do: for those who may change something there."""
    return Line(CHANGES_CASES, ok, changes=False)


def house(ok: int = 200) -> Line:
    """Rules and settings."""
    return Line(ROLES, ok)


def operate(ok: int = 200) -> Line:
    """Imports, messages: what is looked after by references."""
    return Line(OPERATES, ok)


def supervise(ok: int = 200) -> Line:
    """Who sees which case, and who works here."""
    return Line((SUPERVISOR,), ok)


def supervise_case(ok: int = 200, *, changes: bool = False) -> Line:
    """Who sees one case."""
    return Line((SUPERVISOR,), ok, changes=changes)


LINES: dict[str, Line] = {
    # Signing in. A form sent without its mark is refused whoever sends it.
    "GET /sign-in": Line(ROLES, 303, nobody=200),
    "POST /sign-in": Line(ROLES, 403, nobody=403),
    "POST /sign-out": for_all(303),
    "GET /second-factor": for_all(303),
    "POST /second-factor": for_all(303),
    "GET /sign-in/organisation": open_to_all(404),
    "GET /sign-in/organisation/back": open_to_all(404),
    "GET /invitation/{token}/organisation": open_to_all(404),
    "GET /invitation/{token}": open_to_all(404),
    "POST /invitation/{token}": open_to_all(404),
    # One's own account. Forms are sent empty.
    "GET /account": for_all(),
    "POST /account/password": for_all(422),
    "POST /account/browsers/end": for_all(303),
    "GET /account/second-factor": for_all(),
    "POST /account/second-factor": for_all(422),
    # Who works here, and who sees which case. Nobody is called "none".
    "GET /people-here": supervise(),
    "POST /people-here": supervise(422),
    "GET /people-here/{name}": supervise(404),
    "POST /people-here/{name}": supervise(404),
    "POST /people-here/{name}/sign-out": supervise(404),
    "POST /people-here/{name}/end": supervise(404),
    "POST /people-here/{name}/reset": supervise(404),
    "GET /cases/{reference}/access": supervise_case(),
    "POST /cases/{reference}/access/desk": supervise_case(422, changes=True),
    "POST /cases/{reference}/access/walls": supervise_case(422, changes=True),
    "POST /cases/{reference}/access/walls/remove": supervise_case(303, changes=True),
    # Lists.
    "GET /": list_of_cases(),
    "GET /caseload.csv": list_of_cases(),
    "GET /caseload.xlsx": list_of_cases(),
    "GET /caseload/views": list_of_cases(),
    "POST /caseload/views": list_of_cases(422),
    "POST /caseload/views/{view}/rename": list_of_cases(422),
    "POST /caseload/views/{view}/remove": list_of_cases(404),
    "GET /find": list_of_cases(),
    "POST /find": list_of_cases(422),
    "GET /reviews": list_of_cases(),
    "GET /mailbox": house(),
    "GET /mailbox/{key}": house(404),
    # A case.
    "GET /cases/{reference}": look(),
    "GET /cases/{reference}/dates": look(),
    "GET /cases/{reference}/provision": look(),
    "GET /cases/{reference}/messages": look(),
    "GET /cases/{reference}/messages/ahead": look(),
    "GET /cases/{reference}/history": look(),
    "GET /reviews/{reference}": look(),
    # The links and calendars of its family. There is no link and no calendar of this number.
    "GET /cases/{reference}/family": begin(),
    "POST /cases/{reference}/family": change(404),
    "POST /cases/{reference}/family/links/{link}/renew": change(404),
    "POST /cases/{reference}/family/links/{link}/end": change(404),
    "POST /cases/{reference}/family/calendars/{calendar}/end": change(404),
    # Changing a case. Forms are sent empty; nothing in it has the number 1 or the name "none".
    "GET /cases/new": Line(CHANGES_CASES),
    "POST /cases/new": Line(CHANGES_CASES, 422),
    "GET /cases/{reference}/events/new": begin(),
    "POST /cases/{reference}/events/preview": begin(422),
    "POST /cases/{reference}/events": change(),
    "GET /cases/{reference}/events/{event_id}/correct": begin(404),
    "POST /cases/{reference}/events/{event_id}/correct/preview": begin(404),
    "POST /cases/{reference}/events/{event_id}/correct": change(404),
    "GET /cases/{reference}/exceptions/new": begin(),
    "GET /cases/{reference}/promises/new": begin(),
    "GET /cases/{reference}/needs": look(),
    "GET /cases/{reference}/needs/new": begin(),
    "POST /cases/{reference}/needs/new": change(),
    "POST /cases/{reference}/needs/{code}/withdraw": change(404),
    "POST /cases/{reference}/acknowledge": change(303),
    "GET /cases/{reference}/silences/new": begin(),
    "POST /cases/{reference}/silences/new": change(),
    "POST /cases/{reference}/silences/{number}/end": change(404),
    "GET /cases/{reference}/tasks": look(),
    "POST /cases/{reference}/tasks/{number}/done": change(404),
    # Its papers: whoever sees a case may have them.
    "GET /cases/{reference}/chronology": look(),
    "GET /cases/{reference}/chronology.{ending}": look(),
    "GET /cases/{reference}/letters": look(),
    "GET /cases/{reference}/letters/{kind}": look(),
    "POST /cases/{reference}/letters/{kind}": Line(SEES_CASES, 422, changes=False),
    "GET /cases/{reference}/letters/{kind}.{ending}": look(),
    # Its people, and how they may be reached.
    "GET /cases/{reference}/people": look(),
    "GET /cases/{reference}/people/new": begin(),
    "POST /cases/{reference}/people/new": change(),
    "GET /cases/{reference}/people/{person_id}/manner": begin(404),
    "POST /cases/{reference}/people/{person_id}/manner": change(404),
    "GET /cases/{reference}/people/{person_id}/parts": begin(404),
    "POST /cases/{reference}/people/{person_id}/parts": change(404),
    "GET /cases/{reference}/people/{person_id}/stop": begin(404),
    "POST /cases/{reference}/people/{person_id}/stop": change(404),
    "GET /cases/{reference}/people/{person_id}/points/new": begin(404),
    "POST /cases/{reference}/people/{person_id}/points/new": change(404),
    "POST /cases/{reference}/people/points/{point_id}/again": change(404),
    "GET /cases/{reference}/people/points/{point_id}/agreed": begin(404),
    "POST /cases/{reference}/people/points/{point_id}/agreed": change(404),
    "GET /cases/{reference}/people/points/{point_id}/change": begin(404),
    "POST /cases/{reference}/people/points/{point_id}/change": change(404),
    "POST /cases/{reference}/people/points/{point_id}/code": change(404),
    "POST /cases/{reference}/people/points/{point_id}/first": change(404),
    "GET /cases/{reference}/people/points/{point_id}/safe": begin(404),
    "POST /cases/{reference}/people/points/{point_id}/safe": change(404),
    "GET /cases/{reference}/people/points/{point_id}/stop": begin(404),
    "POST /cases/{reference}/people/points/{point_id}/stop": change(404),
    "GET /cases/{reference}/people/points/{point_id}/verify": begin(404),
    "POST /cases/{reference}/people/points/{point_id}/verify": change(404),
    # Its Section F.
    "GET /cases/{reference}/provision/lines/new": begin(),
    "POST /cases/{reference}/provision/lines/preview": begin(422),
    "POST /cases/{reference}/provision/lines": change(),
    "GET /cases/{reference}/provision/log": begin(),
    "POST /cases/{reference}/provision/log/preview": begin(422),
    "POST /cases/{reference}/provision/log": change(),
    "GET /cases/{reference}/provision/records/{record_id}/correct": begin(404),
    "POST /cases/{reference}/provision/records/{record_id}/correct/preview": begin(404),
    "POST /cases/{reference}/provision/records/{record_id}/correct": change(404),
    # One's own calendar.
    "GET /account/calendar": list_of_cases(),
    "POST /account/calendar": list_of_cases(303),
    # The house: councils over the cases somebody sees, rules, settings, and the outbox by references.
    "GET /councils": list_of_cases(),
    "GET /councils/{code}": list_of_cases(),
    "GET /rules": house(),
    "GET /rules/{name:path}": house(404),
    "GET /settings": house(),
    "GET /settings/health": operate(),
    "GET /outbox": operate(),
    "GET /outbox/held/{why}": operate(404),
    "POST /outbox/held/{why}/drop": operate(404),
    "POST /outbox/held/{why}/release": operate(404),
    "GET /outbox/tasks": operate(),
    "POST /outbox/tasks/{number:int}/done": operate(404),
    "GET /outbox/{number:int}": operate(404),
    "POST /outbox/{number:int}/retry": operate(404),
    "POST /outbox/{number:int}/seen": operate(404),
    "POST /outbox/{number:int}/task": operate(404),
    # Imports. There is no file called "none".
    "GET /import": operate(),
    "POST /import": operate(422),
    "GET /import/template.xlsx": operate(),
    "GET /import/{upload}/columns": operate(404),
    "POST /import/{upload}/columns": operate(404),
    "GET /import/{upload}/verdicts": operate(404),
    "POST /import/{upload}": operate(404),
    "GET /import/{upload}/result": operate(404),
    "POST /import/{upload}/forget": operate(303),
    "GET /cases/{reference}/provision/import": begin(),
    "POST /cases/{reference}/provision/import": begin(422),
    "GET /cases/{reference}/provision/import/template.xlsx": begin(),
    "GET /cases/{reference}/provision/import/{upload}": begin(404),
    "POST /cases/{reference}/provision/import/{upload}": change(404),
    # The description of the API.
    "GET /api/v1/docs": house(),
    # Open to all: each is guarded by something else.
    "GET /healthz": open_to_all(200),
    "GET /stop/{token}": open_to_all(404),
    "POST /stop/{token}": open_to_all(404),
    "GET /check-in/{token}": open_to_all(404),
    "POST /check-in/{token}": open_to_all(404),
    "GET /family/{token}": open_to_all(404),
    "POST /family/{token}": open_to_all(404),
    "GET /family/{token}/leave": open_to_all(302),
    "POST /family/{token}/help": open_to_all(404),
    "GET /family/{token}/messages": open_to_all(404),
    "POST /family/{token}/messages/stop": open_to_all(404),
    "POST /family/{token}/messages/break": open_to_all(404),
    "GET /family/{token}/calendar": open_to_all(404),
    "POST /family/{token}/calendar": open_to_all(404),
    "GET /calendar/{token}.ics": open_to_all(404),
    "POST /hooks/govuk": open_to_all(403),
    "POST /hooks/texts": open_to_all(403),
    "MOUNT /static": open_to_all(200),
}

FIELDS: dict[str, dict[str, str]] = {
    "POST /cases/{reference}/access/desk": {"adviser": "none"},
    "POST /cases/{reference}/events": {"kind": "request_received"},
    "POST /cases/{reference}/events/preview": {"kind": "request_received"},
}
"""What is sent with a form so that the answer in the table comes of it."""

QUERIES: dict[str, str] = {}
"""What is asked for with an address, from the question mark on."""

VALUES = {
    "key": "none", "token": "none", "name": "none", "view": "1", "link": "1", "calendar": "1", "upload": "none",
    "event_id": "none", "record_id": "none", "person_id": "9999", "point_id": "9999", "number": "9999", "code": "383",
    "kind": "request_for_assessment", "ending": "docx", "why": "imported",
}  # fmt: skip
"""What stands for the parts of an address; `reference` is a case of each kind."""

WITH_TOKENS = "/api/v1"
"""Under this address programs show a token: tests/web/api has its own table."""
