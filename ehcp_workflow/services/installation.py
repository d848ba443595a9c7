"""The one place where the parts are joined: settings, law, policy, words, database and key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path

from ehcp_workflow import law
from ehcp_workflow import today as clock
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.policy_checks import load_checked_policy
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.words import Templates
from ehcp_workflow.services.rulebook_review.signatures import Signoffs, read_signoffs
from ehcp_workflow.settings import Settings, config_dir, load_settings
from ehcp_workflow.store.case_facts import anything_sealed
from ehcp_workflow.store.cipher import Cipher, load_cipher
from ehcp_workflow.store.engine import Database
from ehcp_workflow.store.upgrade import Age, age_of, require_current, upgrade


@dataclass
class Installation:
    """Everything a use case needs. `fixed_now` is for copies in which other days are lived through, and for tests."""

    settings: Settings
    rulebook: Rulebook
    policy: Policy
    database: Database
    cipher: Cipher
    config: Path
    fixed_now: datetime | None = field(default=None)

    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.fixed_now or clock.now()

    def today(self) -> date:
        """The present date in London."""
        return clock.london_date(self.now())

    @property
    def signoffs(self) -> Signoffs:
        """Who signed which rule, read anew each time: somebody may sign while this runs."""
        return read_signoffs(self.settings.home, self.rulebook)

    @cached_property
    def templates(self) -> Templates:
        """The words of messages."""
        return Templates(self.config)

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the rules, house policy and our way of counting, so that kept positions are worked out again."""
        said = self.rulebook.fingerprint + self.policy.model_dump_json() + _code_fingerprint()
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@cache
def _code_fingerprint() -> str:
    """Changes with any line of the code that turns events into dates: a release that counts otherwise is noticed."""
    package = Path(law.__file__).parent.parent
    files = sorted(path for part in ("law", "cases") for path in (package / part).rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@contextmanager
def open_installation(settings: Settings | None = None, *, may_migrate: bool = False) -> Iterator[Installation]:
    """Open the installation that the environment describes.

    Args:
        settings: instead of those of the environment.
        may_migrate: whether a database from an older version may be brought up to date; an empty one always is.

    Raises:
        BadConfiguration: a setting, the law, the policy or the key cannot be used.
        Refused: the database is older or newer than this program, or cannot be opened.
    """
    settings = settings or load_settings()
    make_home(settings.home)
    config = config_dir()
    database = Database(settings.database)
    try:
        if age_of(database) is Age.EMPTY or may_migrate:
            upgrade(database)
        require_current(database)
        with database.read() as session:
            may_create = not anything_sealed(session)
        key = settings.key.get_secret_value() if settings.key else None
        rulebook, channels = load_rulebook(config), [channel.value for channel in Channel]
        yield Installation(
            settings=settings,
            rulebook=rulebook,
            policy=load_checked_policy(config / "policy.yaml", settings.policy_override, rulebook, channels),
            database=database,
            cipher=load_cipher(settings.home, key, may_create=may_create),
            config=config,
        )
    finally:
        database.close()


def make_home(home: Path) -> None:
    """Make the data folder, for this user alone.

    Raises:
        BadConfiguration: it cannot be made or written to.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = home / ".probe"
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise BadConfiguration(
            f"The data folder {home} cannot be used ({error.strerror}). Make it writable, or set EHCP_HOME to another."
        ) from None
