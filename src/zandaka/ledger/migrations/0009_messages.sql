-- What holders are told. A message is written in the transaction that gives the reason for it,
-- and carried out later; `once` says what it tells, so that nobody is told twice.

CREATE TABLE messages (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    once        text NOT NULL UNIQUE,
    incident    text NOT NULL REFERENCES incidents,
    recipient   bigint NOT NULL REFERENCES recipients,
    template    text NOT NULL,
    facts       json NOT NULL,
    private     bytea,
    not_before  timestamptz NOT NULL,
    until       timestamptz,
    state       text NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'taken', 'lost', 'void')),
    channel     text NOT NULL CHECK (channel IN ('mail', 'sms')),
    turn        int NOT NULL DEFAULT 1,
    tries       int NOT NULL DEFAULT 0,
    due_at      timestamptz NOT NULL,
    CHECK (private IS NULL OR state = 'waiting')
);
COMMENT ON COLUMN messages.facts IS 'Ids and figures only. A secret, such as the token of a link, is made when the message is sent.';
COMMENT ON COLUMN messages.private IS 'Encrypted JSON of what cannot be made again, such as a code; gone once the message is taken or lost.';
COMMENT ON COLUMN messages.turn IS 'Counts the addresses tried: the same turn, the same reference and Message-ID.';
COMMENT ON COLUMN messages.due_at IS 'When a worker may take it. Whoever takes it moves this on first: the lease.';
COMMENT ON COLUMN messages.until IS 'From then on it is of no use to anybody, and is not sent.';
CREATE INDEX messages_due ON messages (channel, due_at, id) WHERE state = 'waiting';
CREATE INDEX messages_recipient ON messages (recipient, id);
CREATE INDEX messages_incident ON messages (incident, id);

-- What came of each try. Says why, without the address.
CREATE TABLE deliveries (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message    bigint NOT NULL REFERENCES messages,
    turn       int NOT NULL,
    channel    text NOT NULL CHECK (channel IN ('mail', 'sms')),
    at         timestamptz NOT NULL,
    result     text NOT NULL CHECK (result IN ('taken', 'refused', 'unknown', 'bounced')),
    why        text NOT NULL
);
CREATE INDEX deliveries_message ON deliveries (message, id);

-- The same keyed hash as recipients.address_hash, so that a million recipients are made of
-- contacts in one statement, without opening a single address.
ALTER TABLE contacts
    ADD COLUMN mail_hash bytea,
    ADD COLUMN phone_hash bytea,
    ADD CHECK ((mail IS NULL) = (mail_hash IS NULL)),
    ADD CHECK ((phone IS NULL) = (phone_hash IS NULL));

-- Where else a recipient is told, when the first address takes nothing.
ALTER TABLE recipients
    ADD COLUMN other_address bytea,
    ADD COLUMN first_lost boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN recipients.other_address IS 'On the channel that `channel` does not name.';
COMMENT ON COLUMN recipients.first_lost IS 'The first address took nothing: what is told from then on goes to the other one.';

-- However many messages come back from one recipient, one case is open.
CREATE UNIQUE INDEX claims_bounce ON claims (recipient)
    WHERE kind = 'bounce' AND state IN ('open', 'checked');

-- How far each book was read for holders who left, whose contacts are then gone (R16).
CREATE TABLE leave_cursors (
    book       int PRIMARY KEY,
    operation  bigint NOT NULL
);
CREATE INDEX operations_leave ON operations (id) WHERE verb = 'leave' AND code = '';

GRANT SELECT, INSERT, UPDATE ON messages, leave_cursors TO zandaka_app;
GRANT SELECT, INSERT ON deliveries TO zandaka_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON deliveries
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
