"""Real records, from a source's file to a paper's file: it is taken, and every quotation is found in it."""

import pytest

from scicomm_bot.domain.post import Post
from scicomm_bot.fidelity.reading import PaperReading, Reading
from scicomm_bot.fidelity.rules.evidence import evidence_missing
from scicomm_bot.records.findings import propose
from scicomm_bot.records.paper_file import new_id, paper_yaml, updated
from scicomm_bot.records.record import Record
from scicomm_bot.records.sources.pubmed import pubmed_xml
from support.record_files import shared
from support.written_papers import PATH, loaded, merged


@pytest.fixture(scope="module")
def records() -> list[Record]:
    read = pubmed_xml(shared("pubmed/sample-2019-a.xml"), "PubMed")
    return [one for one in read if isinstance(one, Record)]


def test_each_gives_a_file_that_is_taken_and_whose_quotations_are_found(records, tmp_path):
    assert len(records) == 88
    ids: list[str] = []
    quotations = 0
    for record in records:
        ids.append(new_id(record, ids))
        findings = propose(record)
        paper = loaded(paper_yaml(merged(record, origin="PubMed"), ids[-1], findings), tmp_path)
        assert len(paper.findings) == len(findings)
        source = PaperReading(paper)
        for finding in paper.findings:
            post = Post(finding.id, paper.id, "finding", finding.text, 1, 15_000, "posts.yaml:1")
            assert not list(evidence_missing.check(Reading(post, source, finding, first=False))), finding
            quotations += len(finding.evidence)
    assert len(set(ids)) == 88
    assert quotations > 300


def test_each_file_is_up_to_date_with_its_own_record(records):
    for record in records:
        made = merged(record, origin="PubMed")
        text = paper_yaml(made, "x", propose(record))
        assert updated(text, made, PATH).text == text
