"""BibTeX: values, TeX, names, and what is told of entries that are broken or there twice."""

import logging
import sys
import tomllib
from pathlib import Path

import pytest

from scicomm_bot.records.record import Record, RecordError
from scicomm_bot.records.sources import bibtex as module
from scicomm_bot.records.sources.bibtex import bibtex
from support.record_files import SHARED

BIB = SHARED / "bib"


def read(text: str) -> list[Record | RecordError]:
    return list(bibtex(text, "refs.bib"))


def one(text: str) -> Record:
    (found,) = read(text)
    assert isinstance(found, Record), found.text
    return found


def with_fields(*fields: str, kind: str = "article") -> Record:
    return one(f"@{kind}{{k,\n title = {{Frost}},\n {', '.join(fields)}\n}}")


def authors(written: str) -> Record:
    return with_fields(f"author = {{{written}}}")


def test_entry_is_read_field_by_field() -> None:
    record = one(
        "@article{brunner, author = {Brunner, Eva}, title = {Frost in Meadows}, journal = {Journal of Alpine Botany}, "
        "year = 2023, volume = {12}, number = {3}, pages = {763--771}, doi = {https://doi.org/10.1000/jab_7}, "
        "url = {https://example.org/7}, abstract = {Frost came.}, keywords = {frost, meadows}, langid = {english}}"
    )
    assert (record.origin, record.title, record.authors[0].name) == ("refs.bib", "Frost in Meadows", "Eva Brunner")
    assert (record.journal, record.year, record.volume, record.issue) == ("Journal of Alpine Botany", 2023, "12", "3")
    assert (record.pages, record.doi, record.url) == ("763-771", "10.1000/jab_7", "https://example.org/7")
    assert (record.abstract_text, record.keywords, record.language) == ("Frost came.", ("frost", "meadows"), "en")
    assert (record.doubts, record.is_preprint) == ((), None)


def test_entry_of_biblatex_says_the_same() -> None:
    record = one(
        "@article{k, title = {Frost}, subtitle = {In Meadows}, journaltitle = {JAB}, date = {2020-05/2020-06}, "
        "eid = {e12}, location = {Trento}, number = 2}"
    )
    assert (record.title, record.journal, record.year) == ("Frost: In Meadows", "JAB", 2020)
    assert (record.pages, record.issue) == ("e12", "2")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"{The {ALS} trial}", "The ALS trial"),
        (r"{{The whole title}}", "The whole title"),
        (r'"The {"}whole{"} title"', 'The "whole" title'),
        (r"{{in vivo} and {Methods of {DNA} repair}}", "in vivo and Methods of DNA repair"),
        (r"{{\'E}tude of M{\"u}ller and Erd{\H{o}}s}", "Étude of Müller and Erdős"),
        (r"{$\alpha$-synuclein in {$10^{6}$} cells}", "α-synuclein in 10⁶ cells"),
        (r"{Ca$^{2+}$ and H$_2$O}", "Ca²⁺ and H₂O"),
        (r"{Salt \& frost: 5\% more}", "Salt & frost: 5% more"),
        (r"{A set \{a, b\}}", "A set {a, b}"),
        (r"{{\em Gentiana} and \emph{Salix}}", "Gentiana and Salix"),
        (r"{Guillain--Barr\'e --- a review}", "Guillain\u2013Barré \u2014 a review"),
        (r"{Frost~and snow}", "Frost and snow"),
        (r"{Nguy{\~{\^e}}n and Th{\'{\^{o}}}ng}", "Nguy\u1ec5n and Th\u1ed1ng"),
        (r"{Frost\textregistered{} and \textcopyright}", "Frost\u00ae and \u00a9"),
        ("{Frost\n     and snow}", "Frost and snow"),
        (r"{{{{{Frost}}}}}", "Frost"),
    ],
)
def test_title_is_plain_text(written: str, read_as: str) -> None:
    record = one(f"@article{{k, title = {written}}}")
    assert record.title == read_as
    assert record.doubts == ()


def test_line_that_is_commented_out_within_a_value_is_left_out() -> None:
    record = one("@article{k, title = {Frost\n % {old} title\n of 5\\% more}, author = {Brunner,\n% a comment\n Eva}}")
    assert (record.title, record.authors[0].name) == ("Frost of 5% more", "Eva Brunner")


def test_command_that_nobody_knows_is_a_doubt() -> None:
    record = with_fields(r"journal = {\apjx}")
    assert r"\apjx" in record.doubts[0]


def test_strings_are_put_in_and_joined() -> None:
    record = one(
        '@string{jab = "Journal of " # alp}\n@STRING(alp = {Alpine})\n@string{jab = "J. of " # ALP # " Botany"}\n'
        '@article{k, title = "Fr" # "ost", journal = JAB # { B}, year = 2020, month = jan # "~1"}'
    )
    assert (record.title, record.journal, record.year) == ("Frost", "J. of Alpine Botany B", 2020)


def test_name_that_no_string_defines_is_a_doubt() -> None:
    record = with_fields("journal = jab")
    assert record.journal == "jab"
    assert "'jab'" in record.doubts[0]


@pytest.mark.parametrize(
    ("written", "name", "family"),
    [
        ("Brunner, Eva", "Eva Brunner", "Brunner"),
        ("Eva Brunner", "Eva Brunner", "Brunner"),
        ("Brunner, E. M.", "E. M. Brunner", "Brunner"),
        ("Ludwig van der Berg", "Ludwig van der Berg", "van der Berg"),
        ("van der Berg, Ludwig", "Ludwig van der Berg", "van der Berg"),
        ("{van der Berg}, Ludwig", "Ludwig van der Berg", "van der Berg"),
        ("de la Vega, Jr, Ana", "Ana de la Vega Jr", "de la Vega"),
        ("Smith, III, Amos B.", "Amos B. Smith III", "Smith"),
        (r"M{\"u}ller, J{\"o}rg", "Jörg Müller", "Müller"),
        (r"{\'E}mile {\O}deg{\aa}rd", "Émile Ødegård", "Ødegård"),
        ("Barnes and Noble, Ann", "Barnes", "Barnes"),
        ("{Barnes and Noble}, Ann", "Ann Barnes and Noble", "Barnes and Noble"),
        ("Vafaei Rad MS", "Vafaei Rad MS", "Vafaei Rad"),
        ("XIAO LI", "XIAO LI", "LI"),
        ("Sukarno", "Sukarno", "Sukarno"),
        ("given=Ludwig, family=Berg, prefix=van der", "Ludwig van der Berg", "van der Berg"),
        ("Brunner,", "Brunner", "Brunner"),
    ],
)
def test_name_in_each_form(written: str, name: str, family: str) -> None:
    author = authors(written).authors[0]
    assert (author.name, author.family, author.is_group) == (name, family, False)


@pytest.mark.parametrize(
    "written",
    ["{ALS Study Group}", "{The {ALS} Study Group}", r"{Gr{\"u}ne Gruppe}", "{OpenFrost}", "{Frost, Snow and Ice}", "ALS Study Group"],
)  # fmt: skip
def test_name_in_braces_is_a_group_and_whole(written: str) -> None:
    record = authors(f"Brunner, Eva and {written} and Rossi, Ada")
    assert [author.is_group for author in record.authors] == [False, True, False]
    assert "{" not in record.authors[1].name
    assert record.doubts == ()


def test_others_are_counted_as_one_with_a_doubt() -> None:
    record = authors("Brunner, Eva and others")
    assert [author.name for author in record.authors] == ["Eva Brunner"]
    assert record.authors_left_out == 1
    assert "others" in record.doubts[0]


@pytest.mark.parametrize(
    "written", ["Brunner, E., Rossi, A.", "Brunner, E.; Rossi, A.", "Brunner E.; Rossi A."]
)  # fmt: skip
def test_authors_without_and_are_read_with_a_doubt(written: str) -> None:
    record = authors(written)
    assert [author.family for author in record.authors] == ["Brunner", "Rossi"]
    assert "'and'" in record.doubts[0]


def test_entry_takes_from_its_crossref_what_it_has_not() -> None:
    child, _ = read(
        "@inproceedings{c, title = {Frost}, author = {Brunner, Eva}, crossref = {P}, pages = {1}}\n"
        "@proceedings{p, title = {Proceedings of Frost}, year = 2019, volume = 3, doi = {10.1000/p}}"
    )
    assert isinstance(child, Record)
    assert (child.title, child.journal, child.year, child.volume) == ("Frost", "Proceedings of Frost", 2019, "3")
    assert child.doi is None
    assert "not in this file" in with_fields("crossref = {nowhere}").doubts[0]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (["eprint = {2301.01234v2}", "archiveprefix = {arXiv}"], "misc"),
        (["eprint = {arXiv:2301.01234}", "eprinttype = {arxiv}"], "online"),
        (["journal = {arXiv preprint arXiv:2301.01234}"], "article"),
        (["journal = {CoRR}", "volume = {abs/2301.01234}"], "article"),
        (["howpublished = {arXiv:2301.01234}"], "misc"),
        (["doi = {10.48550/arXiv.2301.01234}"], "misc"),
        (["eprint = {2301.01234}"], "preprint"),
    ],
)
def test_preprint_of_arxiv_in_each_form(fields: list[str], kind: str) -> None:
    record = with_fields(*fields, kind=kind)
    assert (record.arxiv_id, record.journal, record.is_preprint) == ("2301.01234", "arXiv", True)


def test_paper_that_is_on_arxiv_too_is_no_preprint() -> None:
    record = with_fields("journal = {Journal of Alpine Botany}", "eprint = {2301.01234}", "archiveprefix = {arXiv}")
    assert (record.arxiv_id, record.journal, record.is_preprint) == ("2301.01234", "Journal of Alpine Botany", None)


def test_server_of_preprints_by_how_it_was_published() -> None:
    record = with_fields("howpublished = {bioRxiv}", "note = {Preprint}", kind="misc")
    assert (record.journal, record.is_preprint) == ("bioRxiv", True)
    record = with_fields(r"howpublished = {\url{https://example.org/a_b}}", kind="misc")
    assert (record.journal, record.url) == (None, "https://example.org/a_b")


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        (r"doi = {10.1000/jab\_7}", "10.1000/jab_7"),
        ("doi = {doi:10.1000/jab--7}", "10.1000/jab--7"),
        (r"url = {\url{https://doi.org/10.1000/jab\%207}}", None),
        ("url = {https://doi.org/10.1000/jab7}", "10.1000/jab7"),
        ("ee = {https://doi.org/10.1000/jab7}", "10.1000/jab7"),
    ],
)
def test_doi_keeps_what_tex_would_change(written: str, doi: str | None) -> None:
    assert with_fields(written).doi == doi


def test_note_on_a_retraction_is_a_doubt() -> None:
    assert "Retracted in 2020" in with_fields("note = {Retracted in 2020}").doubts[0]


def test_field_that_is_there_twice_counts_once_with_a_doubt() -> None:
    record = with_fields("year = 2020", "year = 2021")
    assert record.year == 2020
    assert "'year' twice" in record.doubts[0]


def test_two_entries_with_one_key_are_both_read_and_the_second_says_so() -> None:
    first, second = read("@article{k, title = {Frost}}\n\n@book{k, title = {Snow}}\n")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.title, first.doubts, second.title) == ("Frost", (), "Snow")
    assert "line 1" in second.doubts[0]
    assert second.origin == "refs.bib, record 2"


@pytest.mark.parametrize(
    "broken",
    [
        "@article{bad, title = {Frost, year = 2020\n",
        '@article{bad, title = "Frost, year = 2020}\n',
        "@article{bad, title {Frost}}\n",
        "@article{bad title = {Frost}}\n",
        "@article{bad, title = {Frost} year = 2020}\n",
    ],
)
def test_broken_entry_is_told_with_its_line_and_loses_no_other(broken: str) -> None:
    first, error, last = read(f"@article{{a, title = {{One}}}}\n\n{broken}\n@article{{b, title = {{Two}}}}\n")
    assert isinstance(first, Record)
    assert isinstance(error, RecordError)
    assert (error.line, error.known.partition(" ")[0]) == (3, "bad")
    assert "missing" in error.text
    assert isinstance(last, Record)
    assert last.title == "Two"


def test_comments_and_preambles_are_no_records() -> None:
    text = '@comment{jabref-meta: a;}\n% Free text on frost@example.org.\n@preamble{"\\newcommand{\\x}{y}"}\n@article(k, title = "Frost")\n'
    assert one(text).title == "Frost"


def test_entry_of_nothing_is_told_with_its_key() -> None:
    (error,) = read("@article{nothing, year = 2020}")
    assert isinstance(error, RecordError)
    assert (error.known, error.line) == ("nothing", 1)


def test_file_without_an_entry_is_told() -> None:
    (error,) = read("% nothing\n")
    assert isinstance(error, RecordError)
    assert "@article{key," in error.text


def test_missing_package_is_named_with_the_command_that_installs_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "bibtexparser", None)
    monkeypatch.setitem(sys.modules, "bibtexparser.entrypoint", None)
    (error,) = read("@article{k, title = {Frost}}")
    assert isinstance(error, RecordError)
    extras = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"pip install '{extras['optional-dependencies']['bibtex'][0]}'" in error.text


def test_file_that_is_too_long_is_refused_before_it_is_read(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_SIGNS", 10)
    (error,) = read("@article{k, title = {Frost}}")
    assert isinstance(error, RecordError)
    assert "split it" in error.text


def test_file_of_too_many_entries_is_refused_before_it_is_read(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 1)
    (error,) = read("@article{k, title = {Frost}}\n@article{l, title = {Frost}}")
    assert isinstance(error, RecordError)
    assert "2: split it" in error.text


def test_library_logs_nothing(caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        read("@article{bad, title = {Frost\n@article{k, title = {Snow}}")
    assert caplog.records == []


def test_strings_of_strings_do_not_fill_the_memory() -> None:
    doubled = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60))
    error = read(f'@string{{s0 = "frost"}}\n{doubled}@article{{k, title = s60}}')[0]
    assert isinstance(error, RecordError)
    assert "longer than the file" in error.text


@pytest.mark.skipif(not BIB.is_dir(), reason=f"no folder {BIB}: set SCICOMM_SHARED")
def test_each_shared_file_is_read_whole() -> None:
    for path in sorted(BIB.glob("*.bib")):
        for record in bibtex(path.read_text(encoding="utf-8"), path.name):
            assert isinstance(record, Record), path
            assert record.title
            assert record.year
