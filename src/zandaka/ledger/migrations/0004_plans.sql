-- Plans: what is done for whom, as it was previewed and approved, and how far it is.

CREATE TABLE plans (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident    text NOT NULL REFERENCES incidents,
    drafted_at  timestamptz NOT NULL,
    drafted_by  text NOT NULL,
    terms_hash  bytea NOT NULL,
    steps       json NOT NULL,
    preview     json NOT NULL
);
COMMENT ON COLUMN plans.terms_hash IS 'The terms it was drafted under: under others it cannot be approved.';
CREATE INDEX plans_incident ON plans (incident, id);

-- What happened to a plan. Its state and its steps' follow from these rows alone.
CREATE TABLE plan_events (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan   bigint NOT NULL REFERENCES plans,
    step   int NOT NULL DEFAULT 0,
    kind   text NOT NULL
           CHECK (kind IN ('approved', 'paused', 'resumed', 'stopped', 'started', 'ended')),
    at     timestamptz NOT NULL,
    by     text NOT NULL,
    facts  json NOT NULL DEFAULT '{}',
    CHECK ((kind IN ('started', 'ended')) = (step > 0))
);
CREATE INDEX plan_events_plan ON plan_events (plan, id);
-- Two machines that see a step's last chunk done end it once.
CREATE UNIQUE INDEX plan_events_once ON plan_events (plan, step, kind)
    WHERE kind IN ('approved', 'stopped', 'started', 'ended');

-- A step's work, in parts that one process takes at a time by locking the row: when it dies, the
-- lock goes with it. `low` to `high` are wallets' numbers within their books, so that each part
-- keeps all books busy.
CREATE TABLE plan_chunks (
    plan    bigint NOT NULL REFERENCES plans,
    step    int NOT NULL,
    number  int NOT NULL,
    low     bigint NOT NULL,
    high    bigint NOT NULL,
    planned int NOT NULL,
    done    boolean NOT NULL DEFAULT false,
    result  json,
    PRIMARY KEY (plan, step, number),
    CHECK (done = (result IS NOT NULL))
);
CREATE INDEX plan_chunks_open ON plan_chunks (plan, step, number) WHERE NOT done;

GRANT SELECT ON plans, plan_events, plan_chunks TO zandaka_app;
GRANT INSERT ON plans, plan_events TO zandaka_app;
GRANT INSERT, UPDATE ON plan_chunks TO zandaka_app;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plans
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_events
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
