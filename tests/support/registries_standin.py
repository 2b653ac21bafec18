"""A loopback stand-in for Crossref, PubMed and arXiv, which says in its `Server` header that it is one.

Not one of its answers was recorded: they are written by hand after the documentation of the three (Crossref's
`/works/{doi}`, NCBI's `esearch` and `efetch`, arXiv's `/api/query`). No paper in them is real: DOIs begin with 10.5555,
Crossref's prefix for tests, and names and numbers are made up.
"""

import sys
import threading
from html import escape
from urllib.parse import parse_qs, unquote, urlsplit

from support.loopback_answers import Given, LoopbackAnswers

DOI, PMID, ARXIV = "10.5555/naps.2023.7", "91234567", "2101.00012"
TITLE = "Short naps and wheel running in mice: a trial in the dark"
SENTENCES = (
    "We asked whether short naps change how far mice run.",
    "Forty mice were allowed naps of ten minutes, and forty were not.",
    "Mice that napped ran 12% further in the following night.",
    "No effect on body weight was seen.",
    "Short naps may increase running in mice.",
)
LABELS = ("BACKGROUND", "METHODS", "RESULTS", "RESULTS", "CONCLUSIONS")


def crossref_work(doi=DOI, title=TITLE, **more):
    """A document of `/works/{doi}`."""
    message = {
        "DOI": doi,
        "URL": f"https://doi.org/{doi}",
        "type": "journal-article",
        "title": [title],
        "author": [
            {"given": "Jane", "family": "Doe", "sequence": "first", "affiliation": []},
            {"given": "Rita R.", "family": "van der Roe", "sequence": "additional", "affiliation": []},
        ],
        "container-title": ["Journal of Made-up Naps"],
        "published-print": {"date-parts": [[2023, 3]]},
        "published-online": {"date-parts": [[2022, 11, 5]]},
        "issued": {"date-parts": [[2022, 11, 5]]},
        "volume": "12",
        "issue": "3",
        "page": "101-9",
        "language": "en",
    }
    return {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message | more}


def pubmed_set(*articles):
    """What `efetch` answers with these articles, or with none."""
    return f'<?xml version="1.0" ?>\n<PubmedArticleSet>{"".join(articles)}</PubmedArticleSet>'.encode()


def pubmed_article(pmid=PMID, doi=DOI, title=TITLE, types=("Journal Article",)):
    """An article as `efetch` has it."""
    abstract = "".join(
        f'<AbstractText Label="{label}" NlmCategory="{label}">{escape(sentence)}</AbstractText>'
        for label, sentence in zip(LABELS, SENTENCES, strict=True)
    )
    people = "".join(
        f'<Author ValidYN="Y"><LastName>{family}</LastName><ForeName>{given}</ForeName><Initials>{initials}</Initials>'
        f"<AffiliationInfo><Affiliation>{where}</Affiliation></AffiliationInfo></Author>"
        for family, given, initials, where in (
            ("Doe", "J", "J", "Nap Laboratory, University of Basel, Switzerland."),
            ("van der Roe", "R R", "RR", "Bed Institute, Delft, Netherlands."),
        )
    )
    kinds = "".join(f'<PublicationType UI="">{one}</PublicationType>' for one in types)
    ids = f'<ArticleId IdType="pubmed">{pmid}</ArticleId>' + (
        f'<ArticleId IdType="doi">{doi}</ArticleId>' if doi else ""
    )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        '<Article PubModel="Print-Electronic"><Journal><JournalIssue CitedMedium="Internet"><Volume>12</Volume>'
        "<Issue>3</Issue><PubDate><Year>2023</Year><Month>Mar</Month></PubDate></JournalIssue>"
        "<Title>Journal of made-up naps</Title><ISOAbbreviation>J Made Up Naps</ISOAbbreviation></Journal>"
        f"<ArticleTitle>{escape(title)}.</ArticleTitle><Pagination><MedlinePgn>101-109</MedlinePgn></Pagination>"
        f'<Abstract>{abstract}</Abstract><AuthorList CompleteYN="Y">{people}</AuthorList><Language>eng</Language>'
        f"<PublicationTypeList>{kinds}</PublicationTypeList></Article><MeshHeadingList>"
        '<MeshHeading><DescriptorName UI="D000818" MajorTopicYN="N">Animals</DescriptorName></MeshHeading>'
        '<MeshHeading><DescriptorName UI="D051379" MajorTopicYN="N">Mice</DescriptorName></MeshHeading>'
        f"</MeshHeadingList></MedlineCitation><PubmedData><ArticleIdList>{ids}</ArticleIdList></PubmedData></PubmedArticle>"
    )


def arxiv_feed(arxiv_id=ARXIV, doi=None, title="Sleep as a walk: a model of napping"):
    """What `/api/query` answers about one id; None for one that it does not know."""
    link = f'<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">{doi}</arxiv:doi>' if doi else ""
    entry = (
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}v2</id><updated>2021-02-03T10:00:00Z</updated>"
        f"<published>2021-01-04T10:00:00Z</published><title>{title}</title><summary>  We model naps as a random walk.\n"
        f"Longer walks end in deeper sleep. </summary><author><name>Jane Doe</name></author>{link}"
        '<category term="q-bio.NC" scheme="http://arxiv.org/schemas/atom"/></entry>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>ArXiv Query</title>{entry if arxiv_id else ''}</feed>"
    ).encode()


class LoopbackRegistries(LoopbackAnswers):
    """Answers as told: `crossref`, `pubmed` and `arxiv` by their ids, and `pmids` by the DOI that is looked for.

    `like` are the works that Crossref has for any citation.
    """

    server_name = "stand-in"

    def __init__(self):
        super().__init__()
        self.crossref, self.pmids, self.pubmed, self.arxiv = {}, {}, {}, {}
        self.like = []

    def answer_to(self, path):
        parts = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/works":
            return Given(
                {
                    "status": "ok",
                    "message-type": "work-list",
                    "message": {"items": [one["message"] for one in self.like]},
                }
            )
        if parts.path.startswith("/works/"):
            return _as_given(self.crossref.get(unquote(parts.path.removeprefix("/works/")).lower(), Given(status=404)))
        if parts.path == "/entrez/eutils/esearch.fcgi":
            doi = asked["term"].removesuffix("[AID]").strip('"').lower()
            return _as_given(
                self.pmids.get(doi, []), lambda ids: {"esearchresult": {"count": str(len(ids)), "idlist": ids}}
            )
        if parts.path == "/entrez/eutils/efetch.fcgi":
            return _as_given(self.pubmed.get(asked["id"], pubmed_set()))
        if parts.path == "/api/query":
            return _as_given(self.arxiv.get(asked["id_list"], arxiv_feed(None)))
        return Given(status=404)

    def paper(self, doi=DOI, pmid=PMID):
        """Let Crossref and PubMed know the made-up paper."""
        self.crossref[doi] = crossref_work(doi)
        self.pmids[doi] = [pmid]
        self.pubmed[pmid] = pubmed_set(pubmed_article(pmid, doi))
        return self

    @property
    def paths(self):
        return [unquote(path) for _, path, _ in self.requests]


def _as_given(answer, wrap=lambda answer: answer):
    return answer if isinstance(answer, Given) else Given(wrap(answer))


def main():
    """Serve the made-up paper until ^C, to try `add` by hand: prints the settings that lead here."""
    with LoopbackRegistries().paper() as server:
        for name in ("CROSSREF", "PUBMED", "ARXIV"):
            sys.stdout.write(f"export SCICOMM_{name}_URL={server.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
