"""Who reads and records commendation (docs/reference/rights.md)."""

from django.utils.translation import gettext_lazy as _

from tongket.commendation import of_member
from tongket.commendation.exports import papers as out
from tongket.commendation.models import (
    Award,
    Case,
    EmulationModel,
    Movement,
    Nominee,
    RunDecision,
    Spread,
    Stock,
    ThematicTopic,
    Theme,
    ThemeWork,
)
from tongket.directives.kinds import Kind
from tongket.members import parts
from tongket.org import corrections
from tongket.org.access import MINE, OWN, TREE, declare
from tongket.pages import menu
from tongket.papers import registry as papers
from tongket.papers.registry import Matter, PaperForm

declare(
    "award.read",
    _("read commendations"),
    data_class="D2",
    grants={"self": MINE, "lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE},
)
declare(
    "award.write",
    _("record commendations"),
    data_class="D2",
    writes=True,
    grants={"lead_committee": TREE, "office": TREE, "org": TREE},
)
declare(
    "award.ask",
    _("see that the inspection commission is to be asked before a commendation"),
    data_class="D2",
    grants={"lead_committee": TREE, "org": TREE},
)
declare(
    "movement.read",
    _("read emulation movements and subjects of commendation"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare(
    "movement.write",
    _("keep emulation movements and subjects of commendation"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE},
)

menu.add(_("Commendation"), "commendation:list", "award.read", group="judge", order=230, icon="award")

parts.add("awards", 20, of_member.sections)

papers.add(
    Matter(
        "commendation",
        Case,
        read="award.read",
        write="award.write",
        query=lambda: Case.objects.select_related(  # unscoped: papers finds them by the verbs
            "unit__place__parent__place", "giver_unit__place", "topic"
        ),
        forms=[
            PaperForm(
                "proposal", _("Proposal of commendation"), Kind.TTR, out.title_of_proposal, out.proposal,
                is_due=out.may_be_proposed,
            ),
            PaperForm(
                "decision", _("Decision on commendation"), Kind.QD, out.title_of_decision, out.decision,
                unit=out.decider, is_due=out.may_be_decided,
            ),
        ],
    )
)  # fmt: skip

# How each table is put right (docs/reference/corrections.md).
corrections.add(RunDecision, ["commendation:run_correct"], ["commendation:run_withdraw"])
corrections.add(Award, ["commendation:correct"], ["commendation:withdraw"])
corrections.add(Case, ["commendation:case_correct"], ["commendation:case_withdraw", "commendation:take_back"])
corrections.add(Nominee, ["commendation:nominee_correct"], ["commendation:nominee_drop"])
corrections.add(Stock, ["commendation:stock_correct"], ["commendation:stock_withdraw"])
corrections.add(ThematicTopic, ["commendation:topic"], ["commendation:topic_withdraw"])
corrections.add(Movement, ["commendation:movement"], ["commendation:movement_withdraw"])
corrections.add(EmulationModel, ["commendation:model_correct"], ["commendation:model_withdraw"])
corrections.add(Spread, ["commendation:spread_correct"], ["commendation:spread_withdraw"])
corrections.add(Theme, ["commendation:theme_correct"], ["commendation:theme_withdraw"])
corrections.add(ThemeWork, ["commendation:work_correct"], ["commendation:work_withdraw"])
