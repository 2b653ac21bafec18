
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
