-- What two persons say of a payout, what a machine said against what had been settled, what holders
-- owe, and the end of keeping names and accounts.

CREATE TABLE payout_settlements (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payout       bigint NOT NULL,
    attempt      int NOT NULL,
    result       text NOT NULL CHECK (result IN ('paid', 'returned')),
    reason       text NOT NULL,
    evidence     text NOT NULL DEFAULT '',
    state        text NOT NULL DEFAULT 'proposed'
                 CHECK (state IN ('proposed', 'approved', 'rejected')),
    proposed_at  timestamptz NOT NULL,
    proposed_by  text NOT NULL,
    decided_at   timestamptz,
    decided_by   text,
    why          text NOT NULL DEFAULT '',
    CHECK ((state = 'proposed') = (decided_at IS NULL)),
    CHECK (state <> 'approved' OR decided_by <> proposed_by)
);
COMMENT ON TABLE payout_settlements IS 'A person''s word on a payout, and the second person''s.';
COMMENT ON COLUMN payout_settlements.evidence IS 'Where it is kept that a machine which gives no answer has paid nothing.';
CREATE UNIQUE INDEX payout_settlements_open ON payout_settlements (payout, attempt)
    WHERE state = 'proposed';

-- `cancelling`: two persons want it returned, and the machine is asked to let it be.
ALTER TABLE payout_tries DROP CONSTRAINT payout_tries_state_check;
ALTER TABLE payout_tries ADD CONSTRAINT payout_tries_state_check
    CHECK (state IN ('waiting', 'cancelling', 'paid', 'returned'));
DROP INDEX payout_tries_ask;
CREATE INDEX payout_tries_ask ON payout_tries (ask_at) WHERE ask_at IS NOT NULL;
DROP INDEX payout_tries_book;
CREATE INDEX payout_tries_book ON payout_tries (id)
    WHERE state IN ('paid', 'returned') AND booked <> state AND refused = '';

-- Money went another way than the books have it, or may have: a person looks.
CREATE TABLE payout_alarms (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payout     bigint NOT NULL,
    attempt    int NOT NULL,
    yen        bigint NOT NULL CHECK (yen > 0),
    said       text NOT NULL CHECK (said IN ('paid', 'returned')),
    stood      text NOT NULL CHECK (stood IN ('ordered', 'paid', 'returned')),
    code       text NOT NULL,
    at         timestamptz NOT NULL,
    operation  bigint,
    closed_at  timestamptz,
    closed_by  text,
    why        text NOT NULL DEFAULT '',
    UNIQUE (payout, attempt, said)
);
COMMENT ON COLUMN payout_alarms.operation IS 'That told of it; NULL until then.';
CREATE INDEX payout_alarms_untold ON payout_alarms (id) WHERE operation IS NULL;
CREATE INDEX payout_alarms_open ON payout_alarms (id) WHERE closed_at IS NULL;

-- A ledger's table: what a force post left its holder owing, and what became of it.
CREATE TABLE shortfalls (
    book             int NOT NULL,
    operation        bigint NOT NULL,
    wallet           bigint NOT NULL,
    yen              bigint NOT NULL CHECK (yen > 0),
    left_yen         bigint NOT NULL CHECK (left_yen >= 0),
    written_off_yen  bigint NOT NULL CHECK (written_off_yen >= 0),
    collected        jsonb NOT NULL,
    PRIMARY KEY (operation, book),
    CHECK (left_yen + written_off_yen <= yen)
);
COMMENT ON COLUMN shortfalls.collected IS 'Yen by the lot they were taken from, less what a refund gave back.';
CREATE INDEX shortfalls_open ON shortfalls (wallet) WHERE left_yen > 0;
CREATE INDEX shortfalls_of_wallet ON shortfalls (wallet, operation);

INSERT INTO shortfalls (book, operation, wallet, yen, left_yen, written_off_yen, collected)
SELECT t.book, t.operation, o.wallet, sum(t.yen), sum(t.yen - coalesce(r.yen, 0)), 0, '[]'
FROM accounts a
JOIN transfers t ON t.book = a.book AND t.debit = a.id AND t.returns = 0
JOIN operations o ON o.book = t.book AND o.id = t.operation
LEFT JOIN LATERAL (SELECT sum(yen) AS yen FROM transfers WHERE returns = t.id) r ON true
WHERE a.kind = 'shortfall'
GROUP BY t.book, t.operation, o.wallet;

-- That personal data was erased, and how much of it.
CREATE TABLE erasures (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL,
    holders   int NOT NULL,
    names     int NOT NULL,
    accounts  int NOT NULL,
    lines     int NOT NULL
);
COMMENT ON COLUMN erasures.lines IS 'Of files: the account alone; what was paid when stays.';

GRANT SELECT, INSERT, UPDATE ON payout_settlements, payout_alarms, shortfalls TO zandaka_app;
GRANT SELECT, INSERT ON erasures TO zandaka_app;
GRANT DELETE ON holder_names, payout_accounts TO zandaka_app;
