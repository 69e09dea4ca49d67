"""What all stages share: where things are, the commands of the stage that runs, and which builds stand."""

from __future__ import annotations

import os
import pathlib
import shutil

from stages import junit
from stages.command import Commands
from stages.outcome import Outcome

JOBS = "2"


class BuildFailed(Exception):
    """A build that a stage rests on does not stand; the text says which log tells why."""


class Checkout:
    def __init__(self, top: pathlib.Path):
        self.top = top
        self.build = top / "build"
        self.logs = self.build / "log"
        self._stands: dict[str, bool] = {}

    def built(self, preset: str, commands: Commands, targets: tuple[str, ...] = (), prefix: tuple = ()) -> pathlib.Path:
        """Configures and builds one preset, once a run; returns its folder or raises BuildFailed."""
        folder = self.build / preset
        key = " ".join((preset, *targets))
        if key not in self._stands:
            self._stands[key] = (
                commands.run(*prefix, "cmake", "-S", self.top, "--preset", preset) == 0
                and commands.run(*prefix, "cmake", "--build", folder, "--parallel", JOBS,
                                 *(("--target", *targets) if targets else ()), "--", "-k", "0") == 0)  # all errors at once
            if not self._stands[key]:
                raise BuildFailed(f"the build of '{preset}' fails")
        if not self._stands[key]:
            raise BuildFailed(f"cannot run: the build of '{preset}' failed before")
        return folder

    def ctest(self, preset: str, commands: Commands, env: dict | None = None, prefix: tuple = ()) -> Outcome:
        """The unit tests of a build. Each folder that holds tests must have run some."""
        folder, results = self.build / preset, self.logs / f"{commands.log.stem}.xml"
        results.unlink(missing_ok=True)
        commands.run(*prefix, "ctest", "--test-dir", folder, "--output-on-failure", "--no-tests=error", "-j", JOBS,
                     "--output-junit", results, env=env)
        outcome = junit.read(results, "ctest")
        ran = results.read_text(errors="replace") if results.exists() else ""
        for tests in sorted({path.parent for path in (self.top / "tests/unit").rglob("*_test.cc")}):
            name = tests.relative_to(self.top / "tests/unit").as_posix()
            if f'name="{name}/' not in ran:
                outcome.failed.append(f"tests/unit/{name} holds tests, and none of them ran")
        return outcome

    def pytest(self, folders: list[str], commands: Commands, build: str | None) -> Outcome:
        """Python tests. A folder without any test file is a skip; one whose tests are not found is a failure."""
        outcome = Outcome()
        for folder in folders:
            if not any((self.top / folder).rglob("test_*.py")):
                outcome.skip(folder, "holds no tests")
                continue
            results = self.logs / f"{commands.log.stem}-{folder.replace('/', '-')}.xml"
            results.unlink(missing_ok=True)
            env = {"PYTHONDONTWRITEBYTECODE": "1"}
            if build:
                env["REPLWATCH_BUILD"] = str(self.build / build)
            code = commands.run("/usr/bin/python3", "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rs", "--tb=short",
                                "--durations=10", f"--junitxml={results}", folder, env=env)
            found = junit.read(results, folder)
            if code != 0 and not found.failed:
                found.failed.append(f"{folder} (pytest ended with {code})")
            outcome.add(found)
        return outcome


def no_address_randomisation() -> tuple[str, ...]:
    """The words before a command under ThreadSanitizer: g++ 12's cannot live with the address layouts of newer
    kernels. Nothing where the kernel does not let us choose."""
    setarch = shutil.which("setarch")
    if setarch and os.spawnvp(os.P_WAIT, setarch, [setarch, "--addr-no-randomize", "true"]) == 0:
        return (setarch, "--addr-no-randomize")
    return ()
