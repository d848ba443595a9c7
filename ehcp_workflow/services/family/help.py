"""Whether the help of the plan is given, asked on the page of a family: in words, with two taps an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.section_f.in_force import lines_in_force, lines_owed
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.cases.section_f.wording import specified
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services import check_ins
from ehcp_workflow.services.check_in_questions import last_school_week
from ehcp_workflow.services.check_ins import Answer, Asked
from ehcp_workflow.services.family.entering import Reader
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.ledger import strand_titles
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook, provision
from ehcp_workflow.store.check_ins import open_check_in_of
from ehcp_workflow.store.engine import Unit

_WEEKS_BACK = 3


@dataclass(frozen=True)
class HelpLine:
    """One kind of help.

    Attributes:
        code: its line in Section F, such as `F1`.
        title: what it is, in words.
        plan_says: what the plan says of it; answer: what was answered of these days, if anything.
    """

    code: str
    title: str
    plan_says: str = field(repr=False)
    answer: str = ""


@dataclass(frozen=True)
class HelpQuestion:
    """What a family is asked: the help owed in some days, both inclusive; `token` of a check-in that runs already."""

    first: date
    last: date
    lines: tuple[HelpLine, ...]
    token: str | None = field(default=None, repr=False)


def help_question(installation: Installation, reader: Reader) -> HelpQuestion | None:
    """What the reader can be asked now; None where no help was owed.

    A question that was sent to them and is open is the one that is asked, so that its link goes on working; once all of
    it is answered, the last school week that is over is asked about, or one before it if that was a holiday.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, casebook.reference_of(unit, reader.case_id))
        case = with_terms(installation, unit, casebook.read_case(unit, record))
        wording = provision.words_of_lines(unit, installation.cipher, reader.case_id)
        token, asked = _running(installation, unit, reader)
    week = last_school_week(installation.today())
    if asked and not _is_over(asked, week):
        owed = lines_in_force(case, asked.first, asked.last)
        lines = {code: owed[code] for code in asked.lines if code in owed}
        first, last, answers = asked.first, asked.last, dict(asked.answers)
    else:
        token, answers = None, {}
        (first, last), lines = _last_week_with_help(case, installation.today())
    if not lines:
        return None
    titles = strand_titles(installation)
    said = (_line(line, titles, wording[line.id].wording, answers.get(code, "")) for code, line in lines.items())
    return HelpQuestion(first, last, tuple(said), token)


def answer_help(installation: Installation, reader: Reader, line: str, answer: str) -> None:
    """Keep what a family says of one kind of help; the same again changes nothing, another word corrects it.

    Raises:
        BadInput: that help was not asked about, or the answer is none.
    """
    question = help_question(installation, reader)
    codes = tuple(one.code for one in question.lines) if question else ()
    if question is None or line not in codes or answer not in set(Answer):
        raise BadInput("That is not an answer to what was asked.")
    token = question.token
    if token is None:
        with installation.database.write() as unit:
            days = (question.first, question.last)
            token = check_ins.renew(installation, unit, reader.case_id, reader.person_id, codes, days)
    check_ins.answer(installation, token, {line: Answer(answer)})


def _running(installation: Installation, unit: Unit, reader: Reader) -> tuple[str | None, Asked | None]:
    number = open_check_in_of(unit, reader.case_id, reader.person_id)
    if number is None:
        return None, None
    token = check_ins.check_in_token(installation, number)
    try:
        return token, check_ins.asked_in(installation, unit, token)
    except Refused:
        return None, None


def _last_week_with_help(case: Case, today: date) -> tuple[tuple[date, date], dict[str, Line]]:
    """The last school week that is over in which help was owed, and its lines; none where that is too long ago."""
    for back in range(_WEEKS_BACK):
        week = last_school_week(today - timedelta(weeks=back))
        if lines := lines_owed(case, *week):
            return week, lines
    return last_school_week(today), {}


def _is_over(asked: Asked, week: tuple[date, date]) -> bool:
    """Whether all of it is answered and newer days can be asked about."""
    return asked.last < week[1] and set(asked.lines) <= set(asked.answers)


def _line(line: Line, titles: dict[str, str], wording: str | None, answer: str) -> HelpLine:
    return HelpLine(line.code, titles.get(line.strand, line.strand), wording or specified(line), answer)
