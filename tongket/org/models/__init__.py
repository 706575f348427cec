"""The tables of units, persons and the log, by what they keep."""

from tongket.org.models.committees import CommitteeKind, CommitteeTerm, Consent, ConsentKind
from tongket.org.models.lists import SavedList
from tongket.org.models.log import AuditHead, AuditRow, HistoryRow, NumberSeries, Submission
from tongket.org.models.people import (
    LONGEST_ORDER,
    NAME_FIELDS,
    Account,
    Domain,
    Ended,
    Grant,
    Office,
    OfficeTerm,
    Person,
    RunningGrant,
)
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
    "LONGEST_ORDER",
    "NAME_FIELDS",
    "Account",
    "AuditHead",
    "AuditRow",
    "Classed",
    "CommitteeKind",
    "CommitteeTerm",
    "Consent",
    "ConsentKind",
    "Domain",
    "Ended",
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
    "SavedList",
    "StructuralEvent",
    "Submission",
    "TreeState",
    "Unit",
    "UnitOwned",
    "UnitPeriod",
    "YearPlace",
]
