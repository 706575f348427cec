"""What the certificate of the class for candidates means for a candidacy (R-MEM-03)."""

from datetime import date

from tongket.members import actions as members
from tongket.org.models import Person
from tongket.training.models import Learner


def hand_on(row: Learner, *, because: str = "", by: Person, on: date) -> None:
    """Note the certificate of a learner on the candidacy, where it is a condition of the admission."""
    if row.candidacy is not None and row.certified_on is not None:
        members.note_certificate(
            row.candidacy,
            certificate_on=row.certified_on,
            certificate_number=row.certificate_number,
            because=because,
            by=by,
            on=on,
        )


def take_back(row: Learner, *, because: str, by: Person, on: date) -> None:
    """Take the certificate of a learner from the candidacy again, where it is still the one that stands there."""
    candidacy = row.candidacy
    if candidacy is None or row.certified_on is None:
        return
    candidacy.refresh_from_db()
    if (candidacy.certificate_on, candidacy.certificate_number) == (row.certified_on, row.certificate_number):
        members.note_certificate(candidacy, certificate_on=None, certificate_number="", because=because, by=by, on=on)
