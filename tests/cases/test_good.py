"""What people write rightly, however odd it looks: `check` says nothing of it, and the post has it as it was written."""

import json

import pytest

BASE = """\
schedule:
  timezone: UTC
  slots: ["0 9 * * 1"]
papers:
  - id: p
    title: Naps and memory in mice and in people
    authors:
      - name: Doe J
        affiliation: Institute of Sleep, Example University
        institution: Example University
    journal: Journal of Naps
    year: 2022
    study: {kind: review, peer_reviewed: true, on: [animals, people]}
    abstract: >-
      Naps are short. In 20 mice, a nap was followed by longer memory. Studies in people did not reproduce this.
    findings:
      - id: f
        text: In mice, a nap was followed by longer memory. Studies in people did not reproduce this.
        evidence:
          - quote: "In 20 mice, a nap was followed by longer memory."
            on: [animals]
          - quote: "Studies in people did not reproduce this."
            on: [people]
    retraction_check: {by: Jane Doe, on: 2026-11-20, where: the journal's page}
"""
TITLE = "title: Naps and memory in mice and in people"
TEXT = "text: In mice, a nap was followed by longer memory."
ABSTRACT = "In 20 mice, a nap was followed by longer memory."
AUTHOR = "name: Doe J"
DOI = "    year: 2022"


def with_both(old: str, new: str) -> list[tuple[str, str]]:
    """The abstract and its quotation say the new words."""
    return [(old, new), (old, new)]


def titled(title: str) -> list[tuple[str, str]]:
    return [(TITLE, f"title: {title}")]


def told(more: str) -> list[tuple[str, str]]:
    """The post says more, in quotes."""
    rest = " Studies in people did not reproduce this.\n"
    return [(f"{TEXT}{rest}", f'text: "In mice, a nap was followed by longer memory.{rest.rstrip()}{more}"\n')]


CHANGES = {
    "nothing at all": [],
    "inequalities in the title": titled('"Naps of <0.5 h and >2 h in mice & people (p < 0.05)"'),
    "an ampersand": titled("R&D on naps at AT&T in mice and people"),
    "a colon, in quotes": titled('"Naps: memory in mice and in people"'),
    "a hash within a word": titled("Naps and C#5 in mice and in people"),
    "a hash in quotes": titled('"Interleukin #6 in mice and in people # of note"'),
    "a number after a hash in a word": titled("Naps#6 in mice and in people"),
    "a comment in a line of its own": [(TITLE, f"# The title as printed # twice\n    {TITLE}")],
    "a comment behind quotes": titled('"Naps and memory in mice and in people"  # as printed'),
    "a comment behind a number": [("year: 2022", "year: 2022  # of the issue")],
    "a comment behind an id": [("id: f", "id: f  # never change it")],
    "a comment behind a key": [("    findings:", "    findings:  # two quotations")],
    "a comment behind a list": [("on: [people]\n    retr", "on: [people]  # seen\n    retr")],
    "a comment behind a block sign": [("abstract: >-", "abstract: >-  # copied")],
    "Greek letters as science writes them": [*with_both(ABSTRACT, "In 20 mice, a nap raised TNFα and NFκB by 5 μm."), (TEXT, "text: In mice, a nap raised TNFα (a protein) and NFκB (another) by 5 µm.")],
    "signs of chemistry": [*with_both(ABSTRACT, "In 20 mice, CO₂ and Ca²⁺ fell after a nap."), (TEXT, "text: In mice, CO₂ and Ca²⁺ fell after a nap.")],
    "a power of ten": [*with_both(ABSTRACT, "In 20 mice, 10⁸ cells were counted after a nap."), (TEXT, "text: In mice, 10⁸ cells were counted after a nap.")],
    "a thin space in a number": [*with_both(ABSTRACT, "In 1\u2009200 mice, a nap was followed by longer memory."), (TEXT, "text: In 1200 mice, a nap was followed by longer memory.")],
    "a comma in a number": [*with_both(ABSTRACT, "In 1,200 mice, a nap was followed by longer memory."), (TEXT, "text: In 1200 mice, a nap was followed by longer memory.")],
    "a space that does not break": [(TEXT, "text: In mice, a\u00a0nap was followed by longer memory.")],
    "curly quotation marks": [(f"short. {ABSTRACT}", "short. In 20 mice, a ‘nap’ was followed by longer memory."), (f'quote: "{ABSTRACT}"', 'quote: "In 20 mice, a \'nap\' was followed by longer memory."')],
    "dashes": [*with_both(ABSTRACT, "In 18–20 mice, a nap was followed by longer memory."), (TEXT, "text: In 18-20 mice, a nap was followed by longer memory.")],
    "a soft hyphen in the abstract alone": [(f"short. {ABSTRACT}", "short. In 20 mice, a nap was fol\u00adlowed by longer memory.")],
    "a ligature in the abstract alone": [(f"short. {ABSTRACT}", "short. In 20 mice, a nap was followed by ﬁfty."), (ABSTRACT, "In 20 mice, a nap was followed by fifty."), (TEXT, "text: In mice, a nap was followed by fifty.")],
    "letters and accents apart": [*with_both(ABSTRACT, "In 20 mice, a cafe\u0301 nap was followed by longer memory."), (TEXT, "text: In mice, a café nap was followed by longer memory.")],
    "two emoji, one of Unicode 16": told(" 🐭\U0001fae9"),
    "a family of four": told(" 👨\u200d👩\u200d👧\u200d👦"),
    "a flag of tags": told(" 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"),
    "a heart with its selector": told(" ❤\ufe0f"),
    "hashtags at the end": told("\\n\\n#Memory #Sleep"),
    "a hashtag with a digit": told("\\n\\n#Sleep2022"),
    "an address of its own": told("\\n\\nhttps://example.org/naps?a=1&b=2#c"),
    "an ellipsis": told(" And so on..."),
    "initials and abbreviations": told(" (J. R. Doe et al., vs. others, e.g. here.)"),
    "a DOI as an address": [(DOI, f"{DOI}\n    doi: https://doi.org/10.5555/NAPS.2022.7")],
    "a DOI with a label": [(DOI, f"{DOI}\n    doi: doi:10.5555/naps.2022.7")],
    "a DOI with brackets": [(DOI, f"{DOI}\n    doi: 10.1016/S0140-6736(22)00001-X")],
    "pages, issue and supplement": [(DOI, f"{DOI}\n    issue: 3 Suppl 1\n    pages: S12–S20")],
    "a page that is an article number": [(DOI, f"{DOI}\n    pages: e1000097")],
    "a name with an apostrophe": [(AUTHOR, "name: O'Brien-d’Arcy K")],
    "a name with a particle": [(AUTHOR, "name: van der Berg J")],
    "a name in another script": [(AUTHOR, "name: دکتر رضایی")],
    "Jr": [(AUTHOR, "name: Doe J Jr")],
    "an institution with another apostrophe": [("affiliation: Institute of Sleep, Example University", "affiliation: King’s College, London"), ("institution: Example University", "institution: King's College")],
    "an address of the paper": [(DOI, f"{DOI}\n    url: https://example.org/naps/2022.7")],
    "Chinese in the title": titled("小鼠和人的午睡与记忆"),
    "half a dozen accents": titled("Größe, naïveté, œuvre, Šmid, Ångström, ñandú in mice and people"),
    "a block": [(f"{TEXT} Studies in people did not reproduce this.", "text: |\n          In mice, a nap was followed by longer memory.\n\n          Studies in people did not reproduce this.")],
    "the mark of a document": [("schedule:\n  timezone", "---\nschedule:\n  timezone")],
    "the version of YAML": [("schedule:\n  timezone", "%YAML 1.2\n---\nschedule:\n  timezone")],
    "spaces at line ends": [(f"{TITLE}\n", f"{TITLE}   \n")],
}  # fmt: skip
FORMS = {
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "no line end at the end": lambda text: text.rstrip("\n").encode(),
    "empty lines between": lambda text: text.replace("\n    findings", "\n\n\n    findings").encode(),
}


def written(changes):
    text = BASE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def problems(cli):
    ended = cli("check", "--json")
    assert ended.code == 0, ended.out
    # That nobody asked Crossref yet is told of each paper with a DOI, and is no fault.
    return [one["message"] for one in json.loads(ended.out)["problems"] if one["rule"] != "retracted"]


@pytest.mark.parametrize("name", CHANGES)
def test_it_gets_no_remark(project, cli, name):
    text = written(CHANGES[name])
    if "retraction_check" in text and "doi:" in text:
        text = text.replace("    retraction_check: {by: Jane Doe, on: 2026-11-20, where: the journal's page}\n", "")
    (project / "posts.yaml").write_text(text, "utf-8")
    assert problems(cli) == []


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_file_that_editors_write_is_read_as_it_is(project, cli, name):
    (project / "posts.yaml").write_text(BASE, "utf-8")
    texts = [post["text"] for post in json.loads(cli("preview", "--json").out)["posts"]]
    (project / "posts.yaml").write_bytes(FORMS[name](BASE))
    assert problems(cli) == []
    assert [post["text"] for post in json.loads(cli("preview", "--json").out)["posts"]] == texts


PERSIAN = {
    "half-spaces": "در موش\u200cها، چرت با حافظه\u200cی بلندتر همراه بود.",
    "isolates": "در موش\u200cها \u2067Naps\u2069 با حافظه همراه بود.",
    "a mark at a Latin word": "در موش\u200cها Naps\u200f با حافظه همراه بود.",
    "a half-space behind a Latin word": "در موش\u200cها Naps\u200cها با حافظه همراه بود.",
    "Persian digits": "در ۲۰ موش، چرت با حافظه همراه بود.",
    "the year in two calendars": "در موش\u200cها، سال ۱۴۰۱ (۲۰۲۲)",
}


@pytest.mark.parametrize("name", PERSIAN)
def test_persian_keeps_its_spelling_and_is_only_told_to_be_unread(project, cli, name):
    text = written(
        [(f"{TEXT} Studies in people did not reproduce this.", f'lang: fa\n        text: "{PERSIAN[name]}"')]
    )
    (project / "posts.yaml").write_text(text, "utf-8")
    found = json.loads(cli("check", "--json").out)["problems"]
    assert [one["rule"] for one in found] == ["language-unchecked"]
    assert PERSIAN[name] in json.loads(cli("preview", "p/f", "--json").out)["posts"][0]["text"]
