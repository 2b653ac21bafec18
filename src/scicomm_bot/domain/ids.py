"""The ids of posts: `paper/finding`, `paper/why`, `paper/authors`, `paper/source`, `paper/correction`."""


def post_id(paper_id: str, name: str) -> str:
    """Return the id of a paper's post; `name` is its finding's id, or `why`, `authors`, `source`, `correction`."""
    return f"{paper_id}/{name}"


def paper_id_of(id_of_post: str) -> str:
    """Return the paper that a post is about."""
    return id_of_post.partition("/")[0]


def correction_id(paper_id: str) -> str:
    """Return the id of a paper's correction."""
    return post_id(paper_id, "correction")
