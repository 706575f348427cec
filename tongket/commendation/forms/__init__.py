"""What is entered about commendation."""

from tongket.commendation.forms.awards import (
    AWARD_FIELDS,
    AwardCorrectionForm,
    AwardForm,
    RunDecisionForm,
    RunPaperForm,
    chosen_unit,
)
from tongket.commendation.forms.cases import (
    CaseForm,
    CouncilForm,
    DecideForm,
    HandOverForm,
    NomineeCorrectionForm,
    NomineeForm,
    ProposeForm,
    case_correction_form,
)
from tongket.commendation.forms.movements import ModelsForm, MovementForm, TopicForm
from tongket.commendation.forms.stock import StockForm, stock_correction_form

__all__ = [
    "AWARD_FIELDS",
    "AwardCorrectionForm",
    "AwardForm",
    "CaseForm",
    "CouncilForm",
    "DecideForm",
    "HandOverForm",
    "ModelsForm",
    "MovementForm",
    "NomineeCorrectionForm",
    "NomineeForm",
    "ProposeForm",
    "RunDecisionForm",
    "RunPaperForm",
    "StockForm",
    "TopicForm",
    "case_correction_form",
    "chosen_unit",
    "stock_correction_form",
]
