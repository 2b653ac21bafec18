"""What people say of a post just before it goes out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scicomm_bot.app.afresh import Afresh
from scicomm_bot.approval import (
    approval_states,
    as_in_file,
    hold_asked,
    hold_unapproved,
    read_approvals,
    with_answers,
)
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.timeline import KnownText


@dataclass(frozen=True, slots=True)
class LastWord:
    """Reads `approved.yaml` each time: uploading a picture takes its time, and a person may say no meanwhile.

    Attributes:
        afresh: Knows what the posts were made from.
        path: `approved.yaml`; it need not be there.
        required: Whether only what a person approved goes out.
    """

    afresh: Afresh
    path: Path
    required: bool

    def obstacle(self, post: Post) -> Obstacle | None:
        """Return why a post may not go out for want of a yes or an answer, as the file stands now; or None.

        A post that was chosen although a question is open continues a thread: for that, it needs no answer.
        """
        approvals, bare = read_approvals(self.path), as_in_file(replace(post, obstacle=None))
        states = approval_states([bare], self.afresh.edition.content, approvals)
        posts = hold_unapproved(with_answers([bare], states), states, approvals, required=self.required)
        goes_on = post.obstacle is not None and post.obstacle.code is ObstacleCode.ASKED
        [held] = posts if goes_on else hold_asked(posts, states)
        return held.obstacle

    def texts(self) -> Iterator[KnownText]:
        """Yield the text of each post that the file says yes or no to."""
        for entry in read_approvals(self.path).of.values():
            yield KnownText(entry.id, entry.text)
