-- Money out: withdrawals, refunds and the ends of contracts that are to be paid, the accounts they go
-- to, files for the bank and what cash machines said; and what holders have done for them again and
-- again.

-- A ledger's table: begun and ended by operations, in the same commit as the value.
CREATE TABLE payouts (
    book        int NOT NULL,
    operation   bigint NOT NULL,
    wallet      bigint NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('withdrawal', 'redemption', 'contract_end')),
    way         text NOT NULL CHECK (way IN ('bank', 'atm', 'desk')),
    yen         bigint NOT NULL CHECK (yen > 0),
    fee_yen     bigint NOT NULL CHECK (fee_yen >= 0),
    counted     text NOT NULL,
    counted_yen bigint NOT NULL,
    free        text NOT NULL,
    ordered_on  date NOT NULL,
    account     bigint NOT NULL,
    terminal    text NOT NULL,
    attempt     int NOT NULL CHECK (attempt > 0),
    state       text NOT NULL CHECK (state IN ('ordered', 'paid', 'returned')),
    PRIMARY KEY (operation, book)
);
COMMENT ON COLUMN payouts.fee_yen IS 'Kept beside the amount until it was paid: a payout that failed costs nothing.';
COMMENT ON COLUMN payouts.free IS 'The limit kind under which a free one of the month is reserved; empty where a fee is kept.';
COMMENT ON COLUMN payouts.account IS 'Of payout_accounts; 0: the newest of the holder.';
COMMENT ON COLUMN payouts.attempt IS 'Counts accounts and files: part of every key to the books.';
CREATE INDEX payouts_wallet ON payouts (wallet) WHERE state = 'ordered';
CREATE INDEX payouts_of_wallet ON payouts (wallet, operation);
CREATE INDEX payouts_ordered ON payouts (way, operation) WHERE state = 'ordered';

-- The name of a holder in kana, as whoever checked the identity read it.
CREATE TABLE holder_names (
    holder      text PRIMARY KEY,
    name        bytea NOT NULL,
    at          timestamptz NOT NULL,
    by          text NOT NULL
);
COMMENT ON COLUMN holder_names.name IS 'Encrypted.';

CREATE TABLE payout_accounts (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    holder        text NOT NULL,
    account       bytea NOT NULL,
    fingerprint   bytea NOT NULL,
    registered_at timestamptz NOT NULL,
    registered_by text NOT NULL,
    closed_at     timestamptz
);
COMMENT ON TABLE payout_accounts IS 'Accounts in the holder''s own name (R104): another is never registered.';
COMMENT ON COLUMN payout_accounts.account IS 'Encrypted. A file keeps its own copy.';
CREATE UNIQUE INDEX payout_accounts_open ON payout_accounts (holder, fingerprint)
    WHERE closed_at IS NULL;
CREATE INDEX payout_accounts_holder ON payout_accounts (holder, id);

CREATE TABLE payout_files (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pay_on       date NOT NULL,
    originator   json NOT NULL,
    line_end     text NOT NULL CHECK (line_end IN ('crlf', 'none')),
    records      int NOT NULL,
    yen          bigint NOT NULL,
    sha256       bytea NOT NULL,
    made_at      timestamptz NOT NULL,
    made_by      text NOT NULL,
    released_at  timestamptz,
    released_by  text,
    CHECK (released_by <> made_by)
);
COMMENT ON TABLE payout_files IS 'Its content is made from its lines, the same bytes each time: sha256 is compared.';

-- One try to pay: a transfer of a file, a question to cash machines, or a person's word.
CREATE TABLE payout_tries (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payout    bigint NOT NULL,
    attempt   int NOT NULL,
    file      bigint REFERENCES payout_files,
    yen       bigint NOT NULL CHECK (yen > 0),
    account   bytea,
    terminal  text NOT NULL DEFAULT '',
    state     text NOT NULL CHECK (state IN ('waiting', 'paid', 'returned')),
    code      text NOT NULL DEFAULT '',
    by        text NOT NULL,
    at        timestamptz NOT NULL,
    asked     int NOT NULL DEFAULT 0,
    ask_at    timestamptz,
    booked    text NOT NULL DEFAULT '',
    refused   text NOT NULL DEFAULT '',
    UNIQUE (payout, attempt)
);
COMMENT ON COLUMN payout_tries.id IS 'Customer code 1 of a bank file; 2 is always 1.';
COMMENT ON COLUMN payout_tries.booked IS 'The state the books have been told.';
COMMENT ON COLUMN payout_tries.refused IS 'Why they said no, for a person to see.';
CREATE INDEX payout_tries_ask ON payout_tries (ask_at) WHERE state = 'waiting' AND ask_at IS NOT NULL;
CREATE INDEX payout_tries_book ON payout_tries (id) WHERE state <> 'waiting' AND booked <> state AND refused = '';
CREATE INDEX payout_tries_file ON payout_tries (file, id) WHERE file IS NOT NULL;

-- What a holder has done again and again.
CREATE TABLE standing_orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    wallet      bigint NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('load', 'withdraw')),
    threshold   bigint NOT NULL CHECK (threshold > 0),
    yen         bigint NOT NULL CHECK (yen > 0),
    source      text NOT NULL DEFAULT '',
    account     bigint NOT NULL DEFAULT 0,
    seen        bigint NOT NULL,
    set_at      timestamptz NOT NULL,
    set_by      text NOT NULL,
    ended_at    timestamptz
);
COMMENT ON COLUMN standing_orders.threshold IS 'load: below it; withdraw: from it on.';
COMMENT ON COLUMN standing_orders.seen IS 'The newest transfer of the wallet that was looked at.';
CREATE UNIQUE INDEX standing_orders_one ON standing_orders (wallet, kind) WHERE ended_at IS NULL;

CREATE TABLE standing_runs (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    standing_order bigint NOT NULL REFERENCES standing_orders,
    trigger        bigint NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('load', 'withdraw')),
    wallet         bigint NOT NULL,
    yen            bigint NOT NULL CHECK (yen > 0),
    source         text NOT NULL,
    account        bigint NOT NULL,
    at             timestamptz NOT NULL,
    state          text NOT NULL
                   CHECK (state IN ('asking', 'to_book', 'giving_back', 'done', 'failed')),
    asked          int NOT NULL DEFAULT 0,
    ask_at         timestamptz,
    code           text NOT NULL DEFAULT '',
    operation      bigint,
    UNIQUE (standing_order, trigger)
);
COMMENT ON COLUMN standing_runs.trigger IS 'The transfer that made it due: one run for each.';
CREATE INDEX standing_runs_open ON standing_runs (id) WHERE state IN ('asking', 'to_book', 'giving_back');
CREATE UNIQUE INDEX standing_runs_one ON standing_runs (standing_order)
    WHERE state IN ('asking', 'to_book', 'giving_back');

GRANT SELECT, INSERT, UPDATE ON payouts, holder_names, payout_accounts, payout_files, payout_tries,
    standing_orders, standing_runs TO zandaka_app;
