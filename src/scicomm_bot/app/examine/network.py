"""Examines what is needed to reach X and Crossref, without reaching them."""

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.examine.examination import Examination
from scicomm_bot.app.examine.subject import Subject
from scicomm_bot.app.papers import needs_a_word
from scicomm_bot.app.supervision import RETRACTION_CHECK_IS_OFF
from scicomm_bot.errors import FileError, LedgerError


def retractions(subject: Subject) -> Examination:
    """Say where papers are looked up, and which of them nobody can look up: live, that is trouble."""
    desk = subject.desk
    if not desk.supervision.retraction_check:
        return Examination("retractions", f"OFF: {RETRACTION_CHECK_IS_OFF}")
    url, serves = desk.lookups.source
    said = f"looked up at {url} before a live post; an answer serves {serves}"
    if not (unlooked := _unlooked(subject)):
        return Examination("retractions", said)
    lacks = f"{needs_a_word(unlooked)}; see `scicomm-bot status`"
    return Examination("retractions", f"{said}. {lacks}", lacks if desk.live else None, note=True)


def _unlooked(subject: Subject) -> list[str]:
    """Return the papers that need a person's word; none where the files or the ledger fail, which others examine."""
    try:
        return [*subject.desk.survey(subject.desk.with_approvals(subject.edition)).unlooked]
    except (FileError, LedgerError):
        return []


def credentials(desk: Desk) -> Examination:
    """Examine whether the credentials are set; live, a missing one is trouble."""
    missing = desk.network.missing_credentials
    if not missing:
        unused = "" if desk.live else "; a dry run does not use them"
        return Examination("credentials", f"all four are set{unused}")
    if not desk.live:
        return Examination("credentials", f"not set ({', '.join(missing)}); a dry run needs none")
    return Examination("credentials", "", f"missing: {', '.join(missing)}; see docs/configuration.md")


def encryption(desk: Desk) -> Examination:
    """Examine whether X, Crossref and a database are reached so that nobody on the way reads along.

    A dry run sends nothing to X, and is told only; the database is spoken to all the same.
    """
    told = desk.network.in_the_clear
    if hosts := desk.ledger_hosts_in_the_clear:
        told.append(
            f"SCICOMM_STATE lets the database at {', '.join(hosts)} be spoken to without TLS, its password included; "
            "add sslmode=verify-full (or require, if its certificate cannot be checked) behind a ? or & at the end of "
            "the address"
        )
    said = "; ".join(told)
    if desk.live or hosts:
        return Examination("encryption", "TLS wherever something leaves this machine", said or None)
    return Examination(
        "encryption",
        f"before posts go live: {said}" if said else "TLS wherever something leaves this machine",
        note=bool(said),
    )
