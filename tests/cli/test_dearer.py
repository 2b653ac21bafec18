"""An edit that turns a cheap post dear is told, with how much dearer."""

import json

import pytest

from support.yaml_samples import changed

ADDRESSES = {
    "a bare name": "Ask example.org",
    "a doi.org address": "See doi.org/10.1000/abc",
    "a whole address": "See https://example.org/a",
    "a space that is missing": "In mice it was longer.In people not",
    "an old DOI": "doi:10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
}


@pytest.fixture
def dearer(project, cli):
    """Write posts.yaml anew, and return what `check` says of dearer posts."""

    def check(text):
        (project / "posts.yaml").write_text(text)
        found = json.loads(cli("check", "--json").out)["problems"]
        return [one["message"] for one in found if one["rule"] == "dearer"]

    return check


@pytest.fixture
def approved(project, cli):
    (project / "posts.yaml").write_text(changed())
    assert cli("approve", "p/f", "--by", "Jane Doe").code == 0


@pytest.mark.usefixtures("approved")
class TestApproved:
    @pytest.mark.parametrize("text", ADDRESSES.values(), ids=ADDRESSES)
    def test_a_link_that_the_approved_text_did_not_have_is_told(self, dearer, text):
        (said,) = dearer(changed("text: A text.", f"text: 'A text. {text}.'"))
        assert "the text that Jane Doe approved had none; the post costs $0.200, $0.185 more" in said

    @pytest.mark.parametrize(
        "text", [changed(), changed("A text.", "Another text."), changed("A text.", "A text. doi:10.1000/abc"), changed("id: f", "id: g").replace("A text.", "example.org")]
    )  # fmt: skip
    def test_what_has_no_link_and_what_nobody_approved_is_silent(self, dearer, text):
        assert dearer(text) == []

    def test_one_that_was_renamed_is_told_all_the_same(self, dearer):
        text = changed("id: f", "id: g\n        was: [f]").replace("A text.", "A text. Ask example.org.")
        assert len(dearer(text)) == 1

    def test_a_link_everywhere_is_dearer_than_what_was_approved(self, dearer):
        (said,) = dearer(changed("    study:", "    url: https://example.org/p\n    link: all\n    study:"))
        assert "“https://example.org/p”" in said

    def test_when_it_is_approved_anew_nothing_is_told(self, dearer, cli):
        text = changed("A text.", "A text. Ask example.org.")
        assert dearer(text)
        assert cli("approve", "p/f", "--by", "Jane Doe").code == 0
        assert dearer(text) == []


def test_one_that_is_out_is_not_dearer(project, dearer, cli):
    (project / "posts.yaml").write_text(changed())
    assert cli("posted", "p/f", "--as", "1").code == 1  # there is no ledger
    assert dearer(changed("A text.", "A text. Ask example.org.")) == []


def test_link_all_without_an_address_or_a_doi_is_an_error_of_its_line(project, cli):
    (project / "posts.yaml").write_text(changed("    study:", "    link: all\n    study:"))
    (problem,) = [one for one in json.loads(cli("check", "--json").out)["problems"] if one["rule"] == "file"]
    assert problem["place"] == "posts.yaml:11"
    assert "'all' needs a `url` or a `doi`" in problem["message"]
