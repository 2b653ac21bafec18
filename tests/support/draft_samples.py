"""Papers that grow: without what is still to be found out, with findings that are drafts."""

from support.yaml_samples import GOOD, changed

STUDY = "    study: {kind: review, peer_reviewed: true, on: [people]}\n"
ABSTRACT = "    abstract: Text of it. More of it.\n"
ONE_DRAFT = changed("        text: A text.", "        draft: true\n        text: A text.")
OTHER = "      - id: g\n        text: B.\n        evidence: [{quote: More of it., on: [people]}]\n"
FINDINGS = GOOD[GOOD.index("    findings:") :]


def without(text: str, *parts: str) -> str:
    """Return the file without these lines."""
    for part in parts:
        assert part in text
        text = text.replace(part, "")
    return text
