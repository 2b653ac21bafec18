"""`add` makes papers' files, of what registries and files have, and never over what is there."""

import io
import json
import sys
import time
from pathlib import Path

import pytest
import yaml

from scicomm_bot.ledger.sqlite import open_sqlite
from support.crossref_standin import Given, update
from support.registries_standin import (
    ARXIV,
    DOI,
    PMID,
    SENTENCES,
    TITLE,
    LoopbackRegistries,
    arxiv_feed,
    crossref_work,
    pubmed_article,
    pubmed_set,
)
from support.samples import NOW

FILE = Path("papers/doe-2023.yaml")
NAP = """TY  - JOUR
AU  - Doe, Jane
AU  - Roe, Rita
TI  - Naps in forty mice
JO  - Journal of Made-up Naps
PY  - 2020
AB  - We watched forty mice. Mice that napped ran further.
DO  - 10.5555/forty
ER  -
"""


def ris(number=1, **fields):
    """A record; a field that is None is left out."""
    tags = {"TY": "JOUR", "AU": f"Doe{chr(97 + number % 26)}, Jane", "TI": f"Naps in {number} mice of the north", "JO": "Journal of Made-up Naps", "PY": "2020", "DO": f"10.5555/nap.{number}"}  # fmt: skip
    lines = [f"{tag}  - {value}" for tag, value in (tags | fields).items() if value is not None]
    return "\n".join([*lines, "ER  - ", ""])


@pytest.fixture
def registries(monkeypatch):
    with LoopbackRegistries() as server:
        for name in ("CROSSREF", "PUBMED", "ARXIV"):
            monkeypatch.setenv(f"SCICOMM_{name}_URL", server.url)
        yield server


@pytest.fixture
def nobody(monkeypatch):
    """Registries that cannot be reached: who asks them all the same is told so."""
    for name in ("CROSSREF", "PUBMED", "ARXIV"):
        monkeypatch.setenv(f"SCICOMM_{name}_URL", "http://127.0.0.1:1")


@pytest.fixture
def add(project, cli):
    """Run `add` in a folder whose posts.yaml includes papers' files."""
    posts = project / "posts.yaml"
    if "include:" not in posts.read_text():
        posts.write_text(f"include: papers/*.yaml\n{posts.read_text()}")
    return lambda *words: cli("add", *map(str, words))


@pytest.fixture
def supervised(add, monkeypatch):
    """Papers are looked up, as they are by default."""
    monkeypatch.setenv("SCICOMM_RETRACTION_CHECK", "true")


def paper(path=FILE):
    return yaml.safe_load(path.read_text())


def written():
    return sorted(path.name for path in Path("papers").glob("*")) if Path("papers").exists() else []


def data(ended):
    return json.loads(ended.out)["added"]


# Asking


def test_a_doi_becomes_a_papers_file_of_drafts(add, registries):
    registries.paper()
    ended = add(f"https://doi.org/{DOI}")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("doe-2023: papers/doe-2023.yaml, 4 findings, 2 fields to fill in\n")
    made = paper()
    assert (made["title"], made["journal"], made["year"], made["doi"]) == (TITLE, "Journal of Made-up Naps", 2023, DOI)
    assert [one["affiliation"] for one in made["authors"]] == [
        "Nap Laboratory, University of Basel, Switzerland",
        "Bed Institute, Delft, Netherlands",
    ]
    assert all(one["draft"] for one in made["findings"])
    assert all(sentence in made["abstract"] for sentence in SENTENCES)


def test_what_is_to_be_filled_in_is_told_with_its_lines_and_the_next_command(add, registries):
    registries.paper()
    told = " ".join(add(DOI).out.split())
    line = next(number for number, text in enumerate(FILE.read_text().splitlines(), 1) if text.startswith("# - study"))
    assert f"{FILE}:{line}: study: " in told
    assert told.endswith(f"Next: open {FILE}, fill in what is missing, write the findings; then `scicomm-bot check`.")


def test_the_posts_of_the_new_paper_are_shown_and_those_of_no_other(add, registries):
    registries.paper()
    out = add(DOI).out
    assert "doe-2023/authors" in out
    assert SENTENCES[2] in out
    assert "gcsf-als/" not in out


def test_check_takes_the_new_file(add, registries, cli):
    registries.paper()
    add(DOI)
    assert cli("check").code == 0


@pytest.mark.parametrize("source", [f"PMID: {PMID}", f"https://pubmed.ncbi.nlm.nih.gov/{PMID}/"])
def test_a_pmid_becomes_a_papers_file(add, registries, source):
    registries.paper()
    assert add(source).code == 0
    assert paper()["doi"] == DOI


def test_an_arxiv_id_becomes_a_papers_file(add, registries):
    registries.arxiv[ARXIV] = arxiv_feed()
    assert add(f"https://arxiv.org/abs/{ARXIV}v2").code == 0
    assert paper(Path("papers") / written()[0])["title"] == "Sleep as a walk: a model of napping"


def test_a_retracted_paper_is_written_and_told_first(add, registries):
    registries.paper().crossref[DOI] = crossref_work(**{"updated-by": [update()]})
    ended = add(DOI)
    assert ended.code == 0
    assert ended.out.startswith("doe-2023: RETRACTED. Its posts are held.\n")
    assert f"warning: doi:{DOI} was retracted (3 May 2026" in ended.err
    assert FILE.read_text().count("RETRACTED") == 1


def test_the_notice_of_a_retraction_is_written_and_told_to_be_no_paper(add, registries):
    notice = crossref_work(title="Retraction Note: Short naps in mice", **{"update-to": [update(doi="10.5555/other")]})
    registries.crossref[DOI] = notice
    ended = add(DOI)
    assert ended.code == 0
    assert "NO PAPER, BUT THE NOTICE OF A RETRACTION. Its posts are held." in ended.out
    assert "is no paper, but a notice about doi:10.5555/other" in ended.err


def test_the_posts_of_a_retracted_paper_are_shown_as_held_for_it_where_there_is_no_ledger(add, supervised, registries):
    registries.paper().crossref[DOI] = crossref_work(**{"updated-by": [update()]})
    told = " ".join(add(DOI).out.split())
    assert "the paper was retracted (3 May 2026" in told
    assert "held: retracted" in told
    assert "nobody has looked" not in told


def test_what_crossref_says_against_a_paper_is_kept_in_the_ledger(add, supervised, registries, cli):
    open_sqlite(Path("state.db"), create=True, now=NOW).close()
    registries.paper().crossref[DOI] = crossref_work(**{"updated-by": [update()]})
    add(DOI)
    del registries.crossref[DOI]
    assert "the paper was retracted (3 May 2026" in " ".join(cli("preview", "doe-2023").out.split())


def test_of_a_paper_that_stands_it_is_not_said_that_nobody_has_looked(add, supervised, registries):
    registries.paper()
    assert "nobody has looked" not in " ".join(add(DOI).out.split())


@pytest.mark.parametrize(
    ("source", "given", "why"),
    [
        ("10.5555/nobody", None, "Crossref does not know doi:10.5555/nobody"),
        (DOI, Given(b"", 500), "Crossref cannot be asked: it answered 500"),
        (DOI, Given(b"", 429), "Crossref cannot be asked: it answered 429 and asks to wait"),
        (DOI, crossref_work("10.5555/another"), "its answer is about doi:10.5555/another; it is not used"),
        ("PMID:5", None, "PMID 5: PubMed does not know 5; check the number"),
    ],
)
def test_nothing_is_written_where_nobody_knows_the_paper(add, registries, source, given, why):
    registries.crossref[DOI] = given or Given(status=404)
    ended = add(source)
    assert (ended.code, ended.out, written()) == (1, "", [])
    assert ended.err.startswith("scicomm-bot: error: ")
    assert why in ended.err


def test_crossref_that_is_down_is_told_and_the_rest_is_written(add, registries):
    registries.paper().crossref[DOI] = Given(b"", 503)
    ended = add(DOI)
    assert ended.code == 0
    assert "Crossref cannot be asked: it answered 503" in ended.out
    assert paper()["title"] == TITLE


def test_what_sources_disagree_on_is_told_and_stands_in_the_file(add, registries):
    registries.paper().crossref[DOI] = crossref_work(issue="4")
    told = " ".join(add(DOI).out.split())
    assert "issue: taken from Crossref; PubMed has '3'" in told
    assert "PubMed has \u201c3\u201d" in FILE.read_text()


def test_registries_on_other_hosts_are_asked_with_encryption_alone(add, monkeypatch):
    monkeypatch.setenv("SCICOMM_PUBMED_URL", "http://pubmed.example")
    ended = add(DOI)
    assert ended.code == 1
    assert "SCICOMM_PUBMED_URL is http://pubmed.example: anybody on the way could change what it answers" in ended.err


def test_a_ledger_that_cannot_be_used_keeps_no_paper_from_being_added(add, registries):
    Path("state.db").write_text("no ledger")
    registries.paper()
    ended = add(DOI)
    assert (ended.code, written()) == (0, ["doe-2023.yaml"])
    assert "the posts cannot be shown: state.db" in ended.err


# Files


def test_a_file_is_read_without_asking_anybody(add, nobody):
    Path("nap.ris").write_text(NAP)
    ended = add("nap.ris")
    assert (ended.code, ended.err, written()) == (0, "", ["doe-2020.yaml"])
    assert "cannot be asked" not in ended.out


def test_online_asks_for_what_a_file_lacks_and_for_retractions(add, registries):
    Path("nap.ris").write_text(
        NAP.replace("10.5555/forty", DOI).replace("Naps in forty mice", TITLE).replace("2020", "2023")
    )
    registries.paper().crossref[DOI] = crossref_work(**{"updated-by": [update()]})
    ended = add("nap.ris", "--online")
    assert "doe-2023: RETRACTED." in ended.out
    assert paper()["authors"][0]["affiliation"].startswith("Nap Laboratory")


def test_online_says_where_a_record_has_nothing_to_ask_by(add, nobody):
    Path("nap.ris").write_text(NAP.replace("DO  - 10.5555/forty\n", "").replace("PY  - 2020\n", ""))
    assert "so nobody was asked about it" in " ".join(add("nap.ris", "--online").out.split())


def test_of_many_records_it_is_told_how_many_could_not_be_asked_about(add, nobody):
    Path("many.ris").write_text("".join(map(ris, range(1, 6))))
    told = " ".join(add("many.ris", "--online").out.split())
    assert (
        "Registries: 5 records, such as 1/5 doeb-2020: Crossref cannot be asked: no answer (ConnectionError);" in told
    )


def test_several_records_are_asked_about_at_the_pace_of_each_registry(add, registries):
    Path("two.ris").write_text(ris(1) + ris(2))
    for number in (1, 2):
        title = f"Naps in {number} mice of the north"
        registries.crossref[f"10.5555/nap.{number}"] = crossref_work(f"10.5555/nap.{number}", title)
    add("two.ris", "--online")
    times = [at for at, path, _ in registries.requests if path.startswith("/entrez/")]
    assert len(times) == 2
    assert times[1] - times[0] > 0.3


def test_standard_input_is_read(add, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NAP.encode())))
    assert (add("-").code, written()) == (0, ["doe-2020.yaml"])


def test_a_terminal_without_a_pipe_is_told_what_to_do(add, monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", terminal)
    ended = add("-")
    assert ended.code == 1
    assert "write `scicomm-bot add - < refs.ris`" in ended.err


def test_a_file_of_500_records_has_a_line_for_each_and_no_posts(add):
    Path("many.ris").write_text("".join(map(ris, range(1, 501))))
    began = time.monotonic()
    ended = add("many.ris")
    assert time.monotonic() - began < 20
    lines = ended.out.splitlines()
    assert (ended.code, len(written())) == (0, 500)
    assert lines[2].startswith("3/500 doed-2020: papers/doed-2020.yaml, 0 findings, ")
    assert "500 records: 500 written." in lines
    assert "/authors" not in ended.out


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("3", ["doed-2020"]),
        ("10.5555/NAP.3", ["doed-2020"]),
        ("https://doi.org/10.5555/nap.3", ["doed-2020"]),
        ("north 2 naps", ["doec-2020"]),
    ],
)
def test_only_takes_records_by_doi_number_and_words_of_the_title(add, pattern, ids):
    Path("many.ris").write_text("".join(map(ris, range(1, 6))))
    assert add("many.ris", "--only", pattern).code == 0
    assert written() == [f"{one}.yaml" for one in ids]


def test_only_that_means_no_record_is_told(add):
    Path("many.ris").write_text("".join(map(ris, range(1, 6))))
    ended = add("many.ris", "--only", "whales")
    assert ended.code == 1
    assert "none of its 5 records is meant by --only 'whales'" in ended.err


@pytest.mark.parametrize(
    "second",
    [
        ris(2, DO="10.5555/NAP.1"),
        ris(2, TI="NAPS IN 1 MICE OF THE NORTH.", AU="Doeb J", DO=None),
    ],
    ids=["one-doi", "two-spellings"],
)
def test_the_same_paper_twice_in_a_file_is_written_once_and_told(add, second):
    Path("two.ris").write_text(ris(1) + second)
    ended = add("two.ris")
    assert (ended.code, len(written())) == (0, 1)
    assert (
        "2/2 doeb-2020: is there already, in papers/doeb-2020.yaml; the same paper as record 1 of two.ris"
        in " ".join(ended.out.split())
    )


def test_a_record_without_a_title_is_told_with_what_to_ask_for(add):
    Path("nap.ris").write_text(ris(1, TI=None))
    ended = add("nap.ris")
    assert (ended.code, written()) == (1, [])
    assert "nap.ris: has no title; `scicomm-bot add 10.5555/nap.1` gets the whole record from Crossref" in ended.err


def test_a_title_that_a_file_lacks_may_come_from_a_registry(add, registries):
    registries.paper()
    Path("nap.ris").write_text(ris(1, TI=None, DO=DOI))
    add("nap.ris", "--online")
    assert paper()["title"] == TITLE


def test_a_broken_record_keeps_no_other_from_being_written(add):
    Path("set.xml").write_bytes(pubmed_set("<PubmedArticle><MedlineCitation/></PubmedArticle>", pubmed_article()))
    ended = add("set.xml")
    assert (ended.code, written()) == (0, ["doe-2023.yaml"])
    assert "error: 1/2 set.xml, line 2: " in ended.err


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("empty.ris", b"", "empty.ris: is empty"),
        ("blank.ris", b" \n\n", "blank.ris: is empty"),
        ("noise.ris", bytes(range(256)) * 20, "noise.ris: "),
        ("page.html", b"<html><head><title>Naps</title></head><body>Naps.</body></html>", "page.html"),
    ],
)
def test_a_file_without_a_record_is_a_clear_error(add, name, raw, why):
    Path(name).write_bytes(raw)
    ended = add(name)
    assert (ended.code, ended.out, written()) == (1, "", [])
    assert why in ended.err


def test_a_file_that_is_too_large_is_not_read(add):
    with Path("large.ris").open("wb") as file:
        file.truncate(100_000_001)
    began = time.monotonic()
    assert "large.ris: has more than 100 MB" in add("large.ris").err
    assert time.monotonic() - began < 5


def test_a_folder_is_a_clear_error(add):
    Path("refs").mkdir()
    assert "refs: is a folder; name the files in it" in add("refs").err


def test_latin_1_is_read(add):
    Path("nap.ris").write_bytes(NAP.replace("Doe, Jane", "M\u00fcller, J\u00f6rg").encode("latin-1"))
    assert add("nap.ris").code == 0
    assert paper(Path("papers/muller-2020.yaml"))["authors"][0]["name"] == "J\u00f6rg M\u00fcller"


# What is there already


def test_a_paper_that_is_there_is_left(add, registries):
    registries.paper()
    add(DOI)
    before = FILE.read_bytes()
    ended = add(f"PMID:{PMID}")
    assert (ended.code, FILE.read_bytes()) == (0, before)
    assert (
        " ".join(ended.out.split()) == f"doe-2023: is there already, in {FILE}; with --update, it is brought up to date"
    )


def test_a_paper_of_posts_yaml_is_there(add, cli):
    title = yaml.safe_load(Path("posts.yaml").read_text())["papers"][0]["title"]
    Path("gcsf.ris").write_text(ris(1, TI=title.upper(), AU=None, PY=None, DO=None))
    ended = add("gcsf.ris", "--update")
    assert (ended.code, written()) == (0, [])
    assert "gcsf-als: is there already, in posts.yaml" in ended.out
    assert "which only people write" in " ".join(ended.out.split())


def test_update_brings_what_a_person_did_not_write(add, registries):
    registries.paper()
    add(DOI)
    FILE.write_text(FILE.read_text().replace(f'"{TITLE}"', '"My own title"'))
    registries.crossref[DOI] = crossref_work(volume="12", issue="4", page="101-109")
    ended = add(DOI, "--update")
    assert ended.code == 0
    assert (paper()["title"], paper()["issue"]) == ("My own title", "4")
    assert f"doe-2023: {FILE}, updated: " in ended.out
    assert "Left as you wrote it:" in ended.out


def test_update_lists_nothing_that_a_person_has_filled_in(add, registries):
    registries.paper()
    add(DOI)
    FILE.write_text(FILE.read_text() + "study: {kind: randomised trial, peer_reviewed: true, on: [animals]}\n")
    told = add(DOI, "--update").out
    assert "study:" not in told
    assert "findings: write each" in told


def test_update_without_news_leaves_the_file(add, registries):
    registries.paper()
    add(DOI)
    before = FILE.read_bytes()
    ended = add(DOI, "--update")
    assert (ended.code, FILE.read_bytes()) == (0, before)
    assert ended.out.startswith(f"doe-2023: {FILE}, nothing new\n")


def test_an_id_that_is_taken_gives_way_to_another(add):
    Path("papers").mkdir()
    FILE.with_name("doe-2020.yaml").write_text("doi: 10.5555/whales\nnot: [yaml")
    Path("nap.ris").write_text(NAP)
    add("nap.ris")
    assert len(written()) == 2
    assert FILE.with_name("doe-2020.yaml").read_text() == "doi: 10.5555/whales\nnot: [yaml"


@pytest.mark.parametrize(
    ("wanted", "why"),
    [("gcsf-als", "--id gcsf-als: is taken in posts.yaml; choose another"), ("Naps 1", "--id 'Naps 1': must be lower-case letters"), ("../x", "must be lower-case letters"), ("-x", "must be lower-case letters"), ("x" * 61, "must be lower-case letters")],
)  # fmt: skip
def test_an_id_that_cannot_be_had_is_told_before_anything_is_read(add, wanted, why):
    ended = add("nap.ris", f"--id={wanted}")
    assert (ended.code, written()) == (1, [])
    assert why in ended.err


def test_an_id_can_be_given(add):
    Path("nap.ris").write_text(NAP)
    add("nap.ris", "--id", "forty-naps")
    assert written() == ["forty-naps.yaml"]


def test_an_id_with_update_names_the_paper_to_update(add):
    Path("nap.ris").write_text(NAP)
    add("nap.ris", "--id", "forty-naps")
    Path("nap.ris").write_text(NAP.replace("10.5555/forty", "10.5555/corrected").replace("forty mice", "fifty mice"))
    ended = add("nap.ris", "--id", "forty-naps", "--update")
    assert (ended.code, written()) == (0, ["forty-naps.yaml"])
    assert paper(Path("papers/forty-naps.yaml"))["doi"] == "10.5555/corrected"


def test_a_paper_that_another_pattern_includes_is_there(add):
    posts = Path("posts.yaml")
    posts.write_text(posts.read_text().replace("include: papers/*.yaml", "include: [papers/*.yaml, old/*.yaml]"))
    Path("old").mkdir()
    Path("old/naps.yaml").write_text("{id: naps, title: Other, doi: 10.5555/FORTY}")
    Path("nap.ris").write_text(NAP)
    ended = add("nap.ris")
    assert (ended.code, written()) == (0, [])
    assert ended.out.startswith("naps: is there already, in old/naps.yaml")


def test_an_id_goes_with_one_record(add):
    Path("two.ris").write_text(ris(1) + ris(2))
    ended = add("two.ris", "--id", "naps")
    assert (ended.code, written()) == (1, [])
    assert "two.ris: has 2 records, and --id names one paper; choose one with --only" in ended.err


# The folder


def test_without_posts_yaml_nothing_is_asked_and_init_is_named(cli, registries):
    ended = cli("add", DOI)
    assert (ended.code, registries.requests, Path("papers").exists()) == (1, [], False)
    assert "posts.yaml" in ended.err


def test_posts_yaml_that_does_not_include_the_file_is_not_changed_and_the_line_is_told(project, cli):
    before = Path("posts.yaml").read_bytes()
    Path("nap.ris").write_text(NAP)
    ended = cli("add", "nap.ris")
    assert (ended.code, Path("posts.yaml").read_bytes()) == (0, before)
    assert "\ninclude:\n  - papers/*.yaml\n" in ended.out


def test_a_file_in_the_place_of_the_folder_is_told(add):
    Path("papers").write_text("x")
    Path("nap.ris").write_text(NAP)
    ended = add("nap.ris")
    assert (ended.code, Path("papers").read_text()) == (1, "x")
    assert "papers: is a file, and should be the folder of papers" in ended.err


def test_signs_that_move_the_cursor_are_shown_and_not_sent(add):
    Path("nap.ris").write_text(NAP.replace("Naps in forty mice", "Naps \x1b[2J\u202ein forty mice"))
    ended = add("nap.ris")
    assert "\x1b" not in ended.out + ended.err
    assert "\u202e" not in ended.out + ended.err


# Data


def test_json_says_of_each_field_where_it_is_from(add, registries):
    registries.paper()
    one = data(add(DOI, "--json"))[0]
    assert (one["source"], one["id"], one["file"], one["outcome"], one["error"]) == (
        DOI,
        "doe-2023",
        str(FILE),
        "written",
        None,
    )
    assert {field["field"]: field["origin"] for field in one["fields"]}["abstract"] == "PubMed"
    assert [missing["field"] for missing in one["missing"]] == ["study", "findings"]


def test_json_says_what_went_wrong(add):
    ended = add("nosuch.ris", "--json")
    assert ended.code == 1
    assert "there is no such file" in data(ended)[0]["error"]


def test_a_misspelt_file_name_is_told_with_the_one_that_is_there(add):
    Path("refs-2020.ris").write_text(NAP)
    assert add("ref-2020.ris").err.endswith("; did you mean refs-2020.ris?\n")


def test_one_source_that_fails_keeps_no_other_from_being_added(add):
    Path("nap.ris").write_text(NAP)
    ended = add("nosuch.ris", "nap.ris")
    assert (ended.code, written()) == (0, ["doe-2020.yaml"])
    assert "there is no such file" in ended.err
    assert "2 records: 1 written, 1 failed." in ended.out


@pytest.mark.parametrize("words", [("-", "-"), ("a.ris", "b.ris", "--id", "x"), ()])
def test_words_that_do_not_go_together_are_a_usage_error(add, words):
    assert add(*words).code == 2


# Files in which something is wrong


@pytest.mark.parametrize("words", [(), ("--update",)])
@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("doe-2020", "id: doe-2020\ntitle: Naps: in forty mice\ndoi: 10.5555/forty\n", "papers/doe-2020.yaml:2: "),
        ("naps", "id: naps\n\ttitle: x\ndoi: 10.5555/FORTY\n", "papers/naps.yaml:2: "),
        ("naps", "id: naps\ntitle: >-\n  Naps in\n  forty mice\nfindings: [\n", "papers/naps.yaml:"),
        ("naps", "id: naps\ntitel: Naps in forty mice\n", "papers/naps.yaml:2: there is no key 'titel'; did you mean 'title'?"),
        ("naps", "idd: naps\ntitle: Naps in forty mice\n", "papers/naps.yaml:1: there is no key 'idd'"),
        ("naps", "id: naps\ntitle: Another one of three\nyear: 1990\ndio: 10.5555/forty\n", "papers/naps.yaml:4: there is no key 'dio'"),
        ("doe-2020", "not: [yaml", "papers/doe-2020.yaml:"),
        ("doe-2020", "", "papers/doe-2020.yaml: the file is empty"),
        ("moved", "id: doe-2020\n- x", "papers/moved.yaml:"),
    ],
)  # fmt: skip
def test_no_second_file_is_written_of_a_paper_whose_file_is_broken(add, name, text, told, words):
    Path("papers").mkdir()
    Path(f"papers/{name}.yaml").write_text(text)
    Path("nap.ris").write_text(NAP)
    ended = add("nap.ris", *words)
    assert (ended.code, written(), Path(f"papers/{name}.yaml").read_text()) == (1, [f"{name}.yaml"], text)
    assert ended.err.startswith(f"scicomm-bot: error: {told}")
    assert "this paper may be in that file, so put it right first" in ended.err


@pytest.mark.parametrize(
    "text",
    [
        "id: whales\ntitle: Songs of whales\ndoi: 10.5555/forty.2\nnot: [yaml",
        "titel: Songs of whales\n",
        "",
        "not: [yaml",
    ],
)
def test_a_broken_file_of_another_paper_keeps_none_from_being_written(add, text):
    Path("papers").mkdir()
    Path("papers/whales.yaml").write_text(text)
    Path("nap.ris").write_text(NAP)
    assert (add("nap.ris").code, written()) == (0, ["doe-2020.yaml", "whales.yaml"])


@pytest.mark.parametrize("words", [(), ("--update",)])
def test_an_id_that_is_not_that_of_the_paper_is_an_error(add, words):
    Path("nap.ris").write_text(NAP)
    Path("other.ris").write_text(ris(1))
    add("nap.ris"), add("other.ris")
    before = {name: Path("papers", name).read_bytes() for name in written()}
    ended = add("nap.ris", "--id", "doeb-2020" if words else "naps", *words)
    assert (ended.code, {name: Path("papers", name).read_bytes() for name in written()}) == (1, before)
    assert "nap.ris: is the paper doe-2020, which is in papers/doe-2020.yaml, and not " in ended.err


def test_no_record_is_written_over_another_papers_file(add):
    Path("nap.ris").write_text(NAP)
    Path("other.ris").write_text(ris(1, TI="Songs of whales in winter", AU="Roe, Rita"))
    add("nap.ris")
    before = Path("papers/doe-2020.yaml").read_bytes()
    ended = add("other.ris", "--id", "doe-2020", "--update")
    assert (ended.code, Path("papers/doe-2020.yaml").read_bytes()) == (1, before)
    assert "is another paper (\u201cSongs of whales in winter\u201d) than doe-2020" in ended.err


# What is shown


def test_who_cannot_be_asked_is_told_with_what_to_do(add, nobody):
    told = add("arXiv:2101.00012").err
    assert "arXiv:2101.00012: arXiv cannot be asked: " in told
    assert "check the connection, or try again later; or export its record to a file" in told


def test_of_several_records_each_is_named_before_what_is_to_be_looked_at(add):
    Path("two.ris").write_bytes((ris(1, TI="Naps of M\u00fcller") + ris(2)).encode("latin-1"))
    out = add("two.ris").out
    assert "To look at:\n  doeb-2020: " in out


def test_without_a_proposed_finding_the_first_is_to_be_written(add):
    Path("nap.ris").write_text(ris(1))
    told = " ".join(add("nap.ris").out.split())
    assert "findings: none could be proposed; write `findings:`" in told


def test_the_doi_of_the_published_version_is_named_where_the_doi_is_to_be_filled_in(add, registries):
    registries.arxiv[ARXIV] = arxiv_feed(doi="10.5555/walks")
    assert "doi: write 10.5555/walks if that is this paper, published;" in " ".join(add(f"arXiv:{ARXIV}").out.split())


def test_a_field_that_a_person_deleted_is_told_as_deleted(add, registries):
    registries.paper()
    add(DOI)
    FILE.write_text(
        "".join(line for line in FILE.read_text().splitlines(keepends=True) if not line.startswith("pages:"))
    )
    assert "pages: you have deleted it; Crossref has '101-109'" in add(DOI, "--update").out


def test_no_line_is_longer_than_a_terminal(add):
    Path("nap.ris").write_text(ris(1, AU=f"{'Long' * 9}, Jane"))
    add("nap.ris")
    assert all(
        len(line) <= 80 for line in [*add("nap.ris").out.splitlines(), *add("nap.ris", "--update").out.splitlines()]
    )


def test_the_file_says_the_kinds_of_study_and_until_when_an_id_may_change(add):
    Path("nap.ris").write_text(NAP)
    add("nap.ris")
    text = Path("papers/doe-2020.yaml").read_text()
    assert "# Kinds of study: review, systematic review," in text
    assert "An `id` may be changed until its first post is out" in text
    assert "docs/" not in text


# What does not stand

RETRACTED = ("Journal Article", "Retracted Publication")


def fill_in(path):
    """Write what a person would be asked for, and take `draft` away."""
    text = path.read_text().replace("    draft: true\n", "")
    word = f"retraction_check: {{by: N. N., on: {NOW.date().isoformat()}, where: the page}}"
    study = "study: {kind: trial, peer_reviewed: true, on: [animals]}"
    path.write_text(text.replace("\nabstract:", f"\n{study}\n{word}\nabstract:"))


@pytest.fixture
def pubmed_without_doi(registries):
    registries.pubmed[PMID] = pubmed_set(pubmed_article(doi=None, types=RETRACTED))
    return PMID


@pytest.fixture
def pubmed_with_doi(registries):
    registries.paper().pubmed[PMID] = pubmed_set(pubmed_article(types=RETRACTED))
    return DOI


@pytest.fixture
def marked_title(nobody):
    Path("refs.ris").write_text(NAP.replace("TI  - Naps", "TI  - RETRACTED: Naps"))
    return "refs.ris"


@pytest.fixture
def marked_page(nobody):
    tags = {"title": "RETRACTED: Naps in forty mice", "author": "Doe, Jane", "journal_title": "Journal of Made-up Naps", "publication_date": "2020"}  # fmt: skip
    head = "".join(f'<meta name="citation_{name}" content="{text}">' for name, text in tags.items())
    Path("page.html").write_text(f"<!DOCTYPE html><html><head>{head}</head><body></body></html>")
    return "page.html"


@pytest.fixture
def by_crossref(registries):
    registries.paper().crossref[DOI] = crossref_work(**{"updated-by": [update()]})
    return DOI


@pytest.fixture
def notice_in_pubmed(registries):
    registries.pubmed[PMID] = pubmed_set(pubmed_article(doi=None, types=("Retraction of Publication",)))
    return PMID


@pytest.fixture
def concern_at_crossref(registries):
    registries.paper().crossref[DOI] = crossref_work(**{"updated-by": [update("expression_of_concern")]})
    return DOI


@pytest.mark.parametrize(
    "way",
    [
        "pubmed_without_doi",
        "pubmed_with_doi",
        "marked_title",
        "marked_page",
        "by_crossref",
        "notice_in_pubmed",
        "concern_at_crossref",
    ],
)
def test_what_is_said_to_be_held_is_held_whatever_a_person_writes_into_the_file(add, cli, request, way):
    source = request.getfixturevalue(way)
    told = " ".join(add(source).out.split())
    assert "Its posts are held." in told
    assert "To fill in" not in told
    assert "write the findings" not in told
    assert "Next: nothing; papers/" in told
    (made,) = Path("papers").glob("*.yaml")
    fill_in(made)
    posts = json.loads(cli("preview", made.stem, "--json").out)["posts"]
    assert {(one["state"], one["reason"]) for one in posts} == {("held", "retracted")}
    assert f"{made}:" in cli("check").out
    assert "E retracted" in cli("check").out
    assert cli("approve", made.stem, "--by", "N. N.").code == 1
    assert cli("post", "--once", "--dry-run", posts[0]["id"]).code == 1
    assert f"now: {made.stem}/" in " ".join(cli("status").out.split())


def test_json_says_whether_the_posts_are_held(add, pubmed_without_doi):
    assert data(add(pubmed_without_doi, "--json"))[0]["held"] is True
    assert data(add(pubmed_without_doi, "--json"))[0]["held"] is True
    path = Path("papers/doe-2023.yaml")
    path.write_text(path.read_text().replace("retraction:  #", "# retraction:  #").replace("\n  kind:", "\n#  kind:").replace("\n  told:", "\n#  told:").replace("\n  source:", "\n#  source:").replace("\n  on:", "\n#  on:"))  # fmt: skip
    assert data(add(pubmed_without_doi, "--json"))[0]["held"] is False


def test_a_paper_that_is_there_is_not_said_to_be_held_before_its_file_holds_it(add, registries):
    registries.paper()
    add(DOI)
    registries.pubmed[PMID] = pubmed_set(pubmed_article(types=RETRACTED))
    told = " ".join(add(DOI).out.split())
    assert "RETRACTED. Its posts are not held: papers/doe-2023.yaml has no `retraction`" in told
    told = add(DOI, "--update").out
    assert told.startswith("doe-2023: RETRACTED. Its posts are held.\n")
    assert "updated: retraction and remarks" in told
    assert paper()["retraction"]["source"] == "PubMed"


def test_of_a_paper_in_posts_yaml_the_line_is_told_that_holds_it(add, project, registries):
    registries.paper()
    add(DOI)
    posts = project / "posts.yaml"
    lines = [f"    {line}" if line.strip() else "" for line in FILE.read_text().splitlines() if line[:1] != "#"]
    at = next(number for number, line in enumerate(lines) if line.startswith("    id:"))
    lines[at] = f"  - {lines[at].strip()}"
    posts.write_text("papers:\n" + "\n".join(lines))
    FILE.unlink()
    registries.pubmed[PMID] = pubmed_set(pubmed_article(types=RETRACTED))
    told = add(DOI, "--update").out
    assert "RETRACTED. Its posts are not held: " in told
    line = next(one for one in told.splitlines() if "not held" in one)
    posts.write_text(
        posts.read_text().replace("    title:", f"    {line[line.index('retraction: {') :]}\n    title:", 1)
    )
    assert add(DOI).out.startswith("doe-2023: RETRACTED. Its posts are held.\n")
