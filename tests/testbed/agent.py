"""A replwatch agent that watches a bed from the replica's host: a part of the bed like others, asked over HTTP."""

import http.client
import json
import subprocess
import time
from dataclasses import dataclass, field

from . import agent_config
from .waiting import BedError, tail, wait_until

LINK = "lfc"


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; headers by their names in small letters."""

    status: int
    headers: dict
    body: str

    def json(self):
        return json.loads(self.body)


@dataclass
class Change:
    """What a wait saw: how long it took, and each (seconds, cause, broken hop) on the way, the first one included."""

    seconds: float = 0.0
    seen: list = field(default_factory=list)
    link: dict = field(default_factory=dict)

    @property
    def causes(self):
        return [cause for _, cause, _ in self.seen]


class Agent:
    """`program` is the replwatch binary; `changes` replace top-level keys of the configuration."""

    def __init__(self, bed, program, name="agent", **changes):
        self.bed, self.program, self.name = bed, str(program), name
        self.config = bed.directory / f"{name}.json"
        self.content = agent_config.configuration(bed.values, **changes)
        self.address = self.content["listen"]
        self.write()

    def write(self):
        """Writes `content` as the configuration; a running agent takes it at SIGHUP."""
        self.config.write_text(json.dumps(self.content, indent=2) + "\n", encoding="utf-8")

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self, deadline=30.0):
        """Starts it and waits until every probe has looked once."""
        self.launch()
        wait_until(self.is_ready, "the agent is not ready", deadline, self.bed.log(self.name))
        return self

    def launch(self, environment=None):
        return self.bed.launch(self.name, [self.program, "agent", "--config", self.config], environment=environment)

    def stop(self, deadline=10.0):
        self.bed.stop(self.name, deadline)

    def log(self):
        return self.bed.log(self.name).read_text(encoding="utf-8", errors="replace")

    def get(self, path, method="GET", deadline=10.0):
        """The answer to a request; OSError when nobody answers. Only where the bed is on loopback."""
        connection = http.client.HTTPConnection(self.address, timeout=deadline)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read().decode()
        finally:
            connection.close()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)

    def is_ready(self):
        if self.bed.values["namespaces"]:
            return self.run("status").returncode == 0 and self.link()["cause"] != "blind"
        try:
            return self.get("/-/ready").status == 200
        except OSError:
            return False

    def run(self, *words, deadline=90.0):
        """Runs `replwatch WORDS --agent ...` where the agent is, as somebody at a shell there would."""
        argv = self.bed.on_host("replica", [self.program, *map(str, words), "--agent", self.address])
        return subprocess.run(argv, capture_output=True, text=True, timeout=deadline, check=False)

    def link(self, name=LINK):
        """The link as /api/v1/links/NAME tells it."""
        if not self.bed.values["namespaces"]:
            return self.get(f"/api/v1/links/{name}").json()["link"]
        done = self.run("status", "--format", "json", "--link", name)
        if done.returncode != 0:
            raise BedError(f"{self.name}: {done.stderr.strip()}")
        return json.loads(done.stdout)["link"]

    def wait(self, holds, what, deadline=30.0, name=LINK, each=lambda link: None):
        """Waits until holds(link); tells how it went (Change). `each` is called with every look, ten a second."""
        change, began = Change(), time.monotonic()
        while True:
            change.link = self.link(name)
            change.seconds = time.monotonic() - began
            verdict = (change.link["cause"], change.link["broken_hop"])
            if not change.seen or change.seen[-1][1:] != verdict:
                change.seen.append((change.seconds, *verdict))
            each(change.link)
            if holds(change.link):
                return change
            if change.seconds > deadline:
                raise BedError(f"{what}: not within {deadline:g} s; seen (seconds, cause, hop): {change.seen};"
                               f" now: {change.link['sentence']}{tail(self.bed.log(self.name))}")
            time.sleep(0.1)

    def wait_cause(self, cause, deadline=30.0, hop=None, **more):
        """Waits for a cause, and for a broken hop if one is named."""
        return self.wait(lambda link: link["cause"] == cause and hop in (None, link["broken_hop"]),
                         f"no verdict {cause}{f' at {hop}' if hop else ''}", deadline, **more)

    def wait_well(self, deadline=60.0, **more):
        """Waits until the link is ok on both ends' word with data younger than five seconds."""
        def is_well(link):
            age = link["staleness_seconds"]
            return link["cause"] == "ok" and link["basis"] == "both_ends" and age is not None and age < 5

        return self.wait(is_well, "the link is not well", deadline, **more)
