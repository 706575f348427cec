"""The three departments of Sông Mẫu that are looked at closely: what they set out to do, and how their years end."""

from datetime import date

from tongket.demo import conferences, honours, routine, work
from tongket.demo.conferences import Conference
from tongket.demo.work import Goal, Paper, Task
from tongket.demo.world import World
from tongket.news.rules import SectionOfNews

PROVINCE = "Tỉnh ủy Sông Mẫu"
BLOC = "Đảng ủy Khối các cơ quan tỉnh Sông Mẫu"


def schedule(world: World) -> None:
    for year, admitted in {2019: (9, 5, 6), 2020: (10, 5, 6)}.items():
        for code, wanted in zip(("VHTT", "KHCN", "GDDT"), admitted, strict=True):
            _goals(world, code, year, wanted)
    _goals(world, "GDDT", 2021, 9)
    _culture(world)
    _science(world)
    _education(world)


def _goals(world: World, code: str, year: int, admitted: int) -> None:
    goals = [
        Goal("Kết nạp đảng viên mới", admitted, "đảng viên", "members_admitted", is_main=True),
        Goal("Đảng viên hoàn thành tốt nhiệm vụ trở lên", 90, "%", "members_rated_good_or_better_pct"),
        Goal("Chi bộ hoàn thành tốt nhiệm vụ trở lên", 90, "%", "organisations_rated_good_or_better_pct"),
        Goal("Đảng viên dự sinh hoạt chi bộ", 92, "%", "meeting_attendance_pct"),
    ]
    resolved_on = world.workday(date(year, 1, 10))
    work.set_goals(
        world, code, year, goals, on=world.workday(date(year, 1, 13)), number="02-NQ/ĐU", resolved_on=resolved_on
    )


# --- Culture


def _culture(world: World) -> None:
    work.take_on(
        world,
        "VHTT",
        2019,
        [
            Task("Lãnh đạo tổ chức lễ hội đầu năm an toàn", "Chi bộ Quản lý văn hóa", date(2019, 4, 15), "GOOD"),
            Task("Chuẩn bị đại hội các chi bộ", "Ban Thường vụ", date(2019, 12, 20), "GOOD"),
            Task("Rà soát quy chế làm việc", "Chi bộ Văn phòng", date(2019, 9, 16), "FULFILLED", 9),
        ],
    )
    work.take_on(
        world,
        "VHTT",
        2020,
        [
            Task(
                "Tổ chức đại hội các chi bộ và đại hội Đảng bộ Sở lần thứ VII",
                "Ban Chấp hành",
                date(2020, 6, 30),
                "EXCELLENT",
            ),
            Task(
                "Bảo đảm hoạt động văn hóa, thể thao trong điều kiện dịch bệnh",
                "Các chi bộ",
                date(2020, 10, 30),
                "GOOD",
            ),
            Task("Lấy ý kiến nơi cư trú đối với đảng viên", "Chi bộ Văn phòng", date(2020, 11, 20), "GOOD"),
            Task("Tạo nguồn và kết nạp đảng viên", "Các chi bộ", date(2020, 12, 15), "EXCELLENT"),
        ],
    )
    conferences.congresses_of_cells(world, "VHTT", "2020-2023", first=date(2020, 2, 17))
    conferences.congress(world, "VHTT", "VII", "2020-2025", 0, on=date(2020, 6, 11))
    conferences.hold(
        world,
        Conference(
            "VHTT",
            2019,
            date(2019, 12, 26),
            "morning",
            "Hội nghị toàn Đảng bộ",
            0,
            8,
            "Hội trường Sở",
            title="Đảng bộ Sở tổng kết công tác xây dựng Đảng năm 2019",
            summary="Các chi bộ báo cáo kết quả một năm chuẩn bị đại hội.",
            text=("Hội nghị nghe báo cáo của Đảng ủy và ý kiến của các chi bộ trực thuộc.",),
        ),
    )
    conferences.hold(
        world,
        Conference(
            "VHTT",
            2020,
            date(2020, 12, 30),
            "morning",
            "Hội nghị toàn Đảng bộ",
            0,
            0,
            "Hội trường Sở",
            conclusions=("Đổi mới nội dung sinh hoạt chi bộ theo chuyên đề từ quý I/2021.",),
            photos=("Quang cảnh hội nghị", "Trao giấy khen cho các chi bộ", "Trao giấy khen cho đảng viên"),
            title="Đảng bộ Sở Văn hóa, Thể thao và Du lịch nhìn lại năm đại hội",
            summary="Sáng 30/12/2020, toàn Đảng bộ dự hội nghị đánh giá năm 2020.",
            text=(
                "Năm 2020 các chi bộ và Đảng bộ Sở đã tổ chức xong đại hội theo kế hoạch.",
                "Hội nghị biểu dương các tập thể, cá nhân có nhiều đóng góp.",
            ),
        ),
    )
    honours.commend_inside(world, "VHTT", 2020, cells=3, members=10, on=date(2020, 12, 30))


# --- Science


def _science(world: World) -> None:
    work.take_on(
        world,
        "KHCN",
        2019,
        [
            Task("Lãnh đạo triển khai các đề tài cấp tỉnh", "Chi bộ Quản lý khoa học", date(2019, 10, 31), "GOOD"),
            Task("Chuẩn bị đại hội các chi bộ", "Ban Chấp hành", date(2019, 12, 18), "GOOD"),
        ],
    )
    work.take_on(
        world,
        "KHCN",
        2020,
        [
            Task("Nghiệm thu các đề tài đến hạn", "Chi bộ Quản lý khoa học", date(2020, 9, 30), "FULFILLED", 24),
            Task("Tổ chức đại hội các chi bộ và đại hội Đảng bộ Sở", "Ban Chấp hành", date(2020, 6, 26), "GOOD"),
            Task(
                "Đưa vào vận hành sàn giao dịch công nghệ",
                "Chi bộ Thông tin khoa học",
                date(2020, 10, 15),
                "FULFILLED",
                33,
            ),
            Task(
                "Áp dụng hệ thống quản lý chất lượng tại các phòng",
                "Chi bộ Tiêu chuẩn đo lường",
                date(2020, 8, 28),
                "GOOD",
            ),
            Task("Xây dựng mô hình học tập và làm theo Bác", "Các chi bộ", date(2020, 11, 27), "EXCELLENT"),
        ],
    )
    conferences.congresses_of_cells(world, "KHCN", "2020-2022", first=date(2020, 3, 9))
    conferences.congress(world, "KHCN", "VI", "2020-2025", 0, on=date(2020, 6, 19))
    conferences.hold(
        world,
        Conference(
            "KHCN",
            2020,
            date(2021, 1, 28),
            "",
            "Hội nghị toàn Đảng bộ",
            0,
            6,
            "Hội trường Sở",
            conclusions=(
                "Hoàn thành các đề tài chậm của năm 2020 trong quý I/2021.",
                "Mỗi chi bộ đăng ký một mô hình cải cách hành chính trong năm 2021.",
                "Gửi báo cáo tháng đúng hạn; văn phòng theo dõi hằng tuần.",
            ),
            photos=(
                "Quang cảnh hội nghị",
                "Bí thư Đảng ủy kết luận hội nghị",
                "Các chi bộ nhận giấy khen",
                "Đảng viên tiêu biểu nhận giấy khen",
            ),
            title="Đảng bộ Sở Khoa học và Công nghệ tổng kết năm 2020",
            summary="Hội nghị nêu rõ những việc còn chậm và giao nhiệm vụ năm 2021.",
            text=(
                "Báo cáo tại hội nghị chỉ ra hai nhiệm vụ hoàn thành chậm so với kế hoạch.",
                "Kết luận của chủ tọa là cơ sở để giao nhiệm vụ cho các chi bộ trong năm sau.",
            ),
            stays_draft=True,
        ),
    )
    work.take_on(
        world,
        "KHCN",
        2021,
        [
            Task("Hoàn thành các đề tài chậm của năm 2020", "Chi bộ Quản lý khoa học", date(2021, 3, 31), "GOOD"),
            Task("Mô hình cải cách hành chính của mỗi chi bộ", "Các chi bộ", date(2021, 11, 30), "GOOD"),
        ],
    )
    honours.commend_inside(world, "KHCN", 2020, cells=2, members=7, on=date(2021, 1, 28))


# --- Education

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


def _education(world: World) -> None:
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
