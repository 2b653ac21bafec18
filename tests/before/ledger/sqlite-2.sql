
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
