"""A service whose papers are in files of their own: what is broken holds its own paper, and what changes is read alone."""

import logging

import pytest

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.service import Service
from scicomm_bot.settings import Settings
from support.fakes import FakeClock
from support.paper_files import paper, write_papers
from support.service_fakes import SLOT, said


@pytest.fixture(autouse=True)
def _logs(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    caplog.set_level(logging.INFO, "scicomm_bot")


@pytest.fixture
def papers(project):
    return write_papers(project, "a", "b")


@pytest.fixture
def clock():
    return FakeClock(SLOT.replace(hour=8))


@pytest.fixture
def desk(project, papers, clock):
    settings = Settings(posts=project / "posts.yaml", templates=project / "templates")
    with Desk(settings, clock, rehearse=True, access=Access.MAKE) as desk:
        yield desk


@pytest.fixture
def start(desk):
    def start():
        service = Service(desk, "host:1")
        service.begin()
        return service

    return start


def ids(caplog):
    return [fields["id"] for fields in said(caplog, "posted")]


def next_slot(clock, service, hours=24):
    clock.forward(hours=hours)
    service.tick()


BREAKS = {
    "no YAML": "id: [\n",
    "a wrong field": paper("a", "year: 2026", "year: soon"),
    "a wrong finding": paper("a", "id: sleep", "id: Sleep"),
    "a list": "papers:\n  - id: a\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS)
def test_a_file_that_is_broken_at_the_start_holds_its_own_paper(papers, start, clock, caplog, text):
    (papers / "a.yaml").write_text(text)
    service = start()
    next_slot(clock, service, 1)
    assert ids(caplog) == ["b/rest"]


@pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS)
def test_a_file_that_breaks_later_holds_its_own_paper_until_it_is_good_again(papers, start, clock, caplog, text):
    service = start()
    (papers / "a.yaml").write_text(text)
    next_slot(clock, service, 1)
    (papers / "a.yaml").write_text(paper("a"))
    next_slot(clock, service)
    next_slot(clock, service)
    assert ids(caplog) == ["b/rest", "b/sleep", "b/authors"]  # it keeps its turn, because it has begun
    assert len(said(caplog, "file broken")) == 1
    assert [fields["file"][-6:] for fields in said(caplog, "file good again")] == ["a.yaml"]


def test_a_broken_file_is_told_once_however_often_others_change(papers, start, caplog):
    service = start()
    (papers / "a.yaml").write_text("id: [\n")
    service.tick()
    for year in ("2024", "2025"):
        (papers / "b.yaml").write_text(paper("b", "year: 2026", f"year: {year}"))
        service.tick()
    (told,) = said(caplog, "file broken")
    assert "papers/a.yaml:1: not YAML" in told["error"]
    assert len(said(caplog, "change taken over")) == 3


def test_a_broken_file_that_is_deleted_is_told(papers, start, caplog):
    (papers / "a.yaml").write_text("id: [\n")
    service = start()
    (papers / "a.yaml").unlink()
    service.tick()
    assert len(said(caplog, "file gone")) == 1


def test_a_new_file_is_taken_over_and_does_not_break_into_a_series(papers, start, clock, caplog):
    (papers / "a.yaml").unlink()
    service = start()
    next_slot(clock, service, 1)
    (papers / "a.yaml").write_text(paper("a"))
    for _ in range(4):
        next_slot(clock, service)
    assert ids(caplog) == ["b/rest", "b/sleep", "b/authors", "b/source", "a/rest"]


def test_a_service_starts_in_a_fresh_folder_and_takes_the_first_paper(project, papers, start, clock, caplog):
    for path in papers.iterdir():
        path.unlink()
    service = start()
    service.tick()
    (papers / "a.yaml").write_text(paper("a"))
    next_slot(clock, service, 1)
    assert ids(caplog) == ["a/rest"]


def test_a_template_that_one_paper_names_and_that_is_missing_holds_that_paper_alone(papers, start, clock, caplog):
    (papers / "a.yaml").write_text(paper("a") + "templates: {finding: nowhere.txt.j2}\n")
    service = start()
    next_slot(clock, service, 1)
    assert ids(caplog) == ["a/authors"]


def test_posts_yaml_that_breaks_keeps_the_last_good_version(project, start, clock, caplog):
    service = start()
    (project / "posts.yaml").write_text("include: [")
    next_slot(clock, service, 1)
    assert ids(caplog) == ["a/rest"]
    assert len(said(caplog, "change not taken over")) == 1


def test_what_a_broken_file_needs_is_told_by_status(papers, desk, start):
    (papers / "a.yaml").write_text("id: [\n")
    from scicomm_bot.app.status import status_of

    start()
    assert [(need.code, need.when) for need in status_of(desk.survey()).needs if need.code == "file"] == [
        ("file", "later")
    ]


class TestJustBeforeItGoesOut:
    """What is about to be sent is read again, whatever a file's time and size say."""

    @pytest.fixture
    def blind(self, desk, monkeypatch):
        """A desk that never sees that a file has changed."""
        monkeypatch.setattr(desk, "fingerprint", lambda _edition: desk.news)
        real = desk.read_whole

        def read_whole():
            return real()[0], desk.news

        monkeypatch.setattr(desk, "read_whole", read_whole)
        return desk

    def out(self, desk):
        return [one.text for one in desk.made_ledger.publications() if one.state == "posted"]

    @pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS)
    def test_a_file_that_is_broken_by_then_holds_its_paper(self, blind, papers, start, clock, caplog, text):
        service = start()
        (papers / "a.yaml").write_text(text)
        next_slot(clock, service, 1)
        assert ids(caplog) == ["b/rest"]

    def test_the_text_that_the_file_has_by_then_goes_out(self, blind, papers, start, clock):
        service = start()
        text = paper("a").replace("Rest helped a in people.", "Rest helped a in adults.")
        (papers / "a.yaml").write_text(text)
        next_slot(clock, service, 1)
        (sent,) = self.out(blind)
        assert "Rest helped a in adults." in sent

    def test_a_text_with_an_error_by_then_does_not_go_out(self, blind, papers, start, clock, caplog):
        service = start()
        (papers / "a.yaml").write_text(paper("a", "text: Rest helped a in people.", f"text: {'x' * 300}"))
        next_slot(clock, service, 1)
        assert ids(caplog) == ["a/sleep"]

    def test_a_text_that_another_paper_has_by_then_does_not_go_out(self, blind, papers, start):
        service = start()
        (papers / "b.yaml").write_text(paper("a").replace("id: a", "id: b", 1))
        result = service._step(only="b/rest")
        assert "the same text as a/rest" in result.reason

    def test_a_file_that_is_gone_by_then_holds_its_paper(self, blind, papers, start, clock, caplog):
        service = start()
        (papers / "a.yaml").unlink()
        next_slot(clock, service, 1)
        assert ids(caplog) == ["b/rest"]

    def test_a_template_that_changed_by_then_is_used(self, blind, project, start, clock):
        service = start()
        (project / "templates/finding.txt.j2").write_text("Peer-reviewed review; human studies. {{ finding.text }}")
        next_slot(clock, service, 1)
        assert self.out(blind) == ["Peer-reviewed review; human studies. Rest helped a in people."]

    def test_posts_yaml_that_changed_by_then_is_used_for_its_own_papers(self, blind, project, start, clock):
        from support.yaml_samples import GOOD

        (project / "posts.yaml").write_text(GOOD.replace("0 9 * * 1", "0 9 * * *"))
        service = start()
        (project / "posts.yaml").write_text(GOOD.replace("0 9 * * 1", "0 9 * * *").replace("A text.", "Text of it."))
        next_slot(clock, service, 1)
        (sent,) = self.out(blind)
        assert "Text of it." in sent

    def test_what_was_found_is_taken_over_at_the_next_tick(self, blind, papers, start, clock, caplog):
        service = start()
        (papers / "a.yaml").write_text("id: [\n")
        next_slot(clock, service, 1)
        service.tick()
        assert len(said(caplog, "file broken")) == 1


def test_a_broken_template_keeps_the_last_good_version_of_every_post(project, start, clock, caplog):
    service = start()
    (project / "templates/finding.txt.j2").write_text("{% if %}")
    next_slot(clock, service, 1)
    assert len(said(caplog, "change not taken over")) == 1
    assert ids(caplog) == ["a/rest"]


def test_what_holds_a_post_is_told_once_while_other_files_change(papers, start, caplog):
    (papers / "a.yaml").write_text(paper("a", "text: Rest helped a in people.", f"text: {'x' * 300}"))
    service = start()
    for year in ("2024", "2025"):
        (papers / "b.yaml").write_text(paper("b", "year: 2026", f"year: {year}"))
        service.tick()
    told = [(fields["id"], fields["rule"]) for fields in said(caplog, "held")]
    assert told.count(("a/rest", "length")) == 1
