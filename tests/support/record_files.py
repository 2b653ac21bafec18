"""Short files of records in the formats that sources give, on the pattern of real ones."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scicomm_bot.records.record import Record, RecordError

SHARED = Path(os.environ.get("SCICOMM_SHARED") or Path(__file__).resolve().parents[2].parent / "shared") / "records"
Reader = Callable[[bytes, str], Iterator[Record | RecordError]]


def shared(name: str) -> bytes:
    """Return a shared file; the test is skipped where it is not there."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return path.read_bytes()


def only(reader: Reader, data: bytes | str) -> Record:
    """Read a file with one record in it."""
    read = list(reader(data.encode() if isinstance(data, str) else data, "here"))
    assert len(read) == 1
    assert isinstance(read[0], Record), read[0]
    return read[0]


def only_error(reader: Reader, data: bytes | str) -> RecordError:
    """Read a file in which nothing can be read."""
    read = list(reader(data.encode() if isinstance(data, str) else data, "here"))
    assert len(read) == 1
    assert isinstance(read[0], RecordError), read[0]
    return read[0]


def article(
    inside: str = "", *, title: str = "<ArticleTitle>Sleep in sheep.</ArticleTitle>", citation: str = "",
    data: str = "", journal: str = "", pmid: str = "11", model: str = "Print",
) -> str:  # fmt: skip
    """Return a PubmedArticle with some parts put in."""
    return f"""<PubmedArticle>
<MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="{model}"><Journal>{journal}</Journal>
{title}
{inside}
</Article>
{citation}
</MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList>{data}</PubmedData>
</PubmedArticle>"""


def article_set(*articles: str) -> str:
    """Return a PubMed file."""
    head = '<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle" "https://example.org/p.dtd">'
    return "\n".join([head, "<PubmedArticleSet>", *articles, "</PubmedArticleSet>"])
