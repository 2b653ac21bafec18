"""Readers of files take no longer than a file's length, whatever is in it."""

import gc
from collections.abc import Callable, Iterator

import pytest

from scicomm_bot.records.record import Record, RecordError
from scicomm_bot.records.sources.bibtex import bibtex
from scicomm_bot.records.sources.html import html
from scicomm_bot.records.sources.platform import platform
from scicomm_bot.records.sources.ris import ris
from support.growth import TOO_STEEP, repeated, steepness

Reader = Callable[[str, str], Iterator[Record | RecordError]]
SIZE = 60_000

IN_RIS = "TY  - JOUR\nTI  - Frost\n"
IN_BIBTEX = "@article{k, title = {Frost}, author = {"
IN_PAGE = "Share this content!\nFrost\nBrunner E1\nAuthors\n1. 1. Trento\nSource: JAB Published:2023\nAbstract\n"
IN_HTML = "<html><head><meta name=citation_title content=Frost><meta name=citation_doi content='10.1000/a'>"
CASES: list[tuple[Reader, str, str, str]] = [
    (ris, "", "TY  - JOUR\n", ""),
    (ris, "", "a\n", ""),
    (ris, "", " ", "TY  - JOUR"),
    (ris, IN_RIS, "AB  - x\n", ""),
    (ris, f"{IN_RIS}AB  - ", "x", ""),
    (ris, f"{IN_RIS}AB  - ", "\u00a9 2020. x. ", ""),
    (ris, f"{IN_RIS}AB  - \u00a9 2020 ", "A.", ""),
    (ris, f"{IN_RIS}AB  - Methods: x. ", "Results: ", ""),
    (ris, f"{IN_RIS}AB  - Methods: x. ", "Results and ", ""),
    (ris, f"{IN_RIS}AB  - ", "<p><b>", ""),
    (ris, f"{IN_RIS}AB  - ", "<h3>Methods ", ""),
    (ris, f"{IN_RIS}AU  - ", "a b, ", ""),
    (ris, f"{IN_RIS}AU  - ", "A A. ", ""),
    (ris, f"{IN_RIS}AU  - ", "a; ", ""),
    (ris, IN_RIS, "AU  - Brunner, Eva\nAD  - Trento\n", ""),
    (ris, f"{IN_RIS}KW  - ", " ; ", ""),
    (ris, f"{IN_RIS}UR  - ", "https://arxiv.org/abs/", ""),
    (ris, f"{IN_RIS}DO  - ", "10.1000/", ""),
    (ris, f"{IN_RIS}SP  - ", "1-", ""),
    (ris, f"{IN_RIS}PY  - ", "20230", ""),
    (ris, "TY  - JOUR\nTI  - ", "Correction to ", ""),
    (ris, "TY  - JOUR\nTI  - ", "[", "]"),
    (platform, "Share this content!\n", "Publisher ", "\nSource: JAB Published:2023"),
    (platform, "Share this content!\nFrost\nBrunner E", "1 ", "\nSource: JAB Published:2023"),
    (platform, "Share this content!\nFrost\n", "a b ", "\nSource: JAB Published:2023"),
    (platform, "Share this content!\nFrost\n", "Brunner E1; ", "\nSource: JAB Published:2023"),
    (platform, "Share this content!\nFrost\n", "Brunner E1\n", "\nSource: JAB Published:2023"),
    (platform, "Share this content!\nFrost\nBrunner E1\nAuthors\n", "1. 1. x\n", "\nSource: JAB Published:2023"),
    (platform, "Share this content!\nFrost\nBrunner E1\n", "Source: ", ""),
    (platform, "Share this content!\nFrost\nBrunner E1\n", "Source: a\n", ""),
    (platform, IN_PAGE, "F-", ""),
    (platform, IN_PAGE, "FF ", ""),
    (platform, IN_PAGE, "10.1000/", ""),
    (platform, IN_PAGE, "\n", ""),
    *[
        (html, IN_HTML, piece, "")
        for piece in (
            "<", "<!--", "<a ", "<a b='", '<a b="', "<!a ", "<![CDATA[", "<?", "&", "<script>", "</", "<meta ", "<meta name='",
            "<meta name=a content=b>", "<title>", '<meta content="', "=", "='", "<meta a=b ", "<svg>", "<link rel=canonical>",
            "<meta name=a content=&amp;amp;>", "<meta name=citation_title content=a>", "<meta name=citation_doi content=a>",
            "<meta name=citation_author content='a, b'>", "<meta name=citation_abstract content='a'>",
            "<meta name=citation_author content='a'><meta name=citation_author_institution content='b'>",
        )
    ],
    (html, f"{IN_HTML}<meta name=citation_authors content='", "a, ", "'>"),
    (html, f"{IN_HTML}<meta name=description content='", "a. ", "'>"),
    (html, f"{IN_HTML}<script type='application/ld+json'>", "[", "</script>"),
    (html, f"{IN_HTML}<script type='application/ld+json'>", '{"a":', "</script>"),
    (html, f"{IN_HTML}<script type='application/ld+json'>", "9", "</script>"),
    (html, f"{IN_HTML}<script type='application/ld+json'>[", "{},", "{}]</script>"),
    (bibtex, "", "@", ""),
    (bibtex, "", "@a{", ""),
    (bibtex, "", "@a(", ""),
    (bibtex, "", "@article{k, title={a}}\n", ""),
    (bibtex, "", "\n", ""),
    (bibtex, "@comment{", "{", ""),
    (bibtex, "@article{k, title = {", "{", ""),
    (bibtex, '@article{k, title = "', '"', "}"),
    (bibtex, "@article{k, title = {", "\\", "}}"),
    (bibtex, "@article{k, title = {", "$", "}}"),
    (bibtex, "@article{k, title = {", "--", "}}"),
    (bibtex, "@article{k", ", b = c", "}"),
    (bibtex, "@article{k, title = ", "a # ", "b}"),
    (bibtex, "@article{k, title = ", "a ", "b}"),
    (bibtex, "", "@string{s = {x}}\n", ""),
    (bibtex, "@string{s = {x}}\n@article{k, title = ", "s # ", "s}"),
    (bibtex, "", "@article{k, title = {a}, crossref = {k}}\n", ""),
    (bibtex, IN_BIBTEX, "a and ", "}}"),
    (bibtex, IN_BIBTEX, "and ", "}}"),
    (bibtex, IN_BIBTEX, "x, ", "}}"),
    (bibtex, IN_BIBTEX, "x; ", "}}"),
    (bibtex, IN_BIBTEX, " ", "}}"),
    (bibtex, '@article{k, title = {Frost}, author = "', "}", '"}'),
    (bibtex, '@article{k, title = {Frost}, author = "', "} and ", '"}'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "before", "unit", "behind"), CASES, ids=[f"{reader.__name__}-{unit!r}" for reader, _, unit, _ in CASES]
)
def test_time_grows_with_the_length(reader: Reader, before: str, unit: str, behind: str) -> None:
    def work(text: str) -> None:
        gc.disable()  # as while a command runs
        try:
            assert list(reader(text, "refs"))
        finally:
            gc.enable()

    assert steepness(work, lambda size: repeated(unit, size, before, behind), SIZE) < TOO_STEEP


@pytest.mark.parametrize(("begin", "end"), [("{", "}"), (r"\'{", "}"), ("{{", "}}")])
def test_nested_braces_take_time_by_their_length(begin: str, end: str) -> None:
    def nested(size: int) -> str:
        half = size // 2
        return f"@article{{k, title = {{Frost}}, author = {{{repeated(begin, half)}{repeated(end, half)}}}}}"

    assert steepness(lambda text: list(bibtex(text, "refs")), nested, SIZE) < TOO_STEEP
