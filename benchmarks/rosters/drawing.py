"""A roster while it is drawn: tables in the layouts of offices and what stands around them. Source: documents.md 8."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from benchmarks.rosters import columns, damage, faults, form7
from benchmarks.rosters.columns import Style
from benchmarks.rosters.files import Grid
from benchmarks.rosters.people import OFFICES, Office, Person
from benchmarks.rosters.truth import Column, Entry, Fault

ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
SIGNATURES = (
    "NGƯỜI LẬP BIỂU",
    "T/M CHI BỘ",
    "BÍ THƯ",
    "T/M ĐẢNG UỶ",
    "An Mẫu, ngày 30 tháng 11 năm 2026",
    "Người lập\n(Ký, ghi rõ họ tên)",
)


class Drawing:
    """A roster while it is drawn."""

    def __init__(self, lots: Random, kind: str, layout: str) -> None:
        self.lots, self.kind, self.layout = lots, kind, layout
        self.office = Office(lots, lots.choices(list(OFFICES), (5, 2, 2, 2))[0])
        self.is_workbook = kind in ("xlsx", "xls")
        self.is_1904 = self.is_workbook and lots.random() < 0.05
        self.month_first = lots.random() < 0.08
        self.is_order_open = layout != "form7" and lots.random() < 0.06
        self.month_first = self.month_first or (self.is_order_open and lots.random() < 0.5)
        self.is_swapped = self.is_workbook and not self.month_first and not self.is_order_open and lots.random() < 0.05
        self.has_swapped = False
        self.has_formulas = kind == "xlsx" and lots.random() < 0.08
        self.grids: list[Grid] = []
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self.outsiders: set[tuple[int, int]] = set()
        self.columns: list[Column] = []
        self.classes: set[int] = {14} if self.is_1904 else set()

    def style(self, *, with_cell: bool) -> Style:
        style = columns.choose(
            self.lots,
            true_dates=self.is_workbook,
            with_cell=with_cell,
            month_first=self.month_first,
            is_1904=self.is_1904,
        )
        if self.is_order_open:
            style.forms |= dict.fromkeys(
                {"born", "joined", "official"} & style.forms.keys(), "month first" if self.month_first else "no zeros"
            )
        if self.is_swapped and "joined" in style.keys:
            style.forms["joined"] = "swapped"
        return style

    def grid(self, name: str = "") -> Grid:
        self.grids.append(Grid(name or f"Sheet{len(self.grids) + 1}"))
        return self.grids[-1]

    # --- Around a table -----------------------------------------------------------------------------------------------

    def title(self, grid: Grid, row: int, column: int, width: int, *, cell: str = "") -> int:
        """Lines above a table, one of which names the cell where `cell` is given. Returns the next row."""
        lots = self.lots
        lines = [self.office.title.upper(), "DANH SÁCH ĐẢNG VIÊN", "(Tính đến ngày 30/11/2026)"]
        if cell:
            bare = cell.removeprefix("Chi bộ ")
            lines[0] = lots.choice((cell.upper(), cell, f"CHI BỘ: {bare}", f"Chi bộ {bare[0].upper()}{bare[1:]}"))
        if lots.random() < 0.5:
            lines.insert(1, "Năm 2026")
        for line in lines[: lots.randrange(2, len(lines) + 1)]:
            grid.put(row, column, line)
            if lots.random() < 0.6:
                grid.merge(row, column, row, column + width - 1)
            row += 1
        return row + lots.choice((0, 1, 1))

    def head(self, grid: Grid, row: int, column: int, style: Style, *, is_plain: bool = False) -> int:
        """The head of 1 to 3 rows, with a row of numbers below it at times. Returns the next row."""
        lots = self.lots
        depth = style.depth
        top = not is_plain and "name" in style.keys and lots.random() < 0.12
        if top:
            grid.put(row, column + 2, "Thông tin của đảng viên")
            grid.merge(row, column + 2, row, column + len(style.keys) - 1)
        first = row + top
        place = 0
        while place < len(style.keys):
            label = style.labels[style.keys[place]]
            wide = place + 1
            while (
                wide < len(style.keys) and style.labels[style.keys[wide]][0] == label[0] and style.keys[wide] != "name"
            ):
                wide += 1
            grid.put(first, column + place, label[0])
            if wide - place > 1:
                is_band = len(label) > 1
                grid.merge(first, column + place, first if is_band else first + depth - 1, column + wide - 1)
                for at in range(place, wide) if is_band else ():
                    grid.put(first + 1, column + at, style.labels[style.keys[at]][1])
            elif top and place < 2:
                grid.cells[row, column + place] = grid.cells.pop((first, column + place))
                grid.merge(row, column + place, first + depth - 1, column + place)
            elif depth > 1:
                grid.merge(first, column + place, first + depth - 1, column + place)
            place = wide
        row = first + depth
        self.classes |= {2} if depth + top > 1 else set()
        if not is_plain and lots.random() < 0.3:
            numbers = lots.choice(
                (tuple(f"({n})" for n in range(1, 40)), tuple(range(1, 40)), ("A", "B", *range(1, 40)))
            )
            grid.put_row(row, numbers[: len(style.keys)], column)
            self.classes.add(3)
            row += 1
        return row

    def group_row(self, grid: Grid, row: int, column: int, style: Style, cell: str, number: int, count: int) -> None:
        lots = self.lots
        stated = count
        form = lots.randrange(6)
        if form in (1, 4) and lots.random() < 0.15:
            stated = count + lots.choice((1, 2, -1))
            self.classes.add(43)
            self.faults.append(
                Fault(
                    "group count that disagrees", len(self.grids), row + 1, ("unit",), words=(str(stated), str(count))
                )
            )
        written = {
            0: f"{ROMANS[number]}. {cell}",
            1: f"{cell} ({stated} đ/c)",
            2: cell.upper(),
            3: cell,
            4: f"{cell}: {stated} đồng chí",
        }.get(form)
        if written is None:
            grid.put(row, column, ROMANS[number])
            grid.put(row, column + 1, cell)
            return
        grid.put(row, column + (0 if lots.random() < 0.7 else 1), written)
        if (row, column) in grid.cells:
            grid.merge(row, column, row, column + len(style.keys) - 1)

    def end(self, grid: Grid, row: int, column: int, count: int) -> int:
        """Totals and signatures below a table. Returns the next row."""
        lots = self.lots
        if lots.random() < 0.5:
            grid.put(
                row,
                column + lots.randrange(2),
                lots.choice((f"Tổng cộng: {count} đồng chí", "Tổng cộng", f"Cộng: {count} đ/c", "Cộng")),
            )
            self.classes.add(5)
            row += 1
        if lots.random() < 0.5:
            row += lots.randrange(2)
            for _line in range(lots.randrange(1, 4)):
                grid.put(row, column + lots.choice((1, 3, 4)), lots.choice(SIGNATURES))
                row += 1
            self.classes.add(5)
        return row

    # --- Rows ---------------------------------------------------------------------------------------------------------

    def rows(
        self,
        grid: Grid,
        row: int,
        column: int,
        style: Style,
        people: Sequence[Person],
        *,
        cell: str = "",
        first: int = 1,
    ) -> int:
        """One row for each person; `cell`: stated for all of them elsewhere. Returns the next row."""
        lots, start = self.lots, row
        for number, person in enumerate(people, first):
            if lots.random() < 0.02 and number > first:
                row += 1  # a blank row inside
                self.classes.add(5)
            written = columns.write(person, style, lots, number)
            entry = Entry(len(self.grids), row + 1, written.facts, written.classes, column=column)
            if cell:
                entry.facts["cell"] = cell
            if self.is_order_open:
                entry.planted |= {"born", "joined", "official"}
            elif style.forms.get("joined") == "swapped" and person.joined.day <= 12:
                entry.planted.add("joined")
                self.has_swapped = True
            elif lots.random() < 0.1:
                self.faults += faults.plant(written, style, entry, person, lots)
            for place, key in enumerate(style.keys, column):
                grid.put(row, place, written.values.get(key))
            if self.has_formulas and column == 0:
                grid.cells.pop((row, 0), None)
                grid.formulas[row, 0] = f"=ROW()-{row + 1 - number}"
                entry.classes.add(10)
            if self.is_workbook and lots.random() < 0.02:
                self.leave_out(grid, row, column, len(style.keys), entry)
            else:
                self.entries.append(entry)
            row += 1
            if "name" in style.keys and lots.random() < 0.03:
                self.continuation(grid, row, column, style, person)
                entry.classes.add(6)
                row += 1
        for place, key in enumerate(style.keys, column):
            self.columns.append(Column(len(self.grids), start + 1, row, place, key))
        return row

    def leave_out(self, grid: Grid, row: int, column: int, width: int, entry: Entry) -> None:
        """Somebody who has left: a hidden row, or one struck through."""
        is_hidden = self.lots.random() < 0.5
        if is_hidden:
            grid.hidden_rows.add(row)
        else:
            grid.struck |= {(row, place) for place in range(column, column + width)}
        self.faults.append(Fault("hidden row" if is_hidden else "struck-out row", entry.sheet, entry.row))
        self.outsiders.add((entry.sheet, entry.row))
        self.classes.add(8)

    def continuation(self, grid: Grid, row: int, column: int, style: Style, person: Person) -> None:
        """A second row of one person: another name, or a second post."""
        if "post" in style.keys and self.lots.random() < 0.5:
            grid.put(
                row,
                column + style.keys.index("post"),
                self.lots.choice(("Trưởng thôn", "Chi hội trưởng CCB", "Tổ trưởng tổ đảng 1")),
            )
        else:
            grid.put(row, column + style.keys.index("name"), f"(Tên khai sinh: {person.name})")

    # --- Whole files --------------------------------------------------------------------------------------------------

    def people(self, count: int, cell: str = "") -> list[Person]:
        people = self.office.people(count, cell)
        alike = [number for number, person in enumerate(people) if number and person.sex == people[0].sex]
        if alike and self.lots.random() < 0.15:  # two of one name
            people[alike[0]] = replace(people[alike[0]], name=people[0].name)
            self.classes.add(30)
        if self.is_order_open:
            people = [_with_open_days(person, self.lots) for person in people]
        else:
            people[:3] = [_with_settling_days(person, self.lots) for person in people[:3]]
        if self.lots.random() < 0.3:
            people.sort(key=lambda person: damage.without_marks(person.name.rpartition(" ")[2]))
            self.classes.add(29)
        return people

    def draw(self, size: int) -> None:
        getattr(self, f"draw_{self.layout}")(size)

    def draw_plain(self, size: int) -> None:
        """One table: the cell in a column, or above the table."""
        grid = self.grid()
        cell = "" if self.lots.random() < 0.6 else self.lots.choice(self.office.cells)
        style = self.style(with_cell=not cell)
        row = self.title(grid, 0, 0, len(style.keys), cell=cell) if cell or self.lots.random() < 0.8 else 0
        self.classes |= {1} if row else set()
        row = self.head(grid, row, 0, style)
        people = self.people(size, cell)
        self.end(grid, self.rows(grid, row, 0, style, people, cell=cell), 0, len(people))

    def draw_groups(self, size: int) -> None:
        """One table, the cells as rows over their members."""
        self.classes |= {1, 4}
        grid = self.grid()
        style = self.style(with_cell=False)
        row = self.head(grid, self.title(grid, 0, 0, len(style.keys)), 0, style)
        cells = self.lots.sample(self.office.cells, min(len(self.office.cells), max(2, size // 7)))
        runs_on = self.lots.random() < 0.5
        total = 0
        for number, cell in enumerate(cells):
            people = self.people(max(2, size // len(cells)), cell)
            at = row
            before = len(self.entries)
            row = self.rows(grid, row + 1, 0, style, people, cell=cell, first=total + 1 if runs_on else 1)
            self.group_row(grid, at, 0, style, cell, number, len(self.entries) - before)
            total += len(people)
            if self.lots.random() < 0.2:
                grid.put(row, 1, "Cộng")
                row += 1
        self.end(grid, row, 0, total)

    def draw_sheets(self, size: int) -> None:
        """A sheet for each cell, the columns of each in an order of its own; a hidden old copy at times."""
        self.classes |= {7, 11}
        cells = self.lots.sample(self.office.cells, min(len(self.office.cells), max(2, size // 10)))
        for cell in cells:
            bare = cell.removeprefix("Chi bộ ")
            grid = self.grid(self.lots.choice((cell, f"CB {bare}", bare))[:31])
            style = self.style(with_cell=False)
            row = self.title(grid, 0, 0, len(style.keys), cell=cell) if self.lots.random() < 0.4 else 0
            row = self.head(grid, row, 0, style)
            self.end(
                grid,
                self.rows(grid, row, 0, style, self.people(max(3, size // len(cells)), cell), cell=cell),
                0,
                size // len(cells),
            )
        if self.lots.random() < 0.4:
            grid = self.grid("DS (cũ)")
            grid.is_hidden = True
            style = self.style(with_cell=True)
            row = self.head(grid, 0, 0, style)
            for number, person in enumerate(self.office.people(4), 1):
                grid.put_row(
                    row, [columns.write(person, style, self.lots, number).values.get(key) for key in style.keys]
                )
                self.outsiders.add((len(self.grids), row + 1))
                row += 1
            self.faults.append(Fault("hidden sheet", len(self.grids)))
        if self.lots.random() < 0.3:
            self.grid(f"Sheet{len(self.grids) + 1}")

    def draw_beside(self, size: int) -> None:
        """Two lists side by side, each with its own head."""
        self.classes |= {1, 11}
        grid = self.grid()
        left, right = self.lots.sample(self.office.cells, 2)
        style = self.style(with_cell=False)
        other = style if self.lots.random() < 0.7 else self.style(with_cell=False)
        start = len(style.keys) + self.lots.randrange(2)
        for at, one_style, cell in ((0, style, left), (start, other, right)):
            row = 0
            grid.put(row, at, cell if self.lots.random() < 0.5 else cell.upper())
            grid.merge(row, at, row, at + len(one_style.keys) - 1)
            row += 1 + max(style.depth, other.depth) - one_style.depth
            row = self.head(grid, row, at, one_style, is_plain=True)
            self.rows(grid, row, at, one_style, self.people(max(3, size // 2), cell), cell=cell)

    def draw_below(self, size: int) -> None:
        """Several tables below each other, each with a title that names its cell and a head."""
        self.classes |= {1, 11}
        grid = self.grid()
        cells = self.lots.sample(self.office.cells, 2 if size < 30 else 3)
        row = 0
        for cell in cells:
            style = self.style(with_cell=False)
            row = self.title(grid, row, 0, len(style.keys), cell=cell)
            row = self.head(grid, row, 0, style)
            row = self.rows(
                grid, row, 0, style, self.people(max(3, size // len(cells)), cell), cell=cell
            ) + self.lots.randrange(1, 4)

    def draw_form7(self, size: int) -> None:
        """The printed register Mẫu 7-HSĐV, with its stacked cells."""
        self.classes |= {1, 3, 9, 46}
        cell = self.lots.choice(self.office.cells)
        grid = self.grid()
        self.entries += form7.draw(grid, self.people(size, cell), cell, self.lots, sheet=len(self.grids))


def _with_open_days(person: Person, lots: Random) -> Person:
    """The same person with days that can be read in both orders."""

    def opened(day: date) -> date:
        return day.replace(day=(day.month + lots.randrange(1, 10)) % 12 + 1)

    official = person.official and opened(person.official)
    joined = opened(person.joined)
    return replace(person, born=opened(person.born), joined=joined, official=official)


def _with_settling_days(person: Person, lots: Random) -> Person:
    """The same person with days that tell which number of a day is the month."""

    def settled(day: date) -> date:
        return day if day.day > 12 else day.replace(day=lots.randrange(13, 29))

    official = person.official and settled(
        max(person.official, person.joined.replace(year=person.joined.year + 1, day=28))
    )
    return replace(person, born=settled(person.born), joined=settled(person.joined), official=official)
