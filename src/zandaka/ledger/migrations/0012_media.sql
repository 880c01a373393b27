-- Media: the uses from which a card's end counts, and how far holders are known.

CREATE TABLE card_uses (
    book       int NOT NULL,
    operation  bigint NOT NULL,
    wallet     bigint NOT NULL,
    ends       timestamptz NOT NULL,
    before     timestamptz,
    returned   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (operation, book)
);
CREATE INDEX card_uses_counting ON card_uses (wallet) WHERE NOT returned;
COMMENT ON TABLE card_uses IS 'Uses of cards whose end counts from the last one.';
COMMENT ON COLUMN card_uses.ends IS 'The end (exclusive) that this use gave the card.';
COMMENT ON COLUMN card_uses.before IS 'The end that the card had before; without any use, for the oldest that counts.';
COMMENT ON COLUMN card_uses.returned IS 'All of it was given back: it is no use any more.';

GRANT SELECT, INSERT, UPDATE ON card_uses TO zandaka_app;

-- How far a holder is known: what a person entered, or a provider was asked. The newest that is
-- known counts; wallets are told of it by operations.
CREATE TABLE identity_checks (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    holder      text NOT NULL,
    tier        text CHECK (tier IN ('anonymous', 'contact_checked', 'identity_verified')),
    evidence    text NOT NULL,
    state       text NOT NULL CHECK (state IN ('asking', 'known', 'failed')),
    by          text NOT NULL,
    at          timestamptz NOT NULL,
    decided_at  timestamptz,
    asked       int NOT NULL DEFAULT 0,
    ask_at      timestamptz,
    code        text NOT NULL DEFAULT '',
    told        boolean NOT NULL DEFAULT false,
    CHECK ((state = 'known') = (tier IS NOT NULL))
);
COMMENT ON COLUMN identity_checks.evidence IS 'Where the check is kept, or what the provider knows it by. No personal data.';
COMMENT ON COLUMN identity_checks.ask_at IS 'When the provider may be asked. Whoever asks moves this on first: the lease.';
COMMENT ON COLUMN identity_checks.told IS 'All wallets that the holder had then have been told.';
CREATE INDEX identity_checks_known ON identity_checks (holder, id) WHERE state = 'known';
CREATE INDEX identity_checks_asking ON identity_checks (ask_at) WHERE state = 'asking';
CREATE INDEX identity_checks_telling ON identity_checks (id) WHERE state = 'known' AND NOT told;

GRANT SELECT, INSERT, UPDATE ON identity_checks TO zandaka_app;

CREATE INDEX wallets_exchanged ON wallets (id) WHERE status = 'exchanged';
