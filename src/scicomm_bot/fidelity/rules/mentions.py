"""Rules on what X makes a link of, and forbids to bots: names of accounts, and share symbols."""

from collections.abc import Iterator

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, rule
from scicomm_bot.medium import length
from scicomm_bot.medium.tags import CASHTAG, MENTION


@rule(
    "mention",
    Level.ERROR,
    detects="an @mention",
    why="X's rules forbid bots to mention people who did not ask for it (docs.x.com, developer-guidelines)",
    bad="A review by @example on ALS",
    good="A review by five authors on ALS",
    kinds=ALL,
    english=False,
)
def mention(reading: Reading) -> Iterator[Found]:
    """Find what X takes for the name of an account; e-mail addresses and what stands in links are none."""
    if "@" not in reading.post.text and "\uff20" not in reading.post.text:
        return
    names = dict.fromkeys(match.group(1) for match in MENTION.finditer(length.without_urls(reading.post.text)))
    if names:
        told = ", ".join(f"@{name}" for name in names)
        yield Found(f"mentions {told}", "write the name without @")


@rule(
    "cashtag",
    Level.ERROR,
    detects="more than one cashtag",
    why="X allows bots one cashtag to a post (docs.x.com, developer-guidelines)",
    bad="$ABC and $DEF study G-CSF",
    good="Two companies study G-CSF",
    kinds=ALL,
    english=False,
)
def cashtag(reading: Reading) -> Iterator[Found]:
    """Find several of what X takes for the symbol of a share; a price such as $0.20 is none."""
    if reading.post.text.count("$") > 1:
        tags = [match.group(1) for match in CASHTAG.finditer(length.without_urls(reading.post.text))]
        if len(tags) > 1:
            yield Found(f"{len(tags)} cashtags: {', '.join(tags)}", "keep one at most")
