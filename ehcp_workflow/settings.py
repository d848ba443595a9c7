"""Where this installation keeps its things and whom it talks to. Everything comes from the environment or a default."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    JsonConfigSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from ehcp_workflow.channel_settings import ChannelSettings
from ehcp_workflow.errors import BadConfiguration

PACKAGE = Path(__file__).parent
RUNNING = "running.json"


class Settings(ChannelSettings):
    """The settings of an installation; each is the environment variable EHCP_ and its name in capitals.

    What `ehcp up` started in the same data folder (its addresses, the demo's mail server) is read from running.json
    there, so that a command typed beside it finds it; the environment is stronger.

    Attributes:
        home: the data folder: database, key, logs. Never inside the package.
        database_url: SQLAlchemy address of the database; by default SQLite in the data folder.
        key: the encryption key, instead of the key file in the data folder.
        web_url, prefect_api_url: where the pages and the Prefect API answer.
        smtp_host and the rest: the mail server; without a host nothing is sent and messages wait.
        mail_from, mail_from_name: the neutral sender.
        public_url: where links in messages lead, as people outside reach it; by default `web_url`.
        desk_url: where those who work here reach the pages from other machines, through a proxy; without it the pages
            answer on this machine only.
        trusted_proxies: the addresses of the proxies in front of the pages, with commas between.
        oidc_issuer, oidc_client_id, oidc_client_secret: signing in with an organisation's own accounts.
        bounce_address: where mail that comes back is sent; each message gets a variant of its own.
        bounce_folder: the Maildir in which mail to that address arrives.
        hook_token: what a provider must send with its receipts and answers; without one they are refused.
        heartbeat_url: an outside monitor to be told that checks and deliveries run.
        senders: how many messages one dispatcher may have under way at once.
        upload_megabytes: how large a file may be that somebody uploads.

    Those of the other channels are listed at `ChannelSettings`.
    """

    model_config = SettingsConfigDict(env_prefix="EHCP_", env_ignore_empty=True, extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("ehcp_workflow"))
    database_url: str | None = None
    key: SecretStr | None = None
    web_url: str = "http://127.0.0.1:8350"
    prefect_api_url: str = "http://127.0.0.1:4200/api"
    prefect_auth: SecretStr | None = None
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_security: Literal["none", "starttls", "ssl"] = "starttls"
    mail_from: str = "reminders@localhost.localdomain"
    mail_from_name: str = "Date reminders"
    public_url: str = ""
    desk_url: str = ""
    trusted_proxies: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    bounce_address: str = ""
    bounce_folder: Path | None = None
    hook_token: SecretStr | None = None
    heartbeat_url: str | None = None
    senders: int = Field(default=4, ge=1, le=64)
    upload_megabytes: int = Field(default=10, ge=1, le=20)
    demo: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not used here: pydantic passes all sources
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Given values, then the environment, then what runs in the same data folder."""
        home = Path(os.environ.get("EHCP_HOME") or user_data_path("ehcp_workflow"))
        running = JsonConfigSettingsSource(settings_cls, json_file=home / RUNNING)
        return init_settings, env_settings, running

    @property
    def database(self) -> str:
        """The database's SQLAlchemy address."""
        return self.database_url or f"sqlite:///{self.home / 'ehcp.db'}"

    @property
    def links(self) -> str:
        """Where links in messages lead."""
        return (self.public_url or self.web_url).rstrip("/")

    @property
    def desk(self) -> str:
        """Where those who work here reach the pages."""
        return (self.desk_url or self.web_url).rstrip("/")

    @property
    def is_running(self) -> bool:
        """Whether `ehcp up` runs in the data folder, so that Prefect should be there."""
        return (self.home / RUNNING).exists()

    @property
    def policy_override(self) -> Path:
        """The organisation's own house policy, where it has one."""
        return self.home / "policy.yaml"

    @property
    def organisation_channels(self) -> Path | None:
        """The file of the organisation's own channels: the one named, or apprise.yml in the data folder if any."""
        usual = self.home / "apprise.yml"
        return self.apprise_config or (usual if usual.exists() else None)

    @property
    def mailbox(self) -> Path:
        """Where the demo's mail server keeps what it receives."""
        return self.home / "mailbox"


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        BadConfiguration: a variable has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "EHCP_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadConfiguration(f"{name}: {first['msg']}. Correct the variable, or unset it.") from None


def config_dir() -> Path:
    """The folder of law, policy and words: EHCP_CONFIG_DIR, or the one that came with the package."""
    if chosen := os.environ.get("EHCP_CONFIG_DIR"):
        return Path(chosen)
    shipped = PACKAGE / "_config"
    return shipped if shipped.is_dir() else PACKAGE.parent / "config"
