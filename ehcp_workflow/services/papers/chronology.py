"""A chronology for a bundle: what happened, from what source, what was missed and how, and what was delivered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.remedies.missed import Miss, missed_of
from ehcp_workflow.law.when import When, day_in_words
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.papers.blocks import Address, Block, Box, Heading, Paper, Paragraph, Table
from ehcp_workflow.services.papers.ledger_tables import HEAD, ledger_rows, line_fields
from ehcp_workflow.services.provision.ledger import strand_titles
from ehcp_workflow.services.reading import CaseSheet, read_sheet
from ehcp_workflow.store.casebook import EventRecord
from ehcp_workflow.today import london_date

OUR_VIEW = frozenset({"accepted"})
"""What an adviser thinks of a claim: a paper for others does not say it."""
EVENT_WIDTHS, WORKING_WIDTHS = (1.0, 4.2, 7.4, 4.6), (8.4, 4.6, 4.2)


def chronology(
    installation: Installation, reference: str, as_at: date | None = None, *, with_names: bool = False
) -> Paper:
    """The chronology of a case.

    Args:
        installation: the installation.
        reference: the case.
        as_at: as it stood at the end of this day; today if None.
        with_names: whether the child's name stands in it; else initials.

    Raises:
        NotFound: there is no such case.
    """
    sheet = read_sheet(installation, reference, as_at)
    blocks = (
        *_head(sheet, with_names=with_names),
        *_events(installation, sheet),
        *_missed(installation, sheet),
        *_promises(installation, sheet),
        *_provision(installation, sheet),
        *_corrections(installation, sheet),
    )
    return Paper(f"Chronology of {sheet.record.reference}", blocks, show_title=True)


def _head(sheet: CaseSheet, *, with_names: bool) -> Iterator[Block]:
    record, council = sheet.record, find_council(sheet.record.council_code)
    name = record.child_name or ""
    who = name if with_names else "".join(f"{part[0]}." for part in name.split())
    yield Address(
        (
            f"Child or young person: {who or '[name]'}",
            f"Council: {council.name if council else '[council]'}",
            f"As at {day_in_words(sheet.position.as_at)}",
        )
    )
    yield Paragraph(
        "Dates are as exact as the record. A missed limit is arithmetic: whether it was a breach of duty depends on "
        "exemptions too. This is information and not legal advice."
    )


def _events(installation: Installation, sheet: CaseSheet) -> Iterator[Block]:
    recorded = {one.event.id: one for one in sheet.history}
    happened = [e for e in sheet.position.events if e.on.earliest is None or e.on.earliest <= sheet.position.as_at]
    yield Heading("What happened")
    if not happened:
        yield Paragraph("Nothing is recorded up to this day.")
        return
    rows = tuple(
        (str(number), _date(event.on), _what(installation, event), _source(recorded.get(event.id)))
        for number, event in enumerate(happened, start=1)
    )
    yield Table(("No.", "Date", "What happened", "Source"), rows, EVENT_WIDTHS)


def _date(when: When) -> str:
    return when.in_words() if when.is_known else "date not known"


def _what(installation: Installation, event: Event) -> str:
    """What happened, with what is recorded of it beside the day."""
    kind = installation.rulebook.events.get(event.kind)
    said = [kind.title if kind else event.kind]
    if event.about:
        said.append(f"({event.about.replace('_', ' ')})")
    more = [_option(installation, *option) for option in sorted(event.options.items()) if option[0] not in OUR_VIEW]
    more += [f"{which.replace('_', ' ')} {when.in_words()}" for which, when in sorted(event.dates.items())]
    return " ".join(said) + (f" – {'; '.join(more)}" if more else "")


def _option(installation: Installation, name: str, value: str) -> str:
    known = installation.rulebook.exemptions.get(value)
    return f"{name.replace('_', ' ')}: {known.title if known else value.replace('_', ' ')}"


def _source(record: EventRecord | None) -> str:
    if record is None:
        return ""
    written = record.event.recorded_at
    said = [record.source or "", f"recorded by {record.recorded_by}"]
    said += [f"on {day_in_words(london_date(written))}"] if written else []
    return " ".join(part for part in said if part)


def _missed(installation: Installation, sheet: CaseSheet) -> Iterator[Block]:
    position = sheet.position
    missed = missed_of(installation.rulebook, position.clocks, position.lapses, position.as_at)
    limits = [miss for one in missed for miss in one.misses if miss.clock]
    yield Heading("Limits that were missed")
    if not limits:
        yield Paragraph("No limit was missed, as far as it is recorded.")
    for number, miss in enumerate(limits, start=1):
        yield from _one_missed(number, miss)


def _one_missed(number: int, miss: Miss) -> Iterator[Block]:
    claim = f" An exemption is claimed: {miss.claim}." if miss.claim else ""
    checked = " Not verified: check the provision." if miss.unverified else ""
    done = f" Done {miss.until.in_words()}." if miss.until else ""
    yield Paragraph(f"{number}. {miss.title} ({miss.ref}, {miss.citation}): {miss.words}.{done}{claim}{checked}")
    if miss.clock:
        rows = tuple((step.says, step.after.in_words(), step.source) for step in miss.clock.working)
        yield Table(("Working", "Date", "Source"), rows, WORKING_WIDTHS)


def _promises(installation: Installation, sheet: CaseSheet) -> Iterator[Block]:
    if not sheet.position.promises:
        return
    yield Heading("What the council promised")
    rows = tuple(
        (
            installation.rulebook.promises[promise.of].title
            if promise.of in installation.rulebook.promises
            else promise.of,
            promise.made.in_words(),
            promise.by.in_words(),
            f"kept {promise.kept.in_words()}" if promise.kept else promise.state.value.replace("_", " "),
        )
        for promise in sheet.position.promises
    )
    yield Table(("Promise", "Made", "By", "How it went"), rows)


def _provision(installation: Installation, sheet: CaseSheet) -> Iterator[Block]:
    ledger = sheet.position.ledger
    if ledger is None:
        return
    titles = strand_titles(installation)
    yield Heading("What Section F specifies, and what was delivered")
    yield Paragraph(
        f"Counted to {day_in_words(ledger.counted_to)}. Weeks of which nobody said anything are not counted as missing."
    )
    for line in ledger.lines:
        said = line_fields(line, titles)
        unit = f" In {line.unit.value}." if line.unit else ""
        yield Paragraph(f"{said['name']}: {said['specified']}. {said['said']}{unit}")
        if line.by_term:
            yield Table(HEAD, ledger_rows(line))
    if ledger.findings:
        yield Box(
            (
                "For the adviser; delete this box before the chronology goes out.",
                *(one.message for one in ledger.findings),
            )
        )


def _corrections(installation: Installation, sheet: CaseSheet) -> Iterator[Block]:
    """What was recorded otherwise before, so that nobody is surprised by it."""
    by_id = {one.event.id: one for one in sheet.history}
    rows = []
    for one in sheet.history:
        old = by_id.get(one.event.corrects or "")
        if old and one.event.recorded_at and london_date(one.event.recorded_at) <= sheet.position.as_at:
            new = "taken back" if one.event.withdrawn else _date(one.event.on)
            kind = installation.rulebook.events.get(old.event.kind)
            rows.append((kind.title if kind else old.event.kind, _date(old.event.on), new, _source(one)))
    if rows:
        yield Heading("Records that were corrected")
        yield Table(("What", "Before", "Now", "Source"), tuple(rows))
