"""Forty files as particular offices made them, written by hand before any of them was read. See docs/benchmarks.md."""

from collections.abc import Iterator

from benchmarks.rosters import forty_communes, forty_institutions, forty_programs
from benchmarks.rosters.truth import Roster

BUILDERS = (*forty_communes.BUILDERS, *forty_institutions.BUILDERS, *forty_programs.BUILDERS)


def rosters() -> Iterator[Roster]:
    for build in BUILDERS:
        yield build()
