"""The councils of England that keep EHC plans: what each is called, and how timely each was in published figures."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.settings import config_dir

_COUNTY, _UNITARY, _METROPOLITAN, _LONDON = "E10", "E06", "E08", "E09"
_ANY = frozenset({_COUNTY, _UNITARY, _METROPOLITAN, _LONDON})
_CITIES = frozenset({_UNITARY, _METROPOLITAN, _LONDON})

# What people put before and after a council's name, and the kinds of council (by ONS code) that may be called so. The
# kind matters: "Derby City Council" is Derby, but "Derby County Council" is nobody, and may be meant for Derbyshire.
_BEFORE = MappingProxyType(
    {
        "london borough of": frozenset({_LONDON}),
        "lb of": frozenset({_LONDON}),
        "rb of": frozenset({_LONDON, _UNITARY}),
        "lb": frozenset({_LONDON}),
        "royal borough of": frozenset({_LONDON, _UNITARY}),
        "metropolitan borough of": frozenset({_METROPOLITAN}),
        "borough of": _CITIES,
        "city of": _CITIES,
        "county of": frozenset({_COUNTY, _UNITARY}),
        "council of": _ANY,
        "council of the": _ANY,
    }
)
_AFTER = MappingProxyType(
    {
        "council": _ANY,
        "la": _ANY,
        "lea": _ANY,
        "local authority": _ANY,
        "cc": _ANY,
        "corporation": frozenset({_LONDON}),
        "county council": frozenset({_COUNTY, _UNITARY}),
        "city council": _CITIES,
        "city": _CITIES,
        "borough council": _CITIES,
        "borough": _CITIES,
        "metropolitan borough council": frozenset({_METROPOLITAN}),
        "metropolitan council": frozenset({_METROPOLITAN}),
        "metropolitan district council": frozenset({_METROPOLITAN}),
        "metropolitan borough": frozenset({_METROPOLITAN}),
        "mbc": frozenset({_METROPOLITAN}),
        "mdc": frozenset({_METROPOLITAN}),
        "london borough": frozenset({_LONDON}),
        "london borough council": frozenset({_LONDON}),
        "lb": frozenset({_LONDON}),
        "unitary authority": frozenset({_UNITARY}),
    }
)
_IDENTITY = ("dfe_la_code", "ons_gss_code", "la_name", "region_name", "also_known_as")


@dataclass(frozen=True)
class Council:
    """One council.

    Attributes:
        code: the three-digit number the Department for Education knows it by.
        ons_code: the Office for National Statistics' code, as published beside the figures.
        name: its name as the Department publishes it.
        region: the region it lies in.
        also_known_as: other names that mean this council and no other.
        figures: its published figures by their column name in `councils.csv`; None where none was published.
    """

    code: str
    ons_code: str
    name: str
    region: str
    also_known_as: tuple[str, ...] = ()
    figures: Mapping[str, float | None] = field(default_factory=dict, repr=False, compare=False)

    @property
    def kind(self) -> str:
        """What kind of council it is: the letters and digits its ONS code begins with."""
        return self.ons_code[:3]


@dataclass(frozen=True)
class _Register:
    """All councils, and what each is called once reduced by `_key`."""

    councils: tuple[Council, ...]
    names: Mapping[str, Council]


def load_councils(path: Path | None = None) -> tuple[Council, ...]:
    """Every council, read once, by default from the installation's own `reference/councils.csv`.

    Raises:
        BadConfiguration: the file cannot be read, lacks a column, or gives two councils one number or name.
    """
    return _read_register(path or _own_file()).councils


def find_council(text: str | None, path: Path | None = None) -> Council | None:
    """The one council that a name or DfE number means, or None when it means none, or could mean two.

    Nothing is matched by likeness: a name must be the council's own, or one of its other names, once words such as
    "London Borough of" or "County Council" are taken away.

    Raises:
        BadConfiguration: as `load_councils`.
    """
    names = _read_register(path or _own_file()).names
    key = _key(text or "")
    if key in names:
        return names[key]
    found = {
        names[name] for name, kinds in _readings(key) if name in names and _may_be(names[name], name, kinds, names)
    }
    return found.pop() if len(found) == 1 else None


def _own_file() -> Path:
    return config_dir() / "reference" / "councils.csv"


def _key(text: str) -> str:
    """A name reduced to what matters: letters and digits in lower case, 'and' for '&', no leading 'the'."""
    words = re.findall(r"[^\W_]+", text.casefold().replace("&", " and ").replace("'", "").replace("’", ""))
    return " ".join(words).removeprefix("the ")


def _readings(key: str) -> set[tuple[str, frozenset[str]]]:
    """What is left of a name when what may stand before it, after it, or both, is taken away."""
    shorter = {
        (key.removeprefix(f"{words} "), kinds) for words, kinds in _BEFORE.items() if key.startswith(f"{words} ")
    }
    shorter.add((key, _ANY))
    cut = {
        (name.removesuffix(f" {words}"), kinds & others)
        for name, others in shorter
        for words, kinds in _AFTER.items()
        if name.endswith(f" {words}")
    }
    return shorter | cut


def _may_be(council: Council, name: str, kinds: frozenset[str], names: Mapping[str, Council]) -> bool:
    if council.kind not in kinds:
        return False
    # "Leicester County Council" is Leicester by its letters and Leicestershire by its words: neither is safe.
    county = _COUNTY in kinds and _LONDON not in kinds
    return not (county and any(f"{name}shire" in other.split() for other in names))


@lru_cache(maxsize=8)
def _read_register(path: Path) -> _Register:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            councils = tuple(_read(row) for row in csv.DictReader(file))
    except OSError as error:
        raise BadConfiguration(f"{path} cannot be read ({error.strerror}). Restore the file.") from None
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadConfiguration(f"{path.name} has a row that cannot be read ({error}). Restore the file.") from None
    return _Register(councils, _name(councils, path))


def _read(row: Mapping[str, str]) -> Council:
    return Council(
        code=row["dfe_la_code"],
        ons_code=row["ons_gss_code"],
        name=row["la_name"],
        region=row["region_name"],
        also_known_as=tuple(filter(None, row["also_known_as"].split("|"))),
        figures=MappingProxyType(
            {name: float(value) if value else None for name, value in row.items() if name not in _IDENTITY}
        ),
    )


def _name(councils: tuple[Council, ...], path: Path) -> Mapping[str, Council]:
    """Each council by number and by every name; 'Bristol, City of' is also 'Bristol' and 'City of Bristol'."""
    names: dict[str, Council] = {}
    for council in councils:
        base, comma, title = council.name.partition(", ")
        # 'Bournemouth, Christchurch and Poole' has a comma too, but its second half is no title.
        titled = (base, f"{title} {base}") if comma and title.endswith(" of") else ()
        for name in (council.code, council.name, *titled, *council.also_known_as):
            other = names.setdefault(_key(name), council)
            if other is not council:
                raise BadConfiguration(f"{path.name}: '{name}' would mean {other.name} and {council.name}. Remove one.")
    return MappingProxyType(names)
