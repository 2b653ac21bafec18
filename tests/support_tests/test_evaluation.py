"""What `make eval` counts, and how: on posts and records of our own."""

from pathlib import Path

import pytest

from evaluation import convert, mutations, pubmed, sets, table
from evaluation.__main__ import main
from evaluation.labelled import Label, Labelled, labelled, rendered
from evaluation.table import share, verdict, wilson
from scicomm_bot.content.yaml_write import dump_yaml
from scicomm_bot.domain.paper import Content, Finding, Paper
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.fidelity import check_posts

ABSTRACT = "Tea was given to 40 mice. It did not change their weight."
TITLE = "Tea and the weight of mice"
RECORD = f"""
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">101</PMID><Article>
<Journal><JournalIssue><PubDate><MedlineDate>2003 Nov-Dec</MedlineDate></PubDate></JournalIssue>
<Title>Journal of Made-up
  Examples</Title></Journal>
<ArticleTitle>{TITLE}</ArticleTitle>
<Abstract><AbstractText Label="METHODS">Tea was <i>given</i> to
   40 mice.</AbstractText><AbstractText>It did not change their weight.</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><Initials>J</Initials></Author></AuthorList>
</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>
"""
STUDY = {"kind": "animal study", "peer_reviewed": True, "on": ["animals"]}
SECRET = "Forty mice drank tea, and none of them grew heavier."


def _place(words: str) -> dict[str, object]:
    at = ABSTRACT.index(words)
    return {"in": "abstract", "from": at, "to": at + len(words), "on": ["animals"]}


POSTS = [
    {"pmid": 101, "study": STUDY, "text": SECRET, "kind": "faithful", "quotes": [_place(ABSTRACT)]},
    {
        "pmid": 101,
        "study": STUDY,
        "text": "In 57 mice, tea did not change their weight.",
        "kind": "number-unsourced",
        "fault": "57 is not in the paper",
        "quotes": [_place("It did not change their weight."), {"in": "title", "from": 0, "to": 3, "on": ["unstated"]}],
    },
]


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of records with one paper, which is read in the place of PubMed's."""
    folder = tmp_path / "pubmed"
    folder.mkdir()
    (folder / "sample.xml").write_text(RECORD, encoding="utf-8")
    monkeypatch.setattr(pubmed, "RECORDS", folder)
    for cached in (pubmed.records, sets.abstracts):
        cached.cache_clear()
    yield folder
    for cached in (pubmed.records, sets.abstracts):
        cached.cache_clear()


def _file(tmp_path: Path, posts: object) -> Path:
    file = tmp_path / "posts.yaml"
    file.write_text(dump_yaml(posts), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_newcombes_table(count: int, n: int, low: float, high: float):
    assert wilson(count, n) == pytest.approx((low, high), abs=6e-5)


def test_an_interval_stays_within_nought_and_one_and_mirrors():
    assert wilson(0, 0) == (0, 1)
    assert wilson(10, 10) == pytest.approx((0.7225, 1), abs=6e-5)
    low, high = wilson(3, 10)
    assert wilson(7, 10) == pytest.approx((1 - high, 1 - low))
    assert share(22, 95) == "22 of 95, 23% (16-33)"
    assert share(0, 0) == "0 of 0"


def test_a_level_is_claimed_from_thirty_alarms_on():
    assert verdict("Q", 1, 100, 28) == "too few to tell"
    assert verdict("Q", 2, 100, 28) == "Q"
    assert verdict("Q", 3, 100, 28) == "W"
    assert verdict("Q", 31, 9_000, 30) == "W"
    assert verdict("W", 3, 100, 28) == "-"


def _paper(*texts: str) -> Paper:
    findings = [
        Finding.model_validate({"id": f"p{number}", "text": text, "evidence": [{"quote": "Tea.", "on": ["unstated"]}]})
        for number, text in enumerate(texts, 1)
    ]
    return Paper.model_validate(
        {
            "id": "tea",
            "title": "Tea",
            "abstract": "Tea.",
            "journal": "Journal",
            "year": 2020,
            "authors": [{"name": "Doe J"}],
            "study": {"kind": "other", "peer_reviewed": True, "on": ["people"]},
            "findings": findings,
        }
    )


def _one(kind: str, *levels: str, rule: str = "hype", pointed_at: bool = False) -> Labelled:
    paper = _paper("Tea.")
    remarks = tuple(Remark(rule, Level(level), "found") for level in levels)
    post = Post("tea/p1", "tea", "finding", "Tea.", 4, 0, "here", remarks)
    return Labelled("tea/p1", Label(kind), paper, paper.findings[0], post, pointed_at)


def _cells(*posts: Labelled) -> dict[str, str]:
    rows = [row.strip("| ").split(" | ") for row in table.summary({"tea": posts})][2:]
    return {name: cell.partition(",")[0] for name, cell in rows}


def test_a_post_counts_by_the_gravest_of_its_remarks():
    cells = _cells(_one("faithful", "E", "Q", "W"), _one("faithful", "W", "Q"), _one("faithful", "I", "W"))
    assert cells["faithful: stopped (E)"] == "1 of 3"
    assert cells["faithful: asked (Q, no E)"] == "1 of 3"
    assert cells["faithful: stopped or asked"] == "2 of 3"
    assert cells["faithful: noted alone (W)"] == "1 of 3"
    assert cells["of what is held, faulty"] == "0 of 2"


def test_a_kind_without_a_rule_is_told_by_its_name():
    cells = _cells(
        _one("hype", "Q"), _one("bad", "W"), _one("nr-swapped-numbers", "Q"), _one("nr-dose", pointed_at=True)
    )
    assert cells["fault with a rule: held (E or Q)"] == "1 of 1"
    assert cells["fault without a rule: held"] == "1 of 3"
    assert cells["of these, a figure by the wrong label"] == "1 of 1"
    assert cells["faulty, not held: pointed at"] == "1 of 2"


def test_remarks_on_similar_posts_labels_and_retractions_do_not_count():
    aside = ("near-duplicate", "duplicate", "retracted", "labels", "language-unchecked")
    assert all(not _one("faithful", "E", "Q", rule=rule).held for rule in aside)


def test_a_rule_counts_once_to_a_post():
    rows = list(table.rules([_one("faithful", "Q", "Q"), _one("bad", "Q"), _one("bad")]))
    assert rows[2].startswith("| `hype` | Q | 1 of 1, 100% (21-100) | 1 of 2, ")


def test_a_hint_is_counted_where_one_is_shown():
    content = Content(papers=(_paper("Tea helps 12% of men and 40% of women.", "Tea is warm."),))
    checked = check_posts(rendered(content), content)
    found = labelled(content, checked, {"tea/p1": Label("bad"), "tea/p2": Label("bad")}.get)
    assert [one.pointed_at for one in found] == [True, False]


def test_a_quotation_is_read_from_its_place_in_the_record(records: Path, tmp_path: Path):
    content, labels = pubmed.read_posts(_file(tmp_path, POSTS))
    (paper,) = content.papers
    assert (paper.title, paper.abstract, paper.journal, paper.year) == (
        TITLE,
        ABSTRACT,
        "Journal of Made-up Examples",
        2003,
    )
    first, second = paper.findings
    assert [one.quote for one in first.evidence] == [ABSTRACT]
    assert [one.quote for one in second.evidence] == ["It did not change their weight.", "Tea"]
    assert [one.kind for one in labels.values()] == ["faithful", "number-unsourced"]


def test_a_study_may_be_its_kind_alone(records: Path, tmp_path: Path):
    content, _ = pubmed.read_posts(_file(tmp_path, {"posts": [{**one, "study": "animal study"} for one in POSTS]}))
    assert content.papers[0].study.on == ("animals",)


def test_posts_on_abstracts_are_checked_as_all_others(records: Path, tmp_path: Path):
    faithful, faulty = sets.abstracts(_file(tmp_path, POSTS))
    assert not faithful.held
    assert {one.rule for one in faulty.remarks} >= {"number-unsourced"}
    assert table.quotations_cut([faithful, faulty]) == (0, 3)


def test_the_sealed_set_tells_totals_and_no_post(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    monkeypatch.setattr(sets, "SEALED", _file(tmp_path, POSTS))
    assert main(["--sealed"]) == 0
    printed = capsys.readouterr().out
    assert "| `number-unsourced` | 1 | 0 | 1 | 0 | 0 |" in printed
    assert "| fault with a rule: held (E or Q) | 1 of 1," in printed
    assert not any(word in printed for word in ("pmid-", "101", "n001", "mice", "Forty"))


def test_a_sealed_set_that_cannot_be_read_shows_none_of_it(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    monkeypatch.setattr(sets, "SEALED", _file(tmp_path, [{**POSTS[0], "study": {"kind": SECRET, "on": ["animals"]}}]))
    assert main(["--sealed"]) == 1
    out, err = capsys.readouterr()
    assert "cannot be read: ValidationError at " in out
    assert "mice" not in out + err


def test_a_set_without_its_records_is_left_out_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(pubmed, "RECORDS", tmp_path)
    monkeypatch.setattr(sets, "UNSEEN", tmp_path / "none")
    reasons = {one.name: one.missing for one in sets.all_sets()}
    assert "no records of PubMed in" in str(reasons["practice-a1"])
    assert "no folder" in str(reasons["unseen-1"])
    assert reasons["gold"] is None
    assert main(["--show", "practice-a1"]) == 0
    assert "no records of PubMed in" in capsys.readouterr().out


def test_a_set_that_nobody_has_is_refused_with_the_names_that_there_are(capsys):
    assert main(["--show", "sealed"]) == 2
    assert "no set 'sealed'; there are: gold, unseen-1, practice-a1" in capsys.readouterr().err


def test_a_folder_on_abstracts_is_converted_without_their_texts(records: Path, tmp_path: Path, capsys):
    source, target = tmp_path / "from", tmp_path / "practice"
    source.mkdir()
    evidence = [{"quote": "It did not\nchange their weight.", "on": ["animals"]}]
    lost = [{"quote": "Tea made them heavy.", "on": ["animals"]}]
    findings = [{"id": "p01", "text": SECRET, "evidence": evidence}, {"id": "p02", "text": SECRET, "evidence": lost}]
    (source / "one.yaml").write_text(
        dump_yaml({"papers": [{"id": "pmid-101", "study": STUDY, "findings": findings}]}), encoding="utf-8"
    )
    labels = {"pmid-101/p01": {"kind": "faithful"}, "pmid-101/p02": {"kind": "bad"}}
    (source / "labels.yaml").write_text(dump_yaml(labels), encoding="utf-8")
    assert convert.main([str(source), str(target)]) == 1
    assert "pmid-101/p02: 1 of 1 quotations are not in the record" in capsys.readouterr().out
    (one,) = sets.abstracts(target / "posts.yaml")
    assert (one.id, one.label.kind) == ("pmid-101/p01", "faithful")
    assert one.finding is not None
    assert one.finding.evidence[0].quote == "It did not change their weight."
    assert "change" not in (target / "posts.yaml").read_text(encoding="utf-8")


def test_a_folder_on_made_up_papers_is_kept_whole(tmp_path: Path):
    source, target = tmp_path / "from", tmp_path / "practice"
    source.mkdir()
    paper = _paper(SECRET).model_dump(mode="json", exclude_none=True, include={"id", "title", "abstract", "findings"})
    (source / "tea.yaml").write_text(dump_yaml({"papers": [paper]}), encoding="utf-8")
    (source / "labels.yaml").write_text(dump_yaml({"tea/p1": {"kind": "faithful"}}), encoding="utf-8")
    (source / "build.py").write_text("", encoding="utf-8")
    assert convert.main([str(source), str(target)]) == 0
    assert {one.name for one in target.iterdir()} == {"tea.yaml", "labels.yaml"}


MADE = {
    "figures-exchanged": ("14% in females, 9% in males", "9% in females, 14% in males"),
    "digit-changed": ("It was seen in 30 homes.", "It was seen in 60 homes."),
    "sign-flipped": ("The change was \u22121.2 points.", "The change was 1.2 points."),
    "species-dropped": ("In old mice, tea was harmless.", "Tea was harmless."),
    "may-will": ("Tea may help.", "Tea will help."),
    "denial-dropped": ("Tea didn't help.", "Tea did help."),
    "direction-flipped": ("The risk was lower with tea.", "The risk was higher with tea."),
    "population-dropped": ("Tea helped in women over 65.", "Tea helped."),
}


@pytest.mark.parametrize("mutation", mutations.MUTATIONS, ids=lambda one: one.name)
def test_a_mutation_does_what_it_says(mutation: mutations.Mutation):
    before, after = MADE[mutation.name]
    assert list(mutation.make(before)) == [after]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("figures-exchanged", "In 2019, 12 of them"),
        ("figures-exchanged", "from 1.1 to 1.9"),
        ("figures-exchanged", "12% of 40 homes"),
        ("species-dropped", "In mice and in rats, the mouse gene"),
        ("denial-dropped", "Not only that"),
        ("direction-flipped", "There is more to tea."),
        ("population-dropped", "in 1 in 16 people"),
    ],
)
def test_a_mutation_leaves_what_would_be_no_fault(name: str, text: str):
    (mutation,) = (one for one in mutations.MUTATIONS if one.name == name)
    assert list(mutation.make(text)) == []


def _mutants(seed: int, *texts: str) -> list[mutations.Mutant]:
    content = Content(papers=(_paper(*texts),))
    labels = {f"tea/p{number}": Label("faithful") for number, _ in enumerate(texts, 1)}
    return list(mutations.mutants(list(labelled(content, check_posts(rendered(content), content), labels.get)), seed))


def test_the_same_seed_makes_the_same_mutants_whatever_posts_there_are_besides():
    many = "Tea helped 11, 22, 33, 44, 55, 66 and 77 of them."
    told = [one.post.text for one in _mutants(5, many)]
    assert told == [one.post.text for one in _mutants(5, many, "Tea may help.")][: len(told)]
    assert told != [one.post.text for one in _mutants(6, many)]
    assert len(told) == 2 * mutations.MOST


def test_a_mutant_is_newly_held_where_a_rule_says_more_than_before():
    (mutant,) = _mutants(5, "Tea was not studied as an exciting cure.")
    assert mutant.mutation.name == "denial-dropped"
    assert mutant.newly_held
    rows = "\n".join(mutations.summary([mutant]))
    assert "| `denial-dropped` |" in rows
    assert "| 1 | 0 | 1 | 1 of 1, 100% (21-100) |" in rows
