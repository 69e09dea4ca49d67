"""The short form of the accuracy bench: no bound is broken on a real pair (the whole: tests/bench/accuracy/accuracy)."""

import subprocess

SHORT = ("steady", "idle-then-one-write", "io-stopped", "sql-stopped", "frozen-server-end", "frozen-client-end",
         "long-transaction", "log-rotation", "replica-crash")


def test_no_bound_is_broken_while_a_real_pair_breaks(replwatch, top):
    bench = top / "tests/bench/accuracy/accuracy"
    done = subprocess.run([bench, "--program", replwatch, "--seconds", "4", *SHORT], capture_output=True, text=True,
                          timeout=420, check=False)
    print(done.stdout)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    for name in SHORT:
        assert f"\n{name} " in f"\n{done.stdout}", f"{name} was not played"
