"""Filling an empty database with the demonstration."""

from collections.abc import Callable
from time import monotonic

from tongket.core import clock
from tongket.demo import (
    candidates,
    checks,
    committees,
    logins,
    people,
    reviews,
    structure,
    under_way,
    years,
)
from tongket.demo.world import World
from tongket.org import saving
from tongket.org.actions import mark_as_demonstration
from tongket.pages import demonstration


class NotEmpty(Exception):
    """Somebody has entered something in the database: the demonstration never mixes with what is there."""


def load(echo: Callable[[str], None] = print) -> None:
    """Found the organisations and let them live their years, all in one transaction. Raises NotEmpty.

    echo: called with a line now and then that says how far it has come. Needs a migrated database.
    """
    if demonstration.holds_rows():
        raise NotEmpty
    begun = monotonic()

    def say(what: str) -> None:
        echo(f"{monotonic() - begun:5.1f} s  {what}")

    with saving.durable():
        mark_as_demonstration()
        world = World(say)
        people.open_books(world)
        structure.schedule(world)
        years.schedule(world)
        committees.schedule(world)
        candidates.schedule(world)
        under_way.schedule(world)
        checks.schedule_under_way(world)
        world.run()
        logins.create_accounts(world, on=clock.today())
        reviews.open_reviews(logins.usernames("office"), logins.usernames("lead"))
    say("saved")
