"""What the posts of a paper are told that does not stand; whether it does is for `notices` to say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scicomm_bot.domain.notice import BLOCKING_TYPES
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.domain.title_marks import title_mark
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, Rule
from scicomm_bot.notices.policy import Case, PaperState


def _marked_title(reading: Reading) -> Iterator[Found]:
    """The publisher's mark on the title in `posts.yaml`, whatever is on record, and whoever has looked."""
    mark = title_mark(reading.paper.title)
    if mark is None:
        return
    what = (
        f"the title of {reading.paper.id} has the mark \u201c{mark.words}\u201d: the paper {BLOCKING_TYPES[mark.type]}"
    )
    if mark.sure:
        yield Found(what, "nothing of it goes out as long as the title says so")
    else:
        yield Found(f"{what}, if that is the publisher's mark", "look at the journal's page", Level.WARNING)


RETRACTED = Rule(
    "retracted",
    Level.ERROR,
    detects="the paper is retracted, withdrawn, removed or under an expression of concern, also by its title, "
    "or nobody has looked lately",
    why="what a retracted paper said must not be told any more, and who read it here must hear of it",
    bad="a post on a paper whose DOI has a retraction on record at Crossref",
    good="a correction that names the notice, approved by a person",
    check=_marked_title,
    kinds=ALL - {"correction"},
    english=False,
    also=(Level.WARNING, Level.INFO),
)


def retraction_remark(state: PaperState, *, live: bool, place: str | None = None) -> Remark | None:
    """Return what the posts of a paper are told: what stops them blocks, and the rest is worth knowing.

    `place` is where the file says so, if it does.
    """
    if state.case is Case.CLEAR:
        return None
    level = Level.WARNING if state.case is Case.LOOK else Level.ERROR if state.stops(live=live) else Level.INFO
    remark = RETRACTED.remark(Found(state.message, state.remedy, level), place)
    return replace(remark, of_drafts=state.case is Case.STOPPED)


_NO_PLACES: Mapping[str, str] = {}


def retraction_remarks(
    posts: Sequence[Post],
    states: Mapping[str, PaperState],
    *,
    live: bool = False,
    places: Mapping[str, str] = _NO_PLACES,
) -> dict[str, list[Remark]]:
    """Return the remarks of the rule by the ids of posts: what stops a paper is told at all its posts.

    The rest is told once for each paper, at its first post. `states` is by the papers' ids, and so is
    `places`: where a file says that its paper does not stand.
    """
    remarks: dict[str, list[Remark]] = {}
    told: set[str] = set()
    of_paper = {one: retraction_remark(state, live=live, place=places.get(one)) for one, state in states.items()}
    for post in posts:
        remark = of_paper.get(post.paper_id) if post.kind in RETRACTED.kinds else None
        if remark is not None and (remark.level is Level.ERROR or post.paper_id not in told):
            remarks[post.id] = [remark]
            told.add(post.paper_id)
    return remarks
