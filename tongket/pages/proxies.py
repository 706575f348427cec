"""Behind a proxy: whose word is taken for who asks, by which name and how it came (S-46)."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Networks: TypeAlias = Sequence[IPv4Network | IPv6Network]
TOLD = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


def networks(addresses: Sequence[str]) -> Networks:
    """The networks that a setting names, as addresses or as ranges (10.0.0.0/8). Raises ValueError."""
    return [ip_network(address.strip()) for address in addresses if address.strip()]


def is_within(address: str, trusted: Networks) -> bool:
    try:
        return any(ip_address(address) in network for network in trusted)
    except ValueError:
        return False


def client_address(peer: str, forwarded_for: str, trusted: Networks) -> str:
    """Who asks: the peer itself, or where it is a trusted proxy the last address before all trusted ones that it names.

    What stands further to the left was written by whoever asked.
    """
    address = peer
    for told in reversed([part.strip() for part in forwarded_for.split(",")]):
        if not is_within(address, trusted):
            break
        try:
            address = str(ip_address(told))
        except ValueError:
            break
    return address


class TrustedProxies:
    """Middleware: takes over what a trusted proxy tells, and nothing from anybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._settings: tuple[tuple[str, ...], Networks] = ((), ())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = {name: request.META.pop(name, "") for name in TOLD}
        trusted = self._trusted()
        if trusted and is_within(request.META.get("REMOTE_ADDR", ""), trusted):
            addresses, scheme, host = told.values()
            request.META["REMOTE_ADDR"] = client_address(request.META["REMOTE_ADDR"], addresses, trusted)
            if scheme in {"http", "https"}:
                request.META["wsgi.url_scheme"] = scheme
            if host:
                request.META["HTTP_HOST"] = host.rpartition(",")[2].strip()
        return self.get_response(request)

    def _trusted(self) -> Networks:
        written = tuple(settings.TONGKET_PROXIES)
        if written != self._settings[0]:
            self._settings = (written, networks(written))
        return self._settings[1]
