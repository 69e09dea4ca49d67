"""The table, and the same as CSV or JSON; seconds throughout, nan where nothing was known."""

import csv
import json
import math

from .judge import NUMBERS

HEADER = ("error: mean / worst, seconds, then the share of unknown; staleness and exposure at the agent's answer,"
          " lag and the server's own number at the replica's look")


def rows(results):
    """One flat dict per scenario."""
    for one in results:
        width = sorted(one.resolution)
        row = {"scenario": one.name, "answers": one.answers, "oldest": one.oldest, "rows_missing": one.rows_missing}
        for name in NUMBERS:
            error = one.of[name]
            row.update({f"{name}_mean": error.mean, f"{name}_worst": error.worst,
                        f"{name}_unknown": error.unknown_share})
        row.update({"resolution_median": width[len(width) // 2] if width else math.nan,
                    "resolution_worst": width[-1] if width else math.nan, "longest_gap": one.longest_gap,
                    "off_the_beat": one.unchecked_excess, "broken": len(one.broken)})
        yield {key: round(value, 4) if isinstance(value, float) else value for key, value in row.items()}


def table(results):
    """For people."""
    lines = [HEADER, f"{'scenario':24}{'n':>5}{'oldest':>8}{'rows':>6}"
             + "".join(f"{name.replace('_', ' '):>22}" for name in NUMBERS)
             + f"{'resolution':>14}{'gap':>7}{'off':>5}{'broken':>7}"]
    for row in rows(results):
        numbers = "".join(f"{row[name + '_mean']:>8.2f} /{row[name + '_worst']:>6.2f}{row[name + '_unknown']:>5.0%} "
                          for name in NUMBERS)
        lines.append(f"{row['scenario']:24}{row['answers']:>5}{row['oldest']:>8.2f}{row['rows_missing']:>6}{numbers}"
                     f"{row['resolution_median']:>7.3f}/{row['resolution_worst']:<6.2f}{row['longest_gap']:>7.2f}"
                     f"{row['off_the_beat']:>5}{row['broken']:>7}")
    return "\n".join(lines)


def write_csv(path, results):
    flat = list(rows(results))
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, flat[0].keys())
        writer.writeheader()
        writer.writerows(flat)


def write_json(path, results, about):
    flat = [{key: None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
            | {"broken_bounds": one.broken} for row, one in zip(rows(results), results)]
    path.write_text(json.dumps({**about, "scenarios": flat}, indent=2) + "\n", encoding="utf-8")
