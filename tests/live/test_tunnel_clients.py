"""The source's own agent, without a link: who is behind the tunnel, by the log, the sockets and the dump threads."""

import pytest

from testbed import Agent, Bed, wait_until

SUBJECT = "C=PT, O=LIPCA, O=LIP, OU=Lisboa, CN=host/server2.domain.two"


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("clients") / "bed", rate=5) as pair:
        yield pair


def source_side(bed, name, replwatch, replicas):
    source = bed.values["source"]
    tunnel = {"stunnel_conf": bed.values["stunnel-server"]["conf"], "service": "mysql", "replicas": replicas}
    return Agent(bed, replwatch, name=name, links={}, tunnels={"mysql": tunnel},
                 servers={"server1": {"socket": source["socket"], "defaults_file": source["option_file"]}})


def tunnel_of(agent):
    return agent.get("/api/v1/status").json()["tunnels"][0]


def unknown(tunnel):
    return [each["severity"] for each in tunnel["findings"] if each["finding"] == "unknown_replica"]


def replicating(agent):
    return [each for each in tunnel_of(agent)["clients"] if each["replicates"]]


def test_the_replica_is_named_by_its_certificate(bed, replwatch):
    with source_side(bed, "source-agent", replwatch, {"server2": {"subject": SUBJECT}}) as agent:
        clients = wait_until(lambda: replicating(agent), "no client replicates", 20)
        assert clients == [{"address": "127.0.0.1", "standing": "expected", "replica": "server2", "replicates": True,
                            "subject": SUBJECT}]
        assert unknown(tunnel_of(agent)) == []


def test_a_stranger_that_reads_the_binary_log_is_critical_and_never_a_label(bed, replwatch):
    with source_side(bed, "wary-agent", replwatch, {"other": {"subject": "CN=host/other.domain"}}) as agent:
        wait_until(lambda: replicating(agent), "no client replicates", 20)
        assert [each["standing"] for each in replicating(agent)] == ["stranger"]
        assert "critical" in unknown(tunnel_of(agent))
        metrics = agent.get("/metrics").body
        assert 'replwatch_tunnel_finding{tunnel="mysql",finding="unknown_replica"} 3' in metrics
        assert "server2.domain.two" not in metrics
        assert "unknown_replica" in agent.run("status").stdout
