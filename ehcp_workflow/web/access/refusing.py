"""What a visitor meets who may not come in, or not here."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request

from ehcp_workflow.errors import Refused


class SignInFirst(Exception):
    """Nobody is signed in: the page of signing in leads back to the page that was asked for."""

    page = "/sign-in"

    def __init__(self, request: Request) -> None:
        super().__init__("sign in first")
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        known = request.method == "GET" and asked != "/"
        self.address = self.page + ("?" + urlencode({"next": asked}) if known else "")


class SecondFactorFirst(SignInFirst):
    """Somebody gave their password, and has to give a code or set up their second factor before they see anything."""

    page = "/second-factor"


class NotAllowed(Refused):
    """The role of somebody signed in does not allow what they ask for."""

    def __init__(self, role: str) -> None:
        super().__init__(f"Your account is {role}, which does not allow this. Ask your supervisor if it should.")


class FormTooOld(Refused):
    """A form came without the mark that ours carry: it is from before signing in, or from another site."""

    def __init__(self) -> None:
        super().__init__(
            "This form is too old to be used. Nothing was saved. Go back, load the page again and send it."
        )


class KnownAs(Exception):
    """A case was asked for under the adviser's own reference, which may say something about the family.

    It leaves the address: the browser is led to the page of the case under our reference.
    """

    def __init__(self, reference: str) -> None:
        super().__init__("known under our reference")
        self.address = f"/cases/{reference}"
