"""A real OpenID provider for tests, on this machine: who signs in there, and what it answers, is up to the test."""

import base64
import hashlib
import json
import logging
import os
import threading
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import flask
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

with warnings.catch_warnings():  # it still uses what its own library calls old
    warnings.simplefilter("ignore")
    import oidc_provider_mock

CLIENT, SECRET, NAME = "tongket", "bi-mat-may-khach", "Cổng dịch vụ Sông Mẫu"
Spoil = Callable[[dict[str, Any]], dict[str, Any]]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is followed: the test hands the address to its own browser."""


class IdentityProvider:
    """The provider. spoil: changes the claims of the next tokens; has_other_key: signs them with a key of a stranger;
    is_broken: answers nothing but faults.
    """

    def __init__(self, app: flask.Flask) -> None:
        self.address = ""
        self.reset()
        self.challenges: dict[str, str] = {}
        app.before_request(self._before)
        app.after_request(self._after)

    def reset(self) -> None:
        self.spoil: Spoil | None = None
        self.has_other_key = self.is_broken = False

    @property
    def settings(self) -> dict[str, str]:
        """What an installation sets to sign in with it."""
        return {
            "TONGKET_OIDC_ISSUER": self.address,
            "TONGKET_OIDC_CLIENT_ID": CLIENT,
            "TONGKET_OIDC_CLIENT_SECRET": SECRET,
            "TONGKET_OIDC_NAME": NAME,
        }

    def answer(self, url: str, subject: str = "", *, denies: bool = False) -> str:
        """Sign in there, or refuse to, at the address that the browser was sent to; where it sends the browser."""
        form = {"action": "deny"} if denies else {"sub": subject}
        request = urllib.request.Request(url, urlencode(form).encode())
        try:
            urllib.request.build_opener(_NoRedirect).open(request, timeout=20)
        except urllib.error.HTTPError as redirected:
            with redirected:
                if redirected.code == 302:
                    return str(redirected.headers["Location"])
        raise AssertionError("the provider sent nobody back")

    def _before(self) -> Any:
        if self.is_broken:
            return flask.Response("", 503)
        if flask.request.path.endswith("/token"):
            form = flask.request.form
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            wanted = self.challenges.pop(form.get("code", ""), None)
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != wanted:
                return flask.jsonify({"error": "invalid_grant"}), 400
        return None

    def _after(self, response: flask.Response) -> flask.Response:
        sent = flask.request.args
        if response.status_code == 302 and sent.get("code_challenge_method") == "S256":
            [code] = parse_qs(urlsplit(response.headers["Location"]).query).get("code", [""])
            self.challenges[code] = sent["code_challenge"]
        is_token = flask.request.path.endswith("/token") and response.status_code == 200
        if is_token and (self.spoil or self.has_other_key):
            response.set_data(json.dumps(self._spoilt(json.loads(response.get_data()))))
        return response

    def _spoilt(self, answer: dict[str, Any]) -> dict[str, Any]:
        own = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
        token = jwt.decode(answer["id_token"], own)
        claims = self.spoil(dict(token.claims)) if self.spoil else token.claims
        key = RSAKey.generate_key(2048) if self.has_other_key else own
        return {**answer, "id_token": jwt.encode(token.header, claims, key)}


@contextmanager
def running() -> Iterator[IdentityProvider]:
    """The provider on a free port of this machine."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # it asks for TLS otherwise; ours does without on loopback alone
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = oidc_provider_mock.app(require_nonce=True)
    provider = IdentityProvider(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        del os.environ["AUTHLIB_INSECURE_TRANSPORT"]
