"""Two hosts and a router as network namespaces: what the network drops without a word is found, and heals."""

import os

import pytest

from testbed import Agent, Bed

# The age that the data reaches in the cut, in seconds; once past all that stunnel and the agent try by themselves.
HELD = {"both": 20, "to-replica": 5, "to-source": 5}

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="network namespaces need root: a silent cut is NOT tested")


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("netns") / "bed", netns=True, rate=50) as pair:
        yield pair


@pytest.fixture(scope="module")
def agent(bed, replwatch):
    with Agent(bed, replwatch) as watching:
        watching.wait_well()
        yield watching


@pytest.mark.parametrize("direction", HELD)
def test_a_silent_cut_under_load(agent, bed, direction):
    ages, words = [], set()

    def look(link):
        ages.append(link["staleness_seconds"])
        words.add((link["channel_status"]["io_state"], link["channel_status"]["reported_lag_seconds"]))

    bed.cut(direction)
    try:
        there = agent.wait_cause("tunnel_stalled", 40, hop="network", each=look)
        held = agent.wait(lambda link: link["staleness_seconds"] > HELD[direction], "the data does not grow old", 60,
                          each=look)
    finally:
        bed.heal()
    back = agent.wait_well(90)
    print(f"\ncut {direction}: tunnel_stalled at network after {there.seconds:.1f} s, well {back.seconds:.1f} s after"
          f" the healing; data up to {max(ages):.1f} s old, the replica said {words}")
    assert there.causes[-1] == "tunnel_stalled", there.seen
    assert {(cause, hop) for _, cause, hop in held.seen} == {("tunnel_stalled", "network")}, held.seen
    assert ("running", 0) in words, "the replica itself saw nothing"
    bed.wait_caught_up()
