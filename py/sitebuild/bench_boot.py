"""How long a page takes from navigation to its greeting, beside other ways to Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from sitebuild.bench_place import Place
from sitebuild.engines import WAITING, Engine, Visit

ROUNDS = 7
GREETING, READY = "smtp:greeting", "bench:ready"

# The mark is set once the greeting stands in the page; the next frame shows it.
_TIME = """
const mark = await new Promise((resolve, reject) => {
  const found = () => performance.getEntriesByName("%(mark)s")[0];
  if (found()) return resolve(found());
  new PerformanceObserver(() => found() && resolve(found())).observe({ type: "mark" });
  setTimeout(() => reject(new Error("no %(mark)s within %(waiting)s ms")), %(waiting)s);
});
return mark.startTime;
"""
_HEAP = 'return performance.getEntriesByName("%s")[0].detail.heap'
_INSTALLED = """
const worker = navigator.serviceWorker;
if (worker) await Promise.race([worker.ready, new Promise((go) => setTimeout(go, 20000))]);
return Boolean(worker?.controller);
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A page, and the mark that it sets when it is there."""

    address: str
    mark: str


@dataclass(slots=True)
class Times:
    """Milliseconds of every round: with nothing kept, and once more in the same window."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)


def bench_boot(engine: Engine, place: Place) -> None:
    """Print an engine's rows: medians in milliseconds, and ratios within this run."""
    cases = {
        "ours": Case(place.site, GREETING),
        "plain": Case(place.page("plain"), READY),
        "floor": Case(place.page("floor"), READY),
        "PyScript": Case(place.page("pyscript"), READY),
        "single file": Case(place.single, GREETING),
    }
    times = {name: Times() for name in cases}
    for _ in range(ROUNDS):  # in turns, so that a busy moment of the machine meets all of them
        for name, case in cases.items():
            with engine.visit() as visit:
                times[name].cold.append(_boot(visit, case))
                if name == "ours":
                    visit.run(_INSTALLED)
                times[name].warm.append(_boot(visit, case))
    print(f"\n{engine.name} {engine.version}, {ROUNDS} rounds, medians")
    _print_times("cold", {name: median(each.cold) for name, each in times.items()})
    _print_times("warm", {name: median(each.warm) for name, each in times.items()})
    _print_ratios(times)
    _print_heap(engine, cases["ours"], cases["plain"])


def _boot(visit: Visit, case: Case) -> float:
    visit.open(case.address)
    return float(visit.run(_TIME % {"mark": case.mark, "waiting": WAITING}))


def _print_times(row: str, medians: Mapping[str, float]) -> None:
    cells = (f"{name} {time:6.0f} ms" for name, time in medians.items())
    print(f"  {row:<6} {'   '.join(cells)}", flush=True)


def _print_ratios(times: Mapping[str, Times]) -> None:
    cold = {name: median(each.cold) for name, each in times.items()}
    ours, plain = cold["ours"], cold["plain"]
    ratios = {
        "cold/plain": ours / plain,
        "cold/floor": ours / cold["floor"],
        "cold/PyScript": ours / cold["PyScript"],
        "warm/plain": median(times["ours"].warm) / plain,
        "single file/cold": cold["single file"] / ours,
    }
    print(f"  ratio  {'   '.join(f'{name} {ratio:.2f}' for name, ratio in ratios.items())}")


def _print_heap(engine: Engine, ours: Case, plain: Case) -> None:
    heaps = []
    for case, mark in ((ours, "smtp:runtime"), (plain, READY)):
        with engine.visit() as visit:
            _boot(visit, case)
            heaps.append(float(visit.run(_HEAP % mark)))
    print(f"  heap   Python's memory {heaps[0] / 1e6:.1f} MB   plain {heaps[1] / 1e6:.1f} MB")
