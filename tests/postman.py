"""A real mail server for tests, and what it was given."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "tongket", "mat-khau-may-chu-thu"


class Postman:
    """Takes mail, or answers it as a test wants."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer_to_address = self.answer_to_mail = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_to_address.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_address

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer_to_mail.startswith("2"):
            body = envelope.content if isinstance(envelope.content, bytes) else b""
            self.mails.append(message_from_bytes(body, policy=policy.default))
        return self.answer_to_mail


def sign_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def delivering(settings: Any) -> Iterator[Postman]:
    """The mail server, set as that of the installation."""
    postman = Postman()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(postman, hostname="127.0.0.1", port=port, authenticator=sign_in, auth_require_tls=False)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, PASSWORD
    settings.DEFAULT_FROM_EMAIL = "Tổng Kết <tongket@songmau.example>"
    yield postman
    server.stop()
