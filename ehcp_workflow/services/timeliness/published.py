"""What the Department for Education has published of how timely councils were, with its source beside each figure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.councils import Council
from ehcp_workflow.services.installation import Installation

COUNCIL_YEARS = tuple(range(2019, 2025))
LAST_COUNCIL_YEAR = COUNCIL_YEARS[-1]
URL = "https://explore-education-statistics.service.gov.uk/find-statistics/education-health-and-care-plans"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ENGLAND = "England"


@dataclass(frozen=True)
class Figure:
    """A published percentage.

    Attributes:
        of: a council's name, or England.
        year: the calendar year it speaks of.
        percent: the figure; None where none was published.
    """

    of: str
    year: int
    percent: float | None

    @property
    def in_words(self) -> str:
        """The figure: `36.1%`, or that there is none."""
        return "not published" if self.percent is None else f"{self.percent:g}%"


def on_time_of(council: Council) -> tuple[Figure, ...]:
    """The share of a council's new plans issued within the twenty weeks, exceptions left out, year by year."""
    return tuple(Figure(council.name, year, council.figures[f"on_time_20wk_exc_pc_{year}"]) for year in COUNCIL_YEARS)


def decided_of(council: Council) -> Figure:
    """The share of a council's decisions whether to assess that were told within the six weeks."""
    return Figure(council.name, LAST_COUNCIL_YEAR, council.figures[f"decided_6wk_pc_{LAST_COUNCIL_YEAR}"])


def england(installation: Installation, measure: str) -> Figure:
    """A figure for the whole of England, of the newest year that is known, by its name in `england.csv`.

    Raises:
        BadConfiguration: the file cannot be read, or has no such measure.
    """
    path = installation.config / "reference" / "england.csv"
    found = [figure for name, figure in _read(path) if name == measure]
    if not found:
        raise BadConfiguration(f"{path.name} has no measure '{measure}'. Restore the file.")
    return max(found, key=lambda figure: figure.year)


@lru_cache(maxsize=8)
def _read(path: Path) -> tuple[tuple[str, Figure], ...]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return tuple(
            (row["measure"], Figure(ENGLAND, int(row["year"]), float(row["percent"]) if row["percent"] else None))
            for row in rows
        )
    except OSError as error:
        raise BadConfiguration(f"{path} cannot be read ({error.strerror}). Restore the file.") from None
    except (KeyError, ValueError, TypeError) as error:
        raise BadConfiguration(f"{path.name} has a row that cannot be read ({error}). Restore the file.") from None
