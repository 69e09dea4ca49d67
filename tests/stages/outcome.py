"""What a stage found: counts of what passed, and the names of what failed or was skipped."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class Outcome:
    passed: int = 0
    failed: list[str] = dataclasses.field(default_factory=list)
    skipped: list[tuple[str, str]] = dataclasses.field(default_factory=list)  # (name, why)

    def check(self, name: str, good: bool) -> bool:
        """Counts one check, and returns whether it was good."""
        if good:
            self.passed += 1
        else:
            self.failed.append(name)
        return good

    def skip(self, name: str, why: str) -> None:
        self.skipped.append((name, why))

    def add(self, other: "Outcome") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def counts(self) -> str:
        return f"{self.passed} passed, {len(self.failed)} failed, {len(self.skipped)} skipped"
