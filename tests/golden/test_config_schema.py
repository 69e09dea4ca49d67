"""The schema of the configuration accepts the shipped examples and refuses what it can refuse of the refused files."""

import json
import re

import jsonschema
import pytest

EXAMPLES = ("agent/install/replwatch.json", "agent/install/minimal.json", "agent/schema/examples/config.json")
# What only the agent can tell: text that is no JSON,
NO_JSON = {
    "backslash", "brace_missing", "brace_too_many", "colon_missing", "comma_at_the_end", "comma_at_the_end_of_a_list",
    "comma_missing", "comment_not_closed", "empty", "hash_comment", "key_without_quotes", "not_utf8",
    "number_too_large", "only_a_comment", "quote_missing", "value_without_quotes",
}
# and what depends on two places of the file, on arithmetic, or on the calendar.
BEYOND_A_SCHEMA = {
    "accept_until_no_day", "duration_too_long", "interval_too_short", "key_twice", "link_peer_unknown",
    "link_replica_unknown_and_far", "link_source_is_replica", "link_source_unknown", "link_tunnel_unknown",
    "link_tunnel_unknown_and_none_there", "server_twice", "server_via_unknown_peer",
    "staleness_critical_below_default", "staleness_warning_above_critical", "staleness_warning_above_default",
}
TEXT_OR_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)


def read(path):
    """The configuration at `path`, its comments removed."""
    text = path.read_bytes().decode("utf-8-sig")
    return json.loads(TEXT_OR_COMMENT.sub(lambda match: match.group(1) or " ", text))


@pytest.fixture(scope="module")
def schema(top):
    schema = json.loads((top / "agent/schema/config.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(scope="module")
def fixtures(top):
    return top / "tests/fixtures/config"


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_keeps_to_the_schema(top, schema, example):
    assert [error.message for error in schema.iter_errors(read(top / example))] == []


def test_example_names_every_key_that_the_contract_names(top):
    example = read(top / "agent/schema/examples/config.json")
    assert set(example) == set(json.loads((top / "agent/schema/config.schema.json").read_text())["properties"])


def test_what_the_agent_accepts_the_schema_accepts(schema, fixtures):
    files = sorted((fixtures / "accepted").glob("*.json"))
    assert len(files) >= 6
    refused = {path.stem: [error.message for error in schema.iter_errors(read(path))] for path in files}
    assert {name: errors for name, errors in refused.items() if errors} == {}


def test_what_the_agent_refuses_the_schema_refuses_where_it_can(schema, fixtures):
    files = {path.stem: path for path in (fixtures / "refused").glob("*.json")}
    assert NO_JSON | BEYOND_A_SCHEMA <= set(files)
    accepted = {name for name, path in files.items() if name not in NO_JSON and schema.is_valid(read(path))}
    assert accepted == BEYOND_A_SCHEMA


def test_what_is_called_no_json_is_none(fixtures):
    for name in sorted(NO_JSON):
        with pytest.raises(ValueError):  # of decoding or of reading
            # Python reads a number beyond all bounds as infinity, which JSON does not have.
            value = read(fixtures / "refused" / f"{name}.json")
            json.dumps(value, allow_nan=False)
