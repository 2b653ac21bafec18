"""The steps from each earlier version of the ledger to this one; a new ledger is made from `tables`.

A step never changes after a release: ledgers out there were made by it.
"""

VERSION = 8
"""Kept in `PRAGMA user_version`. A file with a higher one is refused: an older program cannot know what it means."""

APPLICATION_ID = 0x5C1C0B07
"""Kept in `PRAGMA application_id`, so that another program's database is never taken for a ledger."""

_VERSION_1 = """
CREATE TABLE account (
    id           TEXT PRIMARY KEY,          -- X's numeric id of the account; 'dry-run' in a rehearsal
    username     TEXT NOT NULL,
    fingerprint  TEXT NOT NULL,             -- of the credentials that this id was read with
    paused       TEXT,                      -- why nothing goes out, or NULL
    paused_until TEXT                       -- when that ends by itself, or NULL
) STRICT;

CREATE TABLE publication (
    number          INTEGER PRIMARY KEY,    -- in the order of claiming
    attempt_id      TEXT NOT NULL UNIQUE,
    account_id      TEXT NOT NULL REFERENCES account (id),
    post_id         TEXT NOT NULL,
    text            TEXT NOT NULL,          -- exactly what was sent; never leaves the ledger
    text_sha256     TEXT NOT NULL,
    price_micro_usd INTEGER NOT NULL,
    state           TEXT NOT NULL
        CHECK (state IN ('claimed', 'posted', 'unknown', 'refused', 'released', 'skipped')),
    slot            TEXT,                   -- the slot it fills, or NULL
    claimed_at      TEXT NOT NULL,          -- times are ISO 8601 in UTC with microseconds, so they sort as text
    send_by         TEXT NOT NULL,
    ends_by         TEXT NOT NULL,
    ended_at        TEXT,
    x_post_id       TEXT,
    reason          TEXT,
    CHECK ((state = 'posted') = (x_post_id IS NOT NULL))
) STRICT;

-- One open publication to an account: whoever inserts first has won the claim.
CREATE UNIQUE INDEX one_open ON publication (account_id) WHERE state IN ('claimed', 'unknown');
-- A post, and a text, is out or open at most once.
CREATE UNIQUE INDEX post_once ON publication (account_id, post_id) WHERE state IN ('claimed', 'unknown', 'posted');
CREATE UNIQUE INDEX text_once ON publication (account_id, text_sha256) WHERE state IN ('claimed', 'unknown', 'posted');
-- Two services that wake for the same slot fill it once.
CREATE UNIQUE INDEX slot_once ON publication (account_id, slot)
    WHERE slot IS NOT NULL AND state IN ('claimed', 'unknown', 'posted', 'refused');
CREATE UNIQUE INDEX x_post_once ON publication (account_id, x_post_id) WHERE x_post_id IS NOT NULL;
CREATE INDEX by_post ON publication (account_id, post_id, number);
CREATE INDEX by_end ON publication (account_id, ended_at) WHERE state = 'posted';
CREATE INDEX by_claim ON publication (account_id, claimed_at);

CREATE TABLE service (
    name       TEXT PRIMARY KEY,            -- host and process of a running service
    started_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL
) STRICT;
"""

_VERSION_2 = """
ALTER TABLE account ADD COLUMN first_look_at TEXT;    -- when a new ledger read what was out already, or NULL
ALTER TABLE account ADD COLUMN baseline_x_id TEXT;    -- the greatest own id that was there then, or NULL
ALTER TABLE publication ADD COLUMN reply_to TEXT;     -- X's id of the post that it replies to, or NULL
ALTER TABLE publication ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;    -- released because two looks found nothing
ALTER TABLE publication ADD COLUMN duplicate INTEGER NOT NULL DEFAULT 0;  -- X refused it as a duplicate
ALTER TABLE publication ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0;    -- found on X by a ledger that did not know it
ALTER TABLE publication ADD COLUMN late_x_post_id TEXT;                   -- an id that came after it had been released
ALTER TABLE publication ADD COLUMN asks_person TEXT;  -- why looking does not help any more, or NULL
ALTER TABLE publication ADD COLUMN withdrawn_at TEXT;
ALTER TABLE publication ADD COLUMN withdrawn_why TEXT;
CREATE INDEX by_x_id ON publication (account_id, length(x_post_id), x_post_id) WHERE x_post_id IS NOT NULL;

-- Complete looks at the timeline that did not find an attempt's text; times by X's clock.
CREATE TABLE look (
    number     INTEGER PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES publication (attempt_id),
    began      TEXT NOT NULL,
    ended      TEXT NOT NULL,
    looked_at  TEXT NOT NULL                -- by this machine's clock
) STRICT;
CREATE INDEX look_of ON look (attempt_id, number);
"""

_VERSION_3 = """
-- Look-ups of a paper's DOI that were answered, each of them: what is on record against it.
CREATE TABLE retraction (
    number     INTEGER PRIMARY KEY,
    doi        TEXT NOT NULL,               -- in lower case
    checked_at TEXT NOT NULL,
    source     TEXT NOT NULL,               -- who was asked
    known      INTEGER NOT NULL,            -- whether they know this DOI
    updates    TEXT NOT NULL                -- JSON: {"by": [...], "of": [...]}
) STRICT;
CREATE INDEX retraction_of ON retraction (doi, number);

-- Who asked to be left alone, and until when.
CREATE TABLE wait (
    source     TEXT PRIMARY KEY,
    not_before TEXT NOT NULL
) STRICT;

ALTER TABLE publication ADD COLUMN media_sha256 TEXT NOT NULL DEFAULT '';    -- of its pictures; empty for none
-- Next to none are late; `status` asks for them each time.
CREATE INDEX late_ids ON publication (number) WHERE late_x_post_id IS NOT NULL;
"""

PAUSES_BEFORE_4 = """
SELECT
    id AS account,
    CASE
        WHEN paused_until IS NOT NULL THEN 'rate limit'
        WHEN substr(paused, 1, 12) = 'X answered 4' THEN 'account refused'
        WHEN substr(paused, 1, 13) = 'cannot look: ' THEN 'account refused'
        WHEN substr(paused, 1, 22) = 'two posts were refused' THEN 'two refusals'
        ELSE 'late answer'
    END AS cause,
    '' AS paper,
    paused AS note,
    NULL AS by,
    coalesce(
        (SELECT max(claimed_at) FROM publication
            WHERE account_id = account.id AND (paused_until IS NULL OR claimed_at <= paused_until)),
        '1970-01-01T00:00:00.000000+00:00'
    ) AS since,
    paused_until AS until
FROM account WHERE paused IS NOT NULL
"""
"""The pause of a ledger before version 4, as a row of `pause`.

This is the one place where the words of a pause are read: before version 4 nothing else said why. They are the words
that the programs up to then wrote. When it began was not kept; the newest claim, by which it began as a rule, stands
for that, and 1970 where there is none.
"""

_PAUSE_4 = f"""
INSERT INTO pause (account, cause, paper, note, by, since, until) {PAUSES_BEFORE_4};
UPDATE account SET paused = NULL, paused_until = NULL;    -- the columns stay, and are not used any more
"""

_VERSION_4 = f"""
-- Why nothing goes out, or nothing of one paper; what has ended stays, so that it can be read later.
CREATE TABLE pause (
    number   INTEGER PRIMARY KEY,
    account  TEXT NOT NULL REFERENCES account (id),
    cause    TEXT NOT NULL
        CHECK (cause IN ('rate limit', 'account refused', 'two refusals', 'late answer', 'person')),
    paper    TEXT NOT NULL DEFAULT '',      -- the paper that it is for; empty for the whole account
    note     TEXT NOT NULL,
    by       TEXT,                          -- who began it, or NULL
    since    TEXT NOT NULL,
    until    TEXT,                          -- when it ends by itself, or NULL
    ended_at TEXT                           -- when it was ended, or NULL
) STRICT;
-- Pauses of different causes stand side by side; one of the same cause is replaced.
CREATE UNIQUE INDEX one_pause ON pause (account, cause, paper) WHERE ended_at IS NULL;
{_PAUSE_4}"""

_VERSION_5 = """
-- How posting goes, a row for the service and one for `post --once`.
CREATE TABLE health (
    source        TEXT PRIMARY KEY,
    failures      INTEGER NOT NULL,         -- in a row, 0 after a success
    failing_since TEXT,                     -- when the first of them was, or NULL
    code          TEXT,                     -- of the last failure, or NULL where there never was one
    words         TEXT,
    failed_at     TEXT,
    good_at       TEXT                      -- when the last success was, or NULL
) STRICT;

-- Slots that passed without a post although posts were waiting, the newest are kept.
CREATE TABLE missed_slot (
    slot    TEXT PRIMARY KEY,
    words   TEXT NOT NULL,                  -- why
    failure INTEGER NOT NULL                -- whether something failed, else a person was waited for
) STRICT;

-- The causes of a pause are for the program to know: no step is needed for one that is added.
CREATE TABLE pause_5 (
    number   INTEGER PRIMARY KEY,
    account  TEXT NOT NULL REFERENCES account (id),
    cause    TEXT NOT NULL,
    paper    TEXT NOT NULL DEFAULT '',
    note     TEXT NOT NULL,
    by       TEXT,
    since    TEXT NOT NULL,
    until    TEXT,
    ended_at TEXT
) STRICT;
INSERT INTO pause_5 SELECT number, account, cause, paper, note, by, since, until, ended_at FROM pause;
DROP TABLE pause;
ALTER TABLE pause_5 RENAME TO pause;
CREATE UNIQUE INDEX one_pause ON pause (account, cause, paper) WHERE ended_at IS NULL;
"""

_VERSION_6 = """
-- Next to none are withdrawn; each step asks what deleting them cost this month.
CREATE INDEX withdrawals ON publication (account_id, withdrawn_at) WHERE withdrawn_at IS NOT NULL;
"""

_BY_HAND_7 = """
ALTER TABLE publication ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;    -- a person shared it, and said so
"""

_VERSION_7 = f"""
{_BY_HAND_7}
-- A person may stop everything before it is known whose ledger it is: the account of a pause may be empty.
CREATE TABLE pause_7 (
    number   INTEGER PRIMARY KEY,
    account  TEXT NOT NULL,
    cause    TEXT NOT NULL,
    paper    TEXT NOT NULL DEFAULT '',
    note     TEXT NOT NULL,
    by       TEXT,
    since    TEXT NOT NULL,
    until    TEXT,
    ended_at TEXT
) STRICT;
INSERT INTO pause_7 SELECT number, account, cause, paper, note, by, since, until, ended_at FROM pause;
DROP TABLE pause;
ALTER TABLE pause_7 RENAME TO pause;
CREATE UNIQUE INDEX one_pause ON pause (account, cause, paper) WHERE ended_at IS NULL;
"""

_BILL_8 = """
ALTER TABLE account ADD COLUMN budget_told TEXT;             -- the month of which the budget was last told
ALTER TABLE publication ADD COLUMN alt_micro_usd {count};    -- of the price, what alt texts cost apart; NULL before
ALTER TABLE publication ADD COLUMN with_link INTEGER;        -- whether it was priced as one; NULL before
ALTER TABLE publication ADD COLUMN delete_micro_usd {count}; -- what deleting it cost; NULL before
"""
_CHARGE_INDEXES_8 = """
CREATE INDEX charges_at ON charge (at);
CREATE INDEX charges_of ON charge (attempt_id) WHERE attempt_id IS NOT NULL;
"""

_VERSION_8 = f"""
{_BILL_8.format(count="INTEGER")}
-- Calls that X bills and that leave no publication: alt texts, reads.
CREATE TABLE charge (
    number     INTEGER PRIMARY KEY,
    at         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    count      INTEGER NOT NULL,
    micro_usd  INTEGER NOT NULL,
    post_id    TEXT,                        -- the post that they were made for, or NULL
    attempt_id TEXT                         -- the attempt, or NULL
) STRICT;
{_CHARGE_INDEXES_8}"""

MIGRATIONS = (_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4, _VERSION_5, _VERSION_6, _VERSION_7, _VERSION_8)
"""The statements that lead from version n to n + 1, for n = 0 (an empty file), 1, ..."""

_POSTGRES_3 = """
CREATE TABLE retraction (
    number     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    doi        TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    source     TEXT NOT NULL,
    known      INTEGER NOT NULL,
    updates    TEXT NOT NULL
);
CREATE INDEX retraction_of ON retraction (doi, number);
CREATE TABLE wait (
    source     TEXT PRIMARY KEY,
    not_before TEXT NOT NULL
);
ALTER TABLE publication ADD COLUMN media_sha256 TEXT NOT NULL DEFAULT '';
CREATE INDEX late_ids ON publication (number) WHERE late_x_post_id IS NOT NULL;
"""

_POSTGRES_4 = f"""
CREATE TABLE pause (
    number   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account  TEXT NOT NULL REFERENCES account (id),
    cause    TEXT NOT NULL
        CHECK (cause IN ('rate limit', 'account refused', 'two refusals', 'late answer', 'person')),
    paper    TEXT NOT NULL DEFAULT '',
    note     TEXT NOT NULL,
    by       TEXT,
    since    TEXT COLLATE "C" NOT NULL,
    until    TEXT COLLATE "C",
    ended_at TEXT
);
CREATE UNIQUE INDEX one_pause ON pause (account, cause, paper) WHERE ended_at IS NULL;
{_PAUSE_4}"""

_POSTGRES_5 = """
CREATE TABLE health (
    source        TEXT PRIMARY KEY,
    failures      BIGINT NOT NULL,
    failing_since TEXT,
    code          TEXT,
    words         TEXT,
    failed_at     TEXT,
    good_at       TEXT
);
CREATE TABLE missed_slot (
    slot    TEXT COLLATE "C" PRIMARY KEY,
    words   TEXT NOT NULL,
    failure INTEGER NOT NULL
);
ALTER TABLE pause DROP CONSTRAINT pause_cause_check;
"""

_POSTGRES_7 = f"""
{_BY_HAND_7}
ALTER TABLE pause DROP CONSTRAINT pause_account_fkey;
"""

_POSTGRES_8 = f"""
{_BILL_8.format(count="BIGINT")}
CREATE TABLE charge (
    number     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         TEXT COLLATE "C" NOT NULL,
    kind       TEXT NOT NULL,
    count      BIGINT NOT NULL,
    micro_usd  BIGINT NOT NULL,
    post_id    TEXT,
    attempt_id TEXT
);
{_CHARGE_INDEXES_8}"""

POSTGRES_FROM = 2
"""The first version that PostgreSQL has known."""
POSTGRES_MIGRATIONS = (_POSTGRES_3, _POSTGRES_4, _POSTGRES_5, _VERSION_6, _POSTGRES_7, _POSTGRES_8)
"""The statements that lead PostgreSQL's tables from version n to n + 1, for n = POSTGRES_FROM, ..."""


def statements(script: str) -> list[str]:
    """Split a script at its semicolons, without its comments; SQLite's `executescript` would commit in between."""
    bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
    return [statement.strip() for statement in bare.split(";") if statement.strip()]
