-- Redress changes every coupon of a region in one go, twice: extended, then converted. A page that
-- was filled to four fifths has room for a payment here and there, not for all of its rows anew, and
-- what does not fit costs an entry in each index. Half empty, it has (measured over 80,000 coupons:
-- PostgreSQL's CPU for an extension 18 -> 14 microseconds, for a conversion 25 -> 21).
ALTER TABLE accounts SET (fillfactor = 50);

-- What another ledger did is posted late, all of it: what an account had as of an instant must not
-- have to look through everybody's late entries.
CREATE INDEX transfers_late_debit ON transfers (debit, id) WHERE effective_at < recorded_at;
CREATE INDEX transfers_late_credit ON transfers (credit, id) WHERE effective_at < recorded_at;

-- An attempt that another ledger refused comes as an attempt: it has no operation here.
ALTER TABLE attempts DROP CONSTRAINT attempts_why_check;
ALTER TABLE attempts ADD CONSTRAINT attempts_why_check
    CHECK (why IN ('unreachable', 'timed_out', 'refused'));

-- What was taken in, from which files, by whom. The rows themselves are in the journal.
CREATE TABLE imports (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident     text NOT NULL,
    ledger       text NOT NULL,
    by           text NOT NULL,
    started_at   timestamptz NOT NULL,
    files        json NOT NULL,
    counts       json NOT NULL,
    finished_at  timestamptz NOT NULL
);
CREATE INDEX imports_incident ON imports (incident, id);
GRANT SELECT, INSERT ON imports TO zandaka_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON imports
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
