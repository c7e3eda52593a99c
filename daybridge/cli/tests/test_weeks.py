"""`daybridge week` reads and writes documents, and asks for nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from daybridge.cli import main
from daybridge.rules.tests.week_fit.cases import clinic, week
from tests.reliability.drill import ROOT

SCHEMA = ROOT / "docs" / "contracts" / "week-fit.schema.json"


@pytest.fixture
def said(tmp_path, capsys):
    """`said("solve", instance, …)`: the exit status, the output and the errors."""

    def run(act: str, *given: Any) -> tuple[int, str, str]:
        arguments = [_as_argument(tmp_path, n, each) for n, each in enumerate(given)]
        status = main(["week", act, *arguments])
        found = capsys.readouterr()
        return status, found.out, found.err

    return run


def _as_argument(folder: Path, number: int, given: Any) -> str:
    if isinstance(given, str):
        return given
    file = folder / f"document-{number}.json"
    file.write_text(json.dumps(given))
    return str(file)


def assert_keeps_the_schema(document: object) -> None:
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    assert [e.message for e in Draft202012Validator(schema).iter_errors(document)] == []


def test_a_week_is_fitted_and_the_checker_passes_it(said, tmp_path):
    plan = tmp_path / "plan.json"

    status, output, _ = said("solve", clinic(), "--seconds", "10", "-o", str(plan))
    document = json.loads(plan.read_text())

    assert (status, output) == (0, "")
    assert document["status"] == "optimal"
    assert [level["value"] for level in document["levels"]] == [3, 0, 0, 0]
    assert_keeps_the_schema(document)
    assert said("check", clinic(), document)[0] == 0


def test_the_documents_of_the_tests_keep_the_schema():
    assert_keeps_the_schema(clinic())
    assert_keeps_the_schema(week())


def test_a_newcomer_is_placed_and_nobody_else_moves(said):
    document = clinic()
    for each, held in zip(document["offerings"], week()["offerings"], strict=True):
        each["current"] = {name: held[name] for name in ("start", "leader", "room")}

    status, output, _ = said("solve", document, "--mode", "place", "--client", "dana")
    weeks = {each["id"]: each["state"] for each in json.loads(output)["clients"]}

    assert status == 0
    assert weeks == {"dana": "served", "lee": "waiting"}


def test_what_cannot_be_run_is_named_and_leaves_its_own_exit_status(said):
    document = clinic()
    document["offerings"][0].update(opened=True, starts=["Mon 08:00"])

    status, output, _ = said("solve", document, "--seconds", "5")
    found = json.loads(output)

    assert (status, found["status"], found["clients"]) == (3, "infeasible", [])
    assert found["conflicts"][0]["ids"] == ["mon"]
    assert_keeps_the_schema(found)


def test_a_plan_that_breaks_a_rule_is_told_so(said):
    plan = week()
    plan["offerings"][0]["start"] = "Mon 17:45"

    status, output, _ = said("check", clinic(), plan)
    found = json.loads(output)

    assert (status, found["valid"]) == (1, False)
    assert found["broken"][0] == {
        "rule": "1", "text": "mon may not begin Mon 17:45.", "ids": ["mon"],
    }  # fmt: skip


def test_a_person_reads_the_check_in_words(said):
    status, output, _ = said("check", clinic(), week(), "--words")

    assert status == 0
    assert output.startswith("Every rule is kept.\nserved_weight: 3\n")


def test_a_no_is_explained_in_words(said):
    document, plan = clinic(), week()
    document["clients"][1]["dose"]["min_minutes"] = 5_000
    plan["clients"][1]["state"] = "partly"

    status, output, _ = said("explain", document, plan, "--words")

    assert status == 0
    assert output == "lee\n- No choice of what could ever run meets the dose.\n"


def test_an_answer_gives_the_reasons_of_those_it_was_asked_about(said):
    def solved(document):
        plan = json.loads(said("solve", document)[1])
        return plan, [each["id"] for each in plan["clients"] if each["why"]]

    document = clinic()
    for client in document["clients"]:
        client["dose"]["min_minutes"] = 5_000
    designed, unserved = solved(document)
    _, placed = solved(document | {"mode": "place", "place": ["lee"]})
    as_planned(document, designed)
    _, kept = solved(document | {"mode": "repair"})
    document["clients"][1]["busy"] = [
        [f"{day} 00:00", f"{day} 24:00"] for day in ("Mon", "Tue", "Wed", "Thu")
    ]
    _, moved = solved(document | {"mode": "repair"})

    assert (unserved, placed, kept, moved) == (["dana", "lee"], ["lee"], [], ["lee"])


def as_planned(document, plan):
    """Let the week of a plan be the one that runs."""
    for offering, held in zip(document["offerings"], plan["offerings"], strict=True):
        if held["runs"]:
            offering["current"] = {
                key: held[key] for key in ("start", "leader", "room")
            }
    for client, held in zip(document["clients"], plan["clients"], strict=True):
        client["current"] = {key: held[key] for key in ("offerings", "individual")}


def test_a_broken_document_is_refused_whole_and_nothing_is_written(said, tmp_path):
    document, plan = clinic(), tmp_path / "plan.json"
    document["clients"][0]["busy"] = [["Mon 08:10", "Mon 17:00"]]

    status, output, errors = said("solve", document, "-o", str(plan))

    assert (status, output, plan.exists()) == (1, "", False)
    assert "clients[0].busy[0][0]: expected a time on the grid" in errors


def test_a_name_that_is_given_twice_is_refused(said, tmp_path):
    file = tmp_path / "twice.json"
    file.write_text('{"format": "daybridge-week/1", "format": "daybridge-week/1"}')

    status, _, errors = said("solve", str(file))

    assert status == 1
    assert "“format” is given twice" in errors


def test_whoever_is_to_be_placed_is_in_the_instance(said):
    status, _, errors = said("solve", clinic(), "--mode", "place", "--client", "vera")

    assert status == 1
    assert "no client of the instance has this id" in errors


def test_an_invented_instance_keeps_the_schema(said):
    status, output, _ = said("generate", "--clients", "8", "--seed", "2")

    assert status == 0
    assert_keeps_the_schema(json.loads(output))
    assert said("generate", "--clients", "8", "--seed", "2")[1] == output


def test_more_clients_than_anyone_has_are_refused(said):
    status, _, errors = said("generate", "--clients", "1000000")

    assert status == 1
    assert "from 1 to 5,000" in errors
