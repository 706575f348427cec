"""What may be done with units, offices, grants and the log (docs/reference/rights.md)."""

from django.utils.translation import gettext_lazy as _

from tongket.org import corrections, seams
from tongket.org.access import ALL, LINE, MINE, OWN, TREE, UNDER, declare
from tongket.org.actions.handover import end_offices
from tongket.org.models import (
    Account,
    AuditHead,
    AuditRow,
    ClockMark,
    CommitteeTerm,
    Consent,
    DemonstrationMark,
    EventChange,
    EventUnit,
    Failures,
    Grant,
    HistoryRow,
    Identity,
    Job,
    NumberSeries,
    OfficeTerm,
    Opening,
    PasswordReset,
    Person,
    PersonMerge,
    Place,
    RecoveryCode,
    ReviewedGrant,
    RightsReview,
    SavedList,
    Session,
    Slip,
    StructuralEvent,
    Submission,
    TreeState,
    Unit,
    UnitPeriod,
    UnitSheet,
    WithdrawnAccount,
    Worker,
    YearPlace,
)
from tongket.org.queries.units import offices_to_hand_over

declare(
    "unit.read",
    _("read the tree and the offices held"),
    data_class="D1",
    grants={"self": LINE},
)
declare(
    "unit.find",
    _("find any unit by its name, to send somebody there"),
    data_class="D1",
    grants={"lead_cell": ALL, "lead_committee": ALL, "office": ALL, "org": ALL},
)
declare("unit.write", _("change the tree"), data_class="D1", writes=True, grants={"org": TREE})
declare("office.write", _("record offices held"), data_class="D1", writes=True, grants={"org": TREE})
declare(
    "grant.read",
    _("see who holds which right"),
    data_class="D1",
    grants={
        **{"self": MINE, "lead_cell": OWN, "lead_committee": TREE},
        **{"org": TREE, "insp": TREE, "sys": TREE, "audit": TREE},
    },
)
declare(
    "grant.write",
    _("give rights"),
    data_class="D1",
    writes=True,
    grants={"lead_committee": TREE, "org": TREE, "insp": TREE, "sys": TREE},
)
declare(
    "grant.confirm",
    _("confirm a right that somebody else has proposed"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "lead_committee": TREE, "insp": TREE},
)
declare(
    "grant.review",
    _("review the rights of a quarter"),
    data_class="D1",
    writes=True,
    grants={"lead_committee": TREE, "org": TREE, "sys": TREE},
)
declare("home.read", _("see what waits for oneself"), data_class="D1", grants={"self": ALL})
declare(
    "admin.read",
    _("see what is administered"),
    data_class="D1",
    grants={"sys": TREE, "org": TREE, "office": TREE, "lead_committee": TREE, "audit": TREE},
)
declare(
    "export.watch",
    _("be told of lists of many persons that somebody took"),
    data_class="D2",
    writes=True,
    grants={"org": OWN, "lead_cell": OWN, "lead_committee": OWN},
)
declare("audit.read", _("read the log"), data_class="D1", grants={"audit": TREE})
declare(
    "account.read",
    _("read accounts, their sessions and last sign-ins"),
    data_class="D2",
    grants={"sys": TREE, "audit": TREE},
)
declare(
    "account.write",
    _("make and lock accounts, give slips with codes"),
    data_class="D2",
    writes=True,
    grants={"sys": TREE},
)
declare(
    "person.read",
    _("see who works here, with which office and rights"),
    data_class="D2",
    grants={"sys": TREE, "org": TREE, "lead_committee": TREE, "audit": TREE},
)
declare("person.write", _("correct and merge records of persons"), data_class="D2", writes=True, grants={"org": TREE})

seams.goes_along(
    seams.GoesAlong(
        name="offices",
        label=_("Offices held"),
        note=_("They end on that day, and with them the rights that hang on them."),
        order=1,
        can_end=True,
        things=offices_to_hand_over,
        hand_over=end_offices,
    )
)
declare(
    "founding.confirm",
    _("confirm one's leadership at the first run"),
    data_class="D1",
    writes=True,
    grants={"self": MINE},
)
declare(
    "setup.write",
    _("set the system up"),
    data_class="D1",
    writes=True,
    grants={"sys": TREE, "org": TREE, "office": TREE},
)
declare(
    "job.read", _("read what is done in the background, and whether mail is set"), data_class="D1", grants={"sys": ALL}
)
declare(
    "job.write",
    _("do failed jobs again or give them up"),
    data_class="D1",
    writes=True,
    grants={"sys": ALL},
)
declare(
    "reminder.write",
    _("remind the units below of what is late"),
    data_class="D1",
    writes=True,
    grants={"lead_committee": UNDER, "office": UNDER, "org": UNDER},
)
declare(
    "reminder.choose",
    _("choose how one is reminded"),
    data_class="D2",
    writes=True,
    grants={"self": MINE},
)

# How each table is put right (docs/reference/corrections.md).
BY_EVENTS = ["units:correct_event", "units:correct_unit"]
corrections.add(Unit, ["units:correct_unit", "units:official_code"], ["units:withdraw_event", "units:remove_unit"])
corrections.add(UnitPeriod, BY_EVENTS, ["units:withdraw_event"])
corrections.add(StructuralEvent, ["units:correct_event"], ["units:withdraw_event"])
for consequence in (EventUnit, EventChange):
    corrections.add(consequence, withdrawn_by=["units:withdraw_event"], because="follows from its event")
for computed in (Place, YearPlace, TreeState):
    corrections.add(computed, because="worked out from the periods of units")
corrections.add(Person, ["units:correct_name", "units:merge_person"], because="stays with what names it")
corrections.add(Account, ["units:account_email"], ["units:withdraw_account", "units:lock_account"])
corrections.add(OfficeTerm, ["units:correct_seat"], ["units:withdraw_seat"])
corrections.add(Grant, ["units:correct_right"], ["units:withdraw_right"])
corrections.add(CommitteeTerm, ["units:correct_committee"], ["units:withdraw_committee"])
corrections.add(Consent, ["units:correct_consent"], ["units:withdraw_consent"])
corrections.add(UnitSheet, ["units:answer_sheet"], ["units:undo_sheet", "units:discard_sheet"])
corrections.add(PersonMerge, withdrawn_by=["units:part_person"], because="done anew after it was taken back")
for signed in (RightsReview, ReviewedGrant):
    corrections.add(signed, because="the list of a quarter as it was signed; the rights themselves are corrected")
corrections.add(NumberSeries, because="counted by the program; a number given wrongly is made void in the register")
corrections.add(SavedList, because="a search that a person keeps for themselves")
for own in (Slip, RecoveryCode, Failures, Session):
    corrections.add(own, because="of the sign-in: ended or given anew, never corrected")
for log in (AuditHead, AuditRow, HistoryRow, Submission):
    corrections.add(log, because="a log: it is only added to")
for running in (ClockMark, Worker, Job, Opening, DemonstrationMark):
    corrections.add(running, because="written by the program while it runs")
corrections.add(Identity, withdrawn_by=["units:unlink_identity"], because="linked anew after it was unlinked")
corrections.add(WithdrawnAccount, because="what is left of an account that was withdrawn")
corrections.add(PasswordReset, because="of the sign-in: asked for anew, kept for a day")
