"""Making the accounts of the demo, and saying how to sign in with them."""

from __future__ import annotations

from ehcp_workflow.cli.printing import console, table
from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.demo.accounts import DEMO_ACCOUNTS, add_demo_accounts, has_demo_accounts
from ehcp_workflow.services.installation import Installation


def make_and_show(installation: Installation) -> None:
    """Make the demo's accounts where nobody has one, and print their names and password."""
    add_demo_accounts(installation)
    if not has_demo_accounts(installation):
        console.print("Somebody has an account here already, so the demo made none of its own: ehcp users list")
        return
    shown = table("Sign in as", "Name", "Role", "Team")
    for account in DEMO_ACCOUNTS:
        shown.add_row(account.name, account.role.in_words, account.team or "")
    console.print(shown)
    console.print(f'The password of each is [bold]"{DEMO_PASSWORD}"[/bold], without the quotes.', highlight=False)
    console.print("The supervisor needs a code, too: bin/ehcp users code supervisor", highlight=False)
