-- The ledger. Every table on the value path has `book` in its primary key, so that a book is the
-- unit of distribution. Identifiers carry their book (see zandaka.ids) and come first in every
-- key: no index begins with `book`, whose few values would tempt a planner with old statistics
-- to read a whole book for a handful of rows.

CREATE TABLE books (
    book         int PRIMARY KEY,
    batch        bigint NOT NULL DEFAULT 0,
    operation    bigint NOT NULL,
    transfer     bigint NOT NULL DEFAULT 0,
    account      bigint NOT NULL,
    wallet       bigint NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT '1970-01-01Z',
    hash         bytea NOT NULL DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000'
);
COMMENT ON TABLE books IS 'One row a book: its head. Locked by whoever writes the book; last numbers, last hash.';

-- What a batch was decided under. `content` is the canonical text of the terms.
CREATE TABLE terms (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash       bytea NOT NULL UNIQUE,
    content    text NOT NULL,
    loaded_at  timestamptz NOT NULL DEFAULT now()
);

-- A series is what the lots of one product, campaign and prefecture have in common.
CREATE TABLE series (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product     text NOT NULL,
    campaign    text NOT NULL DEFAULT '',
    prefecture  text NOT NULL DEFAULT '',
    legal_kind  text NOT NULL CHECK (legal_kind IN ('prepaid', 'funds_transfer', 'exempt', 'free')),
    UNIQUE (product, campaign, prefecture, legal_kind)
);

CREATE TABLE wallets (
    book         int NOT NULL,
    id           bigint NOT NULL,
    product      text NOT NULL,
    form         text NOT NULL CHECK (form IN ('paper', 'app')),
    status       text NOT NULL CHECK (status IN ('open', 'loaded', 'closed')),
    holder       text NOT NULL DEFAULT '',
    prefecture   text NOT NULL DEFAULT '',
    inquiry      text,
    secret       bytea,
    loaded_into  bigint,
    opened_by    bigint NOT NULL,
    PRIMARY KEY (id, book)
);
COMMENT ON COLUMN wallets.secret IS 'Keyed HMAC of the code on the paper. The code itself is nowhere.';
CREATE UNIQUE INDEX wallets_secret ON wallets (secret, book) WHERE secret IS NOT NULL;
CREATE UNIQUE INDEX wallets_inquiry ON wallets (inquiry, book) WHERE inquiry IS NOT NULL;
CREATE INDEX wallets_holder ON wallets (holder, book) WHERE holder <> '';
CREATE INDEX wallets_loaded_into ON wallets (loaded_into) WHERE loaded_into IS NOT NULL;
CREATE INDEX wallets_opened_by ON wallets (opened_by);

-- balance = credits - debits. A lot is an account with a wallet; it never goes below zero.
CREATE TABLE accounts (
    book        int NOT NULL,
    id          bigint NOT NULL,
    kind        text NOT NULL,
    balance     bigint NOT NULL,
    held        bigint NOT NULL DEFAULT 0,
    owner       text,
    wallet      bigint,
    series      int,
    origin      bigint,
    issued_at   timestamptz,
    opened_by   bigint,
    expires_at  timestamptz,
    PRIMARY KEY (id, book),
    CONSTRAINT accounts_lot CHECK ((kind = 'lot') = (wallet IS NOT NULL AND series IS NOT NULL AND origin IS NOT NULL)),
    CONSTRAINT accounts_named CHECK ((kind = 'lot') = (owner IS NULL)),
    CONSTRAINT accounts_lot_not_negative CHECK (kind <> 'lot' OR (held >= 0 AND balance >= held))
) WITH (fillfactor = 80);
COMMENT ON COLUMN accounts.origin IS 'The wallet in which the value was first issued: a coupon stays findable after it was loaded (R16).';
CREATE INDEX accounts_wallet ON accounts (wallet);
CREATE UNIQUE INDEX accounts_name ON accounts (owner, kind, book);
CREATE INDEX accounts_origin ON accounts (origin) WHERE origin <> wallet;

-- Every command that reached a book, refused ones too: what was asked, by whom, what came of it.
CREATE TABLE operations (
    book            int NOT NULL,
    id              bigint NOT NULL,
    batch           bigint NOT NULL,
    key             uuid NOT NULL,
    fingerprint     uuid NOT NULL,
    wallet          bigint NOT NULL,
    first_transfer  bigint NOT NULL,
    transfers       int NOT NULL,
    terms           int NOT NULL,
    effective_at    timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    verb            text NOT NULL,
    code            text NOT NULL,
    caller          text NOT NULL,
    request         json NOT NULL,
    outcome         json NOT NULL,
    PRIMARY KEY (id, book),
    CONSTRAINT operations_key UNIQUE (key, book)
);
COMMENT ON COLUMN operations.code IS 'Empty when accepted, else the code of the refusal.';
CREATE INDEX operations_refused ON operations (wallet, id) WHERE code <> '';

-- A lost coupon is found by who issued it for which booking (R21).
CREATE INDEX operations_issue ON operations ((request ->> 'lodging'), (request ->> 'booking'))
    WHERE verb = 'issue' AND code = '';

CREATE TABLE transfers (
    book          int NOT NULL,
    id            bigint NOT NULL,
    operation     bigint NOT NULL,
    debit         bigint NOT NULL,
    credit        bigint NOT NULL,
    yen           bigint NOT NULL CHECK (yen > 0),
    debit_after   bigint NOT NULL,
    credit_after  bigint NOT NULL,
    returns       bigint NOT NULL,
    effective_at  timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL,
    PRIMARY KEY (id, book),
    CHECK (debit <> credit),
    CHECK (effective_at <= recorded_at)
);
COMMENT ON COLUMN transfers.returns IS 'The transfer of which this one gives value back, or 0. Per debit the sum never passes it.';
CREATE INDEX transfers_debit ON transfers (debit, id);
CREATE INDEX transfers_credit ON transfers (credit, id);
CREATE INDEX transfers_returns ON transfers (returns) WHERE returns <> 0;
CREATE INDEX transfers_late ON transfers (id) WHERE effective_at < recorded_at;

-- One commit of one book. hash = sha256 over the batch before, this head and its rows.
CREATE TABLE batches (
    book             int NOT NULL,
    id               bigint NOT NULL,
    recorded_at      timestamptz NOT NULL,
    first_operation  bigint NOT NULL,
    operations       int NOT NULL,
    first_transfer   bigint NOT NULL,
    transfers        int NOT NULL,
    hash             bytea NOT NULL,
    PRIMARY KEY (book, id)
);
CREATE INDEX batches_recorded ON batches (book, recorded_at, id);

-- How much of a limit a wallet has used in the period that `period` begins.
CREATE TABLE usage (
    book       int NOT NULL,
    wallet     bigint NOT NULL,
    limit_kind text NOT NULL,
    period     date NOT NULL,
    yen        bigint NOT NULL CHECK (yen >= 0),
    PRIMARY KEY (wallet, limit_kind, book)
) WITH (fillfactor = 80);

CREATE TABLE holds (
    book        int NOT NULL,
    id          bigint NOT NULL,
    wallet      bigint NOT NULL,
    merchant    text NOT NULL,
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (id, book)
);
COMMENT ON COLUMN holds.id IS 'The operation that authorised.';

-- What a hold keeps of each lot. `yen` falls to 0 when it is captured or voided.
CREATE TABLE hold_lots (
    book  int NOT NULL,
    hold  bigint NOT NULL,
    lot   bigint NOT NULL,
    yen   bigint NOT NULL CHECK (yen >= 0),
    PRIMARY KEY (hold, lot, book)
);
CREATE INDEX hold_lots_open ON hold_lots (lot) WHERE yen > 0;

CREATE TABLE extensions (
    book            int NOT NULL,
    operation       bigint NOT NULL,
    lot             bigint NOT NULL,
    old_expires_at  timestamptz,
    new_expires_at  timestamptz NOT NULL,
    reason          text NOT NULL,
    incident        text NOT NULL,
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (lot, operation, book)
);

-- Value between two books: sent by `operation`, and settled once the other book has answered.
CREATE TABLE transits (
    book       int NOT NULL,
    operation  bigint NOT NULL,
    to_book    int NOT NULL,
    settled    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (operation, book)
);
CREATE INDEX transits_open ON transits (operation) WHERE NOT settled;

-- Attempts that never reached a book: spooled while the database was away, or timed out.
CREATE TABLE attempts (
    id           uuid PRIMARY KEY,
    at           timestamptz NOT NULL,
    caller       text NOT NULL,
    key          uuid NOT NULL,
    verb         text NOT NULL,
    wallet       bigint NOT NULL,
    why          text NOT NULL CHECK (why IN ('unreachable', 'timed_out')),
    request      json NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX attempts_at ON attempts (at);
CREATE INDEX attempts_wallet ON attempts (wallet, at);

-- -- the directory: who is who. Nothing here moves value.

CREATE TABLE merchants (
    id          text PRIMARY KEY,
    name        text NOT NULL,
    prefecture  text NOT NULL,
    status      text NOT NULL CHECK (status IN ('open', 'closed'))
);

CREATE TABLE api_keys (
    id          text PRIMARY KEY,
    role        text NOT NULL CHECK (role IN ('issuer', 'merchant', 'holder')),
    subject     text NOT NULL,
    secret      bytea NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz
);
COMMENT ON COLUMN api_keys.secret IS 'Keyed HMAC of the key.';

CREATE TABLE webhooks (
    id          uuid PRIMARY KEY,
    url         text NOT NULL,
    secret      bytea NOT NULL,
    old_secret  bytea,
    verbs       text[] NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz
);

-- How far each webhook has read each book. The operations are the outbox: written in the same
-- commit as the value, in the order of the book.
CREATE TABLE webhook_cursors (
    webhook    uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    book       int NOT NULL,
    operation  bigint NOT NULL,
    failures   int NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL DEFAULT now(),
    last_error text,
    PRIMARY KEY (webhook, book)
);

-- -- the application's rights. The journal is append-only by permission, and by a trigger for
-- whoever has more than the application's rights by mistake.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zandaka_app') THEN
        CREATE ROLE zandaka_app NOLOGIN;
    END IF;
    EXECUTE format('GRANT zandaka_app TO %I', current_user);
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of the same server was migrated at the same moment
END
$$;

GRANT USAGE ON SCHEMA public TO zandaka_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO zandaka_app;
GRANT INSERT ON operations, transfers, batches, extensions, attempts, terms, series TO zandaka_app;
GRANT INSERT, UPDATE ON books, wallets, accounts, usage, holds, hold_lots, transits,
    merchants, api_keys, webhooks, webhook_cursors TO zandaka_app;
GRANT DELETE ON webhooks, webhook_cursors TO zandaka_app;

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a correction is a new transfer', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON operations
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON batches
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON extensions
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attempts
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
