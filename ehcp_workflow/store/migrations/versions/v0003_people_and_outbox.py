"""People with several contact points, consent for each purpose, and an outbox that can hold, look up and give up."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OUTBOX_STATES = ("held", "due", "sending", "unknown", "accepted", "delivered", "failed", "cancelled", "dead")
NOTICE_STATES = ("planned", "told", "satisfied", "superseded", "expired", "undeliverable")
FALSE = sa.false()


def upgrade() -> None:
    """Add the tables and columns; what people agreed to, and what they were told, comes along."""
    op.add_column("cases", sa.Column("quiet", sa.String(20), nullable=True))
    _extend_people()
    _extend_contact_points()
    _move_consents()
    _extend_outbox()
    _extend_notices()
    _add_people_history()
    _add_suppressions()
    _add_receipts()
    _add_silences()
    _add_providers()
    _add_tasks()


def _states(values: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(value) for value in values)})"


def _extend_people() -> None:
    op.add_column("people", sa.Column("language", sa.String(8), nullable=False, server_default="en"))
    op.add_column("people", sa.Column("format", sa.String(20), nullable=False, server_default="standard"))
    op.add_column("people", sa.Column("never", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("people", sa.Column("neutral", sa.Boolean(), nullable=False, server_default=FALSE))
    op.add_column("people", sa.Column("next_update_on", sa.Date(), nullable=True))
    op.create_index("ix_people_next_update_on", "people", ["next_update_on"])
    op.add_column("case_people", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))


def _extend_contact_points() -> None:
    with op.batch_alter_table("contact_points") as batch:
        batch.alter_column("channel", type_=sa.String(12), existing_type=sa.String(10), existing_nullable=False)
        batch.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("code_lookup", sa.String(64), nullable=True))
        batch.add_column(sa.Column("code_until", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("code_tries", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("do_not_use", sa.Boolean(), nullable=False, server_default=FALSE))
        batch.add_column(sa.Column("hours_from", sa.Time(), nullable=True))
        batch.add_column(sa.Column("hours_to", sa.Time(), nullable=True))
        batch.add_column(sa.Column("no_voicemail", sa.Boolean(), nullable=False, server_default=FALSE))
        batch.add_column(sa.Column("soft_bounces", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("soft_since", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_contact_points_value_lookup", "contact_points", ["value_lookup"])


def _move_consents() -> None:
    """What was agreed to in the one column becomes the first entry of the history."""
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_point_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["contact_point_id"], ["contact_points.id"], name=op.f("fk_consents_contact_point_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_latest", "consents", ["contact_point_id", "purpose", "id"])
    op.execute(
        'INSERT INTO consents (contact_point_id, purpose, given, source, at, "by") '
        "SELECT id, 'reminders', consent, consent_source, consent_at, 'an earlier version' "
        "FROM contact_points WHERE consent_at IS NOT NULL ORDER BY id"
    )
    with op.batch_alter_table("contact_points") as batch:
        for column in ("consent", "consent_source", "consent_at"):
            batch.drop_column(column)


def _extend_outbox() -> None:
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_state"), type_="check")
        batch.alter_column("key", type_=sa.String(120), existing_type=sa.String(80), existing_nullable=False)
        batch.alter_column("person_id", nullable=True, existing_type=sa.Integer())
        batch.alter_column("channel", type_=sa.String(12), existing_type=sa.String(10), existing_nullable=False)
        batch.add_column(sa.Column("tag", sa.String(30), nullable=True))
        batch.add_column(sa.Column("message", sa.String(12), nullable=False, server_default="family"))
        batch.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("held_why", sa.String(20), nullable=True))
        batch.add_column(sa.Column("released_by", sa.String(60), nullable=True))
        batch.add_column(sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("provider", sa.String(20), nullable=True))
        batch.add_column(sa.Column("provider_ref", sa.String(80), nullable=True))
    op.execute("UPDATE outbox SET state = 'accepted' WHERE state = 'sent'")
    _shorten_message_ids()
    op.execute(
        "UPDATE outbox SET message = 'adviser', priority = 2 "
        "WHERE person_id IN (SELECT person_id FROM case_people WHERE role = 'adviser')"
    )
    with op.batch_alter_table("outbox") as batch:
        batch.create_check_constraint(op.f("ck_outbox_state"), _states(OUTBOX_STATES))
        batch.create_check_constraint(op.f("ck_outbox_recipient"), "(person_id IS NULL) <> (tag IS NULL)")
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"])
    op.create_index("ix_outbox_finished", "outbox", ["finished_at"])


def _shorten_message_ids() -> None:
    """What was kept as `<reference@domain>` is kept as the reference alone; the domain is the sender's."""
    connection = op.get_bind()
    for id_, message_id in connection.execute(
        sa.text("SELECT id, message_id FROM outbox WHERE message_id IS NOT NULL")
    ).all():
        reference = message_id.strip("<>").partition("@")[0]
        connection.execute(
            sa.text("UPDATE outbox SET message_id = :reference WHERE id = :id"), {"reference": reference, "id": id_}
        )


def _extend_notices() -> None:
    with op.batch_alter_table("notices") as batch:
        batch.drop_constraint(op.f("ck_notices_state"), type_="check")
        batch.alter_column("case_id", nullable=True, existing_type=sa.Integer())
        batch.alter_column("person_id", nullable=True, existing_type=sa.Integer())
        batch.add_column(sa.Column("audience", sa.String(12), nullable=False, server_default="family"))
        batch.add_column(sa.Column("subject", sa.String(140), nullable=False, server_default=""))
        batch.add_column(sa.Column("version", sa.String(40), nullable=False, server_default=""))
        batch.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=FALSE))
        batch.add_column(sa.Column("must_ack", sa.Boolean(), nullable=False, server_default=FALSE))
        batch.add_column(sa.Column("escalated", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("acked_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("acked_by", sa.String(60), nullable=True))
        batch.create_check_constraint(op.f("ck_notices_state"), _states(NOTICE_STATES))
    to_ack = sa.text("must_ack AND acked_at IS NULL AND state IN ('told', 'undeliverable')")
    op.create_index("ix_notices_to_ack", "notices", ["planned_at"], sqlite_where=to_ack, postgresql_where=to_ack)
    _split_alert_keys()


def _split_alert_keys() -> None:
    """An alert's key was subject, version, rung and audience with colons between; a subject may hold one too."""
    connection = op.get_bind()
    sent = sa.text("SELECT id, finished_at FROM outbox WHERE state = 'accepted'")
    told: dict[int, object] = dict(connection.execute(sent).all())
    update = sa.text(
        "UPDATE notices SET subject = :subject, version = :version, audience = :audience, told_at = :told "
        "WHERE id = :id"
    ).bindparams(sa.bindparam("told", type_=sa.DateTime(timezone=True)))
    for id_, key, state, outbox_id in connection.execute(
        sa.text("SELECT id, alert_key, state, outbox_id FROM notices")
    ).all():
        subject, version, _, audience = key.rsplit(":", 3)
        when = _instant(told.get(outbox_id)) if state == "told" else None
        connection.execute(
            update, {"subject": subject, "version": version, "audience": audience, "told": when, "id": id_}
        )


def _instant(value: object) -> object:
    """SQLite hands an instant over as text."""
    from datetime import datetime  # noqa: PLC0415 - only an old SQLite database needs it

    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _add_people_history() -> None:
    op.create_table(
        "people_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("contact_point_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_people_history_person_id")),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_points.id"], name=op.f("fk_people_history_contact_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_history")),
    )
    op.create_index("ix_people_history_person_id", "people_history", ["person_id"])


def _add_suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("value_lookup", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("value_lookup", "channel", name=op.f("pk_suppressions")),
    )


def _add_receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("provider_event", sa.String(120), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("code", sa.String(20), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_receipts_outbox_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("provider", "provider_event", name=op.f("uq_receipts_provider")),
    )
    op.create_index("ix_receipts_outbox_id", "receipts", ["outbox_id"])


def _add_silences() -> None:
    op.create_table(
        "silences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("value", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(140), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.String(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silences")),
    )
    op.create_index("ix_silences_scope", "silences", ["scope", "value"])


def _add_providers() -> None:
    op.create_table(
        "providers",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("tokens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("window_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_tries", sa.Integer(), nullable=False),
        sa.Column("window_failures", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_providers")),
    )


def _add_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(240), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_tasks_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tasks_person_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_tasks_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("key", name=op.f("uq_tasks_key")),
    )
    op.create_index(
        "ix_tasks_open",
        "tasks",
        ["case_id"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
