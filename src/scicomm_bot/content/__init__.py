"""From `posts.yaml` and the files of its papers to models, with file and line in every error."""

from scicomm_bot.content.document import Document, PaperFile
from scicomm_bot.content.load import Kept, examine, load, reread
from scicomm_bot.content.yaml_file import uncollected

__all__ = ["Document", "Kept", "PaperFile", "examine", "load", "reread", "uncollected"]
