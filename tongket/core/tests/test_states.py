import pytest
from django.db.models import TextChoices
from django.utils import translation

from tongket.core.states import Moves, WrongState, move


class State(TextChoices):
    DUE = "due", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    RETURNED = "returned", "Trả lại"


MOVES: Moves = {
    "send": ({State.DUE, State.RETURNED}, State.SENT),
    "return": ({State.SENT}, State.RETURNED),
}


@pytest.mark.parametrize(
    ("state", "verb", "after"),
    [(State.DUE, "send", State.SENT), ("returned", "send", State.SENT), ("sent", "return", State.RETURNED)],
)
def test_move_leads_where_the_table_says(state: str, verb: str, after: State) -> None:
    assert move(MOVES, state, verb) is after


@pytest.mark.parametrize(("state", "verb"), [("sent", "send"), ("due", "return"), ("lost", "send")])
def test_move_from_another_state_is_refused(state: str, verb: str) -> None:
    with pytest.raises(WrongState) as refused:
        move(MOVES, state, verb)

    assert (refused.value.state, refused.value.verb) == (state, verb)


def test_refusal_names_the_state_in_words() -> None:
    with pytest.raises(WrongState) as refused:
        move(MOVES, "sent", "send")

    with translation.override("vi"):
        assert str(refused.value) == "Hiện ở trạng thái “Đã gửi” nên không thực hiện được việc này."
    assert "“lost”" in str(WrongState("lost", "send"))


def test_unknown_verb_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        move(MOVES, "sent", "burn")
