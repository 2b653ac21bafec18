"""A rule on findings that correct a post: readers must see that it is a correction."""

from collections.abc import Iterator

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_SAYS_SO = Pattern(
    r"\b(?:in)?correct(?:s|ed|ing|ion|ions)?\b|\berrat(?:um|a)\b|\bcorrigend(?:um|a)\b|\bamend(?:s|ed|ing|ment)?\b"
    r"|\bclarif(?:y|ies|ied|ication)\b|\bmis(?:take|takes|taken|takenly|stated|reported|quoted|spelt|spelled|read|wrote"
    r"|printed|named|labelled|labeled)\b|\bwrong(?:ly)?\b|\berrors?\b|\berroneous(?:ly)?\b|\bsorry\b|\bapolog\w+"
    r"|\bshould (?:have|be|read|say)\b|\b(?:we|our|earlier|previous|last) (?:\w+ )?(?:said|wrote|posted|post|tweet)\b"
)


@rule(
    "correction-unsaid",
    Level.QUESTION,
    detects="a finding that `corrects:` a post, and nothing in its post says so",
    why="a reply that says something else, and not that the post above it was wrong, leaves readers with both",
    bad="In mice, naps were followed by better recall of a maze. (below `corrects: maze`)",
    good="Correction: In mice, naps were followed by better recall of a maze.",
)
def correction_unsaid(reading: Reading) -> Iterator[Found]:
    """Look whether a correction says that it is one."""
    text = reading.plain
    if reading.post.corrects is not None and text and not _SAYS_SO.search(text.lower()):
        what = f"this corrects {reading.post.corrects}, and no word of it says so"
        yield Found(what, "begin with \u201cCorrection:\u201d", about=(text,))
