"""Letters: the facts of a case put into the words of a template. A draft, for a person to read, complete and sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.holder import Holder
from ehcp_workflow.cases.remedies.missed import Miss
from ehcp_workflow.cases.section_f.versions import PLANS
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.law.deadlines import work_out
from ehcp_workflow.law.when import When, day_in_words
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.papers.blocks import Paper
from ehcp_workflow.services.papers.kinds import Fit, choose, fits
from ehcp_workflow.services.papers.ledger_tables import line_fields, lines_missing
from ehcp_workflow.services.papers.templates import LetterTemplates
from ehcp_workflow.services.provision.ledger import strand_titles
from ehcp_workflow.services.reading import CaseSheet, read_sheet
from ehcp_workflow.services.rulebook_review.signatures import Standing
from ehcp_workflow.services.support.evidence import read_evidence

ASKERS = ("parent", "young_person", "school")
PROVISION, REQUEST = "provision_not_delivered", "request_for_assessment"


@dataclass(frozen=True)
class Wishes:
    """What whoever writes the letter says of it; all of it may be missing.

    Attributes:
        writer: who signs; asked_by: who asks for an assessment: parent, young_person or school.
        addressee: to whom it goes, instead of the director of children's services.
        reply_by: by when an answer is asked for, instead of the usual.
        line: the only line of provision it is about.
    """

    writer: str | None = None
    asked_by: str | None = None
    addressee: str | None = None
    reply_by: date | None = None
    line: str | None = None


NO_WISHES = Wishes()


def letters_for(installation: Installation, reference: str, as_at: date | None = None) -> tuple[Fit, ...]:
    """The kinds of letter that fit a case.

    Raises:
        NotFound: there is no such case.
    """
    kinds = LetterTemplates(installation.config, installation.settings.home).kinds
    return fits(installation.rulebook, kinds, read_sheet(installation, reference, as_at).position)


def write_letter(
    installation: Installation, reference: str, code: str, wishes: Wishes = NO_WISHES, as_at: date | None = None
) -> Paper:
    """A letter about a case as a draft.

    Raises:
        NotFound: there is no such case.
        BadInput: there is no such kind of letter, or a wish cannot be met.
        Refused: the letter does not fit the case; says what does.
        BadConfiguration: its template is broken.
    """
    _check(wishes, as_at or installation.today())
    templates = LetterTemplates(installation.config, installation.settings.home)
    sheet = read_sheet(installation, reference, as_at)
    fit = choose(installation.rulebook, templates.kinds, sheet.position, code)
    frame = _frame(installation, sheet, fit, wishes)
    fields = {**frame, **_about(installation, sheet, fit, wishes)}
    if code == PROVISION:
        fields |= _provision(installation, sheet, fit, wishes, frame["notes"])
    return Paper(fit.kind.subject, templates.fill(code, fields))


def _check(wishes: Wishes, today: date) -> None:
    if wishes.asked_by is not None and wishes.asked_by not in ASKERS:
        raise BadInput(f"'{wishes.asked_by}' cannot ask. Use one of: {', '.join(ASKERS)}.")
    if wishes.reply_by is not None and wishes.reply_by <= today:
        raise BadInput(f"Nobody can answer by {wishes.reply_by}, which is not after {today}. Choose a later day.")


def _frame(installation: Installation, sheet: CaseSheet, fit: Fit, wishes: Wishes) -> dict[str, Any]:
    """What every letter has: who writes to whom, about whom, when, and by when an answer is asked for."""
    record, today, council = sheet.record, sheet.position.as_at, find_council(sheet.record.council_code)
    days = fit.kind.reply_working_days
    by = wishes.reply_by or installation.rulebook.calendar.nth_after(today, days)
    young = sheet.position.rights_of is Holder.YOUNG_PERSON
    return {
        "notes": list(dict.fromkeys(_notes(installation, fit))),
        "writer": wishes.writer or "[your name]",
        "addressee": wishes.addressee or "Director of Children's Services",
        "greeting": f"Dear {wishes.addressee or 'Director'}",
        "council": council.name if council else "[name of the council]",
        "today": day_in_words(today),
        "subject": fit.kind.subject,
        "about_child": "Young person" if young else "Child",
        "child": record.child_name or "[name]",
        "born": day_in_words(record.birth_date) if record.birth_date else "[date of birth]",
        "reference": record.reference,
        "their_reference": record.their_reference or "",
        "reply_by": day_in_words(by),
    }


def _notes(installation: Installation, fit: Fit) -> Iterator[str]:
    """What the adviser must know before the letter goes, and the council need not."""
    for miss in _going_on(fit):
        if miss.unverified:
            yield f"{miss.ref} rests on memory alone: check {miss.citation} before you rely on it."
        elif installation.signoffs.of(installation.rulebook.rule(miss.ref)).standing is not Standing.SIGNED:
            yield f"Nobody has signed our reading of {miss.ref} ({miss.citation})."
        if miss.claim:
            yield f"An exemption is claimed ({miss.claim}). The letter asks for its grounds; check whether it holds."
        if miss.since.exact is None:
            yield f"{miss.ref}: the day is not known exactly, so the letter gives a range."


def _going_on(fit: Fit) -> tuple[Miss, ...]:
    return tuple(miss for missed in fit.missed for miss in missed.misses if miss.goes_on)


def _about(installation: Installation, sheet: CaseSheet, fit: Fit, wishes: Wishes) -> dict[str, Any]:
    """What the letter is about: what was missed, the provision, or what a request needs."""
    request = _request(sheet)
    return {
        "missed": [_missed(miss, sheet.position.as_at) for miss in _going_on(fit) if miss.clock],
        "received": request.date_of("received_on").in_words() if request else "[day on which it was received]",
        "delivered": _delivered(request) if request else "",
        "asked_by": wishes.asked_by or _asker(sheet),
        "who_has": "I have or may have" if _asker(sheet) == "young_person" else "the child has or may have",
        "decision_by": _by(installation, "REQ-02", sheet.position.as_at),
        "data_by": _by(installation, "LA-02", sheet.position.as_at),
        "evidence": _enclosed(installation, sheet) if fit.code == REQUEST else [],
    }


def _missed(miss: Miss, as_at: date) -> dict[str, Any]:
    clock = miss.clock
    assert clock is not None  # noqa: S101 - only limits come here
    return {
        "title": miss.title,
        "due": clock.due.in_words(),
        "as_at": day_in_words(as_at),
        "late": clock.facts.judgement(as_at).in_words,
        "citation": miss.citation,
        "claim": miss.claim or "",
        "working": [
            {"says": step.says, "date": step.after.in_words(), "source": step.source} for step in clock.working
        ],
    }


def _request(sheet: CaseSheet) -> Event | None:
    asked = [event for event in sheet.position.events if event.kind in {"request_received", "la_became_responsible"}]
    return asked[-1] if asked else None


def _delivered(request: Event) -> str:
    how = request.options.get("delivery", "").replace("_", " ")
    sent = request.dates.get("sent_on")
    said = [
        "sent",
        *([how if how.startswith("by") else f"by {how}"] if how else []),
        *([f"on {sent.in_words()}"] if sent else []),
    ]
    return " ".join(said) if how or sent else ""


def _asker(sheet: CaseSheet) -> str:
    if sheet.record.requested_by in ASKERS:
        return str(sheet.record.requested_by)
    return "young_person" if sheet.position.rights_of is Holder.YOUNG_PERSON else "parent"


def _by(installation: Installation, ref: str, day: date) -> str:
    """The last day of a rule that would start on a day."""
    rule = installation.rulebook.rule(ref)
    version = rule.version_on(day) or rule.versions[-1]
    return work_out(version, When.day(day), installation.rulebook.calendar, rule.title).due.in_words()


def _enclosed(installation: Installation, sheet: CaseSheet) -> list[str]:
    """The evidence that is here, as a list of what is enclosed."""
    checklist = read_evidence(installation, sheet.record.reference)
    found = []
    for piece in checklist.pieces:
        if piece.piece.state.value == "here":
            dated = f", {piece.piece.dated.in_words()}" if piece.piece.dated else ""
            found.append(f"{piece.words.called or piece.title}{dated}")
    return found


def _provision(
    installation: Installation, sheet: CaseSheet, fit: Fit, wishes: Wishes, notes: list[str]
) -> dict[str, Any]:
    """The ledger for the letter about provision; what is odd about it is for the adviser, beside the other `notes`.

    What somebody recorded as not delivered, of a line that has no ledger, is said without a table.
    """
    ledger = sheet.position.ledger
    missing = lines_missing(ledger) if ledger else ()
    counted = {line.code for line in missing}
    by_hand = [miss for miss in _going_on(fit) if miss.line not in counted]
    codes = [*(line.code for line in missing), *(miss.line or "" for miss in by_hand)]
    meant = {code for code in codes if not wishes.line or code.casefold() == wishes.line.casefold()}
    if wishes.line and not meant:
        known = ", ".join(code for code in codes if code) or "none"
        raise Refused(
            f"Nothing of line '{wishes.line}' is missing, as far as it is reported. Something is of: {known}."
        )
    titles = strand_titles(installation)
    plans = [event for event in sheet.position.events if event.kind in PLANS]
    return {
        "plan_sent": plans[-1].date_of("sent_on").in_words() if plans else "[day]",
        "counted_to": day_in_words(ledger.counted_to) if ledger else "",
        "ledger": [line_fields(line, titles) for line in missing if line.code in meant],
        "recorded": [
            f"{miss.line or 'Help in the plan'}: {miss.words}." for miss in by_hand if (miss.line or "") in meant
        ],
        "notes": [*notes, *(found.message for found in (ledger.findings if ledger else ()))],
    }
