"""`facts` shows what was read from the quotations, and how the figures of a post follow."""

import json

import pytest

QUOTE = "Deaths were 22.9% with the drug and 25.7% with usual care among people on oxygen."
POSTS = f"""
papers:
  - id: p
    title: A drug and survival
    authors: [{{name: Doe J, affiliation: Institute of Sleep}}]
    journal: Journal of Examples
    year: 2024
    study: {{kind: trial, peer_reviewed: true, on: [people]}}
    abstract: {QUOTE}
    findings:
      - id: f
        text: About 3 fewer in every 100 died, not 7%.
        evidence:
          - quote: {QUOTE}
            on: [people]
FACTS
    retraction_check: {{by: Jane Doe, on: "2026-11-20", where: the journal's page}}
"""


def write(project, facts=""):
    (project / "posts.yaml").write_text(POSTS.replace("FACTS\n", facts), "utf-8")


def test_each_figure_of_the_post_is_shown_with_how_it_follows(project, cli):
    write(project)
    out = cli("facts").out
    assert "- 3: 3 in 100 = 25.7% - 22.9%" in out
    assert "- 7%: not in the quotations" in out


def test_each_fact_of_a_quotation_is_told_in_plain_words(project, cli):
    write(project)
    out = cli("facts", "p/f").out
    assert "- 22.9%: with the drug" in out
    assert "- on: people on oxygen" in out


def test_json_has_the_facts_as_data(project, cli):
    write(project)
    (finding,) = json.loads(cli("facts", "--json").out)["findings"]
    assert finding["id"] == "p/f"
    assert {"text": "7%", "how": None} in finding["figures"]
    (quotation,) = finding["quotations"]
    assert [one["value"] for one in quotation["figures"]] == [22.9, 25.7]
    assert quotation["on"] == ["people on oxygen"]
    assert quotation["corrected"] is False


def test_a_person_puts_a_fact_right_in_the_file(project, cli):
    write(
        project,
        '            facts: {labels: {"22.9%": dexamethasone}, on: people in hospital, direction: {deaths: down}}\n',
    )
    (finding,) = json.loads(cli("facts", "--json").out)["findings"]
    (quotation,) = finding["quotations"]
    assert quotation["figures"][0]["label"] == "dexamethasone"
    assert quotation["on"] == ["people in hospital"]
    assert quotation["directions"] == [{"way": "down", "of": "deaths"}]
    assert quotation["corrected"] is True


def test_each_fact_that_a_person_put_right_is_shown_as_such(project, cli):
    write(project, '            facts: {labels: {"22.9%": dexamethasone}}\n')
    mark = "22.9%: dexamethasone (put right by a person)"
    told = [" ".join(cli(*words).out.split()) for words in (("facts",), ("approve", "p/f", "--by", "Doe J"))]
    assert all(one.count("put right by a person") == 1 and mark in one for one in told)
    assert mark in cli("preview", "--html", "-").out
    assert "Facts of its quotations are put right by a person: see `scicomm-bot facts p/f`." in " ".join(
        cli("preview", "p/f").out.split()
    )
    (finding,) = json.loads(cli("facts", "--json").out)["findings"]
    assert "22.9%: dexamethasone" in finding["quotations"][0]["lines"]


def test_a_fact_that_a_person_only_confirmed_is_not_without_a_trace(project, cli):
    write(project, "            facts: {on: people on oxygen}\n")
    assert "(put right by a person: `facts:` in the file)" in cli("facts").out


@pytest.mark.parametrize(
    ("facts", "field", "what"),
    [
        ('{labels: {"oxygen": drug}}', "labels", "'oxygen' is no figure that was read"),
        ('{labels: {"22.9%": 41% of them}}', "labels", "41%, which is not in the quotation"),
        ("{on: 400 people on oxygen}", "on", "400, which is not in the quotation"),
        ("{compared: [the drug, 12 mg of it]}", "compared", "12, which is not in the quotation"),
        ("{direction: {deaths in 9.9%: down}}", "direction", "9.9%, which is not in the quotation"),
    ],
)
def test_a_value_that_is_not_in_the_quotation_is_an_error_that_names_the_field(project, cli, facts, field, what):
    write(project, f"            facts: {facts}\n")
    problems = json.loads(cli("check", "--json").out)["problems"]
    (problem,) = [one for one in problems if one["rule"] == "file"]
    assert f"facts.{field}: " in problem["message"]
    assert what in problem["message"]


def test_a_figure_that_is_not_in_the_quotation_is_an_error_with_its_line(project, cli):
    write(project, '            facts: {labels: {"2.9%": dexamethasone}}\n')
    problems = json.loads(cli("check", "--json").out)["problems"]
    (problem,) = [one for one in problems if one["rule"] == "file"]
    assert problem["level"] == "E"
    assert "'2.9%' is not in the quotation" in problem["message"]
    assert problem["place"].endswith(":16")


def test_posts_without_a_quotation_say_so(project, cli):
    write(project)
    assert "rest on no quotation" in cli("facts", "p/authors").out


def test_an_unknown_id_is_an_error(project, cli):
    write(project)
    done = cli("facts", "p/g")
    assert done.code == 1
    assert "did you mean p/f?" in done.err
