-- Redress: what outlives one command. Nothing here moves value: that is done by commands to the
-- books, under keys made from the rows of these tables.

-- What people did: one row an action, with who, when and under which key. The audit trail.
CREATE TABLE actions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key          uuid NOT NULL UNIQUE,
    fingerprint  uuid NOT NULL,
    at           timestamptz NOT NULL,
    verb         text NOT NULL,
    by           text NOT NULL,
    incident     text NOT NULL DEFAULT '',
    terms        int NOT NULL REFERENCES terms,
    request      json NOT NULL,
    outcome      json NOT NULL
);
COMMENT ON COLUMN actions.request IS 'As asked; private fields are left out, their content lies encrypted where it is needed.';
CREATE INDEX actions_incident ON actions (incident, id);

-- How a holder can be reached. Encrypted (zandaka.directory.vault); gone when the holder leaves.
CREATE TABLE contacts (
    holder      text PRIMARY KEY,
    language    text NOT NULL CHECK (language IN ('ja', 'en')),
    mail        bytea,
    phone       bytea,
    changed_at  timestamptz NOT NULL,
    CHECK (mail IS NOT NULL OR phone IS NOT NULL)
);

CREATE TABLE incidents (
    id           text PRIMARY KEY,
    declared_at  timestamptz NOT NULL,
    declared_by  text NOT NULL
);

-- What is known of an incident. A later version takes the place of an earlier one; none is lost.
CREATE TABLE incident_versions (
    incident     text NOT NULL REFERENCES incidents,
    version      int NOT NULL,
    content      json NOT NULL,
    recorded_at  timestamptz NOT NULL,
    by           text NOT NULL,
    PRIMARY KEY (incident, version)
);

-- A notice as it was published: report 2, revision 1 is the first addition to the second report.
CREATE TABLE notices (
    incident      text NOT NULL REFERENCES incidents,
    report        int NOT NULL,
    revision      int NOT NULL,
    published_on  date NOT NULL,
    title         text NOT NULL,
    body          text NOT NULL,
    recorded_at   timestamptz NOT NULL,
    by            text NOT NULL,
    PRIMARY KEY (incident, report, revision)
);

-- A frozen cohort: who was hurt, how much, and why. `name` A may be frozen again as version 2.
CREATE TABLE cohorts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident    text NOT NULL REFERENCES incidents,
    name        text NOT NULL,
    version     int NOT NULL,
    definition  json NOT NULL,
    known_at    timestamptz NOT NULL,
    frozen_at   timestamptz NOT NULL,
    by          text NOT NULL,
    members     bigint NOT NULL,
    yen         bigint NOT NULL,
    hash        bytea NOT NULL,
    UNIQUE (incident, name, version)
);
COMMENT ON COLUMN cohorts.known_at IS 'What was recorded until then was looked at; asked again, the same comes out.';
COMMENT ON COLUMN cohorts.hash IS 'sha256 over the members in order: the same cohort, the same hash.';

CREATE TABLE cohort_members (
    cohort      bigint NOT NULL,
    coupon      bigint NOT NULL,
    debit       bigint NOT NULL DEFAULT 0,
    wallet      bigint NOT NULL,
    prefecture  text NOT NULL,
    yen         bigint NOT NULL CHECK (yen > 0),
    facts       json NOT NULL,
    PRIMARY KEY (cohort, wallet, coupon, debit)
);
COMMENT ON COLUMN cohort_members.coupon IS 'The wallet of issue (R32).';
COMMENT ON COLUMN cohort_members.wallet IS 'Where its value was at the instant the cohort looks at.';
COMMENT ON COLUMN cohort_members.debit IS 'The payment to be made good; 0 where it is the balance.';
CREATE INDEX cohort_members_coupon ON cohort_members (coupon, cohort);

-- Who receives: one address of one incident, so that nobody gets two links.
CREATE TABLE recipients (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident      text NOT NULL REFERENCES incidents,
    holder        text NOT NULL DEFAULT '',
    language      text NOT NULL CHECK (language IN ('ja', 'en')),
    channel       text NOT NULL CHECK (channel IN ('mail', 'sms')),
    address       bytea NOT NULL,
    address_hash  bytea NOT NULL,
    UNIQUE (incident, address_hash)
);
CREATE INDEX recipients_holder ON recipients (holder, incident) WHERE holder <> '';

-- What is owed to a coupon after its value was converted. The money is in gift_payable of the
-- wallet's book, in the coupon's name; whichever way takes it, the account never goes below zero.
CREATE TABLE entitlements (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident    text NOT NULL,  -- of a plan or an award, which refer to it: not asked a million times
    coupon      bigint NOT NULL,
    wallet      bigint NOT NULL,
    operation   bigint NOT NULL,
    prefecture  text NOT NULL,
    yen         bigint NOT NULL CHECK (yen > 0),
    recipient   bigint REFERENCES recipients,
    state       text NOT NULL DEFAULT 'open'
                CHECK (state IN ('open', 'gift', 'given', 'bank', 'repaid', 'lapsed')),
    taken_by    text NOT NULL DEFAULT '',
    UNIQUE (coupon, operation, wallet)
);
COMMENT ON COLUMN entitlements.operation IS 'The conversion.';
COMMENT ON COLUMN entitlements.taken_by IS 'The gift order or bank refund that has it.';
CREATE INDEX entitlements_recipient ON entitlements (recipient) WHERE recipient IS NOT NULL;
CREATE INDEX entitlements_state ON entitlements (incident, state, id);

-- What a person has to look at: an application, a call, a message that came back.
CREATE TABLE claims (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident     text NOT NULL REFERENCES incidents,
    kind         text NOT NULL
                 CHECK (kind IN ('application', 'call', 'other', 'bounce', 'bank', 'gift', 'plan')),
    state        text NOT NULL DEFAULT 'open'
                 CHECK (state IN ('open', 'checked', 'approved', 'denied', 'closed')),
    coupon       bigint,
    recipient    bigint REFERENCES recipients,
    private      bytea,
    facts        json NOT NULL,
    taken_in_at  timestamptz NOT NULL,
    taken_in_by  text NOT NULL,
    decided_at   timestamptz,
    decided_by   text,
    decision     json
);
COMMENT ON COLUMN claims.private IS 'Names, addresses, accounts: encrypted JSON.';
CREATE INDEX claims_open ON claims (incident, state, id);
CREATE INDEX claims_coupon ON claims (coupon) WHERE coupon IS NOT NULL;

-- What a decided claim gives. Carried out by commands whose keys are made from the id.
CREATE TABLE awards (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident    text NOT NULL REFERENCES incidents,
    claim       bigint NOT NULL REFERENCES claims,
    coupon      bigint NOT NULL,
    wallet      bigint NOT NULL,
    debit       bigint NOT NULL DEFAULT 0,
    yen         bigint NOT NULL CHECK (yen > 0),
    state       text NOT NULL DEFAULT 'decided' CHECK (state IN ('decided', 'done', 'refused')),
    outcome     json
);
CREATE INDEX awards_decided ON awards (id) WHERE state = 'decided';

GRANT SELECT ON ALL TABLES IN SCHEMA public TO zandaka_app;
GRANT INSERT ON actions, incidents, incident_versions, notices, cohorts, cohort_members
    TO zandaka_app;
GRANT INSERT, UPDATE ON recipients, entitlements, claims, awards TO zandaka_app;
GRANT INSERT, UPDATE, DELETE ON contacts TO zandaka_app;

DO $$
DECLARE journal text;
BEGIN
    FOREACH journal IN ARRAY ARRAY['actions', 'incidents', 'incident_versions', 'notices',
                                   'cohorts', 'cohort_members'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION append_only()', journal);
    END LOOP;
END
$$;

-- People who act for the issuer have keys of their own, so that a second person can be told from
-- the first; a lodging may look up what it issued, and nothing else (R21).
ALTER TABLE api_keys DROP CONSTRAINT api_keys_role_check;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_role_check
    CHECK (role IN ('issuer', 'merchant', 'holder', 'operator', 'lodging'));
