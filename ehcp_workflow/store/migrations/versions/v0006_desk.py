"""What the desk keeps: saved views, tokens of the API, links of families, calendar feeds."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
