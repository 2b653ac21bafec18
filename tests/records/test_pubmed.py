import time
from datetime import date

import pytest

from scicomm_bot.records.record import Record, RecordError, Standing
from scicomm_bot.records.sources.pubmed import pubmed_xml
from support.record_files import article, article_set, only, only_error, shared


def read(inside="", **parts):
    return only(pubmed_xml, article_set(article(inside, **parts)))


def issue(inside):
    return f"<JournalIssue>{inside}</JournalIssue>"


def people(inside, attributes=""):
    return f"<AuthorList{attributes}>{inside}</AuthorList>"


def types(*names):
    return (
        "<PublicationTypeList>"
        + "".join(f"<PublicationType>{one}</PublicationType>" for one in names)
        + "</PublicationTypeList>"
    )


def mesh(*names):
    heads = "".join(f"<MeshHeading><DescriptorName>{one}</DescriptorName></MeshHeading>" for one in names)
    return f"<MeshHeadingList>{heads}</MeshHeadingList>"


def reference(kind, source, more=""):
    inside = f'<CommentsCorrections RefType="{kind}"><RefSource>{source}</RefSource>{more}</CommentsCorrections>'
    return f"<CommentsCorrectionsList>{inside}</CommentsCorrectionsList>"


# Titles.


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Sleep in sheep.", "Sleep in sheep"),
        ("Do sheep sleep?", "Do sheep sleep?"),
        ("Sheep in the U.S.", "Sheep in the U.S."),
        ("Ticks of Ovis spp.", "Ticks of Ovis spp."),
        ("The sheep omnibus (SO)*.", "The sheep omnibus (SO)"),
        ("A note on C*.", "A note on C*"),
        ("Sheep sleep..", "Sheep sleep"),
        ("And so on...", "And so on..."),
        ("<i>Ovis</i> and Ca<sup>2+</sup> at 10<sup>6</sup>/ml.", "Ovis and Ca²⁺ at 10⁶/ml"),
        ("Sheep &amp;amp; goats at &amp;lt;5 &#x3b1;.", "Sheep & goats at <5 α"),
        ("A title\n   over two lines.", "A title over two lines"),
        ("[18F]FDG in sheep.", "[18F]FDG in sheep"),
        ("[Wool] and [milk].", "[Wool] and [milk]"),
        (
            "Mass <mml:math xmlns:mml='m'><mml:msup><mml:mn>10</mml:mn><mml:mn>6</mml:mn></mml:msup></mml:math> kg.",
            "Mass 10⁶ kg",
        ),
    ],
)
def test_a_title_comes_clean(written, title):
    assert read(title=f"<ArticleTitle>{written}</ArticleTitle>").title == title


def test_a_translated_title_loses_its_brackets_and_the_papers_own_is_told():
    title = "<ArticleTitle>[Sleep of sheep].</ArticleTitle><VernacularTitle>Schlaf der Schafe.</VernacularTitle>"
    record = read("<Language>ger</Language>", title=title)
    assert record.title == "Sleep of sheep"
    assert record.language == "de"
    assert record.doubts == ("the title is a translation by PubMed; the paper's own is 'Schlaf der Schafe'",)


def test_without_a_translation_the_papers_own_title_is_the_title():
    title = "<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Schlaf der Schafe.</VernacularTitle>"
    record = read(title=title)
    assert (record.title, record.doubts) == ("Schlaf der Schafe", ())


def test_a_title_in_capitals_is_doubted():
    assert read(title="<ArticleTitle>SLEEP OF YOUNG SHEEP.</ArticleTitle>").doubts == (
        "the title is in capitals throughout",
    )


def test_the_mark_of_a_retraction_leaves_the_title():
    record = read(title="<ArticleTitle>RETRACTED: Sleep in sheep.</ArticleTitle>")
    assert record.title == "Sleep in sheep"
    assert [one.standing for one in record.remarks] == [Standing.RETRACTED]


# Authors.


def test_names_are_printed_with_the_suffix_last_and_particles_as_deposited():
    record = read(
        people(
            "<Author><LastName>van der Berg</LastName><ForeName>Anna M</ForeName><Initials>AM</Initials></Author>"
            "<Author><LastName>Hill</LastName><ForeName>R H</ForeName><Suffix>Jr</Suffix></Author>"
            "<Author><LastName>Sukarno</LastName></Author>"
            "<Author><LastName>Fox</LastName><Initials>QZ</Initials></Author>"
        )
    )
    assert [one.name for one in record.authors] == ["Anna M van der Berg", "R H Hill Jr", "Sukarno", "QZ Fox"]
    assert [one.family for one in record.authors] == ["van der Berg", "Hill", "Sukarno", "Fox"]


def test_a_group_stays_whole_and_in_its_place():
    record = read(
        people(
            "<Author><LastName>Roe</LastName></Author><Author><CollectiveName>Sheep, Goats and Others Group"
            "</CollectiveName></Author><Author><LastName>Doe</LastName></Author>"
        )
    )
    assert [(one.name, one.is_group) for one in record.authors] == [
        ("Roe", False), ("Sheep, Goats and Others Group", True), ("Doe", False),
    ]  # fmt: skip


def test_a_misspelt_name_that_was_replaced_is_left_out():
    record = read(
        people(
            '<Author ValidYN="N"><LastName>Reo</LastName></Author><Author ValidYN="Y"><LastName>Roe</LastName></Author>'
        )
    )
    assert [one.name for one in record.authors] == ["Roe"]


def test_affiliations_lose_addresses_for_mail_and_numbers():
    places = (
        "Dept of Sleep, University of A, Town. Electronic address: a.roe@example.org.",
        "b Farm , Village , Country .",
        "Institute C, City, U.K. c@example.org",
        "Dept of D; University of E",
        "1 Dept of F, Town. f@example.org; 12 Hill Road, Town",
        "2Dept of G",
        "12 Hill Road, Town",
    )
    info = "".join(f"<AffiliationInfo><Affiliation>{one}</Affiliation></AffiliationInfo>" for one in places)
    record = read(people(f"<Author><LastName>Roe</LastName>{info}</Author>"))
    assert record.authors[0].affiliations == (
        "Dept of Sleep, University of A, Town", "Farm, Village, Country", "Institute C, City, U.K.",
        "Dept of D; University of E", "Dept of F, Town; 12 Hill Road, Town", "Dept of G", "12 Hill Road, Town",
    )  # fmt: skip


def test_an_incomplete_list_of_authors_is_doubted():
    record = read(people("<Author><LastName>Roe</LastName></Author>", ' CompleteYN="N"'))
    assert record.doubts == ("PubMed says that its list of the authors is not complete",)


def test_a_thousand_authors_are_read_at_once():
    one = "<Author><LastName>Roe</LastName><ForeName>J</ForeName><AffiliationInfo><Affiliation>A, B</Affiliation></AffiliationInfo></Author>"
    began = time.process_time()
    assert len(read(people(one * 3_000)).authors) == 3_000
    assert time.process_time() - began < 2


# Where it appeared.


@pytest.mark.parametrize(
    ("written", "journal"),
    [
        ("Sheep science (London, England)", "Sheep science"),
        ("Sheep nursing (Leeds, England : 1994)", "Sheep nursing"),
        ("Sheep : official journal of the Sheep Society", "Sheep"),
        ("Zeitschrift für Schafe = Journal of sheep", "Zeitschrift für Schafe"),
        ("Yang ke xue [Sheep science]", "Yang ke xue"),
        ("Annual sheep proceedings. Sheep Proceedings", "Annual sheep proceedings"),
        ("Sheep review. E", "Sheep review. E"),
        ("Archives of sheep. Supplement", "Archives of sheep. Supplement"),
        ("Sheep (International ed. in English)", "Sheep (International ed. in English)"),
    ],
)
def test_a_journal_is_named_as_a_citation_does(written, journal):
    assert read(journal=f"<Title>{written}</Title>").journal == journal


@pytest.mark.parametrize(
    ("name", "abbreviation", "journal"),
    [
        ("WOOL (Clinical research ed.)", "WOOL", "WOOL"),
        ("Schafe (International ed. in English)", "Schafe Int Ed Engl", "Schafe (International ed. in English)"),
        ("Sheep (English ed.)", "Sheep (Engl Ed)", "Sheep (English ed.)"),
        ("Sheep (Leeds)", "", "Sheep (Leeds)"),
    ],
)
def test_what_a_journal_has_in_brackets_stays_where_its_abbreviation_has_it(name, abbreviation, journal):
    inside = f"<Title>{name}</Title><ISOAbbreviation>{abbreviation}</ISOAbbreviation>"
    assert read(journal=inside).journal == journal


def test_a_volume_loses_its_loose_blanks():
    assert read(journal=issue("<Volume>56 ( Pt 10)</Volume>")).volume == "56 (Pt 10)"


@pytest.mark.parametrize(
    ("date_", "year"),
    [
        ("<Year>2001</Year><Month>Feb</Month>", 2001),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", 1998),
        ("<MedlineDate>Winter 2003</MedlineDate>", 2003),
        ("", None),
    ],
)
def test_the_year_is_the_issues(date_, year):
    assert read(journal=issue(f"<PubDate>{date_}</PubDate>")).year == year


def test_an_earlier_year_online_is_kept_and_a_later_one_is_not():
    online = '<ArticleDate DateType="Electronic"><Year>{}</Year></ArticleDate>'
    print_ = issue("<PubDate><Year>2020</Year></PubDate>")
    assert read(online.format(2019), journal=print_).online_year == 2019
    assert read(online.format(2020), journal=print_).online_year is None
    assert read(online.format(2021), journal=print_).online_year is None


def test_an_issue_of_two_years_is_doubted():
    record = read(journal=issue("<PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate>"))
    assert record.doubts == ("the issue is of more than one year ('1998 Dec-1999 Jan'); the first one was taken",)


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("763-71", "763-771"),
        ("1825-34, 1839-40", "1825-1834, 1839-1840"),
        ("S12-9", "S12-S19"),
        ("1S-20S", "1S-20S"),
        ("99-104", "99-104"),
        ("12-12", "12"),
        ("e1002\u20139", "e1002-e1009"),
        ("1475-6; author reply 1476-7", "1475-1476"),
        ("iii-iv", "iii-iv"),
        ("SUPPL:309-22", "SUPPL:309-322"),
        ("77-95, viii", "77-95, viii"),
        ("CD000078", "CD000078"),
        ("123-30.e5", "123-130.e5"),
        ("[344 words]", None),
        ("", None),
    ],
)
def test_pages_are_whole(written, pages):
    assert read(f"<Pagination><MedlinePgn>{written}</MedlinePgn></Pagination>").pages == pages


def test_an_article_number_stands_for_pages_only_where_there_is_no_print():
    number = '<ELocationID EIdType="pii">e42507</ELocationID>'
    assert read(number, model="Electronic").pages == "e42507"
    assert read(number, model="Print-Electronic").pages is None
    assert read('<ELocationID EIdType="pii">S0899-7071(18)30064-0</ELocationID>', model="Electronic").pages is None


# Identifiers.


def test_the_doi_is_that_of_the_article_and_not_of_a_reference():
    cited = '<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1/cited</ArticleId></ArticleIdList></Reference></ReferenceList>'
    assert read(data=cited).doi is None
    assert read('<ELocationID EIdType="doi">10.1000/SHEEP.1</ELocationID>', data=cited).doi == "10.1000/SHEEP.1"


@pytest.mark.parametrize("suffix", ["(SICI)1-2(1999)85:2&lt;385::AID-X16&gt;3.0.CO;2-0", "&lt;i&gt;x", "a_b$c$"])
def test_a_doi_keeps_its_signs(suffix):
    doi = f"10.1000/{suffix}".replace("&lt;", "<").replace("&gt;", ">")
    assert read(f'<ELocationID EIdType="doi">10.1000/{suffix}</ELocationID>').doi == doi


def test_a_doi_that_is_none_is_told():
    record = read('<ELocationID EIdType="doi">forthcoming</ELocationID>')
    assert record.doi is None
    assert record.doubts == ("what stands as its DOI is none: 'forthcoming'",)


# What it says.


def test_labels_of_an_abstract_are_kept_and_what_is_none_is_left_out():
    record = read(
        '<Abstract><AbstractText Label="AIMS">To see p &lt; 0.05.</AbstractText><AbstractText Label="UNLABELLED">More.'
        "</AbstractText><CopyrightInformation>Copyright 2020 A.</CopyrightInformation></Abstract>"
        '<OtherAbstract Language="ger"><AbstractText>Anders.</AbstractText></OtherAbstract>'
    )
    assert [(one.label, one.text) for one in record.abstract] == [("AIMS", "To see p < 0.05."), (None, "More.")]


def test_labels_within_the_text_are_found():
    text = "AIM: To see. METHODS: We looked at RNA: it was there. RESULTS: None. CONCLUSION: None."
    record = read(f"<Abstract><AbstractText>{text}</AbstractText></Abstract>")
    assert [one.label for one in record.abstract] == ["AIM", "METHODS", "RESULTS", "CONCLUSION"]
    assert record.abstract[1].text == "We looked at RNA: it was there."


def test_a_word_with_a_colon_is_no_label():
    record = read("<Abstract><AbstractText>We saw two. DNA: it was there. RNA: it was not.</AbstractText></Abstract>")
    assert len(record.abstract) == 1


@pytest.mark.parametrize("end", ["Copyright 2000 Wiley-Liss, Inc.", "© 2019 Elsevier B.V. All rights reserved."])
def test_a_copyright_line_is_no_part_of_an_abstract(end):
    record = read(f"<Abstract><AbstractText>Sheep sleep. {end}</AbstractText></Abstract>")
    assert record.abstract_text == "Sheep sleep."


def test_an_abstract_that_was_cut_is_doubted():
    record = read("<Abstract><AbstractText>Sheep sleep.(ABSTRACT TRUNCATED AT 250 WORDS)</AbstractText></Abstract>")
    assert record.abstract_text == "Sheep sleep."
    assert record.doubts == ("the source has only the beginning of the abstract",)


def test_keywords_are_the_authors_own():
    lists = (
        '<KeywordList Owner="NOTNLM"><Keyword>wool</Keyword><Keyword>sleep.</Keyword></KeywordList>'
        '<KeywordList Owner="NASA"><Keyword>Non-NASA Center</Keyword></KeywordList>'
    )
    assert read(citation=lists).keywords == ("wool", "sleep")


# Suggestions.


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("Journal Article",), None),
        (("Journal Article", "Review"), "review"),
        (("Meta-Analysis", "Review", "Systematic Review"), "meta-analysis"),
        (("Clinical Trial, Phase II", "Journal Article"), "trial"),
        (("Clinical Trial", "Randomized Controlled Trial"), "randomised trial"),
        (("Clinical Trial Protocol", "Randomized Controlled Trial"), None),
        (("Case Reports", "Review"), "case report"),
        (("Observational Study",), "observational study"),
    ],
)
def test_the_kind_of_study_is_supposed_from_the_types(names, kind):
    found = read(types(*names)).kind
    assert (found and found.value) == kind


def test_a_type_is_known_by_its_id():
    record = read('<PublicationTypeList><PublicationType UI="D016449">Essai</PublicationType></PublicationTypeList>')
    assert record.kind is not None
    assert record.kind.value == "randomised trial"


@pytest.mark.parametrize(
    ("tags", "on", "doubts"),
    [
        (("Mice", "Animals"), ["animals"], 0),
        (("Animals", "Quail"), ["animals"], 0),
        (("Mice", "Animals", "Humans"), [], 1),
        (("Humans", "Adult"), ["people"], 0),
        (("Humans",), [], 0),
        (("Rats", "Cells, Cultured"), ["animals"], 1),
        (("Humans", "Adult", "Cell Line, Tumor"), ["people"], 1),
        (("Sleep",), [], 0),
    ],
)
def test_who_was_studied_is_supposed_only_where_the_tags_agree(tags, on, doubts):
    record = read(citation=mesh(*tags))
    assert [one.value for one in record.on] == on
    assert len(record.doubts) == doubts


# What stands against it.


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("RetractionIn", Standing.RETRACTED),
        ("RetractionOf", Standing.NOTICE),
        ("ExpressionOfConcernIn", Standing.CONCERN),
        ("ErratumIn", Standing.CORRECTED),
        ("CorrectedandRepublishedIn", Standing.CORRECTED),
        ("RetractedandRepublishedIn", Standing.RETRACTED),
    ],
)
def test_another_paper_that_matters_is_a_remark(kind, standing):
    (remark,) = read(citation=reference(kind, "Sheep J. 2020 Mar 5;1(2):3. doi: 10.1000/n.1", "<PMID>7</PMID>")).remarks
    assert (remark.standing, remark.doi, remark.on) == (standing, "10.1000/n.1", date(2020, 3, 5))
    assert "Sheep J. 2020" in remark.told
    assert "PMID 7" in remark.told


@pytest.mark.parametrize("kind", ["CommentIn", "CommentOn", "SummaryForPatientsIn", "UpdateOf"])
def test_a_comment_is_no_remark(kind):
    assert read(citation=reference(kind, "Sheep J. 2020;1:3")).remarks == ()


def test_a_later_version_is_doubted():
    (doubt,) = read(citation=reference("UpdateIn", "Sheep J. 2021;1:3")).doubts
    assert "Sheep J. 2021" in doubt


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("Retracted Publication", Standing.RETRACTED),
        ("Retraction of Publication", Standing.NOTICE),
        ("Published Erratum", Standing.NOTICE),
        ("Corrected and Republished Article", Standing.CORRECTED),
    ],
)
def test_a_type_may_be_a_remark(name, standing):
    assert [one.standing for one in read(types("Journal Article", name)).remarks] == [standing]


def test_a_preprint_is_known_by_its_type():
    assert read(types("Preprint")).is_preprint is True
    assert read(types("Journal Article")).is_preprint is None


# Files.


def test_a_book_is_told_and_loses_no_article():
    book = "<PubmedBookArticle><BookDocument><PMID>5</PMID></BookDocument></PubmedBookArticle>"
    first, second = pubmed_xml(article_set(book, article()).encode(), "here")
    assert isinstance(first, RecordError)
    assert first.known == "PMID 5"
    assert isinstance(second, Record)


def test_one_article_alone_is_read():
    assert only(pubmed_xml, article(pmid="12")).pmid == "12"


@pytest.mark.parametrize("empty", ["<PubmedArticleSet></PubmedArticleSet>", "<html></html>"])
def test_a_file_without_articles_is_an_error(empty):
    assert "no PubMed article" in only_error(pubmed_xml, empty).text


def test_all_88_records_of_the_public_sample_are_read_fast():
    data = shared("pubmed/sample-2019-a.xml")
    began = time.process_time()
    read_ = list(pubmed_xml(data, "PubMed"))
    assert time.process_time() - began < 0.88
    assert all(isinstance(one, Record) and one.title and one.year and one.journal for one in read_)
    assert len(read_) == 88
