"""The self-reviews of one whole cell: written by each member, one handed in on paper."""

from datetime import date
from random import Random

from tongket.org.models import Person
from tongket.rating import actions as rating
from tongket.rating.models import Candidate
from tongket.rating.self_review_rules import Group

DUTIES = (
    "Tham mưu, trình ký 46 văn bản, không văn bản nào quá hạn. Hoàn thành 4 chuyên đề được phân công.",
    "Thẩm định 38 hồ sơ, 37 hồ sơ đúng hạn. Tham gia 2 đoàn công tác tại cơ sở.",
    "Phụ trách số liệu thống kê của phòng: đủ 12 kỳ báo cáo tháng, số liệu khớp với cấp trên.",
    "Tiếp 120 lượt công dân, trả lời 115 đơn trong hạn. Viết 6 tin, bài cho trang thông tin.",
)
FAULTS = (
    "Một báo cáo quý II nộp chậm 2 ngày do chưa đôn đốc đơn vị cung cấp số liệu.",
    "Việc cập nhật cơ sở dữ liệu trong quý III còn chậm so với kế hoạch.",
    "Chưa hoàn thành một chuyên đề trong thời hạn ban đầu, đã xin gia hạn 15 ngày.",
)
PROMISED = "Cam kết đầu năm: hoàn thành 100% nhiệm vụ được giao, dự đủ sinh hoạt chi bộ. Kết quả: đạt."
MEASURES = "Lập lịch theo dõi hạn báo cáo từ đầu quý; đôn đốc trước hạn 5 ngày."


def hand_in(lots: Random, candidate: Candidate, level: str, *, on: date) -> None:
    """Let a member write and hand in their self-review, with the level they give themselves."""
    assert candidate.member is not None
    me = Person.objects.get(pk=candidate.member.person_id)
    review = rating.write_self_review(
        candidate,
        group=Group.MEMBER,
        level=level,
        duties=lots.choice(DUTIES),
        commitment=PROMISED,
        faults=lots.choice(FAULTS),
        measures=MEASURES,
        by=me,
        on=on,
    )
    rating.send_self_review(review, by=me, on=on)


def on_paper(candidate: Candidate, level: str, *, received_on: date, secretary: Person, on: date) -> None:
    """Let the secretary record the level of a self-review that came on paper."""
    rating.receive_self_review_on_paper(candidate, level=level, sent_on=received_on, by=secretary, on=on)
