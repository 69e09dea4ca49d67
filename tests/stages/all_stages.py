"""The stages in their order, each with what it proves, its budget in minutes, and its labels."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import pathlib
import re
import shutil
import tempfile
from collections.abc import Callable

from stages import house as rules
from stages import source_tree
from stages.checkout import JOBS, Checkout, no_address_randomisation
from stages.command import Commands
from stages.outcome import Outcome

FUZZ_SECONDS = 20
PLUGINS = ("check_mysql_replica", "check_mysql_source", "check_stunnel_log")  # those of the contract that are written


def house(checkout: Checkout, commands: Commands) -> Outcome:
    outcome = Outcome()
    for name, check in rules.CHECKS.items():
        complaints = check(checkout.top)
        for complaint in complaints:
            commands.write(f"{name}: {complaint}")
        outcome.check(f"{name} ({len(complaints)} complaints)", not complaints)
    outcome.add(checkout.pytest(["tests/stages"], commands, None))
    return outcome


def format_(checkout: Checkout, commands: Commands) -> Outcome:
    return _each_file(
        [path for path in source_tree.files(checkout.top) if source_tree.is_cpp(path)],
        lambda path: commands.output("clang-format", "--dry-run", "-Werror", path)[0] == 0)


def release(checkout: Checkout, commands: Commands) -> Outcome:
    outcome = Outcome()
    checkout.built("release", commands)
    outcome.check("the release build", True)
    outcome.add(checkout.ctest("release", commands))
    return outcome


def install_tree(checkout: Checkout, commands: Commands) -> Outcome:
    """What `cmake --install` leaves is what the contract names, and it runs from there."""
    outcome = Outcome()
    build = checkout.built("release", commands)
    with tempfile.TemporaryDirectory(prefix="replwatch-install-") as place:
        prefix = pathlib.Path(place)
        code = commands.run("cmake", "--install", build, "--prefix", prefix)
        if not outcome.check("cmake --install", code == 0):
            return outcome
        commands.run("find", prefix, "-type", "f", "-printf", "%P\n")
        binary = prefix / "bin/replwatch"
        outcome.check("bin/replwatch tells its version", commands.run(binary, "version") == 0)
        plugins = {path.name: path for path in (prefix / "lib").rglob("nagios/plugins/check_*")}
        for name in sorted({*PLUGINS, *plugins}):
            code = commands.run(plugins.get(name, prefix / "lib/nagios/plugins" / name), "--version")
            outcome.check(f"nagios/plugins/{name} tells its version and ends with 3", code == 3)
        share = prefix / "share/replwatch"
        for pattern in ("dashboards/*.json", "rules/*.yml", "schema*/*.json", "examples/*", "runbook.md"):
            outcome.check(f"share/replwatch/{pattern}", any(share.glob(pattern)))
    return outcome


def golden(checkout: Checkout, commands: Commands) -> Outcome:
    checkout.built("release", commands)
    return checkout.pytest(["tests/golden"], commands, "release")


def live(checkout: Checkout, commands: Commands) -> Outcome:
    checkout.built("release", commands)
    return checkout.pytest(["tests/testbed", "tests/live"], commands, "release")


def accuracy(checkout: Checkout, commands: Commands) -> Outcome:
    checkout.built("release", commands)
    return checkout.pytest(["tests/bench/accuracy"], commands, "release")


def asan(checkout: Checkout, commands: Commands) -> Outcome:
    outcome = Outcome()
    checkout.built("asan", commands)
    outcome.check("the asan build", True)
    outcome.add(checkout.ctest("asan", commands, env={"UBSAN_OPTIONS": "print_stacktrace=1"}))
    return outcome


def tsan(checkout: Checkout, commands: Commands) -> Outcome:
    outcome, prefix = Outcome(), no_address_randomisation()
    checkout.built("tsan", commands, prefix=prefix)
    outcome.check("the tsan build", True)
    outcome.add(checkout.ctest("tsan", commands, env={"TSAN_OPTIONS": "halt_on_error=1"}, prefix=prefix))
    return outcome


def live_asan(checkout: Checkout, commands: Commands) -> Outcome:
    checkout.built("asan", commands)
    return checkout.pytest(["tests/live"], commands, "asan")


def fuzz(checkout: Checkout, commands: Commands) -> Outcome:
    """Each tests/fuzz/X.cc is a fuzzer X; all start from the fixtures and keep what teaches them something."""
    outcome = Outcome()
    sources = sorted((checkout.top / "tests/fuzz").glob("*.cc"))
    if not sources:
        outcome.skip("tests/fuzz", "holds no fuzzers")
        return outcome
    build = checkout.built("fuzz", commands, targets=("fuzzers",))
    outcome.check("the fuzz build", True)
    seeds = build / "seeds"
    gather_seeds(checkout.top / "tests/fixtures", seeds)

    def run(source: pathlib.Path) -> bool:
        corpus = build / "corpus" / source.stem
        corpus.mkdir(parents=True, exist_ok=True)
        code, words = commands.output(
            build / "tests/fuzz" / source.stem, f"-max_total_time={FUZZ_SECONDS}", "-timeout=5", "-rss_limit_mb=1024",
            "-max_len=16384", "-print_final_stats=1", f"-artifact_prefix={checkout.logs / source.stem}-", corpus, seeds,
            log_good=True)
        return code == 0 and runs(words) > 100

    outcome.add(_each_file(sources, run, name=lambda source: source.stem))
    return outcome


def runs(fuzzer_words: str) -> int:
    """How many inputs a fuzzer says that it has tried."""
    found = re.search(r"^stat::number_of_executed_units:\s*(\d+)", fuzzer_words, re.MULTILINE)
    return int(found.group(1)) if found else 0


def gather_seeds(fixtures: pathlib.Path, seeds: pathlib.Path) -> None:
    shutil.rmtree(seeds, ignore_errors=True)
    seeds.mkdir(parents=True)
    for seed in sorted(path for path in fixtures.rglob("*") if path.is_file()):
        shutil.copyfile(seed, seeds / seed.relative_to(fixtures).as_posix().replace("/", "-"))


def tidy(checkout: Checkout, commands: Commands) -> Outcome:
    build = checkout.built("release", commands)
    code = [path for path in source_tree.files(checkout.top)
            if path.suffix == ".cc" and path.parts[0] in source_tree.CODE_FOLDERS]
    return _each_file(code, lambda path: commands.output("clang-tidy-16", "--quiet", "-p", build, path)[0] == 0)


def _each_file(paths: list, good: Callable, name: Callable = str) -> Outcome:
    outcome = Outcome()
    pool = concurrent.futures.ThreadPoolExecutor(int(JOBS))
    try:
        for path, was_good in zip(paths, pool.map(good, paths)):
            outcome.check(name(path), was_good)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # on Ctrl-C nobody waits; run_stage ends what runs
    if not paths:
        outcome.failed.append("found nothing to look at")
    return outcome


@dataclasses.dataclass(frozen=True)
class Stage:
    name: str
    budget: float  # minutes, after which it is ended
    labels: tuple[str, ...]
    proves: str
    run: Callable[[Checkout, Commands], Outcome]
    by_default: bool = True


STAGES = (
    Stage("house", 2, ("static", "quick"), "the rules of the house hold, and these stages count rightly", house),
    Stage("format", 2, ("static", "quick"), "every C++ file is as clang-format would write it", format_),
    Stage("release", 20, ("unit", "quick"), "the tree builds without a warning, and every unit test passes", release),
    Stage("install-tree", 12, ("build",), "the installed tree is complete and runs from where it stands", install_tree),
    Stage("golden", 15, ("python",), "outputs, dashboards, rules and schemas are as promised", golden),
    Stage("live", 25, ("python",), "agent and plugins tell the truth about a real pair", live),
    Stage("accuracy", 8, ("python",), "no number of the agent lies about a real pair", accuracy),
    Stage("asan", 20, ("unit", "sanitizers"), "unit tests under address and undefined sanitizers", asan),
    Stage("tsan", 20, ("unit", "sanitizers"), "unit tests under the thread sanitizer", tsan),
    Stage("fuzz", 15, ("hostile",), f"each parser survives {FUZZ_SECONDS} s of hostile input", fuzz),
    Stage("tidy", 20, ("static",), "clang-tidy finds nothing", tidy),
    Stage("live-asan", 30, ("sanitizers",), "the live tests against the agent under the address sanitizer", live_asan,
          by_default=False),
)


def chosen(words: list[str]) -> list[Stage]:
    """The stages that names and labels mean, in their order; raises KeyError on a word that means none."""
    for word in words:
        if not any(word == stage.name or word in stage.labels for stage in STAGES):
            raise KeyError(word)
    if not words:
        return [stage for stage in STAGES if stage.by_default]
    return [stage for stage in STAGES
            if stage.name in words or (stage.by_default and set(stage.labels) & set(words))]
