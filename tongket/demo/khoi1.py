"""The years of the bloc of agencies of Sông Mẫu, all but what its three departments looked at closely do themselves."""

from datetime import date

from tongket.core.compare import Comparator
from tongket.demo import checks, conferences, grassroots, honours, membership, plan, routine, work
from tongket.demo.closing import Levels, rate, record_organisations_before
from tongket.demo.work import Goal, Paper, Task
from tongket.demo.world import World
from tongket.inspection.rules import Form
from tongket.news.rules import SectionOfNews
from tongket.rating.rules import Level

CODE = "KHOI1"
PROVINCE = "Tỉnh ủy Sông Mẫu"
BLOC = "Đảng ủy Khối các cơ quan tỉnh Sông Mẫu"
LATE = ("TOAAN", "PTTH", "QLTT", "KHCN-4", "VHTT-9")


def _shares(good: int) -> list[Goal]:
    return [
        Goal("Tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên", good, "%", "organisations_rated_good_or_better_pct"),
        Goal("Đảng viên hoàn thành tốt nhiệm vụ trở lên", good, "%", "members_rated_good_or_better_pct"),
        Goal("Đoàn thể hoàn thành tốt nhiệm vụ trở lên", 85, "%", "unions_rated_good_or_better_pct"),
        Goal("Cơ quan, đơn vị đạt chuẩn văn hóa", 90, "%", "agencies_cultural_pct"),
        Goal("Cơ quan, đơn vị đạt tiêu chuẩn an toàn về an ninh, trật tự", 90, "%", "agencies_secure_pct"),
    ]


def _admissions(value: int, comparator: Comparator = Comparator.GE) -> Goal:
    return Goal("Kết nạp đảng viên", value, "đảng viên", "members_admitted", comparator, is_main=True)


PROGRAMME = Goal(
    "Hoàn thành chương trình kiểm tra, giám sát", 100, "%", "inspection_programme_completed_pct", Comparator.EQ
)
STUDY = Goal(
    "Chi bộ, đảng bộ cơ sở học tập nghị quyết đại hội đảng bộ các cấp và thực hiện chương trình hành động",
    100,
    "%",
    comparator=Comparator.EQ,
    is_main=True,
)

PAPERS = {
    2019: (
        Paper(
            "CT",
            "21",
            "CT/TU",
            date(2019, 2, 18),
            PROVINCE,
            "Tăng cường kỷ luật, kỷ cương hành chính",
            date(2019, 2, 27),
        ),
        Paper(
            "CT",
            "35",
            "CT/TW",
            date(2019, 5, 30),
            "Bộ Chính trị",
            "Đại hội đảng bộ các cấp tiến tới Đại hội XIII",
            date(2019, 6, 20),
            study_days=40,
            late=3,
            programme_days=25,
        ),
        Paper(
            "NQ",
            "12",
            "NQ/TU",
            date(2019, 9, 9),
            PROVINCE,
            "Cải cách hành chính đến năm 2025",
            date(2019, 9, 18),
            late=2,
        ),
    ),
    2020: (
        Paper(
            "KL",
            "45",
            "KL/TU",
            date(2020, 3, 6),
            PROVINCE,
            "Phòng, chống dịch bệnh trong tình hình mới",
            date(2020, 3, 11),
            study_days=15,
            late=2,
        ),
        Paper(
            "CT",
            "28",
            "CT/TU",
            date(2020, 6, 12),
            PROVINCE,
            "Nâng cao chất lượng sinh hoạt chi bộ",
            date(2020, 6, 22),
            late=3,
        ),
        Paper(
            "NQ",
            "01",
            "NQ/ĐUK",
            date(2020, 8, 17),
            BLOC,
            "Nghị quyết Đại hội Đảng bộ Khối, nhiệm kỳ 2020-2025",
            date(2020, 8, 26),
            late=2,
            programme_days=25,
        ),
        Paper(
            "NQ",
            "01",
            "NQ/TU",
            date(2020, 10, 26),
            PROVINCE,
            "Nghị quyết Đại hội Đảng bộ tỉnh, nhiệm kỳ 2020-2025",
            date(2020, 11, 4),
            study_days=35,
            late=1,
        ),
    ),
    2021: (
        Paper(
            "NQ",
            "02",
            "NQ/ĐUK",
            date(2021, 3, 15),
            BLOC,
            "Nâng cao năng lực lãnh đạo của tổ chức cơ sở đảng",
            date(2021, 3, 24),
            late=3,
            programme_days=30,
        ),
    ),
}


def schedule(world: World) -> None:
    """Three years: two in full, the third as far as the department of education needs it around itself."""
    before = {
        2015: (),
        2016: ("NOIVU", "VPTU", "BTCTU"),
        2017: ("NOIVU", "VPTU", "THUE"),
        2018: ("NOIVU", "VPUB", "BTCTU"),
    }
    record_organisations_before(world, CODE, before, on=date(2019, 1, 10))
    membership.make_official_in(world, CODE)
    _year_2019(world)
    _year_2020(world)
    _year_2021(world)


def _ordinary(world: World, year: int, admitted: dict[str, int], *, missing: tuple[str, ...], late: int) -> None:
    grassroots.set_out(world, CODE, year, admitted, but=plan.CLOSE, missing=missing, late=late)
    routine.meetings_of(world, CODE, year)
    late_cells = ("GDDT-4", "GDDT-9") if year == 2021 else ()
    routine.reports_of(
        world,
        CODE,
        year,
        from_cells_of=plan.CLOSE,
        always_late=(*LATE, *late_cells),
        missing=7,
        in_numbers="GDDT" if year == 2021 else "",
        owing=late_cells,
    )
    work.receive(world, CODE, PAPERS[year], cells_of=plan.CLOSE)


def _year_2019(world: World) -> None:
    admitted = membership.admit_in(world, CODE, 2019, 127, {"VHTT": 9, "KHCN": 5, "GDDT": 6})
    membership.losses_in(world, CODE, 2019, transferred=24, died=3, removed=4)
    _ordinary(world, 2019, admitted, missing=("NNPTNT", "YTE", "BHXH"), late=9)
    work.set_goals(
        world,
        CODE,
        2019,
        [_admissions(120), *_shares(90), PROGRAMME],
        on=date(2019, 1, 11),
        number="05-NQ/ĐUK",
        resolved_on=date(2019, 1, 8),
    )
    work.take_on(
        world,
        CODE,
        2019,
        [
            Task("Học tập, làm theo Bác theo chuyên đề năm", "Ban Tuyên giáo", date(2019, 6, 28), "GOOD"),
            Task("Kiện toàn cấp ủy cơ sở", "Ban Tổ chức", date(2019, 5, 31), "GOOD"),
            Task("Kiểm tra theo chương trình toàn khóa", "Ủy ban Kiểm tra", date(2019, 11, 29), "EXCELLENT"),
            Task("Sắp xếp chi bộ trực thuộc", "Ban Tổ chức", date(2019, 9, 30), "FULFILLED", 12),
            Task("Chuẩn bị đại hội đảng bộ các cấp", "Ban Thường vụ", date(2019, 12, 16), "GOOD"),
        ],
    )
    checks.schedule(
        world,
        CODE,
        2019,
        checks.Checks(
            committees=151,
            of_bloc=40,
            commission=138,
            late=6,
            undone=2,
            disciplined={Form.REPRIMAND: 7, Form.WARNING: 3, Form.EXPULSION: 1},
        ),
    )
    rate(
        world,
        CODE,
        2019,
        Levels(
            ("NOIVU", "VPUB", "THUE", "DUK", "BTGTU", "TAICHINH"),
            {"QLTT": Level.FULFILLED, "TOAAN": Level.FULFILLED},
            date(2019, 12, 27),
        ),
    )
    honours.title_the_best(world, CODE, 2019, on=date(2020, 1, 8))
    _classes(world, 2019, new_members=2, learners=68)
    work.emulate(world, CODE, 2019, [("Dân vận khéo", 31, 24), ("Học tập và làm theo Bác", 38, 30)])
    conferences.hold(
        world,
        conferences.Conference(
            CODE,
            2019,
            date(2019, 12, 27),
            "morning",
            "Hội nghị Ban Chấp hành mở rộng",
            118,
            5,
            "Hội trường Đảng ủy Khối",
            title="Đảng bộ Khối tổng kết công tác năm 2019",
            summary="Hội nghị đánh giá kết quả năm 2019 và bàn nhiệm vụ năm đại hội.",
            text=("Hội nghị Ban Chấp hành mở rộng đã nghe báo cáo kết quả năm 2019 và thảo luận nhiệm vụ năm 2020.",),
        ),
    )


def _year_2020(world: World) -> None:
    admitted = membership.admit_in(world, CODE, 2020, 139, {"VHTT": 12, "KHCN": 4, "GDDT": 7})
    membership.losses_in(world, CODE, 2020, transferred=22, died=4, removed=3)
    _ordinary(world, 2020, admitted, missing=("GTVT", "VKS"), late=10)
    work.set_goals(
        world,
        CODE,
        2020,
        [_admissions(120), *_shares(90), PROGRAMME],
        on=date(2020, 1, 13),
        number="07-NQ/ĐUK",
        resolved_on=date(2020, 1, 9),
    )
    work.give_down(world, CODE, 2020, "members_admitted", on=date(2020, 1, 21))
    work.take_on(
        world,
        CODE,
        2020,
        [
            Task(
                "Tổ chức đại hội đảng bộ cơ sở và đại hội Đảng bộ Khối theo Chỉ thị 35-CT/TW",
                "Ban Thường vụ",
                date(2020, 8, 14),
                "EXCELLENT",
            ),
            Task("Sơ kết 4 năm thực hiện Chỉ thị 05-CT/TW", "Ban Tuyên giáo", date(2020, 6, 15), "GOOD"),
            Task("Lãnh đạo phòng, chống dịch bệnh tại cơ quan, đơn vị", "Các cấp ủy", date(2020, 10, 30), "EXCELLENT"),
            Task("Kiểm tra, giám sát theo chương trình", "Ủy ban Kiểm tra", date(2020, 12, 4), "GOOD"),
            Task("Phát triển đảng viên, quản lý hồ sơ đảng viên", "Ban Tổ chức", date(2020, 12, 11), "GOOD"),
            Task(
                "Xây dựng chương trình hành động thực hiện nghị quyết đại hội", "Văn phòng", date(2020, 11, 16), "GOOD"
            ),
        ],
    )
    checks.schedule(
        world,
        CODE,
        2020,
        checks.Checks(
            committees=165,
            of_bloc=45,
            commission=153,
            late=5,
            undone=1,
            disciplined={Form.REPRIMAND: 8, Form.WARNING: 4, Form.REMOVAL_FROM_OFFICE: 1, Form.EXPULSION: 1},
        ),
    )
    rate(
        world,
        CODE,
        2020,
        Levels(
            ("VHTT", "VPTU", "THUE", "DUK", "BTCTU", "TAICHINH"),
            {"PTTH": Level.FULFILLED, "QLTT": Level.FULFILLED},
            date(2020, 12, 25),
        ),
    )
    honours.title_the_best(world, CODE, 2020, on=date(2021, 1, 6))
    honours.commend_subjects(
        world, CODE, 2020, ["Phòng, chống dịch bệnh", "Tổ chức đại hội đảng bộ cơ sở"], on=date(2020, 12, 24)
    )
    _classes(world, 2020, new_members=3, learners=71)
    work.emulate(world, CODE, 2020, [("Dân vận khéo", 36, 29), ("Học tập và làm theo Bác", 40, 33)])
    conferences.congresses_in(world, CODE, 2020, but=plan.CLOSE)
    conferences.congress(world, CODE, "XIV", "2020-2025", 180, on=date(2020, 8, 5))
    next_year = [STUDY, *_shares(90)[:2], _admissions(120, Comparator.EQ), *_shares(90)[2:]]
    work.set_goals(world, CODE, 2021, next_year, on=date(2020, 12, 28), number="", resolved_on=None)
    conferences.hold(
        world,
        conferences.Conference(
            CODE,
            2020,
            date(2020, 12, 28),
            "afternoon",
            "Hội nghị Ban Chấp hành mở rộng",
            124,
            3,
            "Hội trường Đảng ủy Khối",
            conclusions=(
                "Các cấp ủy cụ thể hóa nghị quyết đại hội bằng chương trình hành động trong quý I/2021.",
                "Văn phòng Đảng ủy theo dõi tiến độ báo cáo hằng tháng của từng đơn vị.",
            ),
            photos=("Quang cảnh hội nghị", "Đại biểu thảo luận tại hội trường"),
            title="Đảng bộ Khối các cơ quan tỉnh Sông Mẫu bàn nhiệm vụ năm 2021",
            summary="Chiều 28/12/2020, Ban Chấp hành mở rộng đánh giá năm 2020 và thống nhất chỉ tiêu năm 2021.",
            text=(
                "Báo cáo tại hội nghị điểm lại kết quả năm đại hội, từ công tác tư tưởng đến kiểm tra, giám sát.",
                "Các đại biểu trao đổi kinh nghiệm ở đơn vị mình và thống nhất các chỉ tiêu của năm sau.",
            ),
        ),
    )
    conferences.publish(
        world,
        CODE,
        SectionOfNews.NOTICE,
        "Lịch nộp báo cáo tháng của các tổ chức cơ sở đảng",
        "Báo cáo tháng gửi trong ba ngày đầu của tháng sau.",
        "Văn phòng Đảng ủy đề nghị các đơn vị gửi báo cáo đúng hạn và đúng mẫu.",
        on=date(2020, 2, 12),
    )


def _year_2021(world: World) -> None:
    admitted = membership.admit_in(world, CODE, 2021, 118, {"VHTT": 8, "KHCN": 5, "GDDT": 8})
    membership.losses_in(world, CODE, 2021, transferred=14, died=3, removed=2)
    _ordinary(world, 2021, admitted, missing=("YTE", "TNMT"), late=8)
    checks.schedule(
        world,
        CODE,
        2021,
        checks.Checks(
            committees=142,
            of_bloc=36,
            commission=126,
            late=4,
            undone=2,
            disciplined={Form.REPRIMAND: 6, Form.WARNING: 2},
        ),
    )
    rate(
        world,
        CODE,
        2021,
        Levels(("VPTU", "KHCN", "DUK", "THUE", "KHOBAC"), {"QLTT": Level.FULFILLED}, date(2021, 12, 29)),
    )


def _classes(world: World, year: int, *, new_members: int, learners: int) -> None:
    work.open_classes(
        world,
        CODE,
        [
            ("CANDIDATE", "Bồi dưỡng nhận thức về Đảng, khóa 1", date(year, 4, 8), learners),
            ("CANDIDATE", "Bồi dưỡng nhận thức về Đảng, khóa 2", date(year, 9, 10), learners - 9),
            ("COMMITTEE_MEMBER", "Nghiệp vụ công tác đảng cho cấp ủy cơ sở", date(year, 10, 6), 96),
            ("THEORY_INTERMEDIATE", "Trung cấp lý luận chính trị", date(year, 3, 4), 48),
            *(
                ("NEW_MEMBER", f"Đảng viên mới, lớp {number}", date(year, 4 + number * 2, 14), 42)
                for number in range(1, new_members + 1)
            ),
        ],
    )
