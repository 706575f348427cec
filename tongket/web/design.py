"""What the page of components shows: each in all its states, with invented contents."""

from typing import Any

from django.utils.translation import gettext as _

from tongket.core import numbers
from tongket.core.charts.spec import ChartKind, ChartRow, ChartSpec
from tongket.pages import drafts, errors
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.paging import Pages
from tongket.pages.record import Fact, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.tables import Head, Row, Table
from tongket.web.forms import ComponentsForm

LONG = "Chi bộ Trung tâm Nghiên cứu, Ứng dụng và Dịch vụ Khoa học Công nghệ Sông Mẫu"  # 76 characters
STATES = ("ok", "warn", "bad", "info", "mut")
WRONG = {  # what was typed into the form with errors
    "name": "x" * 90,
    "day": "31/02/2026",
    "number": "-3",
    "member_words": "nguyen",
    "figure_words": "khong co gi",
}
MANY = 200  # rows of the long table
HERE, THIS_PAGE = "#", "/design/"


def context(request: Request) -> dict[str, Any]:
    """Everything for web/design.html."""
    unit, initial = request.person.own_unit(request.today), {"shown": LONG}
    typed = request.POST or WRONG | {"unit": unit.code if unit else ""}
    wrong = ComponentsForm(request, typed, request.FILES or None, initial=initial, auto_id="wrong_%s")
    empty = ComponentsForm(request, initial=initial | {"unit": unit})
    return {
        "buttons": buttons(),
        "many_buttons": [Button(word, HERE) for word in ("Sửa", "Chuyển", "Gộp", "Giải thể", "Đổi tên")]
        + [Button("Lập đơn vị", HERE, is_primary=True)],
        "states": [(state, word) for state, word in zip(STATES, state_words(), strict=True)],
        "levels": ["success", "info", "warning", "error"],
        "tables": tables(),
        "many": many(),
        "pages": [pages(number) for number in (1, 2, 4)],
        "sections": sections(),
        "duties": duties(),
        "attention": attention(),
        "cards": cards(),
        "charts": charts(),
        "refusals": refusals(),
        "form": empty,
        "wrong": wrong,
        "draft": drafts.Offer(drafts.Ticket(request.path, "home.read").sealed(request.person)),
        "offered": drafts.Offer("", "offered", "30/11/2026 14:05", HERE),
        "used": drafts.Offer("", "used", "30/11/2026 14:05"),
    }


def state_words() -> tuple[str, ...]:
    return "đạt", "có nguy cơ", "quá hạn", "đang làm", "chưa đến hạn"


def buttons() -> list[Button]:
    return [
        Button(_("Plain"), HERE),
        Button(_("Main"), HERE, is_primary=True),
        Button(_("Dangerous"), HERE, is_danger=True),
        Button(_("Asks first"), HERE, method="post", confirm=_("Do you really want this?")),
    ]


def tables() -> list[tuple[str, Table]]:
    """Title and table: a cell of every kind, a tree, nothing at all."""
    two = [
        Head(_("Unit"), phone="title", sort="ascending", sort_url=HERE),
        Head(_("Members"), "end", "figure", sort_url=HERE),
    ]
    heads = [*two, Head(_("Share"), "end"), Head(_("State"), phone="state"), Head(_("Note"), phone="sub")]
    rows = [
        Row([Cell(LONG), Cell("1.234", HERE), Cell("87,5 %", share=87, state="ok"), Cell(word, state=state), ""], HERE)
        for state, word in zip(STATES, state_words(), strict=True)
    ]
    rows[1] = rows[1]._replace(cells=["CB Văn phòng", "0", Cell("–"), Cell("đạt", HERE, "ok"), LONG])
    rows.append(Row(["Cộng khối cơ quan", "6.170", "", "", ""], is_sum=True))
    tree = [Row([Cell(name, depth=depth), str(count)]) for name, depth, count in (
        ("Đảng bộ Khối các cơ quan tỉnh Sông Mẫu", 0, 1504), ("Đảng bộ Sở Khoa học và Công nghệ", 1, 96), (LONG, 2, 21),
        ("Chi bộ Văn phòng Sở", 2, 12),
    )]  # fmt: skip
    return [
        (_("A cell of every kind"), Table(heads, rows, total=Row(["Tổng cộng", Cell("7.404", HERE), "", "", ""]))),
        (_("A tree"), Table(two, tree)),
        (_("Empty"), Table(two, [], _("No unit has been founded yet. The operator founds the first one."))),
    ]  # fmt: skip


def many() -> Table:
    heads = [Head(_("Unit"), phone="title"), Head(_("Members"), "end", "figure"), Head(_("State"), phone="state")]
    words = dict(zip(STATES, state_words(), strict=True))
    rows = []
    for number in range(MANY):
        state = STATES[number % len(STATES)]
        name = LONG if number % 17 == 0 else f"Chi bộ số {number + 1}"
        rows.append(Row([name, numbers.number(number * 37 % 91), Cell(words[state], state=state)], HERE))
    return Table(heads, rows)


def pages(number: int) -> Pages:
    before, after = HERE if number > 1 else None, HERE if number < 4 else None
    return Pages(number, 4, "200", str(number * 50 - 49), str(number * 50), before, after)


def sections() -> list[Section]:
    heads = [("Chức vụ", "start"), ("Từ ngày", "start"), ("Tình trạng", "start")]
    rows: list[list[Cell | str]] = [
        ["Bí thư", "05/02/2020", Cell("đương nhiệm", state="ok")],
        ["Phó bí thư", "05/02/2020", Cell("thôi giữ từ 01/06/2021", state="mut")],
    ]
    text = (
        "Ban Thường vụ thống nhất cho chuyển sinh hoạt đảng chính thức theo nguyện vọng, giao chi bộ bàn giao hồ sơ "
        "trong thời hạn ba mươi ngày làm việc."
    )
    return [
        Section(
            _("Facts"),
            facts=[
                Fact("Tên đầy đủ", LONG),
                Fact("Mã", "KHCN-7"),
                Fact("Đảng viên", "21", HERE),
                Fact("Xếp loại năm 2025", "hoàn thành tốt nhiệm vụ", state="ok"),
                Fact("Số quyết định", ""),
                Fact("Kết luận", text),
            ],
            note=_("A note beside the title."),
            buttons=[Button("Sửa", HERE)],
        ),
        Section(_("A small table"), table=SmallTable(heads, rows)),
        Section(_("A small table without rows"), table=SmallTable(heads, [], _("Nobody holds an office here."))),
    ]


def duties() -> list[dict[str, Any]]:
    named = [
        ("Báo cáo tháng 10/2026 chưa gửi", "3 ngày trước", "bad", True),
        (f"Ghi lễ kết nạp của {LONG}", "hạn hôm nay", "warn", False),
        ("Một đề nghị sửa hồ sơ chờ trả lời", "", "", False),
    ]
    return [
        {"title": title, "text": "Đảng bộ Sở Khoa học và Công nghệ", "due_text": due, "due_state": state,
         "action_label": "Làm ngay", "action_url": HERE, "is_urgent": is_urgent}
        for title, due, state, is_urgent in named
    ]  # fmt: skip


def attention() -> list[dict[str, Any]]:
    words = ("chỉ tiêu đã đạt", "nhiệm vụ có nguy cơ chậm", "báo cáo quá hạn", "cuộc kiểm tra đang tiến hành")
    return [
        {"count": count, "text": text, "state": state, "url": HERE}
        for (state, text), count in zip(zip(STATES, words, strict=False), (12, 3, 1, 2), strict=True)
    ]


def cards() -> list[dict[str, Any]]:
    plain = {"value_url": HERE, "target": "", "share": None, "tick": None, "state": "", "comparison": "",
             "comparison_state": "", "last_year": ""}  # fmt: skip
    return [
        plain | {"label": "Kết nạp đảng viên", "value": "139", "target": "/ 120", "share": 100, "tick": 86,
                 "state": "ok", "comparison": "vượt 15,8% chỉ tiêu", "comparison_state": "ok",
                 "last_year": "năm trước 121"},
        plain | {"label": "Nhiệm vụ trọng tâm", "value": "4", "target": "/ 6 hoàn thành", "share": 66, "state": "warn"},
        plain | {"label": "Chương trình kiểm tra, giám sát", "value": "41,7%", "share": 41, "tick": 99, "state": "bad",
                 "comparison": "thiếu 7 cuộc so với chương trình", "comparison_state": "bad"},
        plain | {"label": "Vi phạm", "value": "< 5", "value_url": None, "last_year": "năm trước < 5"},
    ]  # fmt: skip


def charts() -> list[ChartSpec]:
    years = ("2022", "2023", "2024", "2025")
    ratings, dues = ((3, 9, 2), (4, 8, 2), (4, 9, 1), (5, 8, 1)), (21, 22, 21, 24, 25, 24)
    units = ("Sở Khoa học và Công nghệ", "Sở Y tế", LONG)
    reached, target = _("Result"), _("Target")
    return [
        ChartSpec(ChartKind.PROGRESS, "Kết nạp đảng viên vượt chỉ tiêu ba năm liền",
                  [ChartRow(year, (value, 120), url=THIS_PAGE, is_current=year == years[-1])
                   for year, value in zip(years, (98, 121, 126, 139), strict=True)], _("Year"), (reached, target)),
        ChartSpec(ChartKind.COMPARED, "Hai trong ba đơn vị đạt chỉ tiêu phát triển đảng",
                  [ChartRow(unit, (value, 10)) for unit, value in zip(units, (14, 10, 6), strict=True)],
                  _("Unit"), (reached, target)),
        ChartSpec(ChartKind.LAG, "Nghị quyết đến chi bộ nhanh hơn năm trước",
                  [ChartRow(year, values) for year, values in zip(years[2:], ((12, 41), (8, 30)), strict=True)],
                  _("Year"), (_("Median"), _("Worst")), measure=_("days")),
        ChartSpec(ChartKind.STACKED, "Số tổ chức hoàn thành xuất sắc tăng dần",
                  [ChartRow(year, values) for year, values in zip(years, ratings, strict=True)],
                  _("Year"), ("xuất sắc", "tốt", "hoàn thành")),
        ChartSpec(ChartKind.LINE, "Đảng phí thu đều qua các tháng",
                  [ChartRow(f"T{month}", (value, value - 2)) for month, value in enumerate(dues, 1)],
                  _("Month"), ("2025", "2024")),
        ChartSpec(ChartKind.PROGRESS, _("Nothing to draw"), [], _("Year"), (reached,)),
    ]  # fmt: skip


def refusals() -> list[tuple[int, errors.Words]]:
    return [(404, errors.not_found()), (422, errors.key_reused()), (403, errors.no_person()), (500, errors.at_fault())]
