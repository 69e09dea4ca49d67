"""Compares what the agent said with the truth, number by number, and names each bound that is broken.

A bound counts as broken only where no instant within the measurement's intervals could excuse it: the answer was made
at some instant between `begin` and `end`, and the API rounds to a millisecond (ROUNDING).
"""

import bisect
import math
from dataclasses import dataclass, field

ROUNDING = 0.0005
NUMBERS = ("staleness", "lag", "exposure", "reported_lag")


@dataclass(frozen=True)
class Answer:
    """One answer of the agent; None is unknown. Ages are those of the looks it rests on, as it tells them."""

    begin: float
    end: float
    staleness: float = None
    lag: float = None
    exposure: float = None
    reported_lag: float = None
    replica_age: float = None   # since the replica's answer
    replica_took: float = None
    source_age: float = None
    source_took: float = None
    cause: str = ""


@dataclass
class Error:
    """The differences from the truth of one number, in seconds."""

    errors: list = field(default_factory=list)
    unknown: int = 0

    def add(self, value, truth):
        if value is None:
            self.unknown += 1
        else:
            self.errors.append(value - truth)

    @property
    def mean(self):
        return sum(self.errors) / len(self.errors) if self.errors else math.nan

    @property
    def worst(self):
        return max(self.errors, key=abs, default=math.nan)

    @property
    def unknown_share(self):
        count = len(self.errors) + self.unknown
        return self.unknown / count if count else math.nan


@dataclass
class Judgement:
    """One scenario's result."""

    name: str
    answers: int = 0
    oldest: float = 0.0
    rows_missing: int = 0
    of: dict = field(default_factory=lambda: {name: Error() for name in NUMBERS})
    resolution: list = field(default_factory=list)
    longest_gap: float = 0.0
    unchecked_excess: int = 0  # answers while the source or the replica was not looked at on its beat
    broken: list = field(default_factory=list)


def source_looks(answers):
    """The instants at which the source was successfully asked, as the answers tell them, in order."""
    looks = []
    for one in answers:
        if one.source_age is None or one.source_took is None:
            continue
        asked = (one.begin + one.end) / 2 - one.source_age - one.source_took
        # The same look, told again, comes out the same but for rounding and the width of the answer.
        if not looks or asked > looks[-1] + 2 * (one.end - one.begin) + 4 * ROUNDING:
            looks.append(asked)
    return looks


def judge(name, truth, answers, interval, downs=()):
    """`downs`: (begin, end) of each time the source was down: what is missing then does not grow older."""
    result = Judgement(name, len(answers))
    looks = source_looks(answers)
    result.longest_gap = max((b - a for a, b in zip(looks, looks[1:])), default=math.nan)
    for one in answers:
        low, high = truth.at_least(one.begin, one.end), truth.at_most(one.begin, one.end)
        result.oldest = max(result.oldest, low)
        result.rows_missing = max(result.rows_missing, truth.rows_missing(one.begin, one.end))
        result.resolution.append(high - low)
        result.of["staleness"].add(one.staleness, (low + high) / 2)
        lost = _lost(truth, one, downs)
        result.of["exposure"].add(one.exposure, lost)
        if one.staleness is not None and one.staleness + ROUNDING < low:
            result.broken.append(f"{name}: staleness {one.staleness:.3f} s, and the truth is at least {low:.3f} s")
        if one.exposure is not None and one.exposure + ROUNDING < lost:
            result.broken.append(f"{name}: exposure {one.exposure:.3f} s, and at least {lost:.3f} s are missing")
        if one.replica_age is None or one.replica_took is None:
            result.of["lag"].add(None, 0)
            result.of["reported_lag"].add(None, 0)
            continue
        _at_the_look(result, truth, one, looks, interval)
    return result


def _lost(truth, one, downs):
    first = truth.first_missing(one.begin, one.end)
    end = one.begin
    for down, back in downs:
        if down <= one.begin <= back:
            end = truth.last_acknowledged(one.begin)
    return max(0.0, end - first)


def _at_the_look(result, truth, one, looks, interval):
    """Lag speaks of the instant the replica was asked; staleness exceeds the truth of that instant by a known amount."""
    before = one.replica_age + one.replica_took
    begin, end = one.begin - before - 2 * ROUNDING, one.end - before + 2 * ROUNDING
    low, high = truth.at_least(begin, end), truth.at_most(begin, end)
    result.of["lag"].add(one.lag, (low + high) / 2)
    result.of["reported_lag"].add(one.reported_lag, (low + high) / 2)
    if one.lag is not None and one.lag > high + ROUNDING:
        result.broken.append(f"{result.name}: lag {one.lag:.3f} s, and the truth is at most {high:.3f} s")
    if one.staleness is None:
        return
    # The look after the one that staleness rests on has seen what the replica lacked, or there was none yet.
    rests_on = one.begin - one.staleness
    at = bisect.bisect_right(looks, rests_on + (one.end - one.begin) + 4 * ROUNDING)
    # The beat is that of the looks themselves, not what the number under test makes of it.
    gap = (looks[at] if at < len(looks) else one.end) - looks[at - 1] if at else math.inf
    took = one.source_took or 0.0
    on_the_beat = gap <= interval + took + 0.05 * interval and one.replica_age <= interval + one.replica_took
    if not on_the_beat:
        result.unchecked_excess += 1
    allowed = high + (one.end - begin) + max(gap, interval) + took + 4 * ROUNDING + (one.end - one.begin)
    if on_the_beat and one.staleness > allowed:
        result.broken.append(f"{result.name}: staleness {one.staleness:.3f} s, {allowed:.3f} s at most: truth at the"
                             f" replica's look {high:.3f}, that look {one.end - begin:.3f} ago, the source's beat"
                             f" {max(gap, interval):.3f}, its round trip {took:.3f}")
