"""Deciding levels, recording earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.members.models import Member
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit
from tongket.rating import queries
from tongket.rating.actions.parts import log, over_cap_words, refuse_doubles, units_of
from tongket.rating.actions.rounds import move_level
from tongket.rating.models import Rating
from tongket.rating.rules import Level, NotRated, Subject
from tongket.regulations.queries import NoRegulation


@dataclass(frozen=True)
class NewRating:
    """A level as it is to be recorded: of a member (unit: the cell), or of the unit itself.

    level: a Level, or "" with not_rated_reason. source: the paper, for a level that was decided earlier or elsewhere.
    """

    unit: Unit
    year: int
    level: str
    decided_on: date
    decided_by: Unit | None = None
    member: Member | None = None
    not_rated_reason: str = ""
    source: str = ""


@transaction.atomic
def record_earlier(rows: Sequence[NewRating], *, by: Person, on: date) -> list[Rating]:
    """Record levels taken from earlier papers, members and organisations. Raises NotAllowed, ValidationError.

    They are taken as the paper says: neither the roll nor the cap of that time is known here.
    """
    for unit in units_of(row.unit for row in rows):
        access.require(by, "rating.decide", unit, on=on)
    for row in rows:
        _check(row, on)
        if not text.clean(row.source):
            raise ValidationError(_("Name the paper that an earlier level is taken from."))
    made: list[Rating] = []
    for subject in Subject:
        some = [row for row in rows if (row.member is not None) == (subject == Subject.MEMBER)]
        made += _save(some, subject, is_recorded=True, verb="rating.decide", by=by, on=on)
    return made


@transaction.atomic
def rate_again(rating: Rating, *, seen: int, level: str, decided_on: date, source: str, by: Person, on: date) -> Rating:
    """Replace a level by a later decision; the old one stays in the history (R-RATE-21).

    source: the paper of the new decision. Raises NotAllowed, ValidationError, Conflict.
    """
    access.require(by, "rating.decide", rating.decided_by or rating.unit, on=on)
    if level not in Level.values:
        raise ValidationError({"level": _("Choose a level.")})
    if not text.clean(source):
        raise ValidationError({"source": _("Name the paper of the new decision.")})
    if not rating.decided_on <= decided_on <= on:
        raise ValidationError(
            {
                "decided_on": _("The new decision comes after the old one of %(day)s, and not after today.")
                % {"day": dates.dmy(rating.decided_on)}
            }
        )
    saving.update(
        rating, seen=seen, by=by, level=level, not_rated_reason="", decided_on=decided_on, source=text.clean(source)
    )
    if rating.candidate is not None:
        move_level(rating.candidate, level, decided_on, because=text.clean(source), by=by)
    elif rating.decided_by is not None and not rating.is_recorded:
        _check_cap(rating.decided_by, rating.year, rating.subject)
    audit.record(by, "rating.decide", rating, on=on, fields=["level", "decided_on", "source"])
    return rating


# --- Parts ------------------------------------------------------------------------------------------------------------


def _check(row: NewRating, on: date) -> None:
    if bool(row.level) == bool(row.not_rated_reason):
        raise ValidationError(_("Give a level, or the reason why there is none."))
    if row.level and row.level not in Level.values:
        raise ValidationError(_("“%(level)s” is no level.") % {"level": row.level})
    if row.not_rated_reason and row.not_rated_reason not in NotRated.values:
        raise ValidationError(_("“%(reason)s” is no reason for not rating.") % {"reason": row.not_rated_reason})
    if not date(row.year, 1, 1) <= row.decided_on <= on:
        raise ValidationError(
            _("The day of the decision lies in the year rated or after it, and not after today: %(day)s.")
            % {"day": dates.dmy(row.decided_on)}
        )


def _check_cap(decided_by: Unit, year: int, subject: str) -> None:
    now = queries.standing(decided_by, year, subject)
    if not now.excellent:
        return
    try:
        regime = queries.regime(year, decided_by)
    except NoRegulation as missing:
        raise ValidationError(str(missing)) from missing
    allowed = regime.cap(now.good_or_better + now.undecided)
    if regime.refuses and allowed is not None and now.excellent > allowed:
        raise ValidationError(over_cap_words(regime, now.excellent, allowed))


def _save(
    rows: Sequence[NewRating], subject: Subject, *, is_recorded: bool, verb: str, by: Person, on: date
) -> list[Rating]:
    made = [
        Rating(
            subject=subject,
            unit=row.unit,
            decided_by=row.decided_by,
            member=row.member,
            year=row.year,
            level=row.level,
            not_rated_reason=row.not_rated_reason,
            decided_on=row.decided_on,
            source=text.clean(row.source),
            is_recorded=is_recorded,
        )
        for row in rows
    ]
    key = ("member_id", "year") if subject == Subject.MEMBER else ("unit_id", "year")
    refuse_doubles(made, key, Rating, subject=str(subject))
    saved = Rating.objects.bulk_create(made, batch_size=500)
    log(verb, saved, by=by, on=on)
    return saved
