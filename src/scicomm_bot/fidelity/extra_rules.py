"""The rules that look at no text: each names something else that keeps a post back, or that a person should know."""

from collections.abc import Iterator

from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.errors import Problem
from scicomm_bot.fidelity.rule import Rule

FILE = Rule(
    "file",
    Level.ERROR,
    detects="posts.yaml or a paper's file cannot be read, or says something it may not",
    why="what is not understood cannot be published as it was meant",
    bad="year: x",
    good="year: 2023",
)
INCLUDE = Rule(
    "include",
    Level.INFO,
    detects="a pattern of `include:` that takes no file; with `check FILE`, a file that no pattern takes (W)",
    why="a paper in a file that is not taken is never posted",
    bad="include: paper/*.yaml beside a folder papers/",
    good="include: papers/*.yaml",
    also=(Level.WARNING,),
)
REPLY_BY = Rule(
    "reply-by",
    Level.INFO,
    detects="`reply_by` of `contact:` that is over",
    why="the sign-off page asks for answers until then, and who reads it now finds it too late",
    bad='contact: {name: Jane Doe, email: jane@example.org, reply_by: "2020-01-31"}',
    good='contact: {name: Jane Doe, email: jane@example.org, reply_by: "2099-01-31"}',
)
SCHEDULE = Rule(
    "schedule",
    Level.INFO,
    detects="quiet time or a `pause:` that is over, or quiet time twice; (W) slots that always lie in quiet time",
    why="what nothing ever comes of is soon taken for something else",
    bad="slots: ['fri 9:00'] beside quiet: [fri]",
    good="slots: ['mon 9:00'] beside quiet: [fri]",
    also=(Level.WARNING,),
)
MOMENT = Rule(
    "moment",
    Level.WARNING,
    detects="`at:` of a finding that has passed, lies in quiet time, under the embargo or too near to another",
    why="its post does not go out then, and nobody would see it before",
    bad="at: 2027-03-18 09:00 beside not_before: 2027-03-18 10:00 Europe/London",
    good="at: 2027-03-18 10:00 Europe/London",
)
TEMPLATE = Rule(
    "template",
    Level.ERROR,
    detects="a template is missing, has a mistake, or does not come to an end",
    why="there is no text to publish",
    bad="{% if paper.doi %}doi:{{ paper.doi }}",
    good="{% if paper.doi %}doi:{{ paper.doi }}{% endif %}",
)
UNDEFINED_VARIABLE = Rule(
    "undefined-variable",
    Level.ERROR,
    detects="a template uses a name that it is not given",
    why="the post would have an empty spot where the name stands",
    bad="{{ papr.title }}",
    good="{{ paper.title }}",
)
EDITED_AFTER_POSTING = Rule(
    "edited-after-posting",
    Level.INFO,
    detects="the post is out with another text; the change is not published",
    why="a post that is out stays as it is; to correct it, write a new finding that `corrects:` it",
    bad="a new text under the id of a post that is out",
    good="a new text under a new id, with `corrects:` and the id of the post that is out",
)
DEARER = Rule(
    "dearer",
    Level.WARNING,
    detects="a post of which X makes a link now, and made none when it was approved, or was last tried",
    why="a post with a link costs thirteen times as much, and whoever approved it saw the lower price",
    bad="Read more at example.org, in a text that was approved without it",
    good="a text without an address, or approved anew",
)
IMAGE = Rule(
    "image",
    Level.ERROR,
    detects="a picture that is missing, outside of the folder of posts.yaml, damaged, or that X does not take",
    why="X takes JPG, PNG, GIF and WEBP up to 5 MB and 8,192 x 8,192 pixels, and alt texts up to 1,000 characters; "
    "else nothing would be posted",
    bad="images: [{file: figure.pdf, alt: A nerve cell.}]",
    good="images: [{file: figure.png, alt: A nerve cell.}]",
)
WAIVER = Rule(
    "waiver",
    Level.ERROR,
    detects="a waiver of what blocks (E), or of what is not found any more (I)",
    why="what blocks is mended, not excused; and a waiver without its finding would hide the next one",
    bad="waive: {cure: the editor likes it}",
    good="waive: {hype: quoted from the paper's title}",
    also=(Level.INFO,),
)
ANSWER = Rule(
    "answer",
    Level.WARNING,
    detects="an answer that is none: blank, of fewer than three words, under a key that names no question (W), or to a "
    "question that is not asked any more (I)",
    why="who answers stands for the post, so the next reader must be able to check what they say",
    bad="answers: {strength-up/0123456789: ok}",
    good="answers: {strength-up/0123456789: The trial was randomised, so it can carry a cause.}",
    also=(Level.INFO,),
)
UNAPPROVED = Rule(
    "unapproved",
    Level.ERROR,
    detects="with --approved: what would be posted is not what a person approved",
    why="live, only an approved post goes out, word for word",
    bad="a post that was changed after it was approved",
    good="scicomm-bot approve gcsf-als/survival-in-mice --by NAME",
)
APPROVED_FILE = Rule(
    "approved-file",
    Level.ERROR,
    detects="with --approved: approved.yaml cannot be used",
    why="without it nobody knows what a person approved",
    bad="approved.yaml with the marks of a merge conflict",
    good="approved.yaml as `scicomm-bot approve` wrote it",
)
YAML_COMMENT = Rule(
    "yaml-comment",
    Level.WARNING,
    detects="a text in posts.yaml of which YAML takes a part for a comment, a name or an escape, so it may be missing",
    why="to YAML, a space and # begin a comment, and hashtags and caveats vanish without a word",
    bad="text: In mice, survival was longer with drug #2. Trials in people did not reproduce this.",
    good="text: 'In mice, survival was longer with drug #2. Trials in people did not reproduce this.'",
)
YAML_KEY = Rule(
    "yaml-key",
    Level.INFO,
    detects="a key `true` in posts.yaml that was read as `on`",
    why="programs that know YAML 1.1 alone take `on` for a word for true, and write it so",
    bad="true: [people]",
    good="on: [people]",
)
SAME_DOI = Rule(
    "same-doi",
    Level.WARNING,
    detects="two papers in posts.yaml with one DOI",
    why="a DOI names one paper, so a retraction of the other would not be seen",
    bad="two papers with doi: 10.1000/abc",
    good="a DOI of its own for each paper",
)
DRAFT = Rule(
    "draft",
    Level.INFO,
    detects="findings that are marked `draft: true`: none of them goes out, in a rehearsal neither",
    why="what a program proposes, or a colleague notes, is in the paper's words; readers need other ones",
    bad="draft: true below a finding whose text is ready for readers",
    good="the text in plain words, and no `draft` any more",
)
INCOMPLETE = Rule(
    "incomplete",
    Level.INFO,
    detects="a paper of which the file does not say all yet, so that nothing of it goes out",
    why="a post needs its source: who wrote it, where and when it appeared, what kind of study it is, and its abstract",
    bad="a paper without `study:` whose findings are all drafts",
    good="study: {kind: cohort study, peer_reviewed: true, on: [people]}",
)
DOUBTS = (YAML_COMMENT, YAML_KEY, SAME_DOI)
"""Those of what was read and may not say what was meant."""
EXTRA_RULES = (
    FILE,
    INCLUDE,
    REPLY_BY,
    SCHEDULE,
    MOMENT,
    *DOUBTS,
    DRAFT,
    INCOMPLETE,
    UNDEFINED_VARIABLE,
    TEMPLATE,
    IMAGE,
    WAIVER,
    ANSWER,
    UNAPPROVED,
    APPROVED_FILE,
    EDITED_AFTER_POSTING,
    DEARER,
)
"""All of them, in the order in which they are shown."""


def unrendered(failure: Problem) -> Remark:
    """Return what is said of a post that could not be rendered."""
    return Remark(TEMPLATE.id, TEMPLATE.level, str(failure))


def unusable(post: Post) -> Iterator[Remark]:
    """Yield what is said of a post before its text is read: that it has none, or a picture that cannot go out."""
    if post.failure is not None:
        yield unrendered(post.failure)
    for image in post.images:
        if image.problem is not None:
            yield Remark(IMAGE.id, IMAGE.level, image.problem)
