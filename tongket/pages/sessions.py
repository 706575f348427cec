"""Sessions in the database, as Django keeps them; each page asks for one, so its query is compiled once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from tongket.core.compiled import CompiledQuery

_SESSION = CompiledQuery(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    str,
    datetime,
)


class SessionStore(db.SessionStore):
    """Named as Django names it: the name is part of the seal of what is kept."""

    def _get_session_from_db(self) -> Any:
        sessions = _SESSION.run(self.session_key, timezone.now())
        if not sessions:
            self._session_key = None
            return None
        return sessions[0]
