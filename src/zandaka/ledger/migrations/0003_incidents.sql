-- Incidents: evidence from outside, and whether to publish.

-- What somebody showed of a coupon: a receipt, a shop's list, another system's log. A later row
-- for the same coupon and debit takes the place of an earlier one; yen = 0 takes it back.
CREATE TABLE evidence (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident  text NOT NULL REFERENCES incidents,
    cohort    text NOT NULL,
    coupon    bigint NOT NULL,
    debit     bigint NOT NULL DEFAULT 0,
    yen       bigint NOT NULL CHECK (yen >= 0),
    note      text NOT NULL,
    at        timestamptz NOT NULL,
    by        text NOT NULL
);
COMMENT ON COLUMN evidence.debit IS 'The payment it speaks of; 0 where it speaks of the balance.';
CREATE INDEX evidence_cohort ON evidence (incident, cohort, coupon, debit, id);

-- A proposal to publish the incident or not (R137): what a person said of the first two criteria,
-- the figures of the third, and what follows under the terms. A person decides it.
CREATE TABLE publication_proposals (
    id           bigint PRIMARY KEY REFERENCES actions DEFERRABLE INITIALLY DEFERRED,
    incident     text NOT NULL REFERENCES incidents,
    result       text NOT NULL CHECK (result IN ('met', 'not_met', 'unknown')),
    criteria     json NOT NULL,
    proposed_at  timestamptz NOT NULL,
    proposed_by  text NOT NULL
);
COMMENT ON COLUMN publication_proposals.id IS 'The number of the action that raised it.';
CREATE INDEX publication_proposals_incident ON publication_proposals (incident, id);

CREATE TABLE publication_decisions (
    proposal    bigint PRIMARY KEY REFERENCES publication_proposals,
    publish     boolean NOT NULL,
    why         text NOT NULL,
    decided_at  timestamptz NOT NULL,
    decided_by  text NOT NULL
);

-- A frozen cohort is numbered before its members are written, and an action before it acts.
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO zandaka_app;
GRANT SELECT, INSERT ON evidence, publication_proposals, publication_decisions TO zandaka_app;

DO $$
DECLARE journal text;
BEGIN
    FOREACH journal IN ARRAY ARRAY['evidence', 'publication_proposals', 'publication_decisions'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION append_only()', journal);
    END LOOP;
END
$$;
