"""Clocks without a date in law, and clocks for which an exemption is claimed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the next check fills them, because the rules have changed too."""
    op.add_column("clocks", sa.Column("undated", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("clocks", sa.Column("claim", sa.String(length=20), nullable=True))


def downgrade() -> None:
    """Take the columns away again; a cache loses nothing."""
    op.drop_column("clocks", "claim")
    op.drop_column("clocks", "undated")
