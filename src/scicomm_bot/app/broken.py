"""A survey while things are broken: of a `posts.yaml` that cannot be used, or a ledger that cannot be read."""

from dataclasses import replace

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition
from scicomm_bot.app.survey import LedgerView, Survey
from scicomm_bot.content import Document
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Content, Schedule
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.errors import FileError, LedgerError
from scicomm_bot.medium.length import weighted_length
from scicomm_bot.plan import Skip, SkipKind, schedule_problems
from scicomm_bot.plan.forecast import forecast

_NO_FILE = Skip(SkipKind.DONE, Obstacle(ObstacleCode.FILE, "posts.yaml cannot be used", needs=Need.NOW))
_NO_LEDGER = Skip(SkipKind.DONE, Obstacle(ObstacleCode.FILE, "the ledger cannot be read", needs=Need.NOW))
# These two need nobody by themselves: what is broken is told once, not for each post.
NOT_IN_THE_FILE = Obstacle(ObstacleCode.FILE, "it cannot be read from posts.yaml")
NOT_IN_THE_LEDGER = Obstacle(ObstacleCode.FILE, "the ledger cannot be read, so nobody knows whether it is out")


def survey_anyway(desk: Desk) -> Survey:
    """Look at the file, the ledger and the approvals; what is broken is told in the survey, and the rest is there."""
    try:
        return _of_files(desk)
    except LedgerError as error:
        with desk.without_ledger() as blind:
            survey = _of_files(blind)
        posts = [replace(post, obstacle=NOT_IN_THE_LEDGER) for post in survey.posts]
        return replace(
            survey,
            edition=replace(survey.edition, posts=posts),
            forecast=replace(forecast(posts, survey.history, survey.now, survey.terms), upcoming=None, why=_NO_LEDGER),
            ledger=LedgerView(desk.ledger_name, exists=True, trouble=str(error)),
        )


def _of_files(desk: Desk) -> Survey:
    try:
        return desk.survey()
    except FileError as error:
        edition = _what_can_be_used(desk)
        known = {post.id for post in edition.posts}
        in_ledger = desk.ledger.publications() if desk.ledger is not None else []
        out = [one for one in in_ledger if one.post_id not in known and (one.open or one.state in _OUT)]
        posts = [*edition.posts, *map(_post_of, out)]
        survey = desk.survey(replace(edition, posts=posts, checked=posts), error.problems)
        # What is next in the part that can be used may not be next in the whole.
        return replace(survey, forecast=replace(survey.forecast, upcoming=None, why=_NO_FILE))


_OUT = {PublicationState.POSTED}


def _what_can_be_used(desk: Desk) -> Edition:
    try:
        document, _ = desk.examine()
        if document is not None and not schedule_problems(document.content.schedule, desk.clock.now()):
            return desk.with_approvals(desk.edition(document))
    except FileError:
        pass  # nothing of it can be used
    nothing = Content.model_construct(account=None, schedule=Schedule(), papers=())
    return Edition(Document(desk.posts_file, nothing, {}), (), (), {})


def _post_of(publication: Publication) -> Post:
    """Return a post as the ledger has it, held."""
    return Post(
        id=publication.post_id,
        paper_id=paper_id_of(publication.post_id),
        kind="finding",
        text=publication.text,
        weighted_length=weighted_length(publication.text),
        price_micro_usd=publication.price_micro_usd,
        place="",
        obstacle=NOT_IN_THE_FILE,
    )
