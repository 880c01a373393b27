-- What goes on when a card is exchanged for another, and contracts that were ended on a card that
-- stays.

CREATE TABLE ended_contracts (
    book        int NOT NULL,
    operation   bigint NOT NULL,
    wallet      bigint NOT NULL,
    product     text NOT NULL,
    begun_anew  boolean NOT NULL,
    PRIMARY KEY (operation, book)
);
COMMENT ON TABLE ended_contracts IS 'Contracts of funds transfer that were ended before their time, by the operation that did.';
COMMENT ON COLUMN ended_contracts.wallet IS 'The card it is about by now: that which replaced the one it was ended on.';
COMMENT ON COLUMN ended_contracts.begun_anew IS 'The holder wanted another contract: value may come in again.';
CREATE INDEX ended_contracts_wallet ON ended_contracts (wallet) WHERE NOT begun_anew;

-- A run whose card was exchanged meanwhile is told to the books again, for the new card: the count
-- is part of the key, since the books' word about the old card is final.
ALTER TABLE standing_runs ADD COLUMN moved int NOT NULL DEFAULT 0;

GRANT SELECT, INSERT, UPDATE ON ended_contracts TO zandaka_app;
