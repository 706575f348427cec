"""The department of education of Sông Mẫu: a year in which resolutions lagged and two cells reported late."""

from datetime import date

from tongket.demo import conferences, honours, routine, work
from tongket.demo.conferences import Conference
from tongket.demo.work import Concluded, Paper, Task
from tongket.demo.world import World
from tongket.news.rules import SectionOfNews

PROVINCE = "Tỉnh ủy Sông Mẫu"
BLOC = "Đảng ủy Khối các cơ quan tỉnh Sông Mẫu"

PAPERS_2021 = (
    Paper(
        "CT",
        "05",
        "CT/TW",
        None,
        "Bộ Chính trị",
        "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        date(2021, 1, 15),
        study_days=45,
    ),
    Paper(
        "NQ",
        "02",
        "NQ/TW",
        date(2021, 6, 12),
        "Bộ Chính trị",
        "Đổi mới tổ chức và hoạt động công đoàn",
        date(2021, 7, 5),
        study_days=30,
        late=2,
        programme_days=18,
    ),
    Paper(
        "QĐ",
        "37",
        "QĐ/TW",
        date(2021, 10, 25),
        "Ban Chấp hành Trung ương",
        "Những điều đảng viên không được làm",
        date(2021, 11, 8),
        study_days=20,
        late=1,
    ),
    Paper(
        "NQ",
        "08",
        "NQ/TU",
        date(2021, 11, 25),
        PROVINCE,
        "Phát triển giáo dục và đào tạo đến năm 2025",
        date(2021, 11, 29),
        study_days=30,
        late=2,
        programme_days=6,
        programme_due_on=date(2022, 1, 4),
        without=2,
        is_confirmed=True,
        at_conference=date(2021, 12, 28),
        interim_due_on=date(2022, 12, 30),
    ),
    Paper(
        "NQ",
        "03",
        "NQ/ĐUK",
        date(2021, 12, 17),
        BLOC,
        "Lãnh đạo thực hiện Nghị quyết của Tỉnh ủy về phát triển giáo dục và đào tạo đến năm 2025",
        date(2021, 12, 20),
        study_days=7,
        is_confirmed=True,
        carries_out="08-NQ/TU",
    ),
)

CONCLUDED_2021 = (
    Concluded(
        "Ban hành chương trình hành động thực hiện Nghị quyết số 08-NQ/TU",
        "Ban Thường vụ",
        date(2022, 1, 18),
        (("Lấy ý kiến các chi bộ về dự thảo", date(2022, 1, 4)), ("Trình Ban Chấp hành thông qua", date(2022, 1, 14))),
        30,
        "Dự thảo đã gửi các chi bộ; còn ba chi bộ chưa góp ý.",
    ),
    Concluded(
        "Các chi bộ gửi báo cáo tháng đúng hạn",
        "Văn phòng Đảng ủy",
        date(2022, 6, 30),
        (("Hướng dẫn các chi bộ nhập báo cáo", date(2022, 1, 20)), ("Rà soát báo cáo quý I", date(2022, 4, 8))),
        10,
        "Đã nhắc hai chi bộ còn nợ báo cáo tháng 12.",
    ),
)

# Numbered in the series of the term, which began on the day after the congress of 17/6/2020; the last is a draft.
BELOW = "Các chi bộ trực thuộc"
ABOVE_AND_BELOW = f"Đảng ủy Khối; {BELOW.lower()}"
ISSUED_2021 = (
    ("NQ", "Lãnh đạo thực hiện nhiệm vụ năm 2021", ABOVE_AND_BELOW, date(2021, 1, 18)),
    ("KH", "Kiểm tra, giám sát năm 2021", "Ủy ban Kiểm tra Đảng ủy Khối; các chi bộ", date(2021, 1, 25)),
    ("KH", "Học tập, quán triệt các văn bản mới của Trung ương và của tỉnh", BELOW, date(2021, 7, 12)),
    ("CV", "Đôn đốc các chi bộ gửi báo cáo đúng hạn", BELOW, date(2021, 10, 11)),
    ("KH", "Triển khai Nghị quyết số 08-NQ/TU trong Đảng bộ", ABOVE_AND_BELOW, date(2021, 12, 6)),
    ("TB", "Phân công cấp ủy viên phụ trách chi bộ năm 2022", BELOW, date(2022, 1, 4)),
)


def schedule(world: World) -> None:
    """Its tasks, congresses, directives, documents, conferences, and a report sent back."""
    work.take_on(
        world,
        "GDDT",
        2020,
        [
            Task("Lãnh đạo tổ chức kỳ thi tốt nghiệp", "Chi bộ Khảo thí", date(2020, 9, 4), "EXCELLENT"),
            Task(
                "Chuẩn bị thực hiện chương trình phổ thông mới", "Chi bộ Giáo dục Tiểu học", date(2020, 8, 31), "GOOD"
            ),
            Task("Tổ chức đại hội Đảng bộ cơ quan Sở", "Ban Chấp hành", date(2020, 6, 24), "GOOD"),
        ],
    )
    work.take_on(
        world,
        "GDDT",
        2021,
        [
            Task("Lãnh đạo tổ chức kỳ thi tốt nghiệp an toàn", "Chi bộ Khảo thí", date(2021, 8, 20), "EXCELLENT"),
            Task(
                "Cụ thể hóa nghị quyết của Tỉnh ủy bằng chương trình hành động",
                "Ban Thường vụ",
                date(2021, 11, 30),
                "FULFILLED",
                16,
            ),
            Task("Số hóa hồ sơ đảng viên", "Chi bộ Tổ chức cán bộ", date(2021, 9, 30), "FULFILLED", 28),
            Task("Nâng cao chất lượng sinh hoạt chi bộ", "Các chi bộ", date(2021, 11, 26), "GOOD"),
            Task("Cổng thông tin của Đảng bộ", "Chi bộ Văn phòng", date(2021, 10, 29), "NOT_FULFILLED", 40),
        ],
    )
    conferences.congresses_of_cells(world, "GDDT", "2020-2022", first=date(2020, 3, 2))
    conferences.congress(world, "GDDT", "X", "2020-2025", 0, on=date(2020, 6, 17))
    work.receive(world, "KHOI1", PAPERS_2021, only="GDDT", cells_of=("GDDT",))
    for kind, subject, recipients, on in ISSUED_2021:
        is_draft = on == ISSUED_2021[-1][3]
        work.issue(world, "GDDT", kind, subject, recipients, on=on, term_from_on=date(2020, 6, 18), is_draft=is_draft)
    conferences.hold(
        world,
        Conference(
            "GDDT",
            2020,
            date(2020, 12, 29),
            "afternoon",
            "Hội nghị toàn Đảng bộ",
            0,
            9,
            "Hội trường Sở",
            title="Đảng bộ cơ quan Sở Giáo dục và Đào tạo tổng kết năm 2020",
            summary="Hội nghị đánh giá một năm hai nhiệm vụ: dạy học và phòng, chống dịch bệnh.",
            text=("Đảng ủy báo cáo kết quả năm 2020 và lấy ý kiến các chi bộ.",),
        ),
    )
    conferences.hold(
        world,
        Conference(
            "GDDT",
            2021,
            date(2021, 12, 28),
            "afternoon",
            "Hội nghị toàn Đảng bộ",
            0,
            7,
            "Hội trường Sở",
            conclusions=(
                "Các chi bộ gửi báo cáo tháng đúng hạn từ tháng 01/2022.",
                "Ban hành chương trình hành động trong vòng 30 ngày sau khi học tập nghị quyết.",
            ),
            photos=(
                "Đại biểu dự hội nghị",
                "Báo cáo viên cấp tỉnh giới thiệu nghị quyết",
                "Trao giấy khen cho các chi bộ",
            ),
            title="Đảng bộ cơ quan Sở Giáo dục và Đào tạo tổng kết năm 2021",
            summary="Chiều 28/12/2021, hội nghị kết hợp học tập nghị quyết mới do báo cáo viên cấp tỉnh giới thiệu.",
            text=(
                "Báo cáo của Đảng ủy nói thẳng những việc còn chậm, nhất là chế độ báo cáo của một số chi bộ.",
                "Các chi bộ và đảng viên có thành tích được tặng giấy khen.",
            ),
        ),
    )
    conference = "Hội nghị tổng kết năm 2021"
    work.carry_conclusions(world, "GDDT", conference, date(2021, 12, 28), CONCLUDED_2021, on=date(2022, 1, 4))
    routine.send_back(
        world,
        "GDDT-6",
        "2021M12",
        reason="Đối chiếu lại với danh sách đảng viên trước khi gửi.",
        remarks={"members_total": "Chưa khớp với danh sách đảng viên cuối tháng 12."},
        on=date(2022, 1, 5),
    )
    honours.commend_inside(world, "GDDT", 2020, cells=2, members=8, on=date(2020, 12, 29))
    honours.commend_inside(world, "GDDT", 2021, cells=3, members=9, on=date(2021, 12, 28))
    conferences.publish(
        world,
        "GDDT",
        SectionOfNews.NEWS,
        "Chi bộ Khảo thí sinh hoạt chuyên đề quý III",
        "Chuyên đề bàn về trách nhiệm nêu gương trong mùa thi.",
        "Các đảng viên trao đổi kinh nghiệm tổ chức kỳ thi an toàn, đúng quy chế.",
        on=date(2021, 9, 6),
    )
    conferences.publish(
        world,
        "GDDT",
        SectionOfNews.HOT,
        "Hai chi bộ cần gửi báo cáo đúng hạn",
        "Văn phòng Đảng ủy nhắc việc gửi báo cáo tháng.",
        "Đề nghị các chi bộ gửi báo cáo trong ba ngày đầu của tháng sau.",
        on=date(2021, 10, 12),
    )
