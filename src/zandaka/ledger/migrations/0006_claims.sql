-- Who has no app, and the call centre (R9, R16 to R27).

-- What became of a claim, in order; never changed. Ids, figures and codes only: what is personal
-- lies encrypted in claims.private.
CREATE TABLE claim_notes (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    claim  bigint NOT NULL REFERENCES claims,
    at     timestamptz NOT NULL,
    by     text NOT NULL,
    what   text NOT NULL,
    facts  json NOT NULL
);
CREATE INDEX claim_notes_claim ON claim_notes (claim, id);

-- The second source (R27): what the shop's own records say of a claim.
CREATE TABLE shop_records (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    claim        bigint NOT NULL REFERENCES claims,
    merchant     text NOT NULL,
    agrees       text NOT NULL CHECK (agrees IN ('yes', 'no', 'unknown')),
    record       json NOT NULL,
    recorded_at  timestamptz NOT NULL,
    by           text NOT NULL
);
COMMENT ON COLUMN shop_records.record IS 'Purchases as the shop has them, and which debits it confirms.';
CREATE INDEX shop_records_claim ON shop_records (claim, id);

-- An application as it was sent: the same number from the same address is the same application,
-- unless that one was denied.
CREATE TABLE applications (
    claim         bigint PRIMARY KEY REFERENCES claims,
    incident      text NOT NULL,
    inquiry       text NOT NULL,
    address_hash  bytea NOT NULL
);
CREATE INDEX applications_same ON applications (incident, inquiry, address_hash);

-- One coupon, one applicant, one link (R16): whoever comes second is for a person to look at.
CREATE UNIQUE INDEX claims_one_applicant ON claims (incident, coupon)
    WHERE kind = 'application' AND state = 'approved';
CREATE INDEX claims_applicants ON claims (coupon)
    WHERE kind = 'application' AND state = 'approved';

-- Until when restored value is good, and when what is left of it then becomes a gift (R26).
ALTER TABLE awards
    ADD COLUMN follow_up_at timestamptz,
    ADD COLUMN tries int NOT NULL DEFAULT 0;
COMMENT ON COLUMN awards.follow_up_at IS 'When what is left is turned into gift value; NULL: nothing is to follow.';
COMMENT ON COLUMN awards.tries IS 'Conversions refused for an open hold. Each try is a request of its own.';
CREATE INDEX awards_follow_up ON awards (follow_up_at, id) WHERE follow_up_at IS NOT NULL;
CREATE INDEX awards_claim ON awards (claim, id);
CREATE INDEX awards_debit ON awards (debit) WHERE state = 'decided';

-- Whether the shop has confirmed one payment, without reading a day's operations.
CREATE INDEX operations_confirm ON operations ((request ->> 'payment'))
    WHERE verb = 'confirm' AND code = '';

GRANT SELECT, INSERT ON claim_notes, shop_records, applications TO zandaka_app;
DO $$
DECLARE journal text;
BEGIN
    FOREACH journal IN ARRAY ARRAY['claim_notes', 'shop_records', 'applications'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION append_only()', journal);
    END LOOP;
END
$$;
