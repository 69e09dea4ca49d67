"""What is really missing on the replica, as intervals that are certain: rows stamped by their writer, looks stamped by the reader.

Instants are seconds of CLOCK_BOOTTIME. A row was committed between `sent` and `acked`; it was still missing when the
last look without it was asked, and there when the first look with it had been answered. So at any instant the age
of the first missing row lies between `at_least` and `at_most`; their distance is the resolution of the measurement.
"""

import bisect
import math
import threading
from dataclasses import dataclass, field


@dataclass
class Series:
    """The rows of one writer, in order: each is sent when the one before it is known."""

    sent: list = field(default_factory=list)
    acked: list = field(default_factory=list)
    missing_until: list = field(default_factory=list)
    there_from: list = field(default_factory=list)
    seen: int = 0  # how many the newest look showed


class Truth:
    """Written by the threads of the writers and the reader, asked afterwards."""

    def __init__(self):
        self.series = {}
        self.lock = threading.Lock()

    def send(self, writer, sent):
        """A row is about to be sent; returns its number, counted from 1."""
        with self.lock:
            series = self.series.setdefault(writer, Series())
            series.sent.append(sent)
            series.acked.append(math.inf)
            # Rows arrive in order, so this one is missing for at least as long as the one before it.
            series.missing_until.append(series.missing_until[-1] if series.missing_until else -math.inf)
            series.there_from.append(math.inf)
            return len(series.sent)

    def acknowledge(self, writer, number, acked):
        with self.lock:
            self.series[writer].acked[number - 1] = acked

    def look(self, asked, answered, newest):
        """One look at the replica: {writer: number of its newest row there}."""
        with self.lock:
            for writer, series in self.series.items():
                there = newest.get(writer, 0)
                for at in range(min(there, series.seen), len(series.sent)):
                    if at >= there:
                        series.missing_until[at] = asked
                        series.there_from[at] = math.inf
                    elif series.there_from[at] == math.inf:
                        series.there_from[at] = answered
                series.seen = there

    def first_missing(self, begin, end):
        """When the first row was acknowledged that was committed before `begin` and surely missing until `end`; inf: none."""
        first = math.inf
        for series in self.series.values():
            at = bisect.bisect_left(series.missing_until, end)
            if at < len(series.acked) and series.acked[at] <= begin:
                first = min(first, series.acked[at])
        return first

    def at_least(self, begin, end):
        """The age of the data at some instant between the two is at least this."""
        return max(0.0, begin - self.first_missing(begin, end))

    def at_most(self, begin, end):
        """... and at most this: the first row that was sent by then and may have been missing at any instant between."""
        first = math.inf
        for series in self.series.values():
            at = bisect.bisect_right(series.there_from, begin)
            if at < len(series.sent):
                first = min(first, series.sent[at])
        return max(0.0, end - first)

    def all_there(self, by):
        """Whether the newest look showed every row that was acknowledged by then."""
        with self.lock:
            return all(bisect.bisect_right(series.acked, by) <= series.seen for series in self.series.values())

    def rows_missing(self, begin, end):
        """How many rows, committed before `begin`, were surely missing until `end`."""
        return sum(max(0, bisect.bisect_right(series.acked, begin) - bisect.bisect_left(series.missing_until, end))
                   for series in self.series.values())

    def last_acknowledged(self, by):
        """The last commit before an instant; -inf: none."""
        return max((series.acked[at - 1] for series in self.series.values()
                    if (at := bisect.bisect_right(series.acked, by))), default=-math.inf)
