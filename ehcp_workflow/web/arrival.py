"""How a request arrives: from which address, under which name, and whether encrypted all the way to our proxy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.settings import Settings

# A page of another site can point its own name at 127.0.0.1 and read ours from inside the browser (DNS rebinding).
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Entrance:
    """By which names and through which proxies the pages are reached.

    Attributes:
        desk: the name of the desk on other machines; None where it answers on this machine only.
        encrypted: the names that are reached by HTTPS alone.
        proxies: the proxies that are believed when they say for whom they ask.
    """

    desk: str | None
    encrypted: frozenset[str]
    proxies: tuple[IPv4Network | IPv6Network, ...]

    def trusts(self, address: str) -> bool:
        """Whether an address is one of our proxies."""
        try:
            return any(ip_address(address) in network for network in self.proxies)
        except ValueError:
            return False


@dataclass(frozen=True)
class Arrival:
    """How one request arrived.

    Attributes:
        address: whom it is from, as far as our own proxies say so.
        name: the name it asks for, without the port.
        proxied: whether one of our proxies passed it on.
        foreign_proxy: whether somebody else's says so, who is not believed.
        secure: whether it came by HTTPS.
    """

    address: str
    name: str
    proxied: bool
    foreign_proxy: bool
    secure: bool

    @property
    def is_local(self) -> bool:
        """Whether it comes from this machine, without any proxy."""
        return not self.proxied and not self.foreign_proxy and _is_loopback(self.address)


def entrance_of(settings: Settings) -> Entrance:
    """The entrance that the settings describe.

    Raises:
        BadConfiguration: EHCP_DESK_URL or EHCP_TRUSTED_PROXIES cannot be used.
    """
    return _entrance(settings.desk_url, settings.public_url, settings.trusted_proxies)


@lru_cache(maxsize=16)
def _entrance(desk_url: str, public_url: str, trusted_proxies: str) -> Entrance:
    desk, public = urlsplit(desk_url), urlsplit(public_url)
    if desk_url and (desk.scheme != "https" or not desk.hostname or desk.path.strip("/")):
        raise BadConfiguration(
            f"EHCP_DESK_URL is '{desk_url}'. Write https:// and a name, such as https://desk.example.org, and no more. "
            "Passwords and names go over it, so it is never plain http."
        )
    proxies = tuple(_network(each.strip()) for each in trusted_proxies.split(",") if each.strip())
    if desk_url and not proxies:
        raise BadConfiguration(
            "EHCP_DESK_URL is set, but no proxy is trusted. Set EHCP_TRUSTED_PROXIES to its address, such as 127.0.0.1."
        )
    encrypted = frozenset(url.hostname for url in (desk, public) if url.scheme == "https" and url.hostname)
    return Entrance(desk.hostname, encrypted, proxies)


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise BadConfiguration(
            f"EHCP_TRUSTED_PROXIES: '{text}' is no address. Write addresses or networks with commas between, "
            "such as 127.0.0.1 or 10.0.0.0/24."
        ) from None


def arrival_of(scope: Scope, entrance: Entrance) -> Arrival:
    """How a request arrived."""
    headers = Headers(scope=scope)
    peer = (scope.get("client") or ("", 0))[0]
    said = [each.strip() for value in headers.getlist("x-forwarded-for") for each in value.split(",")]
    # Whatever a visitor wrote there themselves stands on the left; each of our proxies adds one on the right.
    believed, address = entrance.trusts(peer), peer
    while believed and said and entrance.trusts(address):
        address = said.pop()
    name = _name(headers.get("host", ""))
    passed_on = "x-forwarded-for" in headers or "forwarded" in headers
    proxied = believed and "x-forwarded-for" in headers
    return Arrival(
        address=address,
        name=name,
        proxied=proxied,
        foreign_proxy=passed_on and not proxied,
        secure=name in entrance.encrypted,
    )


def may_enter(arrival: Arrival, entrance: Entrance) -> bool:
    """Whether a request may reach the desk: from this machine, or through our proxy under the desk's own name."""
    if arrival.proxied:
        return entrance.desk is not None and arrival.name == entrance.desk
    return arrival.is_local


def is_own_name(arrival: Arrival, entrance: Entrance) -> bool:
    """Whether the desk answers to the name that was asked for."""
    return arrival.name in THIS_MACHINE or (entrance.desk is not None and arrival.name == entrance.desk)


def is_from_elsewhere(scope: Scope, arrival: Arrival) -> bool:
    """Whether a browser says that another site's page sends this form.

    Our pages send no referrer, so a browser may call its origin `null`: then the mark of the form decides alone.
    """
    if scope["method"] in SAFE:
        return False
    headers = Headers(scope=scope)
    if site := headers.get("sec-fetch-site"):
        return site not in {"same-origin", "none"}
    origin = headers.get("origin", "null")
    scheme = "https" if arrival.secure else "http"
    return origin not in {"null", f"{scheme}://{headers.get('host', '')}"}


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
