"""The tables of units, persons and the log, by what they keep."""

from tongket.org.models.log import AuditHead, AuditRow, HistoryRow, NumberSeries, Submission
from tongket.org.models.people import Account, Domain, Grant, Office, OfficeTerm, Person, RunningGrant
from tongket.org.models.units import (
    Classed,
    EventUnit,
    Interval,
    Place,
    StructuralEvent,
    TreeState,
    Unit,
    UnitOwned,
    UnitPeriod,
    YearPlace,
)

__all__ = [
    "Account",
    "AuditHead",
    "AuditRow",
    "Classed",
    "Domain",
    "EventUnit",
    "Grant",
    "HistoryRow",
    "Interval",
    "NumberSeries",
    "Office",
    "OfficeTerm",
    "Person",
    "Place",
    "RunningGrant",
    "StructuralEvent",
    "Submission",
    "TreeState",
    "Unit",
    "UnitOwned",
    "UnitPeriod",
    "YearPlace",
]
