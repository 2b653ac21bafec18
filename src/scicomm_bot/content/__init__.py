"""From `posts.yaml` to models, with file and line in every error."""

from scicomm_bot.content.load import Document, examine, load
from scicomm_bot.content.yaml_file import uncollected

__all__ = ["Document", "examine", "load", "uncollected"]
