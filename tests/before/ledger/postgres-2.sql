
CREATE TABLE ledger (version INTEGER NOT NULL);
CREATE TABLE account (
    id            TEXT PRIMARY KEY,
    username      TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    paused        TEXT,
    paused_until  TEXT,
    first_look_at TEXT,
    baseline_x_id TEXT
);
CREATE UNIQUE INDEX one_account ON account ((1));
CREATE TABLE publication (
    number          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    attempt_id      TEXT NOT NULL UNIQUE,
    account_id      TEXT NOT NULL REFERENCES account (id),
    post_id         TEXT NOT NULL,
    text            TEXT NOT NULL,
    text_sha256     TEXT NOT NULL,
    price_micro_usd BIGINT NOT NULL,
    state           TEXT NOT NULL
        CHECK (state IN ('claimed', 'posted', 'unknown', 'refused', 'released', 'skipped')),
    slot            TEXT COLLATE "C",
    claimed_at      TEXT COLLATE "C" NOT NULL,
    send_by         TEXT NOT NULL,
    ends_by         TEXT NOT NULL,
    ended_at        TEXT COLLATE "C",
    x_post_id       TEXT COLLATE "C",
    reason          TEXT,
    reply_to        TEXT,
    settled         INTEGER NOT NULL DEFAULT 0,
    duplicate       INTEGER NOT NULL DEFAULT 0,
    adopted         INTEGER NOT NULL DEFAULT 0,
    late_x_post_id  TEXT,
    asks_person     TEXT,
    withdrawn_at    TEXT,
    withdrawn_why   TEXT,
    CHECK ((state = 'posted') = (x_post_id IS NOT NULL))
);
CREATE UNIQUE INDEX one_open ON publication (account_id) WHERE state IN ('claimed', 'unknown');
CREATE UNIQUE INDEX post_once ON publication (account_id, post_id) WHERE state IN ('claimed', 'unknown', 'posted');
CREATE UNIQUE INDEX text_once ON publication (account_id, text_sha256) WHERE state IN ('claimed', 'unknown', 'posted');
CREATE UNIQUE INDEX slot_once ON publication (account_id, slot)
    WHERE slot IS NOT NULL AND state IN ('claimed', 'unknown', 'posted', 'refused');
CREATE UNIQUE INDEX x_post_once ON publication (account_id, x_post_id) WHERE x_post_id IS NOT NULL;
CREATE INDEX by_post ON publication (account_id, post_id, number);
CREATE INDEX by_end ON publication (account_id, ended_at) WHERE state = 'posted';
CREATE INDEX by_claim ON publication (account_id, claimed_at);
CREATE INDEX by_x_id ON publication (account_id, length(x_post_id), x_post_id) WHERE x_post_id IS NOT NULL;
CREATE TABLE look (
    number     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES publication (attempt_id),
    began      TEXT NOT NULL,
    ended      TEXT NOT NULL,
    looked_at  TEXT NOT NULL
);
CREATE INDEX look_of ON look (attempt_id, number);
CREATE TABLE service (
    name       TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL
);
