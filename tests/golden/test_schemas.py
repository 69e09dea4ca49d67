"""The JSON answers that the exporters give (golden files) and the shipped examples keep to the shipped schemas."""

import copy
import json

import jsonschema
import pytest

ANSWERS = {
    "status": ("tests/golden/status_full.json", "tests/golden/status_full_local.json", "tests/golden/status_empty.json",
               "tests/golden/status_unlooked.json", "agent/schema/examples/status.json"),
    "link": ("tests/golden/link_broken.json", "agent/schema/examples/link.json"),
}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def validator(top, name):
    folder = top / "agent/schema"
    schema = read(folder / f"{name}.schema.json")
    resolver = jsonschema.RefResolver(f"{folder.as_uri()}/", schema)
    return jsonschema.Draft202012Validator(schema, resolver=resolver)


@pytest.mark.parametrize("name", ANSWERS)
def test_schema_itself_is_valid(top, name):
    jsonschema.Draft202012Validator.check_schema(read(top / f"agent/schema/{name}.schema.json"))


@pytest.mark.parametrize("name, answer", [(name, answer) for name, answers in ANSWERS.items() for answer in answers])
def test_answer_keeps_to_its_schema(top, name, answer):
    errors = [f"{error.json_path}: {error.message}" for error in validator(top, name).iter_errors(read(top / answer))]
    assert errors == []


def test_schema_refuses_what_is_no_answer(top):
    """Each change must be found, or the schema says nothing."""
    good = read(top / "tests/golden/status_full_local.json")
    check = validator(top, "status")

    def changed(change):
        answer = copy.deepcopy(good)
        change(answer)
        return answer

    assert check.is_valid(good)
    for change in (
        lambda answer: answer.pop("generated_at"),
        lambda answer: answer["links"][0].update(cause="no_such_cause"),
        lambda answer: answer["links"][0].update(lag_seconds="0"),
        lambda answer: answer["links"][0]["hops"].pop(),
        lambda answer: answer["links"][0].update(surprise=1),
        lambda answer: answer["links"][1]["channel_status"].pop("io_state"),
        lambda answer: answer["links"][0]["evidence"][0].pop("age_seconds"),
        lambda answer: answer["servers"][0].update(up=1),
        lambda answer: answer["tunnels"][0]["log"]["verify"].pop("ok"),
        lambda answer: answer["probes"][2]["failure"].update(reason="bad_luck"),
    ):
        assert not check.is_valid(changed(change))


def test_status_and_link_tell_the_same_of_a_link(top):
    status, link = read(top / "tests/golden/status_full.json"), read(top / "tests/golden/link_broken.json")
    assert link["link"] == status["links"][1]
