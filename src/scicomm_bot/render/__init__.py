"""From models and templates to posts."""

from scicomm_bot.render.posts import choose, given_to, render_paper, render_posts, series_of
from scicomm_bot.render.templates import Templates

__all__ = ["Templates", "choose", "given_to", "render_paper", "render_posts", "series_of"]
