"""Reads the JUnit files that ctest and pytest write into an Outcome. A file that is missing, damaged or empty of
tests is a failure, never a pass."""

from __future__ import annotations

import pathlib
import xml.etree.ElementTree

from stages.outcome import Outcome


def read(path: pathlib.Path, what: str) -> Outcome:
    outcome = Outcome()
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        outcome.failed.append(f"{what} (ended without telling its results)")
        return outcome
    return parse(text, what)


def parse(text: str, what: str) -> Outcome:
    outcome = Outcome()
    try:
        root = xml.etree.ElementTree.fromstring(text)
    except xml.etree.ElementTree.ParseError as error:
        outcome.failed.append(f"{what} (its results are damaged: {error})")
        return outcome
    cases = list(root.iter("testcase"))
    if not cases:
        outcome.failed.append(f"{what} (ran no test)")
    for case in cases:
        _count(case, outcome)
    return outcome


def _count(case, outcome: Outcome) -> None:
    name, where = case.get("name", "?"), case.get("classname", "")
    if where and where != name:  # ctest writes the name twice
        name = f"{where}.{name}"
    skipped = case.find("skipped")
    status = case.get("status", "run")  # ctest's word; pytest has none
    if case.find("failure") is not None or case.find("error") is not None or status == "fail":
        outcome.failed.append(name)
    elif skipped is not None or status in ("notrun", "disabled"):
        why = "" if skipped is None else skipped.get("message", "")
        # ctest calls a test whose program is missing "not run" as well: that is no skip.
        if "Unable to find executable" in why or "Fixture" in why or name.endswith("_NOT_BUILT"):
            outcome.failed.append(f"{name} ({why})" if why else name)
        else:
            outcome.skip(name, why or "disabled")
    elif status == "run":
        outcome.passed += 1
    else:
        outcome.failed.append(f"{name} (status {status})")
