"""The three departments of Sông Mẫu that are looked at closely: what they set out to do, and how their years end."""

from datetime import date

from tongket.demo import conferences, education, honours, work
from tongket.demo.conferences import Conference
from tongket.demo.work import Goal, Task
from tongket.demo.world import World


def schedule(world: World) -> None:
    for year, admitted in {2019: (9, 5, 6), 2020: (10, 5, 6)}.items():
        for code, wanted in zip(("VHTT", "KHCN", "GDDT"), admitted, strict=True):
            _goals(world, code, year, wanted)
    _goals(world, "GDDT", 2021, 9)
    _culture(world)
    _science(world)
    education.schedule(world)


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
