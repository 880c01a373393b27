-- Gifts: a link a recipient, the second factor, what was chosen, what was ordered for it.
-- No token, no code of a gift and no code of a second factor is in any of these tables.

-- One link a recipient. Its token is derived (zandaka.redress.gifts.links) and kept as a keyed
-- hash; sent anew it has another generation, and the old token is nowhere any more.
CREATE TABLE gift_links (
    recipient   bigint PRIMARY KEY REFERENCES recipients,
    generation  int NOT NULL DEFAULT 1,
    token       bytea NOT NULL UNIQUE,
    made_at     timestamptz NOT NULL,
    short       boolean NOT NULL,
    again       timestamptz
);
COMMENT ON COLUMN gift_links.token IS 'Keyed hash of the present generation''s token.';
COMMENT ON COLUMN gift_links.short IS 'Made so late that a person should see that it is used (R20).';
COMMENT ON COLUMN gift_links.again IS 'Until when this one may choose although the deadline has passed: the provider had failed.';

-- A code of six digits that was sent to the registered address.
CREATE TABLE gift_challenges (
    id          uuid PRIMARY KEY,
    number      bigint GENERATED ALWAYS AS IDENTITY,
    recipient   bigint NOT NULL REFERENCES recipients,
    generation  int NOT NULL,
    code        bytea NOT NULL,
    sent_at     timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    tries       int NOT NULL DEFAULT 0,
    used_at     timestamptz
);
COMMENT ON COLUMN gift_challenges.code IS 'Keyed hash of the six digits and the id.';
CREATE INDEX gift_challenges_recipient ON gift_challenges (recipient, number);

-- What somebody chose, once for all that was owed to them then (R12).
CREATE TABLE gift_choices (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recipient  bigint NOT NULL REFERENCES recipients,
    brand      text NOT NULL,
    yen        bigint NOT NULL CHECK (yen > 0),
    at         timestamptz NOT NULL,
    by         text NOT NULL
);
CREATE INDEX gift_choices_recipient ON gift_choices (recipient, id);

-- One code each, ordered under its id as key however often it is asked for.
CREATE TABLE gift_orders (
    id          uuid PRIMARY KEY,
    incident    text NOT NULL REFERENCES incidents,
    choice      bigint NOT NULL REFERENCES gift_choices,
    part        int NOT NULL,
    recipient   bigint NOT NULL REFERENCES recipients,
    brand       text NOT NULL,
    yen         bigint NOT NULL CHECK (yen > 0),
    state       text NOT NULL DEFAULT 'intended'
                CHECK (state IN ('intended', 'unknown', 'issued', 'denied', 'cancelling',
                                 'cancelled')),
    reference   text NOT NULL DEFAULT '',
    why         text NOT NULL DEFAULT '',
    tries       int NOT NULL DEFAULT 0,
    next_at     timestamptz NOT NULL,
    made_at     timestamptz NOT NULL,
    issued_at   timestamptz,
    UNIQUE (choice, part),
    CHECK (state <> 'issued' OR (reference <> '' AND issued_at IS NOT NULL))
);
COMMENT ON COLUMN gift_orders.next_at IS 'When a worker may ask. Whoever asks moves this on first: the lease.';
CREATE INDEX gift_orders_due ON gift_orders (next_at)
    WHERE state IN ('intended', 'unknown', 'cancelling');
CREATE INDEX gift_orders_recipient ON gift_orders (recipient, choice, part);
CREATE INDEX gift_orders_incident ON gift_orders (incident, state, brand);

-- For what a code is: a part of it for each entitlement it pays.
CREATE TABLE gift_lines (
    gift_order   uuid NOT NULL REFERENCES gift_orders,
    entitlement  bigint NOT NULL REFERENCES entitlements,
    yen          bigint NOT NULL CHECK (yen > 0),
    state        text NOT NULL DEFAULT 'waiting'
                 CHECK (state IN ('waiting', 'issued', 'given', 'refused', 'returning', 'ended')),
    operation    bigint,
    PRIMARY KEY (gift_order, entitlement),
    CHECK ((state IN ('given', 'returning')) <= (operation IS NOT NULL))
);
COMMENT ON COLUMN gift_lines.state IS 'issued: the books are still to be told; returning: they are to be told that it came back; ended: nothing came of it.';
COMMENT ON COLUMN gift_lines.operation IS 'The `give` in the books.';
CREATE INDEX gift_lines_entitlement ON gift_lines (entitlement);
CREATE INDEX gift_lines_work ON gift_lines (gift_order) WHERE state IN ('issued', 'returning');

-- What happened to links and orders, in order.
CREATE TABLE gift_events (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recipient   bigint NOT NULL,
    gift_order  uuid,
    at          timestamptz NOT NULL,
    event       text NOT NULL,
    facts       json NOT NULL DEFAULT '{}'
);
CREATE INDEX gift_events_recipient ON gift_events (recipient, id);
CREATE INDEX gift_events_order ON gift_events (gift_order, id) WHERE gift_order IS NOT NULL;

-- How much of what is owed has become gifts: after one of several codes was denied, less is owed
-- than was converted.
ALTER TABLE entitlements
    ADD COLUMN given bigint NOT NULL DEFAULT 0 CHECK (given BETWEEN 0 AND yen),
    ADD COLUMN unreached boolean NOT NULL DEFAULT false,
    ADD COLUMN linked boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN entitlements.given IS 'Yen of it that became gifts; yen - given are owed.';
COMMENT ON COLUMN entitlements.operation IS 'The conversion; or the gift taken back, whose rest had lapsed or was paid out.';
COMMENT ON COLUMN entitlements.unreached IS 'Nobody to be told is known: it waits for an application.';
CREATE INDEX entitlements_unaddressed ON entitlements (incident, id)
    WHERE state = 'open' AND recipient IS NULL AND NOT unreached;
COMMENT ON COLUMN entitlements.linked IS 'Its recipient has a link and was told.';
CREATE INDEX entitlements_unlinked ON entitlements (incident, id)
    WHERE state = 'open' AND recipient IS NOT NULL AND NOT linked;
CREATE INDEX entitlements_lapsing ON entitlements (id)
    WHERE state = 'lapsed' AND taken_by = 'lapsing';

GRANT SELECT, INSERT, UPDATE ON gift_links, gift_challenges, gift_orders, gift_lines
    TO zandaka_app;
GRANT SELECT, INSERT ON gift_choices, gift_events TO zandaka_app;

DO $$
DECLARE journal text;
BEGIN
    FOREACH journal IN ARRAY ARRAY['gift_choices', 'gift_events'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION append_only()', journal);
    END LOOP;
END
$$;
