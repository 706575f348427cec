"""The five reviews: drafts with a place and a little free text; one waits for approval, one is approved."""

from datetime import date

from tongket.core import clock
from tongket.org.models import Account, Person, Unit
from tongket.review import actions
from tongket.review.models import Review

REVIEWED = (("KHOI1", 2020), ("KHOI2", 2020), ("VHTT", 2020), ("KHCN", 2020), ("GDDT", 2021))

CAUSES = (
    "Nguyên nhân khách quan: khối lượng công việc lớn, một số nội dung phải chờ hướng dẫn của cấp trên.\n"
    "Nguyên nhân chủ quan: việc đôn đốc, kiểm tra của một số cấp uỷ chưa thường xuyên; phân công chưa rõ người, "
    "rõ thời hạn."
)
STRENGTHS = "Các cấp uỷ bám sát chương trình công tác, phân công cụ thể, hoàn thành các nhiệm vụ được giao."
PLACES = {"KHOI1": "Sông Mẫu", "KHOI2": "Núi Mẫu", "VHTT": "Sông Mẫu", "KHCN": "Sông Mẫu", "GDDT": "Sông Mẫu"}
SUPERIORS = {"KHOI1": "Đảng bộ tỉnh Sông Mẫu", "KHOI2": "Đảng bộ tỉnh Núi Mẫu"}  # they keep no books here
APPROVED = "VHTT"
WAITING = "KHOI1"


def person(login: str) -> Person:
    holder = Account.objects.select_related("person").get(username=login).person
    assert holder is not None
    return holder


def open_reviews(writers: dict[str, str], leaders: dict[str, str]) -> list[Review]:
    """Begin the five reviews. writers, leaders: code of a unit → login of its office, of its secretary."""
    made = []
    for code, year in REVIEWED:
        unit = Unit.objects.select_related("place").get(code=code)
        writer, on = person(writers[code]), clock.today()
        review = actions.begin(unit, year, place=PLACES[code], superior=SUPERIORS.get(code, ""), by=writer, on=on)
        actions.write(review, "I.3", STRENGTHS, seen=0, by=writer, on=on)
        actions.write(review, "II.2", CAUSES, seen=0, by=writer, on=on)
        if code in {WAITING, APPROVED}:
            actions.submit(review, by=writer, on=on)
        if code == APPROVED:
            actions.approve(
                review, issued_on=date(year, 12, 30), term_from_on=date(2020, 6, 1), by=person(leaders[code]), on=on
            )
        made.append(review)
    return made
