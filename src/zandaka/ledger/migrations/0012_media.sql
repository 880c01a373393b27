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
