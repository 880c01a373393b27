-- Repayment by bank transfer instead of the gift (R28). What leaves is damages for the outage and
-- not a refund of prepaid value (Z-3): the coupon's value ended, and was converted, before.

CREATE TABLE bank_files (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident     text NOT NULL REFERENCES incidents,
    pay_on       date NOT NULL,
    originator   json NOT NULL,
    line_end     text NOT NULL CHECK (line_end IN ('crlf', 'none')),
    state        text NOT NULL DEFAULT 'booking' CHECK (state IN ('booking', 'ready', 'released')),
    records      int NOT NULL DEFAULT 0,
    yen          bigint NOT NULL DEFAULT 0,
    sha256       bytea,
    made_at      timestamptz NOT NULL,
    made_by      text NOT NULL,
    released_at  timestamptz,
    released_by  text,
    CHECK (released_by <> made_by)
);
COMMENT ON TABLE bank_files IS 'Its content is made from its lines, the same bytes each time: sha256 is compared.';
COMMENT ON COLUMN bank_files.state IS 'booking: remittances are being recorded in the books; only then it is ready.';
CREATE INDEX bank_files_incident ON bank_files (incident, id);

CREATE TABLE bank_refunds (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident     text NOT NULL REFERENCES incidents,
    claim        bigint NOT NULL REFERENCES claims,
    coupon       bigint,
    adds_to      bigint REFERENCES bank_refunds,
    yen          bigint NOT NULL DEFAULT 0 CHECK (yen >= 0),
    account      bytea NOT NULL,
    account_by   text NOT NULL,
    attempt      int NOT NULL DEFAULT 1 CHECK (attempt > 0),
    state        text NOT NULL DEFAULT 'applied'
                 CHECK (state IN ('applied', 'approved', 'in_file', 'paid', 'returned',
                                  'reopened', 'denied'))
);
COMMENT ON COLUMN bank_refunds.coupon IS 'NULL: no coupon with that number and prefecture; the applicant is not told.';
COMMENT ON COLUMN bank_refunds.adds_to IS 'Value that came later for a coupon whose refund was already on its way.';
COMMENT ON COLUMN bank_refunds.yen IS 'What is taken for it: 0 until something was converted.';
COMMENT ON COLUMN bank_refunds.account IS 'Encrypted. A file keeps its own copy.';
COMMENT ON COLUMN bank_refunds.account_by IS 'Who entered the account: somebody else decides.';
COMMENT ON COLUMN bank_refunds.attempt IS 'Counts accounts: 2 after the first return. Part of every key to the books.';
CREATE INDEX bank_refunds_state ON bank_refunds (incident, state, id);
CREATE INDEX bank_refunds_claim ON bank_refunds (claim);
-- One coupon is repaid to one applicant.
CREATE UNIQUE INDEX bank_refunds_one ON bank_refunds (incident, coupon)
    WHERE adds_to IS NULL AND state NOT IN ('applied', 'denied');

-- What became of a refund, in order; never changed. Nothing personal.
CREATE TABLE bank_refund_history (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    refund  bigint NOT NULL REFERENCES bank_refunds,
    at      timestamptz NOT NULL,
    by      text NOT NULL,
    state   text NOT NULL,
    facts   json NOT NULL
);
CREATE INDEX bank_refund_history_refund ON bank_refund_history (refund, id);

-- One transfer of a file: the account as it was when the file was made.
CREATE TABLE bank_file_lines (
    file     bigint NOT NULL REFERENCES bank_files,
    refund   bigint NOT NULL REFERENCES bank_refunds,
    attempt  int NOT NULL,
    yen      bigint NOT NULL CHECK (yen > 0),
    account  bytea NOT NULL,
    state    text NOT NULL DEFAULT 'booking'
             CHECK (state IN ('booking', 'booked', 'refused', 'paid', 'returned')),
    code     text NOT NULL DEFAULT '',
    PRIMARY KEY (file, refund),
    UNIQUE (refund, attempt)
);
CREATE INDEX bank_file_lines_booking ON bank_file_lines (file, refund) WHERE state = 'booking';
COMMENT ON COLUMN bank_file_lines.state IS 'refused: the books said no; such a line never is in the file.';
COMMENT ON COLUMN bank_file_lines.code IS 'Of the result (0, 1, 2, 9), or of the refusal.';

-- What a line takes from the books: one command `remit` for each conversion it repays.
CREATE TABLE bank_remittances (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    refund       bigint NOT NULL,
    attempt      int NOT NULL,
    entitlement  bigint NOT NULL REFERENCES entitlements,
    wallet       bigint NOT NULL,
    coupon       bigint NOT NULL,
    yen          bigint NOT NULL CHECK (yen > 0),
    state        text NOT NULL DEFAULT 'to_remit'
                 CHECK (state IN ('to_remit', 'remitted', 'refused', 'to_return', 'returned')),
    remittance   bigint,
    code         text NOT NULL DEFAULT '',
    UNIQUE (refund, attempt, entitlement),
    FOREIGN KEY (refund, attempt) REFERENCES bank_file_lines (refund, attempt),
    CHECK ((remittance IS NOT NULL) = (state IN ('remitted', 'to_return', 'returned')))
);
CREATE INDEX bank_remittances_waiting ON bank_remittances (id)
    WHERE state IN ('to_remit', 'to_return');

GRANT SELECT, INSERT, UPDATE ON bank_files, bank_refunds, bank_file_lines, bank_remittances
    TO zandaka_app;
GRANT SELECT, INSERT ON bank_refund_history TO zandaka_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_refund_history
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
