"""Who may ask for an assessment in a case on a day, and which letter is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.holder import Holder, holder
from ehcp_workflow.law.school_age import last_day_of_compulsory_school_age, turns_25
from ehcp_workflow.law.when import day_in_words


class Asker(StrEnum):
    """Who asks; also the variant of the letter, for those who may ask in their own name."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    SCHOOL = "school"
    OTHER = "other"

    @property
    def in_words(self) -> str:
        """Who it is, as a person says it."""
        return _IN_WORDS[self]


_IN_WORDS = {
    Asker.PARENT: "The child's parent",
    Asker.YOUNG_PERSON: "The young person",
    Asker.SCHOOL: "The school or post-16 institution",
    Asker.OTHER: "Anybody else, such as a doctor",
}


class May(StrEnum):
    """Whether somebody may ask."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not known"
    ONLY_NOTICE = "only bring to notice"


@dataclass(frozen=True)
class Right:
    """Whether one of those who could ask may do so, and why or why not."""

    asker: Asker
    may: May
    why: str

    @property
    def letter(self) -> str | None:
        """The variant of the letter that asks for an assessment; None for those who do not ask in their own name."""
        return self.asker.value if self.may in {May.YES, May.NOT_KNOWN} else None


def who_may_ask(case: Case, day: date) -> tuple[Right, ...]:
    """Who may ask the council for an assessment on a day.

    Whether there is a diagnosis, a support plan or any evidence makes no difference.

    Source: Children and Families Act 2014 s36(1) (who may ask), s83(2) (young person) and s24 (bringing a child to the
    council's notice; not read, as REQ-00 says).
    """
    born = case.facts.date_of_birth
    if born and day >= turns_25(born):
        over = f"Nobody can ask from the 25th birthday on, which was {day_in_words(turns_25(born))}."
        return tuple(Right(asker, May.NO, over) for asker in Asker)
    whose = holder(case, day)
    school = "A school or post-16 institution may ask at any age up to 25, for a child or young person who goes there."
    notice = (
        "They cannot ask in their own name. They can bring the child to the council's notice, which it must look at."
    )
    return (
        _parent(whose, born),
        _young_person(whose, born),
        Right(Asker.SCHOOL, May.YES, school),
        Right(Asker.OTHER, May.ONLY_NOTICE, notice),
    )


def _parent(whose: Holder, born: date | None) -> Right:
    match whose:
        case Holder.PARENT:
            return Right(Asker.PARENT, May.YES, f"The right is the parent's{_until(born)}.")
        case Holder.YOUNG_PERSON:
            why = (
                "The right is the young person's own now. A parent can help them, and can write for them if they agree."
            )
            return Right(Asker.PARENT, May.NO, why)
        case _:
            why = "The right is the parent's up to the end of compulsory school age. The date of birth is not recorded."
            return Right(Asker.PARENT, May.NOT_KNOWN, why)


def _young_person(whose: Holder, born: date | None) -> Right:
    match whose:
        case Holder.YOUNG_PERSON:
            why = "The right is the young person's own after compulsory school age and up to 25."
            return Right(Asker.YOUNG_PERSON, May.YES, why)
        case Holder.PARENT:
            why = f"The right becomes the young person's own after compulsory school age{_after(born)}."
            return Right(Asker.YOUNG_PERSON, May.NO, why)
        case _:
            why = "The right is the young person's after compulsory school age. The date of birth is not recorded."
            return Right(Asker.YOUNG_PERSON, May.NOT_KNOWN, why)


def _until(born: date | None) -> str:
    if born is None:
        return " up to the end of compulsory school age"
    last = day_in_words(last_day_of_compulsory_school_age(born))
    return f" up to the end of compulsory school age on {last}, inclusive"


def _after(born: date | None) -> str:
    return f", which ends on {day_in_words(last_day_of_compulsory_school_age(born))}" if born else ""
