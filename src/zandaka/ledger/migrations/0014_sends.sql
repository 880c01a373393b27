-- Sends that wait to be claimed, months that are counted to the day, standard periods.

CREATE TABLE sends (
    book        int NOT NULL,
    operation   bigint NOT NULL,
    wallet      bigint NOT NULL,
    receiver    bigint NOT NULL,
    yen         bigint NOT NULL CHECK (yen > 0),
    claim_from  timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    state       text NOT NULL CHECK (state IN ('pending', 'claiming', 'claimed', 'returned')),
    PRIMARY KEY (operation, book)
);
COMMENT ON TABLE sends IS 'Sent to be claimed, by the operation that ordered it. The value is in send_pending of the wallet.';
COMMENT ON COLUMN sends.ends_at IS 'Exclusive: from then on it is the sender''s again, returned or not yet.';
CREATE INDEX sends_wallet ON sends (wallet) WHERE state IN ('pending', 'claiming');
CREATE INDEX sends_receiver ON sends (receiver, operation);
CREATE INDEX sends_of_wallet ON sends (wallet, operation);
CREATE INDEX sends_ends ON sends (ends_at) WHERE state = 'pending';

-- Where the terms count the month up to the day, what each operation used of it. Else empty.
CREATE TABLE month_sent (
    book       int NOT NULL,
    operation  bigint NOT NULL,
    wallet     bigint NOT NULL,
    day        date NOT NULL,
    yen        bigint NOT NULL CHECK (yen > 0),
    over       boolean NOT NULL,
    PRIMARY KEY (operation, book)
);
COMMENT ON COLUMN month_sent.over IS 'Given back, or a month ago: it counts no more.';
CREATE INDEX month_sent_wallet ON month_sent (wallet) WHERE NOT over;

CREATE TABLE month_received (LIKE month_sent INCLUDING CONSTRAINTS, PRIMARY KEY (operation, book));
CREATE INDEX month_received_wallet ON month_received (wallet) WHERE NOT over;

-- What somebody was told of before a standard period passed.
CREATE TABLE alarms (
    book       int NOT NULL,
    operation  bigint NOT NULL,
    wallet     bigint NOT NULL,
    subject    bigint NOT NULL,
    about      text NOT NULL,
    due_on     date NOT NULL,
    yen        bigint NOT NULL CHECK (yen > 0),
    PRIMARY KEY (operation, book)
);
COMMENT ON COLUMN alarms.subject IS 'The payment, the send, the withdrawal that waits.';
CREATE INDEX alarms_subject ON alarms (subject, about);

-- The days on which the house looked for periods that are about to pass.
CREATE TABLE period_looks (
    day  date PRIMARY KEY,
    at   timestamptz NOT NULL
);

CREATE INDEX operations_settlements ON operations (book, id) WHERE verb = 'settle_merchant' AND code = '';

GRANT SELECT, INSERT, UPDATE ON sends, month_sent, month_received, alarms TO zandaka_app;
GRANT SELECT, INSERT ON period_looks TO zandaka_app;

-- What another book took in: by the operation that sent it.
CREATE INDEX operations_arrivals ON operations ((request ->> 'sent')) WHERE verb = 'arrive' AND code = '';
