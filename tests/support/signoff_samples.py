"""Sign-off packs made up for the tests: a plain one, one with all that is awkward, and one with texts that attack."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scicomm_bot.approval import ApprovalState, Piece
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Author, Evidence, Finding, Paper, Study, Term
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.medium.length import weighted_length
from scicomm_bot.plan import PostState
from scicomm_bot.signoff import Asking, Entry, Pack, PaperPart, Picture
from support.pictures import png

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Tehran")
ASKING = Asking("Jane Doe, press office", "press@example.org", date(2026, 12, 10))
ABSTRACT = "Naps are short. In mice, a nap helped; in people it did not. More work is needed."
ATTACK = (
    "</style><script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} <!-- ]]> \u202egnp.exe \u2066 \u05e9 "
    "javascript:alert(3) </p></article></body>"
)


def unapproved(message):
    return Obstacle(ObstacleCode.UNAPPROVED, message)


def held(code, message=""):
    return PostState("held", Obstacle(ObstacleCode(code), message))


def finding(name: str = "nap", quotes=("In mice, a nap helped;",), on=("animals",), **more) -> Finding:
    evidence = tuple(Evidence(quote=quote, on=on) for quote in quotes)
    return Finding(id=name, text="-", evidence=evidence, **more)


def paper(*findings: Finding, **more) -> Paper:
    fields = {
        "id": "naps",
        "title": "Naps in mice: a made-up study",
        "authors": (Author(name="Doe J", affiliation="Sleep Lab, University of Nowhere"),),
        "journal": "Journal of Made-up Examples",
        "year": 2026,
        "study": Study(kind="animal study", peer_reviewed=True, on=("animals", "people")),
        "abstract": ABSTRACT,
        "findings": findings or (finding(),),
    }
    return Paper(**(fields | more))


def entry(
    text: str = "In mice, a nap helped.",
    name: str = "nap",
    made_from: Finding | None = None,
    of: str = "naps",
    **more,
) -> Entry:
    """An entry of the paper `of`; `remarks` and `follows` go to its post."""
    of_post = {field: more.pop(field) for field in ("remarks", "follows", "obstacle") if field in more}
    kind = name if name in {"authors", "source", "correction"} else "finding"
    post = Post(f"{of}/{name}", of, kind, text, weighted_length(text), 15_000, "posts.yaml:1", **of_post)
    if kind == "finding" and made_from is None:
        made_from = finding(name)
    return Entry(post, made_from, **({"where": PostState("pending"), "slot": NOW + timedelta(days=1)} | more))


def question(answer: str | None = None, rule: str = "strength-up") -> Remark:
    """A question about a post, open or answered."""
    asked = (
        "the post says that a nap helped, the quotation that it may help; is that more than the paper says? Write "
        "`may help`"
    )
    return Remark(rule, Level.QUESTION, asked, key=f"{rule}/0123456789", answer=answer)


def withdrawn_entry(text: str = "A nap.", why: str = "A figure was wrong.") -> Entry:
    """A post that was out, and that a person took back."""
    said = NOW - timedelta(days=2)
    gone = Publication(
        "a2", "1", "naps/gone", text, "1" * 64, 15_000, PublicationState.POSTED, said, said, said,
        remote_id="1234567890123456780", ended_at=said, withdrawn_at=NOW - timedelta(days=1), withdrawn_why=why,
    )  # fmt: skip
    return entry(text, "gone", finding("gone"), where=PostState("posted", publication=gone), slot=None)


def pack(*entries: Entry, of: Paper | None = None, **more) -> Pack:
    entries = entries or (entry(),)
    findings = tuple(one.finding for one in entries if one.finding) or (finding(),)
    part = PaperPart(of or paper(*findings), entries)
    fields = {"parts": (part,), "made_at": NOW, "zone": ZONE, "version": "1.2.3", "asking": ASKING}
    return Pack(**(fields | more))


def awkward_pack() -> Pack:
    """Two papers, and all that may make a page ugly: Persian, long words, emoji, remarks of every kind, pictures."""
    persian = "در موش‌ها، چرت کوتاه (G-CSF) بقا را افزایش داد؛ اما مطالعات در انسان آن را تکرار نکردند. #چرت_کوتاه"
    address = "https://example.org/" + "a-very-long-path-without-a-break/" * 4
    long_word = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 4
    over = f"{long_word} {address} 👩‍🔬🧬🐁 #SleepScience @somebody $NAP " + "and on and on " * 8
    remarks = (
        Remark("length", Level.ERROR, "301 characters as X counts them, limit 280; cut 21"),
        Remark("hype", Level.WARNING, "“breakthrough” promises more than the paper; delete it"),
        Remark("title-hype", Level.WARNING, "the title's own promise", waived="quoted from the paper's title"),
        Remark("evidence-vague", Level.INFO, f"a very long word: {long_word}"),
    )
    said = NOW - timedelta(days=2)
    difference = (
        Piece("same", "In "),
        Piece("deleted", "people"),
        Piece("added", "mice"),
        Piece("same", ", a nap helped."),
    )
    out = Publication(
        "a1", "1", "naps/out", "x", "0" * 64, 15_000, PublicationState.POSTED, said, said, said, remote_id="1234567890123456789", ended_at=said,
    )  # fmt: skip
    overlapping = finding(
        "overlap", ("Naps are short. In mice, a nap helped;", "a nap helped; in people it did not.", "not there at all")
    )
    titled = finding("titled", ("Naps in mice",), on=("animals", "unstated"))
    fa = finding("farsi", lang="fa")
    first = (
        entry(persian, "farsi", fa, approval=ApprovalState("approved", "دکتر سارا احمدی", said)),
        entry(
            over,
            "over",
            finding("over"),
            remarks=remarks,
            where=held("finding", remarks[0].message),
            slot=None,
            approval=ApprovalState("unapproved", obstacle=unapproved("not approved yet; read it, then run `scicomm-bot approve`")),
            pictures=(
                Picture("mouse.png", png(1200, 500), "A mouse asleep in the corner of a maze."),
                Picture("tall.png", png(200, 900, b"\x97\x6f\x2a"), None),
                Picture("gone.png", None, "A picture that is not on the disk."),
            ),
        ),
        entry(
            "In mice, a nap helped.", "overlap", overlapping,
            remarks=(question(), question(f"The trial was randomised, and {long_word}.", "cause-from-correlation")),
            facts=(("on: mice", "direction: up"), (), (f"31% naps, 12% no naps, {long_word}",)),
            look_at="two figures stand there: whose is each?",
            approval=ApprovalState("changed", "Jane Doe", said, obstacle=unapproved("changed"), difference=difference),
        ),
        entry("“Naps in mice” is the title.", "titled", titled, follows="naps/overlap",
              approval=ApprovalState("rejected", "Jane Doe", said, why="the second sentence goes too far", obstacle=unapproved("no"))),
        entry("A nap.", "out", finding("out"), where=PostState("posted", publication=out), slot=None),
        withdrawn_entry("A sleep.", long_word),
        entry("", "empty", finding("empty"), where=held("finding"), slot=None,
              remarks=(Remark("template", Level.ERROR, "templates/finding.txt.j2:1: 'nix' is undefined"),)),
    )  # fmt: skip
    second = (
        entry("By J. Doe, University of Nowhere.", "authors"),
        entry(f"“{long_word}”\n\nJournal of Made-up Examples, 2026\ndoi:10.1234/made-up", "source"),
    )
    glossary = (Term(term="nap", plain=f"a short {long_word}", source=long_word), Term(term="x", plain="y", source="z"))
    findings = tuple(each.finding for each in first if each.finding)
    one = paper(*findings, doi="10.1234/made(up)<1>::AID-X", url=address, glossary=glossary)
    authors = tuple(Author(name=f"Author {n}", affiliation="دانشگاه علوم پزشکی تهران") for n in range(1, 8))
    other = paper(id="second", title=f"{long_word}: چرت", authors=authors, issue="3", pages="1-9", abstract=ABSTRACT)
    parts = (PaperPart(one, first), PaperPart(other, second))
    return Pack(parts, NOW, ZONE, "1.2.3", "made_up_account", asking=ASKING)


def hostile_pack() -> Pack:
    """A pack in which every text that a person can write attacks the page."""
    quotes = (ATTACK, "a nap helped;")
    attacked = finding("nap", quotes)
    remarks = (
        *(Remark("hype", level, ATTACK, waived=ATTACK) for level in Level),
        Remark("cure", Level.QUESTION, ATTACK, answer=ATTACK),
    )
    said = (Piece("same", ATTACK), Piece("added", ATTACK), Piece("deleted", ATTACK))
    one = entry(
        f'{ATTACK} https://example.org/?a=1&b="><script>',
        "nap",
        attacked,
        remarks=tuple(remark for remark in remarks if remark.level is not Level.ERROR),
        where=held("finding", ATTACK),
        approval=ApprovalState("changed", ATTACK, NOW, ATTACK, unapproved(ATTACK), said),
        pictures=(Picture(ATTACK, b"<svg onload=alert(4)>", ATTACK), Picture("a.png", png(3, 2), ATTACK)),
        facts=((ATTACK,), (ATTACK, ATTACK)),
        look_at=ATTACK,
    )
    of = paper(
        attacked,
        title=ATTACK,
        authors=(Author(name=ATTACK, affiliation=ATTACK),),
        journal=ATTACK,
        issue=ATTACK,
        pages=ATTACK,
        abstract=f"{ATTACK} {ABSTRACT}",
        doi='10.1234/"><script>alert(5)</script>',
        glossary=(Term(term=ATTACK, plain=ATTACK, source=ATTACK),),
    )
    of = of.model_copy(update={"url": "javascript:alert(6)"})
    said_no = ApprovalState("rejected", ATTACK, NOW, ATTACK, unapproved(ATTACK))
    asked = Remark("cure", Level.QUESTION, ATTACK, key="cure/0123456789")
    posts = (
        one,
        entry(ATTACK, "asked", finding("asked"), remarks=(asked,)),
        entry(ATTACK, "authors", approval=said_no),
        entry(ATTACK, "source", where=held("skipped", ATTACK)),
        withdrawn_entry(ATTACK, ATTACK),
    )
    made = pack(*posts, of=of, account=ATTACK, asking=Asking(ATTACK, "press@example.org"))
    stopped = PaperPart(of.model_copy(update={"id": "other"}), (entry(ATTACK, of="other"),), ATTACK)
    return replace(made, parts=(*made.parts, stopped))
