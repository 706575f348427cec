"""Sessions in a table of our own, which knows whose they are; each page asks for one, so its query is compiled once."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.db import IntegrityError, transaction

from tongket.core import clock
from tongket.core.compiled import CompiledQuery
from tongket.org.actions.clock import note_time
from tongket.org.models import Session

TOUCHED_EACH = timedelta(minutes=1)

_SESSION = CompiledQuery(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).select_related("mark"),
    str,
    datetime,
)


class SessionStore(db.SessionStore):
    """Named as Django names it: the name is part of the seal of what is kept."""

    row: Session | None = None  # as it was read for this request
    source: tuple[str | None, str] = (None, "")  # address and device of this request, set by the gate

    @classmethod
    def get_model_class(cls) -> type[Any]:
        return Session

    def _get_session_from_db(self) -> Any:
        sessions = _SESSION.run(self.session_key, clock.now())
        if not sessions:
            self._session_key = None
            return None
        self.row = sessions[0]
        return self.row

    def save(self, must_create: bool = False) -> None:
        """Keep the contents; where the session comes from, and when its holder signed in, stay as they are."""
        if self.session_key is None:
            self.create()
            return
        contents = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        key = self.get(SESSION_KEY)
        account = int(key) if key else None
        if must_create:
            self._insert(contents, account)
        else:
            self._update(contents, account)

    def _insert(self, contents: str, account: int | None) -> None:
        row = Session(session_key=self.session_key or "", session_data=contents, account_id=account, **self._begun())
        if self.row is not None:  # a new key, not a new session
            for name in ("started_at", "seen_at", "expire_date", "address", "device"):
                setattr(row, name, getattr(self.row, name))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as taken:
            raise CreateError from taken
        self.row = row

    def _update(self, contents: str, account: int | None) -> None:
        changes: dict[str, Any] = {"session_data": contents, "account_id": account}
        if account is not None and (self.row is None or self.row.account_id is None):
            changes |= self._begun()  # signed in just now
            note_time(changes["seen_at"], clock.today())
        if not Session.objects.filter(pk=self.session_key).update(**changes):
            raise UpdateError
        for name, value in changes.items() if self.row is not None else ():
            setattr(self.row, name, value)

    def _begun(self) -> dict[str, Any]:
        now = clock.now()
        end = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        address, device = self.source
        return {"started_at": now, "seen_at": now, "expire_date": end, "address": address, "device": device}

    def touch(self, now: datetime) -> None:
        """Keep when and from where its holder was last at work, once a minute at most."""
        if self.row is None or now - self.row.seen_at < TOUCHED_EACH:
            return
        self.row.seen_at = now
        self.row.address, self.row.device = self.source
        row = Session.objects.filter(pk=self.row.pk)
        row.update(seen_at=now, address=self.row.address, device=self.row.device)
