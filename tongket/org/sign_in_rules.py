"""What signing in asks for: a second factor, a password, and how long a session lasts (S-43, S-45)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address
from itertools import pairwise

Network = IPv4Network | IPv6Network

WITH_SECOND_FACTOR = frozenset({"lead_cell", "lead_committee", "org", "insp", "sys", "audit"})
WITH_SHORT_IDLE = frozenset({"sys", "audit"})
CLOCK_TOLERANCE = timedelta(minutes=2)  # that clocks of one system differ, or are set right by

FEWEST_LETTERS = 5  # different ones, in a password
LONGEST_PATTERN = 4  # characters that a password only repeats
LONGEST_RUN = 6  # characters that follow each other: abcdef, 123456


def needs_second_factor(domains: Collection[str], address: str, office: Sequence[Network]) -> bool:
    """Whether a person must have a second factor (S-43).

    domains: of the grants that run today. address: that the person comes from. office: the networks of the office;
    none: nobody is told to be outside.
    """
    return not WITH_SECOND_FACTOR.isdisjoint(domains) or is_outside(address, office)


def is_outside(address: str, office: Sequence[Network]) -> bool:
    """Whether an address lies in none of the networks; one that cannot be read does not."""
    if not office:
        return False
    try:
        place = ip_address(address)
    except ValueError:
        return True
    return not any(place in network for network in office)


def idle_limit(domains: Collection[str], *, usual: timedelta, short: timedelta) -> timedelta:
    """How long nobody may work in a session before it ends; the shorter for who runs the system or reads its log."""
    return short if not WITH_SHORT_IDLE.isdisjoint(domains) else usual


def is_idle(seen_at: datetime, now: datetime, limit: timedelta) -> bool:
    """Whether nobody has worked for so long; also where the clock says that the last page is yet to come (S-03)."""
    return now - seen_at > limit or seen_at - now > CLOCK_TOLERANCE


def is_fresh(at: float, now: datetime, limit: timedelta) -> bool:
    """Whether a moment (seconds since 1970) lies within the limit before now, and not after it (S-04)."""
    age = now.timestamp() - at
    return -CLOCK_TOLERANCE.total_seconds() <= age <= limit.total_seconds()


def is_repetition(password: str) -> bool:
    """Whether a password is hardly more than one pattern: few letters, a part again and again, or a run."""
    letters = password.casefold()
    if len(set(letters)) < FEWEST_LETTERS:
        return True
    for length in range(1, LONGEST_PATTERN + 1):
        pattern = letters[:length]
        if (pattern * (len(letters) // length + 1))[: len(letters)] == letters:
            return True
    steps = [ord(after) - ord(before) for before, after in pairwise(letters)]
    in_runs = sum(step in {1, -1} for step in steps)
    return len(letters) > LONGEST_RUN and in_runs >= len(steps) - 2


def rests_too_long(last: datetime, now: datetime, *, days: int) -> bool:
    """Whether nobody has signed in for more than so many days (S-45)."""
    return now - last > timedelta(days=days)
