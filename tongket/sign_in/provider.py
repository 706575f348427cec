"""The identity provider of the office, where one is set (OpenID Connect, S-47).

What is believed is an ID token that the provider hands to this server itself, for a code that came back to the browser
that asked: signed by a key of the provider, for this installation, with the nonce of this attempt, not expired. Of what
it says only the subject is used: no name, no e-mail address, no group.
"""

import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.utils.translation import gettext as _
from joserfc.errors import JoseError

log = logging.getLogger(__name__)

TIMEOUT = 8  # seconds that the provider has for each answer
KNOWN_FOR = 60 * 60  # seconds until its addresses and keys are asked for again
LEEWAY = 60  # seconds that its clock and ours may differ
LONGEST_SUBJECT = 255
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
BY_HEADER, BY_FORM = "client_secret_basic", "client_secret_post"  # how our own secret is sent
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Unreachable(Exception):
    """The provider does not answer, or says that it is broken."""


class NotBelieved(Exception):
    """What the provider said is not accepted: it is no answer to this attempt, or not from this provider."""


@dataclass(frozen=True)
class Attempt:
    """An attempt to sign in at the provider: where to send the browser, and what its answer has to fit."""

    url: str
    state: str
    nonce: str
    verifier: str


def is_set() -> bool:
    return bool(settings.TONGKET_OIDC_ISSUER and settings.TONGKET_OIDC_CLIENT_ID)


def name() -> str:
    """What the provider is called on pages."""
    return settings.TONGKET_OIDC_NAME or _("the account of the office")


def issuer() -> str:
    return str(settings.TONGKET_OIDC_ISSUER)


def is_safe(address: str) -> bool:
    """Whether an address is asked over TLS, or on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def begin(back_url: str) -> Attempt:
    """Prepare an attempt that comes back to a page of ours. Raises Unreachable, NotBelieved."""
    begun = _asking(lambda client: client.create_authorization_url(back_url))
    return Attempt(begun["url"], begun["state"], begun["nonce"], begun["code_verifier"])


def subject(code: str, *, back_url: str, nonce: str, verifier: str) -> str:
    """Who has signed in at the provider, by the code that came back. Raises Unreachable, NotBelieved."""
    claims_options = {
        "iss": {"essential": True, "value": None},
        "aud": {"essential": True, "value": settings.TONGKET_OIDC_CLIENT_ID},
    }

    def exchange(client: Any) -> Any:
        token = client.fetch_access_token(redirect_uri=back_url, code=code, code_verifier=verifier)
        claims_options["iss"]["value"] = client.server_metadata["issuer"]
        return client.parse_id_token(token, nonce, claims_options=claims_options, leeway=LEEWAY)

    claims = _asking(exchange) or {}
    who = claims.get("sub")
    if not isinstance(who, str) or not 0 < len(who) <= LONGEST_SUBJECT:
        raise NotBelieved("no subject")
    return who


def _asking(ask: Any) -> Any:
    """What the client of the provider answers; its errors as ours. What it said goes to no log but for its kind."""
    try:
        return ask(_client())
    except (NotBelieved, Unreachable):
        raise
    except OSError as trouble:  # of the network, an answer that is no JSON, or one with a status that says "broken"
        log.warning("identity provider not reached: %s", type(trouble).__name__)
        raise Unreachable from trouble
    except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError, RuntimeError) as trouble:
        log.warning("identity provider not believed: %s", getattr(trouble, "error", type(trouble).__name__))
        raise NotBelieved(type(trouble).__name__) from trouble


def _client() -> Any:
    """The client of the provider, which keeps its addresses and keys for an hour. Raises NotBelieved."""
    hour = int(time.time() // KNOWN_FOR)
    client = _made(
        settings.TONGKET_OIDC_ISSUER, settings.TONGKET_OIDC_CLIENT_ID, settings.TONGKET_OIDC_CLIENT_SECRET, hour
    )
    _check(client)
    return client


@lru_cache(maxsize=2)
def _made(issuer: str, client_id: str, secret: str, hour: int) -> Any:
    return OAuth().register(
        "provider",
        client_id=client_id,
        client_secret=secret or None,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": TIMEOUT},
    )


def _check(client: Any) -> None:
    """Raise NotBelieved unless these are the addresses of our provider, asked safely; weak signatures are left out."""
    metadata: dict[str, Any] = client.load_server_metadata()
    known = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [name for name in known if name in ALGORITHMS]
    ways = metadata.get("token_endpoint_auth_methods_supported") or [BY_HEADER]
    if client.client_secret and BY_HEADER not in ways and BY_FORM in ways:
        client.client_kwargs["token_endpoint_auth_method"] = BY_FORM
    is_ours = str(metadata.get("issuer", "")).rstrip("/") == issuer()
    if not is_ours or not all(is_safe(str(metadata.get(name, ""))) for name in ENDPOINTS):
        log.warning("identity provider not believed: it names another issuer, or an address without TLS")
        _made.cache_clear()
        raise NotBelieved("metadata")
