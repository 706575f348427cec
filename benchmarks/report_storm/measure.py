"""What is measured of a send, and the lines of the table that each measure makes."""

import json
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from clients import Call, Told, get, send, storm
from common import own_database, run_sql
from probes import Sheets, fetch
from server import Server, database_cpu, running

HERE = Path(__file__).resolve().parent
YEARS = STORM, TURNS, QUIET = "2021", "2020", "2019"  # the reports of which year each part sends
MOST_BESIDE_TRIVIAL, LEAST_BESIDE_PLAIN, MOST_OFF, MOST_DELAY = 4.0, 2.0, 0.10, 2.0
FEW = 4  # clients where the cost of a call is measured and nothing else
SENDERS, SENDS = 59, 150  # of the trees compared: units that send; sends of one turn
PROBES, REPEATS = 20, 100
LONGEST_WAIT = 60  # seconds until the server is killed however few sends it has taken


@dataclass(frozen=True)
class Line:
    """One line of the table. asked: the bound, empty where none was set; holds: None for such a line."""

    what: str
    measured: str
    asked: str = ""
    holds: bool | None = None


def at_most(what: str, value: float, bound: float) -> Line:
    return Line(what, f"{value:.2f}", f"at most {bound:g}", value <= bound)


def none_of(what: str, number: int) -> Line:
    return Line(what, str(number), "0", number == 0)


class World:
    """A filled database, and the calls that are made to its server."""

    def __init__(self, environment: Mapping[str, str], address: str, units: int, senders: int) -> None:
        self.address = address
        self.environment = {**environment, "DATABASE_URL": address}
        known = json.loads(self._run("world.py", str(units), str(senders), *YEARS))
        self.cookies: dict[str, str] = known["cookies"]
        self.above: dict[str, str] = known["above"]
        self.reports: dict[str, list[list[str]]] = known["reports"]
        self.of_top: dict[str, list[list[str]]] = known["top"]
        self._left = {year: iter(enumerate(rows)) for year, rows in self.reports.items()}

    def sends(self, year: str, page: str = "/reports/{}/send/") -> Iterator[Call]:
        """The sends of a year that nobody has made yet, month by month."""
        for number, (report, unit, _period, seal) in self._left[year]:
            yield send(page.format(report), report, self.cookies[unit], 10 + number % 90, seal)

    def look_at_seals(self, server: Server) -> None:
        """Open a page of each year. Raises RuntimeError where it does not bring what our clients send."""
        for year in YEARS:
            report, unit, _period, seal = self.reports[year][0]
            page = fetch(server.port, get(f"/reports/{report}/send/", self.cookies[unit])).decode()
            if f'name="counted" value="{seal}"' not in page:
                raise RuntimeError(f"the page of a report of {year} brings another seal")

    def trivial(self) -> Iterator[Call]:
        """A trivial page, asked for by one signed-in person after another."""
        while True:
            for cookie in self.cookies.values():
                yield get("/trivial/signed-in/", cookie)

    def check(self, answered: Sequence[Call], *, with_sheets: bool = False) -> dict[str, int]:
        """What check.py finds, now."""
        told = json.dumps([[call.report, call.number] for call in answered])
        found: dict[str, int] = json.loads(self._run("check.py", *(["--sheets"] if with_sheets else []), told=told))
        return found

    def lowest(self) -> list[str]:
        """The units under which none stands."""
        return [unit for unit in self.above if unit not in set(self.above.values())]

    def _run(self, script: str, *arguments: str, told: str = "") -> bytes:
        command = [sys.executable, str(HERE / script), *arguments]
        done = subprocess.run(  # noqa: S603 - a file of this folder
            command, env=self.environment, check=True, stdout=subprocess.PIPE, input=told.encode()
        )
        return done.stdout


@dataclass(frozen=True)
class Bench:
    """How the parts are run. rounds: turns that pages compared with each other take."""

    environment: Mapping[str, str]
    folder: Path
    workers: int
    clients: int
    rounds: int

    def province(self, units: int, *, seconds: float, kills: int, parts: Sequence[str]) -> Iterator[Line]:
        """The turns beside other pages, the storm, the kills: over one province."""
        with own_database("storm", self.folder) as address:
            world = World(self.environment, address, units, units - 1)
            yield from _database(address)
            told = Told()
            with running(world.environment, workers=self.workers) as server:
                world.look_at_seals(server)
                _go(server, world.trivial(), 50 * self.workers)
                _go(server, world.sends(TURNS), 50 * self.workers)
                if "turns" in parts:
                    yield from self.turns(server, world, seconds)
                if "storm" in parts:
                    yield from self.storm(server, world, seconds, told)
                    yield delay(server, world)
            if "kills" in parts:
                yield from self.kills(world, kills, told.answered)

    def turns(self, server: Server, world: World, seconds: float) -> Iterator[Line]:
        """Ours, the plain one and the trivial page, one after another, again and again."""
        half = len(world.reports[TURNS]) // 2
        pages = {  # made beforehand: the clients share the processors with the server
            "trivial": world.trivial(),
            "plain": iter(list(islice(world.sends(TURNS, "/plain/{}/"), half))),
            "ours": iter(list(world.sends(TURNS))),
        }
        rates: dict[str, list[float]] = {name: [] for name in pages}
        costs: dict[str, list[float]] = {name: [] for name in pages}
        bases: dict[str, list[float]] = {name: [] for name in pages}
        for number in range(self.rounds):
            for name in list(pages)[:: -1 if number % 2 else 1]:
                before, base = server.cpu(), database_cpu(world.address)
                told = self._storm(server, pages[name], seconds / self.rounds / 2, Told())
                if told.answered:
                    rates[name].append(told.rate)
                    costs[name].append((server.cpu() - before) / len(told.answered) * 1000)
                    bases[name].append((database_cpu(world.address) - base) / len(told.answered) * 1000)
        rate, cost, based = (
            {name: statistics.median(one) for name, one in found.items()} for found in (rates, costs, bases)
        )
        for name, said in (("trivial", "a trivial page, signed in"), ("plain", "a plain send"), ("ours", "our send")):
            yield Line(f"web CPU of {said}, ms", f"{cost[name]:.2f}")
        yield at_most("  our send beside the trivial page, times", cost["ours"] / cost["trivial"], MOST_BESIDE_TRIVIAL)
        yield Line("  the plain send beside ours, times", f"{cost['plain'] / cost['ours']:.2f}")
        yield Line("  CPU of the database for a plain send, ms", f"{based['plain']:.2f}")
        yield Line("  CPU of the database for our send, ms", f"{based['ours']:.2f}")
        yield Line("plain sends a second, in turns with ours", f"{rate['plain']:.0f}")
        yield Line("our sends a second, in turns with the plain ones", f"{rate['ours']:.0f}")
        times = rate["ours"] / rate["plain"]
        yield Line(
            "  as many times as the plain ones", f"{times:.2f}", f"at least {LEAST_BESIDE_PLAIN}",
            times >= LEAST_BESIDE_PLAIN,
        )  # fmt: skip

    def storm(self, server: Server, world: World, seconds: float, told: Told) -> Iterator[Line]:
        """All clients at once, and what the database says afterwards."""
        calls = list(world.sends(STORM))
        web, base, own = server.cpu(), database_cpu(world.address), time.process_time()
        self._storm(server, iter(calls), seconds, told)
        web, base, own = server.cpu() - web, database_cpu(world.address) - base, time.process_time() - own
        number = len(told.answered)
        yield Line(f"storm of {self.clients} clients on {self.workers} workers, seconds", f"{told.took:.1f}")
        yield Line("  sends acknowledged", str(number))
        yield Line("  sends a second", f"{told.rate:.0f}")
        yield Line("  half of them answered within, ms", f"{told.slowest(0.5):.0f}")
        yield Line("  p95, ms", f"{told.slowest(0.95):.0f}")
        yield Line("  web CPU of a send, ms", f"{web / number * 1000:.2f}")
        yield Line("  CPU of the database for a send, ms", f"{base / number * 1000:.2f}")
        yield Line("  CPU of the clients for a send, ms", f"{own / number * 1000:.2f}")
        found = world.check(told.answered, with_sheets=True)
        yield none_of("  acknowledged and not there", found["lost"])
        yield none_of("  half written", found["half"])
        yield none_of("  links of the log that do not hold", found["links"])
        yield none_of(f"  wrong ones of {found['sheets']} sum sheets over them", found["sheets_wrong"])

    def kills(self, world: World, kills: int, answered: list[Call]) -> Iterator[Line]:
        """Kill the server in the middle of a storm, look at what it left, start it again; the clients repeat."""
        server, told, found = Server(world.environment, workers=self.workers), Told(), []
        before, unanswered = world.check([])["sent"], 0

        def strike() -> None:
            nonlocal unanswered
            for _time in range(kills):
                enough = len(told.answered) + self.clients * random.uniform(1, 3)  # noqa: S311 - no secret
                last = time.monotonic() + LONGEST_WAIT
                while len(told.answered) < enough and time.monotonic() < last:
                    time.sleep(0.001)
                server.kill()
                acknowledged = list(told.answered)  # no more can come
                found.append(world.check([*answered, *acknowledged]))
                unanswered += found[-1]["sent"] - before - len(acknowledged)
                server.start()

        server.start()
        try:
            striker = threading.Thread(target=strike)
            striker.start()
            storm(
                server.port, world.sends(QUIET), clients=self.clients, is_over=lambda: not striker.is_alive(),
                told=told, patience=(kills + 1) * 2 * LONGEST_WAIT,
            )  # fmt: skip
            striker.join()
            again = Told()
            repeated = random.sample(told.answered, min(REPEATS, len(told.answered)))
            storm(server.port, repeated, clients=FEW, is_over=lambda: False, told=again)
        finally:
            server.kill()
        _none_refused(told, again)
        found.append(world.check([*answered, *told.answered]))
        yield Line(f"killed with -9 in the middle of {len(told.answered)} sends, times", str(len(found) - 1))
        yield Line("  calls repeated, since no answer had come", str(told.tried_again))
        yield Line("  of these, done already when the server was killed", str(unanswered))
        yield Line("  calls repeated though an answer had come", str(len(again.answered)))
        yield none_of("  acknowledged sends lost, at a kill or at the end", max(one["lost"] for one in found))
        yield none_of("  half written, at a kill or at the end", max(one["half"] for one in found))
        yield none_of("  counted twice", max(one["twice"] for one in found))
        yield none_of("  links of the log that do not hold", max(one["links"] for one in found))

    def trees(self, small: int, large: int) -> Iterator[Line]:
        """The cost of one send, web and database together, in two trees; in turns."""
        costs: dict[int, list[float]] = {small: [], large: []}
        with ExitStack() as both:
            servers = []
            for units in costs:
                address = both.enter_context(own_database(f"tree{units}", self.folder))
                world = World(self.environment, address, units, min(SENDERS, units - 1))
                server = both.enter_context(running(world.environment, workers=1))
                world.look_at_seals(server)
                calls = chain.from_iterable(map(world.sends, YEARS))
                _go(server, calls, 100)
                servers.append((units, world, server, calls))
            for number in range(self.rounds):
                for units, world, server, calls in servers[:: -1 if number % 2 else 1]:
                    before = server.cpu() + database_cpu(world.address)
                    done = len(_go(server, calls, SENDS).answered)
                    if done == SENDS:
                        costs[units].append((server.cpu() + database_cpu(world.address) - before) / done * 1000)
        cost = {units: statistics.median(one) for units, one in costs.items()}
        for units, one in cost.items():
            yield Line(f"web and database CPU of a send in a tree of {units} units, ms", f"{one:.2f}")
        off = cost[large] / cost[small]
        is_same = 1 - MOST_OFF <= off <= 1 + MOST_OFF
        yield Line("  the one beside the other, times", f"{off:.2f}", f"1 ± {MOST_OFF}", is_same)

    def _storm(self, server: Server, calls: Iterator[Call], seconds: float, told: Told) -> Told:
        ends = time.perf_counter() + seconds
        storm(
            server.port, calls, clients=self.clients, is_over=lambda: time.perf_counter() >= ends, told=told,
            patience=seconds + 60,
        )  # fmt: skip
        _none_refused(told)
        return told


def delay(server: Server, world: World) -> Line:
    """The longest time from the answer to a send until each sheet over it shows it."""
    rows = [*world.reports[QUIET], *world.of_top[QUIET]]
    sheets = Sheets(
        server.port, world.above, {(unit, period): report for report, unit, period, _seal in rows}, world.cookies
    )  # fmt: skip
    lowest, found = set(world.lowest()), [0.0]
    calls = zip(world.reports[QUIET], world.sends(QUIET), strict=False)
    for (_report, unit, period, _seal), call in islice(
        ((row, call) for row, call in calls if row[1] in lowest), PROBES
    ):
        found += sheets.delays(call, unit, period)
    return at_most(f"  longest until a send is in all {len(found) - 1} sheets over it, s", max(found), MOST_DELAY)


def _go(server: Server, calls: Iterator[Call], number: int) -> Told:
    """A few clients make so many calls."""
    told = storm(server.port, islice(calls, number), clients=FEW, is_over=lambda: False, told=Told())
    _none_refused(told)
    return told


def _none_refused(*all_told: Told) -> None:
    for told in all_told:
        if told.refused:
            raise RuntimeError(f"{len(told.refused)} calls were refused, the first with {told.refused[0]}")


def _database(address: str) -> Iterator[Line]:
    """Whether the database keeps what it has acknowledged."""
    if not address.startswith("postgres"):
        yield Line("database", "SQLite")
        return
    for name in ("synchronous_commit", "fsync"):
        value = str(run_sql(address, f"SHOW {name}")[0][0])
        yield Line(f"PostgreSQL: {name}", value, "on", value == "on")
