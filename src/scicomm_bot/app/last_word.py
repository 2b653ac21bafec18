"""What people say of a post just before it goes out."""

from collections.abc import Callable, Iterator
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
from scicomm_bot.domain.account import Pause
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.timeline import KnownText
from scicomm_bot.plan import pause_obstacle


@dataclass(frozen=True, slots=True)
class LastWord:
    """Reads the files each time: uploading a picture takes its time, and a person may say no, or stop, meanwhile.

    Attributes:
        afresh: Knows what the posts were made from.
        path: `approved.yaml`; it need not be there.
        required: Whether only what a person approved goes out.
        pause: Returns the pause that `posts.yaml` has as it stands now, or None.
    """

    afresh: Afresh
    path: Path
    required: bool
    pause: Callable[[], Pause | None] = lambda: None

    def obstacle(self, post: Post) -> Obstacle | None:
        """Return why a post may not go out, as the files stand now; or None.

        It may want a yes or an answer, `posts.yaml` may pause everything, or its paper may be under embargo by now. A
        post that was chosen although a question is open continues a thread: for that, it needs no answer.
        """
        if (pause := self.pause()) is not None:
            return pause_obstacle(pause)
        if (why := self.afresh.held_since(post, self.afresh.desk.clock.now())) is not None:
            return why
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
