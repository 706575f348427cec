from django.db.models import TextChoices
from django.utils import translation

from tongket.core.states import WrongState


class State(TextChoices):
    SENT = "sent", "Đã gửi"


def test_refusal_names_the_state_in_words() -> None:
    with translation.override("vi"):
        assert str(WrongState(State.SENT, "send")) == "Hiện ở trạng thái “Đã gửi” nên không thực hiện được việc này."
        assert str(WrongState("sent", "send", "Đã gửi")) == str(WrongState(State.SENT, "send"))
    assert "“lost”" in str(WrongState("lost", "send"))
