-- Payments by card networks: what a hold counts towards, what came back above a balance cap, and
-- the messages of a network.

-- `uses` goes down as value is captured or let go; what is left of it when the hold's time has run
-- out is given back to the day's limit by the operation that ends the hold.
ALTER TABLE holds
    ADD COLUMN uses jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN rest bigint NOT NULL DEFAULT 0 CHECK (rest >= 0);
COMMENT ON COLUMN holds.uses IS 'Day and yen of what it still counts towards a day''s limit, oldest day first.';
COMMENT ON COLUMN holds.rest IS 'Yen that may still be captured, or after its end be posted by force.';

UPDATE holds h
SET rest = l.yen,
    uses = jsonb_build_array(jsonb_build_array(
        to_char(o.effective_at AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD'), l.yen))
FROM (SELECT book, hold, sum(yen) AS yen FROM hold_lots WHERE yen > 0 GROUP BY book, hold) l,
     operations o
WHERE l.book = h.book AND l.hold = h.id AND o.book = h.book AND o.id = h.id;

CREATE INDEX holds_counting ON holds (expires_at) WHERE uses <> '[]'::jsonb;

-- Value that came back above the balance cap stands in suspense (R69): from which lots, and how
-- much of each is still to go back to it.
CREATE TABLE parked (
    book       int NOT NULL,
    operation  bigint NOT NULL,
    wallet     bigint NOT NULL,
    parts      jsonb NOT NULL,
    PRIMARY KEY (operation, book)
);
CREATE INDEX parked_open ON parked (wallet) WHERE parts <> '[]'::jsonb;

-- Every message of a network, kept before anything is done about it, with the rate that was asked
-- for it then; and what it was answered. A repeated message is answered from here.
CREATE TABLE network_messages (
    id           bigint GENERATED ALWAYS AS IDENTITY,
    network      text NOT NULL,
    message      text NOT NULL,
    reference    text NOT NULL,
    kind         text NOT NULL,
    received_at  timestamptz NOT NULL,
    request      json NOT NULL,
    foreign_buy  json,
    answered_at  timestamptz,
    answer       json,
    PRIMARY KEY (network, message)
);
COMMENT ON COLUMN network_messages.reference IS 'What the messages of one purchase have in common.';
CREATE INDEX network_messages_purchase ON network_messages (network, reference, id);
CREATE INDEX network_messages_open ON network_messages (received_at) WHERE answer IS NULL;

GRANT SELECT, INSERT, UPDATE ON parked, network_messages TO zandaka_app;
