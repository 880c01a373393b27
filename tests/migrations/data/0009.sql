SELECT pg_catalog.set_config('search_path', '', false);

CREATE FUNCTION public.append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a correction is a new transfer', TG_TABLE_NAME;
END
$$;

CREATE TABLE public.accounts (
    book integer NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL,
    balance bigint NOT NULL,
    held bigint DEFAULT 0 NOT NULL,
    owner text,
    wallet bigint,
    series integer,
    origin bigint,
    issued_at timestamp with time zone,
    opened_by bigint,
    expires_at timestamp with time zone,
    CONSTRAINT accounts_lot CHECK (((kind = 'lot'::text) = ((wallet IS NOT NULL) AND (series IS NOT NULL) AND (origin IS NOT NULL)))),
    CONSTRAINT accounts_lot_not_negative CHECK (((kind <> 'lot'::text) OR ((held >= 0) AND (balance >= held)))),
    CONSTRAINT accounts_named CHECK (((kind = 'lot'::text) = (owner IS NULL)))
)
WITH (fillfactor='50');

CREATE TABLE public.actions (
    id bigint NOT NULL,
    key uuid NOT NULL,
    fingerprint uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    verb text NOT NULL,
    by text NOT NULL,
    incident text DEFAULT ''::text NOT NULL,
    terms integer NOT NULL,
    request json NOT NULL,
    outcome json NOT NULL
);

ALTER TABLE public.actions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.actions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.api_keys (
    id text NOT NULL,
    role text NOT NULL,
    subject text NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT api_keys_role_check CHECK ((role = ANY (ARRAY['issuer'::text, 'merchant'::text, 'holder'::text, 'operator'::text, 'lodging'::text])))
);

CREATE TABLE public.applications (
    claim bigint NOT NULL,
    incident text NOT NULL,
    inquiry text NOT NULL,
    address_hash bytea NOT NULL
);

CREATE TABLE public.attempts (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    caller text NOT NULL,
    key uuid NOT NULL,
    verb text NOT NULL,
    wallet bigint NOT NULL,
    why text NOT NULL,
    request json NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT attempts_why_check CHECK ((why = ANY (ARRAY['unreachable'::text, 'timed_out'::text, 'refused'::text])))
);

CREATE TABLE public.awards (
    id bigint NOT NULL,
    incident text NOT NULL,
    claim bigint NOT NULL,
    coupon bigint NOT NULL,
    wallet bigint NOT NULL,
    debit bigint DEFAULT 0 NOT NULL,
    yen bigint NOT NULL,
    state text DEFAULT 'decided'::text NOT NULL,
    outcome json,
    follow_up_at timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    CONSTRAINT awards_state_check CHECK ((state = ANY (ARRAY['decided'::text, 'done'::text, 'refused'::text]))),
    CONSTRAINT awards_yen_check CHECK ((yen > 0))
);

ALTER TABLE public.awards ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.awards_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_file_lines (
    file bigint NOT NULL,
    refund bigint NOT NULL,
    attempt integer NOT NULL,
    yen bigint NOT NULL,
    account bytea NOT NULL,
    state text DEFAULT 'booking'::text NOT NULL,
    code text DEFAULT ''::text NOT NULL,
    CONSTRAINT bank_file_lines_state_check CHECK ((state = ANY (ARRAY['booking'::text, 'booked'::text, 'refused'::text, 'paid'::text, 'returned'::text]))),
    CONSTRAINT bank_file_lines_yen_check CHECK ((yen > 0))
);

CREATE TABLE public.bank_files (
    id bigint NOT NULL,
    incident text NOT NULL,
    pay_on date NOT NULL,
    originator json NOT NULL,
    line_end text NOT NULL,
    state text DEFAULT 'booking'::text NOT NULL,
    records integer DEFAULT 0 NOT NULL,
    yen bigint DEFAULT 0 NOT NULL,
    sha256 bytea,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    released_at timestamp with time zone,
    released_by text,
    CONSTRAINT bank_files_check CHECK ((released_by <> made_by)),
    CONSTRAINT bank_files_line_end_check CHECK ((line_end = ANY (ARRAY['crlf'::text, 'none'::text]))),
    CONSTRAINT bank_files_state_check CHECK ((state = ANY (ARRAY['booking'::text, 'ready'::text, 'released'::text])))
);

ALTER TABLE public.bank_files ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_refund_history (
    id bigint NOT NULL,
    refund bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    state text NOT NULL,
    facts json NOT NULL
);

ALTER TABLE public.bank_refund_history ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_refund_history_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_refunds (
    id bigint NOT NULL,
    incident text NOT NULL,
    claim bigint NOT NULL,
    coupon bigint,
    adds_to bigint,
    yen bigint DEFAULT 0 NOT NULL,
    account bytea NOT NULL,
    account_by text NOT NULL,
    attempt integer DEFAULT 1 NOT NULL,
    state text DEFAULT 'applied'::text NOT NULL,
    CONSTRAINT bank_refunds_attempt_check CHECK ((attempt > 0)),
    CONSTRAINT bank_refunds_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'approved'::text, 'in_file'::text, 'paid'::text, 'returned'::text, 'reopened'::text, 'denied'::text]))),
    CONSTRAINT bank_refunds_yen_check CHECK ((yen >= 0))
);

ALTER TABLE public.bank_refunds ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_refunds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_remittances (
    id bigint NOT NULL,
    refund bigint NOT NULL,
    attempt integer NOT NULL,
    entitlement bigint NOT NULL,
    wallet bigint NOT NULL,
    coupon bigint NOT NULL,
    yen bigint NOT NULL,
    state text DEFAULT 'to_remit'::text NOT NULL,
    remittance bigint,
    code text DEFAULT ''::text NOT NULL,
    CONSTRAINT bank_remittances_check CHECK (((remittance IS NOT NULL) = (state = ANY (ARRAY['remitted'::text, 'to_return'::text, 'returned'::text])))),
    CONSTRAINT bank_remittances_state_check CHECK ((state = ANY (ARRAY['to_remit'::text, 'remitted'::text, 'refused'::text, 'to_return'::text, 'returned'::text]))),
    CONSTRAINT bank_remittances_yen_check CHECK ((yen > 0))
);

ALTER TABLE public.bank_remittances ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_remittances_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.batches (
    book integer NOT NULL,
    id bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    first_operation bigint NOT NULL,
    operations integer NOT NULL,
    first_transfer bigint NOT NULL,
    transfers integer NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE public.books (
    book integer NOT NULL,
    batch bigint DEFAULT 0 NOT NULL,
    operation bigint NOT NULL,
    transfer bigint DEFAULT 0 NOT NULL,
    account bigint NOT NULL,
    wallet bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    hash bytea DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea NOT NULL
);

CREATE TABLE public.claim_notes (
    id bigint NOT NULL,
    claim bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    what text NOT NULL,
    facts json NOT NULL
);

ALTER TABLE public.claim_notes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.claim_notes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.claims (
    id bigint NOT NULL,
    incident text NOT NULL,
    kind text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    coupon bigint,
    recipient bigint,
    private bytea,
    facts json NOT NULL,
    taken_in_at timestamp with time zone NOT NULL,
    taken_in_by text NOT NULL,
    decided_at timestamp with time zone,
    decided_by text,
    decision json,
    CONSTRAINT claims_kind_check CHECK ((kind = ANY (ARRAY['application'::text, 'call'::text, 'other'::text, 'bounce'::text, 'bank'::text, 'gift'::text, 'plan'::text]))),
    CONSTRAINT claims_state_check CHECK ((state = ANY (ARRAY['open'::text, 'checked'::text, 'approved'::text, 'denied'::text, 'closed'::text])))
);

ALTER TABLE public.claims ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.claims_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cohort_members (
    cohort bigint NOT NULL,
    coupon bigint NOT NULL,
    debit bigint DEFAULT 0 NOT NULL,
    wallet bigint NOT NULL,
    prefecture text NOT NULL,
    yen bigint NOT NULL,
    facts json NOT NULL,
    CONSTRAINT cohort_members_yen_check CHECK ((yen > 0))
);

CREATE TABLE public.cohorts (
    id bigint NOT NULL,
    incident text NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    definition json NOT NULL,
    known_at timestamp with time zone NOT NULL,
    frozen_at timestamp with time zone NOT NULL,
    by text NOT NULL,
    members bigint NOT NULL,
    yen bigint NOT NULL,
    hash bytea NOT NULL
);

ALTER TABLE public.cohorts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cohorts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contacts (
    holder text NOT NULL,
    language text NOT NULL,
    mail bytea,
    phone bytea,
    changed_at timestamp with time zone NOT NULL,
    mail_hash bytea,
    phone_hash bytea,
    CONSTRAINT contacts_check CHECK (((mail IS NOT NULL) OR (phone IS NOT NULL))),
    CONSTRAINT contacts_check1 CHECK (((mail IS NULL) = (mail_hash IS NULL))),
    CONSTRAINT contacts_check2 CHECK (((phone IS NULL) = (phone_hash IS NULL))),
    CONSTRAINT contacts_language_check CHECK ((language = ANY (ARRAY['ja'::text, 'en'::text])))
);

CREATE TABLE public.deliveries (
    id bigint NOT NULL,
    message bigint NOT NULL,
    turn integer NOT NULL,
    channel text NOT NULL,
    at timestamp with time zone NOT NULL,
    result text NOT NULL,
    why text NOT NULL,
    CONSTRAINT deliveries_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text]))),
    CONSTRAINT deliveries_result_check CHECK ((result = ANY (ARRAY['taken'::text, 'refused'::text, 'unknown'::text, 'bounced'::text])))
);

ALTER TABLE public.deliveries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.deliveries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.entitlements (
    id bigint NOT NULL,
    incident text NOT NULL,
    coupon bigint NOT NULL,
    wallet bigint NOT NULL,
    operation bigint NOT NULL,
    prefecture text NOT NULL,
    yen bigint NOT NULL,
    recipient bigint,
    state text DEFAULT 'open'::text NOT NULL,
    taken_by text DEFAULT ''::text NOT NULL,
    given bigint DEFAULT 0 NOT NULL,
    unreached boolean DEFAULT false NOT NULL,
    linked boolean DEFAULT false NOT NULL,
    CONSTRAINT entitlements_check CHECK (((given >= 0) AND (given <= yen))),
    CONSTRAINT entitlements_state_check CHECK ((state = ANY (ARRAY['open'::text, 'gift'::text, 'given'::text, 'bank'::text, 'repaid'::text, 'lapsed'::text]))),
    CONSTRAINT entitlements_yen_check CHECK ((yen > 0))
);

ALTER TABLE public.entitlements ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entitlements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.evidence (
    id bigint NOT NULL,
    incident text NOT NULL,
    cohort text NOT NULL,
    coupon bigint NOT NULL,
    debit bigint DEFAULT 0 NOT NULL,
    yen bigint NOT NULL,
    note text NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    CONSTRAINT evidence_yen_check CHECK ((yen >= 0))
);

ALTER TABLE public.evidence ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.extensions (
    book integer NOT NULL,
    operation bigint NOT NULL,
    lot bigint NOT NULL,
    old_expires_at timestamp with time zone,
    new_expires_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    incident text NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

CREATE TABLE public.gift_challenges (
    id uuid NOT NULL,
    number bigint NOT NULL,
    recipient bigint NOT NULL,
    generation integer NOT NULL,
    code bytea NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    used_at timestamp with time zone
);

ALTER TABLE public.gift_challenges ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.gift_challenges_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gift_choices (
    id bigint NOT NULL,
    recipient bigint NOT NULL,
    brand text NOT NULL,
    yen bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    CONSTRAINT gift_choices_yen_check CHECK ((yen > 0))
);

ALTER TABLE public.gift_choices ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.gift_choices_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gift_events (
    id bigint NOT NULL,
    recipient bigint NOT NULL,
    gift_order uuid,
    at timestamp with time zone NOT NULL,
    event text NOT NULL,
    facts json DEFAULT '{}'::json NOT NULL
);

ALTER TABLE public.gift_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.gift_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gift_lines (
    gift_order uuid NOT NULL,
    entitlement bigint NOT NULL,
    yen bigint NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    operation bigint,
    CONSTRAINT gift_lines_check CHECK (((state = ANY (ARRAY['given'::text, 'returning'::text])) <= (operation IS NOT NULL))),
    CONSTRAINT gift_lines_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'issued'::text, 'given'::text, 'refused'::text, 'returning'::text, 'ended'::text]))),
    CONSTRAINT gift_lines_yen_check CHECK ((yen > 0))
);

CREATE TABLE public.gift_links (
    recipient bigint NOT NULL,
    generation integer DEFAULT 1 NOT NULL,
    token bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    short boolean NOT NULL,
    again timestamp with time zone
);

CREATE TABLE public.gift_orders (
    id uuid NOT NULL,
    incident text NOT NULL,
    choice bigint NOT NULL,
    part integer NOT NULL,
    recipient bigint NOT NULL,
    brand text NOT NULL,
    yen bigint NOT NULL,
    state text DEFAULT 'intended'::text NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    issued_at timestamp with time zone,
    CONSTRAINT gift_orders_check CHECK (((state <> 'issued'::text) OR ((reference <> ''::text) AND (issued_at IS NOT NULL)))),
    CONSTRAINT gift_orders_state_check CHECK ((state = ANY (ARRAY['intended'::text, 'unknown'::text, 'issued'::text, 'denied'::text, 'cancelling'::text, 'cancelled'::text]))),
    CONSTRAINT gift_orders_yen_check CHECK ((yen > 0))
);

CREATE TABLE public.hold_lots (
    book integer NOT NULL,
    hold bigint NOT NULL,
    lot bigint NOT NULL,
    yen bigint NOT NULL,
    CONSTRAINT hold_lots_yen_check CHECK ((yen >= 0))
);

CREATE TABLE public.holds (
    book integer NOT NULL,
    id bigint NOT NULL,
    wallet bigint NOT NULL,
    merchant text NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.imports (
    id bigint NOT NULL,
    incident text NOT NULL,
    ledger text NOT NULL,
    by text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    files json NOT NULL,
    counts json NOT NULL,
    finished_at timestamp with time zone NOT NULL
);

ALTER TABLE public.imports ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.imports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.incident_versions (
    incident text NOT NULL,
    version integer NOT NULL,
    content json NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    by text NOT NULL
);

CREATE TABLE public.incidents (
    id text NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    declared_by text NOT NULL
);

CREATE TABLE public.leave_cursors (
    book integer NOT NULL,
    operation bigint NOT NULL
);

CREATE TABLE public.merchants (
    id text NOT NULL,
    name text NOT NULL,
    prefecture text NOT NULL,
    status text NOT NULL,
    CONSTRAINT merchants_status_check CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text])))
);

CREATE TABLE public.messages (
    id bigint NOT NULL,
    once text NOT NULL,
    incident text NOT NULL,
    recipient bigint NOT NULL,
    template text NOT NULL,
    facts json NOT NULL,
    private bytea,
    not_before timestamp with time zone NOT NULL,
    until timestamp with time zone,
    state text DEFAULT 'waiting'::text NOT NULL,
    channel text NOT NULL,
    turn integer DEFAULT 1 NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    CONSTRAINT messages_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text]))),
    CONSTRAINT messages_check CHECK (((private IS NULL) OR (state = 'waiting'::text))),
    CONSTRAINT messages_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text, 'lost'::text, 'void'::text])))
);

ALTER TABLE public.messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.migrations (
    number integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.notices (
    incident text NOT NULL,
    report integer NOT NULL,
    revision integer NOT NULL,
    published_on date NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    by text NOT NULL
);

CREATE TABLE public.operations (
    book integer NOT NULL,
    id bigint NOT NULL,
    batch bigint NOT NULL,
    key uuid NOT NULL,
    fingerprint uuid NOT NULL,
    wallet bigint NOT NULL,
    first_transfer bigint NOT NULL,
    transfers integer NOT NULL,
    terms integer NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    verb text NOT NULL,
    code text NOT NULL,
    caller text NOT NULL,
    request json NOT NULL,
    outcome json NOT NULL
);

CREATE TABLE public.plan_chunks (
    plan bigint NOT NULL,
    step integer NOT NULL,
    number integer NOT NULL,
    low bigint NOT NULL,
    high bigint NOT NULL,
    planned integer NOT NULL,
    done boolean DEFAULT false NOT NULL,
    result json,
    CONSTRAINT plan_chunks_check CHECK ((done = (result IS NOT NULL)))
);

CREATE TABLE public.plan_events (
    id bigint NOT NULL,
    plan bigint NOT NULL,
    step integer DEFAULT 0 NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    facts json DEFAULT '{}'::json NOT NULL,
    CONSTRAINT plan_events_check CHECK (((kind = ANY (ARRAY['started'::text, 'ended'::text])) = (step > 0))),
    CONSTRAINT plan_events_kind_check CHECK ((kind = ANY (ARRAY['approved'::text, 'paused'::text, 'resumed'::text, 'stopped'::text, 'started'::text, 'ended'::text])))
);

ALTER TABLE public.plan_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plan_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plans (
    id bigint NOT NULL,
    incident text NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    drafted_by text NOT NULL,
    terms_hash bytea NOT NULL,
    steps json NOT NULL,
    preview json NOT NULL
);

ALTER TABLE public.plans ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plans_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.publication_decisions (
    proposal bigint NOT NULL,
    publish boolean NOT NULL,
    why text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by text NOT NULL
);

CREATE TABLE public.publication_proposals (
    id bigint NOT NULL,
    incident text NOT NULL,
    result text NOT NULL,
    criteria json NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    proposed_by text NOT NULL,
    CONSTRAINT publication_proposals_result_check CHECK ((result = ANY (ARRAY['met'::text, 'not_met'::text, 'unknown'::text])))
);

CREATE TABLE public.recipients (
    id bigint NOT NULL,
    incident text NOT NULL,
    holder text DEFAULT ''::text NOT NULL,
    language text NOT NULL,
    channel text NOT NULL,
    address bytea NOT NULL,
    address_hash bytea NOT NULL,
    other_address bytea,
    first_lost boolean DEFAULT false NOT NULL,
    CONSTRAINT recipients_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text]))),
    CONSTRAINT recipients_language_check CHECK ((language = ANY (ARRAY['ja'::text, 'en'::text])))
);

ALTER TABLE public.recipients ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.recipients_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.series (
    id integer NOT NULL,
    product text NOT NULL,
    campaign text DEFAULT ''::text NOT NULL,
    prefecture text DEFAULT ''::text NOT NULL,
    legal_kind text NOT NULL,
    CONSTRAINT series_legal_kind_check CHECK ((legal_kind = ANY (ARRAY['prepaid'::text, 'funds_transfer'::text, 'exempt'::text, 'free'::text])))
);

ALTER TABLE public.series ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.shop_records (
    id bigint NOT NULL,
    claim bigint NOT NULL,
    merchant text NOT NULL,
    agrees text NOT NULL,
    record json NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    by text NOT NULL,
    CONSTRAINT shop_records_agrees_check CHECK ((agrees = ANY (ARRAY['yes'::text, 'no'::text, 'unknown'::text])))
);

ALTER TABLE public.shop_records ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.shop_records_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.terms (
    id integer NOT NULL,
    hash bytea NOT NULL,
    content text NOT NULL,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.terms ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.terms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.transfers (
    book integer NOT NULL,
    id bigint NOT NULL,
    operation bigint NOT NULL,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    yen bigint NOT NULL,
    debit_after bigint NOT NULL,
    credit_after bigint NOT NULL,
    returns bigint NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT transfers_check CHECK ((debit <> credit)),
    CONSTRAINT transfers_check1 CHECK ((effective_at <= recorded_at)),
    CONSTRAINT transfers_yen_check CHECK ((yen > 0))
);

CREATE TABLE public.transits (
    book integer NOT NULL,
    operation bigint NOT NULL,
    to_book integer NOT NULL,
    settled boolean DEFAULT false NOT NULL
);

CREATE TABLE public.usage (
    book integer NOT NULL,
    wallet bigint NOT NULL,
    limit_kind text NOT NULL,
    period date NOT NULL,
    yen bigint NOT NULL,
    CONSTRAINT usage_yen_check CHECK ((yen >= 0))
)
WITH (fillfactor='80');

CREATE TABLE public.wallets (
    book integer NOT NULL,
    id bigint NOT NULL,
    product text NOT NULL,
    form text NOT NULL,
    status text NOT NULL,
    holder text DEFAULT ''::text NOT NULL,
    prefecture text DEFAULT ''::text NOT NULL,
    inquiry text,
    secret bytea,
    loaded_into bigint,
    opened_by bigint NOT NULL,
    CONSTRAINT wallets_form_check CHECK ((form = ANY (ARRAY['paper'::text, 'app'::text]))),
    CONSTRAINT wallets_status_check CHECK ((status = ANY (ARRAY['open'::text, 'loaded'::text, 'closed'::text])))
);

CREATE TABLE public.webhook_cursors (
    webhook uuid NOT NULL,
    book integer NOT NULL,
    operation bigint NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT now() NOT NULL,
    last_error text
);

CREATE TABLE public.webhooks (
    id uuid NOT NULL,
    url text NOT NULL,
    secret bytea NOT NULL,
    old_secret bytea,
    verbs text[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    disabled_at timestamp with time zone
);

INSERT INTO public.accounts VALUES
	(1, 1099511627778, 'campaign_funding', -8000, 0, 'travel-support', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 4, 'campaign_funding', -19000, 0, 'travel-support', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 15, 'in_transit', 2000, 0, '1', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 11, 'lot', 0, 0, NULL, 10, 51, 10, '2023-02-23 01:00:00+00', 7, '2023-03-05 15:00:00+00'),
	(0, 5, 'lot', 0, 0, NULL, 4, 17, 4, '2023-02-23 01:00:00+00', 2, '2023-02-24 15:00:00+00'),
	(0, 2, 'lot', 0, 0, NULL, 2, 5, 2, '2023-02-23 01:00:00+00', 1, '2023-02-24 15:00:00+00'),
	(0, 3, 'lot', 0, 0, NULL, 3, 5, 3, '2023-02-23 01:00:00+00', 1, '2023-02-24 15:00:00+00'),
	(1, 1099511627777, 'lot', 0, 0, NULL, 1099511627777, 31, 1099511627777, '2023-02-23 01:00:00+00', 1099511627777, '2023-03-01 15:00:00+00'),
	(1, 1099511627784, 'in_transit', -2000, 0, '0', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 17, 'merchant_payable', 2000, 0, 'replay-26', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627780, 'lot', 0, 0, NULL, 1099511627779, 44, 1099511627779, '2023-02-23 01:00:00+00', 1099511627778, '2023-02-24 15:00:00+00'),
	(0, 21, 'gift_payable', 210, 0, 'w0-4', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 22, 'gift_payable', 163, 0, 'w0-1', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 6, 'lot', 0, 0, NULL, 5, 30, 5, '2023-02-23 01:00:00+00', 3, '2023-02-24 15:00:00+00'),
	(0, 20, 'merchant_payable', 1837, 0, 'replay-01', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 7, 'lot', 0, 0, NULL, 6, 31, 6, '2023-02-23 01:00:00+00', 4, '2023-02-26 15:00:00+00'),
	(0, 23, 'gift_payable', 1314, 0, 'w0-7', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 12, 'lot', 71, 0, NULL, 11, 51, 10, '2023-02-23 01:00:00+00', 11, '2023-03-05 15:00:00+00'),
	(1, 1099511627782, 'lot', 0, 0, NULL, 1099511627781, 31, 1099511627777, '2023-02-23 01:00:00+00', 1099511627781, '2023-03-01 15:00:00+00'),
	(0, 18, 'merchant_payable', 2686, 0, 'replay-27', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 24, 'gift_payable', 2000, 0, 'w0-2', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627785, 'merchant_payable', 4333, 0, 'replay-40', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 10, 'lot', 0, 0, NULL, 9, 51, 9, '2023-02-23 01:00:00+00', 6, '2023-03-31 15:00:00+00'),
	(0, 16, 'merchant_payable', 4929, 0, 'replay-47', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627783, 'lot', 0, 0, NULL, 1099511627782, 5, 3, '2023-02-23 01:00:00+00', 1099511627782, '2023-02-26 15:00:00+00'),
	(1, 1099511627779, 'lot', 0, 0, NULL, 1099511627778, 44, 1099511627778, '2023-02-23 01:00:00+00', 1099511627778, '2023-03-31 15:00:00+00'),
	(0, 9, 'lot', 0, 0, NULL, 8, 51, 8, '2023-02-23 01:00:00+00', 5, '2023-02-26 15:00:00+00'),
	(0, 19, 'merchant_payable', 1790, 0, 'replay-13', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627781, 'lot', 0, 0, NULL, 1099511627780, 44, 1099511627780, '2023-02-23 01:00:00+00', 1099511627778, '2023-03-31 15:00:00+00'),
	(0, 13, 'lot', 0, 0, NULL, 12, 17, 4, '2023-02-23 01:00:00+00', 12, '2023-03-31 15:00:00+00'),
	(0, 1, 'lot', 0, 0, NULL, 1, 5, 1, '2023-02-23 01:00:00+00', 1, '2023-03-31 15:00:00+00'),
	(0, 8, 'lot', 0, 0, NULL, 7, 31, 7, '2023-02-23 01:00:00+00', 4, '2023-03-31 15:00:00+00'),
	(0, 14, 'lot', 0, 0, NULL, 13, 5, 2, '2023-02-23 01:00:00+00', 13, '2023-03-31 15:00:00+00'),
	(1, 1099511627786, 'merchant_payable', 2000, 0, 'replay-27', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627788, 'gift_payable', 0, 0, 'w1-2', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627789, 'gift_payable', 0, 0, 'w1-4', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627790, 'bank_clearing', -1833, 0, '', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627793, 'compensation_expense', -50, 0, '', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627792, 'lot', 1500, 450, NULL, 1099511627783, 1, 1099511627783, '2023-05-08 00:00:00+00', 1099511627801, '2025-05-08 15:00:00+00'),
	(1, 1099511627791, 'lot', 250, 250, NULL, 1099511627783, 1, 1099511627783, '2023-05-08 00:00:00+00', 1099511627800, '2025-05-08 15:00:00+00'),
	(1, 1099511627787, 'merchant_payable', 3800, 0, 'replay-01', NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO public.actions OVERRIDING SYSTEM VALUE VALUES
	(1, 'cdbf70ad-ab9e-ac97-f192-8ad5ea86ebf4', 'c2237a64-d55b-1d2e-44b8-d44fff7c10aa', '2023-03-02 00:00:00+00', 'declare_incident', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"declare_incident","incident":"outage-2023-02-24","functions":[{"function":"issue","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"load","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"pay","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"}]}', '{"incident":"outage-2023-02-24","version":1}'),
	(2, '10581b2e-e6c5-bd02-6ebe-ff057f2c3699', '9f2d5894-ab63-41db-e23c-414a9134463b', '2023-03-02 00:00:00+00', 'freeze_cohorts', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"freeze_cohorts","incident":"outage-2023-02-24"}', '{"cohorts":[{"cohort":"A","version":1,"members":5,"coupons":5,"yen":5477,"known_at":"2023-03-02T09:00:00+09:00","hash":"7f076bc940e5496657144ea9837d93bd09e3a808e68933d75e7fa364d6f1ee9e","overlaps":[]},{"cohort":"B1","version":1,"members":4,"coupons":3,"yen":1153,"known_at":"2023-03-02T09:00:00+09:00","hash":"c4f992577909f059471fe6a74e110826b631acde219ebb5d8b28da2f303cc162","overlaps":[]},{"cohort":"B2","version":1,"members":3,"coupons":2,"yen":619,"known_at":"2023-03-02T09:00:00+09:00","hash":"fb13a0fb6d7d11f7ea9c7229ed6da2f591b7104a0034663e70a1c65b84318413","overlaps":[{"cohorts":["B1","B2"],"debits":2,"yen":306}]}]}'),
	(3, '84b41f66-9191-4d69-a8ce-f801ed24b81f', 'bdb3da9d-c709-cdc8-2f97-30f91f8ccbf9', '2023-03-02 00:00:00+00', 'draft_plan', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"draft_plan","incident":"outage-2023-02-24"}', '{"plan":1,"preview":{"at":"2023-03-02T09:00:00+09:00","steps":[{"number":1,"remedy":"extend","cohorts":["A"],"coupons":5,"lots":5,"yen":5477,"held_yen":0,"by_prefecture":[{"prefecture":"01","coupons":2,"yen":2163},{"prefecture":"27","coupons":1,"yen":1314},{"prefecture":"40","coupons":2,"yen":2000}],"accounts":[],"exemption":[{"product":"regional-coupon","legal_kind":"free","counts":false,"lots":5,"yen":5477,"beyond_lots":0,"beyond_yen":0,"refused":false}],"warnings":[]},{"number":2,"remedy":"convert","cohorts":["A","B1","B2"],"coupons":5,"lots":5,"yen":5477,"held_yen":0,"by_prefecture":[{"prefecture":"01","coupons":2,"yen":2163},{"prefecture":"27","coupons":1,"yen":1314},{"prefecture":"40","coupons":2,"yen":2000}],"accounts":[{"debit":"lot","credit":"gift_payable","yen":5477}],"exemption":[],"warnings":[{"code":"decided_one_by_one","ja":"対象者群B1は1件ずつ人が判断します。判断済みのものだけが対象です。","en":"Cohort B1 is decided one by one: only what was decided is acted on."},{"code":"decided_one_by_one","ja":"対象者群B2は1件ずつ人が判断します。判断済みのものだけが対象です。","en":"Cohort B2 is decided one by one: only what was decided is acted on."}]}],"overlaps":[{"cohorts":["B1","B2"],"coupons":1}]}}'),
	(4, '346aa978-c57d-baaa-28cb-7274476f4aa3', '3f2d447e-a424-0387-c547-eee67f3931e2', '2023-03-03 00:00:00+00', 'approve_plan', 'operator:sample-second', 'outage-2023-02-24', 1, '{"do":"approve_plan","plan":1}', '{"plan":1,"state":"approved"}'),
	(5, '7aa873f3-2e3a-f575-8fe1-bbd09b4c88fe', 'c1359de7-45a6-a8cd-a2d9-69aeae06289b', '2023-03-03 00:00:00+00', 'start_step', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"start_step","plan":1,"step":1}', '{"plan":1,"step":1,"planned":5,"chunks":1}'),
	(6, '6ed0afc6-6dd2-291b-1428-a43b58a3c5eb', '865b82a4-db91-6d24-7af3-29fa2a5523c0', '2023-03-15 02:00:00+00', 'take_in_call', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"take_in_call","incident":"outage-2023-02-24","kind":"cash_also_debited","inquiry_number":"4700-0000-0000-0104","expires_on":"2023-03-05","prefecture":"47","shop":"サンプル商店47"}', '{"claim":1,"seen":{"coupon":"w0-10","conditions":[{"name":"inquiry_number","result":"met","said":"4700-0000-0000-0104","found":"w0-10","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-03-05","found":"2023-03-05","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"47","found":"47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店47","found":"replay-47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-23","source":"R7, R8"},{"name":"shop_record","result":"unknown","said":"","found":"","source":"R27"}],"debits":[{"debit":"op0-23","at":"2023-02-24T08:36:52Z","merchant":"replay-47","yen":428,"coupon_yen":428,"returned":0,"confirmed":false}],"repeated":[],"suggested":[{"debit":"op0-23","yen":428}],"cohorts":[{"cohort":"B1","version":1,"debit":"op0-23","yen":428}],"evidence":[]}}'),
	(7, '26de927b-7d33-08a7-8a9b-f05233ffa531', '901cf8c5-5299-4ae8-19b7-7bbe80ec590e', '2023-03-15 02:00:00+00', 'check_shop', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"check_shop","claim":1,"merchant":"replay-47","agrees":"no","completed":["op0-23"]}', '{"claim":1,"record":1,"seen":{"coupon":"w0-10","conditions":[{"name":"inquiry_number","result":"met","said":"4700-0000-0000-0104","found":"w0-10","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-03-05","found":"2023-03-05","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"47","found":"47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店47","found":"replay-47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-23","source":"R7, R8"},{"name":"shop_record","result":"not_met","said":"no","found":"replay-47 #1","source":"R27"}],"debits":[{"debit":"op0-23","at":"2023-02-24T08:36:52Z","merchant":"replay-47","yen":428,"coupon_yen":428,"returned":0,"confirmed":false}],"repeated":[],"suggested":[],"cohorts":[{"cohort":"B1","version":1,"debit":"op0-23","yen":428}],"evidence":[]}}'),
	(8, '02cff4cd-9ce4-124d-ce7c-37a30aa4b12a', '1ae99798-e322-dcea-6d3b-a123d0ff5c96', '2023-03-15 02:00:00+00', 'decide_claim', 'operator:sample-second', 'outage-2023-02-24', 1, '{"do":"decide_claim","claim":1,"decision":"deny","reasons":["店舗の記録による"]}', '{"claim":1,"state":"denied","conditions":[{"name":"inquiry_number","result":"met","said":"4700-0000-0000-0104","found":"w0-10","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-03-05","found":"2023-03-05","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"47","found":"47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店47","found":"replay-47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-23","source":"R7, R8"},{"name":"shop_record","result":"not_met","said":"no","found":"replay-47 #1","source":"R27"}],"awards":[],"recipient":null,"days_left":null,"short":false}'),
	(14, '53ad3baf-d27a-5fce-7a79-c930ac697013', '00282658-0b32-2642-22ff-3f78572e0ec4', '2023-03-15 02:00:00+00', 'decide_claim', 'operator:sample-second', 'outage-2023-02-24', 1, '{"do":"decide_claim","claim":3,"decision":"approve","reasons":["店舗の記録による"],"restore":[{"debit":"op0-20","yen":419}]}', '{"claim":3,"state":"approved","conditions":[{"name":"inquiry_number","result":"met","said":"1300-0000-0000-0047","found":"w0-4","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-02-24","found":"2023-02-24, 2023-02-26","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"13","found":"13","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店13","found":"replay-13","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-20","source":"R7, R8"},{"name":"shop_record","result":"met","said":"yes","found":"replay-13 #3","source":"R27"}],"awards":[3],"recipient":null,"days_left":null,"short":false}'),
	(9, '8da80c3c-2141-b308-68b1-bd0196ba9000', '7b7c240c-0d0a-72f1-f719-dcf6eadd73b2', '2023-03-15 02:00:00+00', 'take_in_call', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"take_in_call","incident":"outage-2023-02-24","kind":"double_press","inquiry_number":"4700-0000-0000-0096","expires_on":"2023-02-27","prefecture":"47","shop":"サンプル商店47"}', '{"claim":2,"seen":{"coupon":"w0-9","conditions":[{"name":"inquiry_number","result":"met","said":"4700-0000-0000-0096","found":"w0-9","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-02-27","found":"2023-02-27","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"47","found":"47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店47","found":"replay-47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-27, op0-28, op0-29","source":"R7, R8"},{"name":"shop_record","result":"unknown","said":"","found":"","source":"R27"}],"debits":[{"debit":"op0-27","at":"2023-02-24T08:58:36Z","merchant":"replay-47","yen":153,"coupon_yen":153,"returned":0,"confirmed":true},{"debit":"op0-28","at":"2023-02-24T08:59:36Z","merchant":"replay-47","yen":153,"coupon_yen":153,"returned":0,"confirmed":false},{"debit":"op0-29","at":"2023-02-24T09:00:36Z","merchant":"replay-47","yen":153,"coupon_yen":153,"returned":0,"confirmed":false}],"repeated":[{"debits":["op0-27","op0-28","op0-29"],"excess":306}],"suggested":[{"debit":"op0-28","yen":153},{"debit":"op0-29","yen":153}],"cohorts":[{"cohort":"B1","version":1,"debit":"op0-28","yen":153},{"cohort":"B1","version":1,"debit":"op0-29","yen":153},{"cohort":"B2","version":1,"debit":"op0-28","yen":153},{"cohort":"B2","version":1,"debit":"op0-29","yen":153}],"evidence":[]}}'),
	(10, '26b6fb39-e9ff-6ec5-b817-e7f479d3f3e0', '3557e73b-9bc1-5ea3-54bc-8951de1f8abb', '2023-03-15 02:00:00+00', 'check_shop', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"check_shop","claim":2,"merchant":"replay-47","agrees":"yes","completed":["op0-27"]}', '{"claim":2,"record":2,"seen":{"coupon":"w0-9","conditions":[{"name":"inquiry_number","result":"met","said":"4700-0000-0000-0096","found":"w0-9","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-02-27","found":"2023-02-27","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"47","found":"47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店47","found":"replay-47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-27, op0-28, op0-29","source":"R7, R8"},{"name":"shop_record","result":"met","said":"yes","found":"replay-47 #2","source":"R27"}],"debits":[{"debit":"op0-27","at":"2023-02-24T08:58:36Z","merchant":"replay-47","yen":153,"coupon_yen":153,"returned":0,"confirmed":true},{"debit":"op0-28","at":"2023-02-24T08:59:36Z","merchant":"replay-47","yen":153,"coupon_yen":153,"returned":0,"confirmed":false},{"debit":"op0-29","at":"2023-02-24T09:00:36Z","merchant":"replay-47","yen":153,"coupon_yen":153,"returned":0,"confirmed":false}],"repeated":[{"debits":["op0-27","op0-28","op0-29"],"excess":306}],"suggested":[{"debit":"op0-28","yen":153},{"debit":"op0-29","yen":153}],"cohorts":[{"cohort":"B1","version":1,"debit":"op0-28","yen":153},{"cohort":"B1","version":1,"debit":"op0-29","yen":153},{"cohort":"B2","version":1,"debit":"op0-28","yen":153},{"cohort":"B2","version":1,"debit":"op0-29","yen":153}],"evidence":[]}}'),
	(11, 'de3b40be-18e8-6c4e-a6fe-cdffccb98a72', '0d40340d-bb5f-92b3-f957-15f4239dd55d', '2023-03-15 02:00:00+00', 'decide_claim', 'operator:sample-second', 'outage-2023-02-24', 1, '{"do":"decide_claim","claim":2,"decision":"approve","reasons":["店舗の記録による"],"restore":[{"debit":"op0-28","yen":153},{"debit":"op0-29","yen":153}]}', '{"claim":2,"state":"approved","conditions":[{"name":"inquiry_number","result":"met","said":"4700-0000-0000-0096","found":"w0-9","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-02-27","found":"2023-02-27","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"47","found":"47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店47","found":"replay-47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-27, op0-28, op0-29","source":"R7, R8"},{"name":"shop_record","result":"met","said":"yes","found":"replay-47 #2","source":"R27"}],"awards":[1,2],"recipient":null,"days_left":null,"short":false}'),
	(12, '7aedc0a4-3dbc-8f2b-42dc-968c6e59121b', 'c4dd1c28-d10a-0a0a-244f-38fe1fb5ba2d', '2023-03-15 02:00:00+00', 'take_in_call', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"take_in_call","incident":"outage-2023-02-24","kind":"cash_also_debited","inquiry_number":"1300-0000-0000-0047","expires_on":"2023-02-24","prefecture":"13","shop":"サンプル商店13"}', '{"claim":3,"seen":{"coupon":"w0-4","conditions":[{"name":"inquiry_number","result":"met","said":"1300-0000-0000-0047","found":"w0-4","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-02-24","found":"2023-02-24, 2023-02-26","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"13","found":"13","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店13","found":"replay-13","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-20","source":"R7, R8"},{"name":"shop_record","result":"unknown","said":"","found":"","source":"R27"}],"debits":[{"debit":"op0-20","at":"2023-02-24T08:14:34Z","merchant":"replay-13","yen":419,"coupon_yen":419,"returned":0,"confirmed":false}],"repeated":[],"suggested":[{"debit":"op0-20","yen":419}],"cohorts":[{"cohort":"B1","version":1,"debit":"op0-20","yen":419}],"evidence":[]}}'),
	(13, '8fa87706-e748-dc01-bcfe-8fd2966d7993', 'dd0f045e-1d0b-606b-500f-b280d70c4e6f', '2023-03-15 02:00:00+00', 'check_shop', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"check_shop","claim":3,"merchant":"replay-13","agrees":"yes"}', '{"claim":3,"record":3,"seen":{"coupon":"w0-4","conditions":[{"name":"inquiry_number","result":"met","said":"1300-0000-0000-0047","found":"w0-4","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-02-24","found":"2023-02-24, 2023-02-26","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"13","found":"13","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店13","found":"replay-13","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-20","source":"R7, R8"},{"name":"shop_record","result":"met","said":"yes","found":"replay-13 #3","source":"R27"}],"debits":[{"debit":"op0-20","at":"2023-02-24T08:14:34Z","merchant":"replay-13","yen":419,"coupon_yen":419,"returned":0,"confirmed":false}],"repeated":[],"suggested":[{"debit":"op0-20","yen":419}],"cohorts":[{"cohort":"B1","version":1,"debit":"op0-20","yen":419}],"evidence":[]}}'),
	(15, '758a2535-14a1-bb71-a59f-bf0c5de55e77', '255bc844-9523-12b6-96b8-b1fc13207112', '2023-03-31 15:00:00+00', 'start_step', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"start_step","plan":1,"step":2}', '{"plan":1,"step":2,"planned":7,"chunks":1}'),
	(16, '5ecb0a67-8ab4-31a7-72ae-a1a0dcccbe4d', '4d6d7f22-851b-268c-547b-e229c9f06aa6', '2023-04-03 00:00:00+00', 'apply_bank_refund', 'public:visitor', 'outage-2023-02-24', 1, '{"do":"apply_bank_refund","incident":"outage-2023-02-24","prefecture":"40","inquiry_number":"(private)","name":"(private)","name_kana":"(private)","birth_date":"(private)","address":"(private)","contact":"(private)","lodging":"(private)","travel_date":"(private)","bank":"(private)","branch":"(private)","account_type":"(private)","account_number":"(private)"}', '{"refund":1,"received_at":"2023-04-03T09:00:00+09:00"}'),
	(17, '9d8f8690-4f17-4d11-f056-f2a14197df48', 'da620bba-7442-3736-2359-477cf9325259', '2023-04-03 00:00:00+00', 'apply_bank_refund', 'public:visitor', 'outage-2023-02-24', 1, '{"do":"apply_bank_refund","incident":"outage-2023-02-24","prefecture":"40","inquiry_number":"(private)","name":"(private)","name_kana":"(private)","birth_date":"(private)","address":"(private)","contact":"(private)","lodging":"(private)","travel_date":"(private)","bank":"(private)","branch":"(private)","account_type":"(private)","account_number":"(private)"}', '{"refund":2,"received_at":"2023-04-03T09:00:00+09:00"}'),
	(18, '599b74f7-ad0f-ec4d-a5d9-cfe7a57f3952', '2dd2d96e-a1c9-0f35-591c-1d1395f2ad56', '2023-04-03 00:00:00+00', 'apply_bank_refund', 'public:visitor', 'outage-2023-02-24', 1, '{"do":"apply_bank_refund","incident":"outage-2023-02-24","prefecture":"13","inquiry_number":"(private)","name":"(private)","name_kana":"(private)","birth_date":"(private)","address":"(private)","contact":"(private)","lodging":"(private)","travel_date":"(private)","bank":"(private)","branch":"(private)","account_type":"(private)","account_number":"(private)"}', '{"refund":3,"received_at":"2023-04-03T09:00:00+09:00"}'),
	(19, '9162f8f4-8916-b401-aa49-f97eeb441818', '3af0bf40-ff1f-d9fd-ab7a-5c59d3cd8ba3', '2023-04-03 00:00:00+00', 'decide_bank_refund', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"decide_bank_refund","refund":1,"decision":"approve","reason":"looked at"}', '{"refund":1,"state":"approved","yen":1334}'),
	(20, '7c457681-2147-b7f0-7fcd-be2f2ab01f9a', '913e1784-0cda-62ff-e23d-176a9a021916', '2023-04-03 00:00:00+00', 'decide_bank_refund', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"decide_bank_refund","refund":2,"decision":"approve","reason":"looked at"}', '{"refund":2,"state":"approved","yen":333}'),
	(21, '488d6b42-dce8-1182-9a69-581cecad705c', 'fdad4d3e-6cb1-e096-70a7-6395dffc329c', '2023-05-08 00:00:00+00', 'make_transfer_file', 'operator:sample-first', 'outage-2023-02-24', 1, '{"do":"make_transfer_file","incident":"outage-2023-02-24","pay_on":"2023-05-11"}', '{"file":1,"pay_on":"2023-05-11","records":2,"yen":1667}'),
	(22, 'dfd5b2d3-64ef-4261-2c6a-900578aa149e', '73b5d64b-956d-ed27-8181-1fc76ab45b6b', '2023-05-08 00:00:00+00', 'release_transfer_file', 'operator:sample-second', 'outage-2023-02-24', 1, '{"do":"release_transfer_file","file":1}', '{"file":1,"pay_on":"2023-05-11","records":2,"yen":1667,"sha256":"2952f0e1911ebc10db63456b15f943b73c6d478d98cb58a91881a82387f86c24"}');

INSERT INTO public.api_keys VALUES
	('key-d439d62d6fbbcaaf', 'issuer', 'desk', '\x1ab09296b946ca81307cfd29a74e287654c02dffff1d1fec0cd53254b44ce44f', '2026-11-22 12:44:26.663386+00', NULL);

INSERT INTO public.attempts VALUES
	('ed6bac70-8cd3-5678-a69d-577ef5fedb33', '2023-02-24 08:05:00+00', 'replay', 'ed6bac70-8cd3-5678-a69d-577ef5fedb33', 'pay', 1099511627778, 'timed_out', '{"do":"pay","wallet":"w1-2","merchant":"replay-40","yen":500}', '2026-11-22 12:44:24.742724+00'),
	('e2a35373-26ed-5068-b53f-c43aff1044e6', '2023-02-24 08:05:00+00', 'replay', 'e2a35373-26ed-5068-b53f-c43aff1044e6', 'pay', 8, 'timed_out', '{"do":"pay","wallet":"w0-8","merchant":"replay-47","yen":500}', '2026-11-22 12:44:24.742724+00'),
	('f7e79a09-f636-5830-9291-0d6c89f7f00a', '2023-02-24 08:05:00+00', 'replay', 'f7e79a09-f636-5830-9291-0d6c89f7f00a', 'pay', 1099511627780, 'timed_out', '{"do":"pay","wallet":"w1-4","merchant":"replay-40","yen":500}', '2026-11-22 12:44:24.742724+00');

INSERT INTO public.awards OVERRIDING SYSTEM VALUE VALUES
	(1, 'outage-2023-02-24', 2, 9, 9, 28, 153, 'done', '{"restored":"op0-48","yen":153,"lots":["lot0-10"],"good_until":"2023-03-31T15:00:00+00:00","extensions":[{"lot":"lot0-10"}],"conversion":{"award":1,"refused":"nothing_left"}}', NULL, 0),
	(2, 'outage-2023-02-24', 2, 9, 9, 29, 153, 'done', '{"restored":"op0-49","yen":153,"lots":["lot0-10"],"good_until":"2023-03-31T15:00:00+00:00","extensions":[{"lot":"lot0-10","refused":"not_later"}],"conversion":{"award":2,"refused":"nothing_left"}}', NULL, 0),
	(3, 'outage-2023-02-24', 3, 4, 12, 20, 419, 'done', '{"restored":"op0-50","yen":419,"lots":["lot0-13"],"good_until":"2023-03-31T15:00:00+00:00","extensions":[{"lot":"lot0-13"}],"conversion":{"award":3,"refused":"nothing_left"}}', NULL, 0);

INSERT INTO public.bank_file_lines VALUES
	(1, 1, 1, 1334, '\x01069242f927a93c8db8f63835e7bd256933745d59f259371c84e3dbdac01089b04857e284f77c6d20830aa46480a3c17fff3647bbc7b161382ee65bec3b99894ccdf59f59dfa2cd93e2823c0ba6f79a5c5161ba156b1229599ddc7d943c9d0c88667ca108019ec0335c7ffeaf9abdb04ec2a94ef084d647891f6a612928dfd1a2c6b0d10a84cae1020d8b66fbe6304f2ea4ebd9ca52b208730a27c8ac78fcfbe6ab17b23505ff4d38efe2bee08fdf386a049de34b7e88a451938f4b61b1b76411366a', 'booked', ''),
	(1, 2, 1, 333, '\x01dd9447ecd37c65456a5fc66b0664f615e4f9a4310df1b02246c312f5304bb3dc1cbf3b504c50761ad16a9dbfa7e473d8c9c52c2ba6d9b010a6292c0dc796d8cd120f815e67c0b20196c5d4e0f20c1f503a81989234c4843be8a30985ba3d74fc187e7306851cb3db530adf346413c1c1ccb87e2afa620c4c8f412f0b59de46d5d15e07f5c7ff35013f1e4605a4e2185c3b3b947f86c063594f84d8007dc99657aad76d67b10c9c004295617acccd6eba934df5aeacfa49eca3d49d53d7560b0946d1', 'booked', '');

INSERT INTO public.bank_files OVERRIDING SYSTEM VALUE VALUES
	(1, 'outage-2023-02-24', '2023-05-11', '{"code":"0000000000","account":{"office":{"bank":"0001","bank_name":"ﾐｽﾞﾎ","branch":"001","branch_name":"ﾄｳｷﾖｳ"},"type":"ordinary","number":"0000000","name":"ｻﾝﾌﾟﾙﾎｼﾖｳｼﾞﾑｷﾖｸ"}}', 'crlf', 'released', 2, 1667, '\x2952f0e1911ebc10db63456b15f943b73c6d478d98cb58a91881a82387f86c24', '2023-05-08 00:00:00+00', 'operator:sample-first', '2023-05-08 00:00:00+00', 'operator:sample-second');

INSERT INTO public.bank_refund_history OVERRIDING SYSTEM VALUE VALUES
	(1, 1, '2023-04-03 00:00:00+00', 'public', 'applied', '{"claim":4}'),
	(2, 2, '2023-04-03 00:00:00+00', 'public', 'applied', '{"claim":5}'),
	(3, 3, '2023-04-03 00:00:00+00', 'public', 'applied', '{"claim":6}'),
	(4, 1, '2023-04-03 00:00:00+00', 'operator:sample-first', 'applied', '{"yen":1334,"taken":1}'),
	(5, 1, '2023-04-03 00:00:00+00', 'operator:sample-first', 'approved', '{"reason":"looked at"}'),
	(6, 2, '2023-04-03 00:00:00+00', 'operator:sample-first', 'applied', '{"yen":333,"taken":1}'),
	(7, 2, '2023-04-03 00:00:00+00', 'operator:sample-first', 'approved', '{"reason":"looked at"}'),
	(8, 1, '2023-05-08 00:00:00+00', 'operator:sample-first', 'in_file', '{"file" : 1, "attempt" : 1, "yen" : 1334}'),
	(9, 2, '2023-05-08 00:00:00+00', 'operator:sample-first', 'in_file', '{"file" : 1, "attempt" : 1, "yen" : 333}');

INSERT INTO public.bank_refunds OVERRIDING SYSTEM VALUE VALUES
	(3, 'outage-2023-02-24', 6, 4, NULL, 0, '\x010818205f026bb956d2053131241b2842cb709dc745d311a1856009ac22393ce725afed1649c59ba62bb1031294b1df70bd4d4a98c726f30240c68492de2f1fb462282504fa31317ebbe7cad2bba29d1b11cfa19296e4aebb6ab7ce5edd5c68abef01487d475942431d9273bf990981006e049fecfcd7d664d5037400acf4ffb2b1001a66f4e8a008798853c7effadbb29bd72a950358324e3362e0187f9240b47c6cdf18c27fa37bd66681a245277bd7226b573f5289fb7752586aef00bc00c42f21', 'public', 1, 'applied'),
	(1, 'outage-2023-02-24', 4, 1099511627778, NULL, 1334, '\x01069242f927a93c8db8f63835e7bd256933745d59f259371c84e3dbdac01089b04857e284f77c6d20830aa46480a3c17fff3647bbc7b161382ee65bec3b99894ccdf59f59dfa2cd93e2823c0ba6f79a5c5161ba156b1229599ddc7d943c9d0c88667ca108019ec0335c7ffeaf9abdb04ec2a94ef084d647891f6a612928dfd1a2c6b0d10a84cae1020d8b66fbe6304f2ea4ebd9ca52b208730a27c8ac78fcfbe6ab17b23505ff4d38efe2bee08fdf386a049de34b7e88a451938f4b61b1b76411366a', 'public', 1, 'in_file'),
	(2, 'outage-2023-02-24', 5, 1099511627780, NULL, 333, '\x01dd9447ecd37c65456a5fc66b0664f615e4f9a4310df1b02246c312f5304bb3dc1cbf3b504c50761ad16a9dbfa7e473d8c9c52c2ba6d9b010a6292c0dc796d8cd120f815e67c0b20196c5d4e0f20c1f503a81989234c4843be8a30985ba3d74fc187e7306851cb3db530adf346413c1c1ccb87e2afa620c4c8f412f0b59de46d5d15e07f5c7ff35013f1e4605a4e2185c3b3b947f86c063594f84d8007dc99657aad76d67b10c9c004295617acccd6eba934df5aeacfa49eca3d49d53d7560b0946d1', 'public', 1, 'in_file');

INSERT INTO public.bank_remittances OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 1, 1, 1099511627778, 1099511627778, 1334, 'remitted', 1099511627797, ''),
	(2, 2, 1, 2, 1099511627780, 1099511627780, 333, 'remitted', 1099511627798, '');

INSERT INTO public.batches VALUES
	(1, 1, '2023-02-23 01:00:00+00', 1099511627777, 2, 1099511627777, 4, '\x82c20e46ca6b51deae6d06ea97f3654cec418b32a7a005fd8f62b1c1626080f8'),
	(0, 1, '2023-02-23 01:00:00+00', 1, 7, 1, 10, '\x672981d6229c7ecfb9f9ad8b5c6f1909b19a66b608c30a8f9bcec0be85f7c697'),
	(0, 2, '2023-02-23 01:00:00+00', 8, 3, 11, 0, '\x500cf2054199d116ef6181a6e90cb9771d8be94420ab8d62a53f8a7e8416c5bb'),
	(1, 2, '2023-02-23 01:00:00+00', 1099511627779, 2, 1099511627781, 0, '\x8d40f2ab7c4dfced0784b0b50d827938b88dfebb30f545a36f1d7aa82adcf40d'),
	(0, 3, '2023-02-23 01:00:00+00', 11, 4, 11, 4, '\x3fe0b8072c3915c47dce12a2c38b8f3ec05d75e8696b60f6b21cf8b7aa94a9d3'),
	(1, 3, '2023-02-23 01:00:00+00', 1099511627781, 1, 1099511627781, 1, '\xcd74c6c56329f363e47c5976047edb7b3f5db432651bfe620e23d595e49644d9'),
	(1, 4, '2023-02-23 01:00:00+00', 1099511627782, 1, 1099511627782, 1, '\x549420ff6115cfff8f814fe796b5369a33d255661f54033ab9598cae9b0dd6ac'),
	(0, 4, '2023-02-23 01:00:00+00', 15, 1, 15, 0, '\xbc003b7c5e9e2e14160dee0a5e12016dd07157e81e7def545879374587ee6be1'),
	(1, 5, '2023-02-24 02:00:00+00', 1099511627783, 2, 1099511627783, 2, '\xd8660b3667990f84e64e6c08d25f88ba2dd91663b1d2096566e7af68e3ca2b1e'),
	(0, 5, '2023-02-24 02:00:00+00', 16, 4, 15, 4, '\xa906051a3bcf1ed58d5dcdf22cfe88b029ddbd4c136162ac0c91e7f78a7611be'),
	(0, 6, '2023-02-24 08:14:34+00', 20, 1, 19, 1, '\xd018c8b6647781ec8c9906bbe0f594919a543591addbf419f96dc506aaf310b1'),
	(0, 7, '2023-02-24 08:24:20+00', 21, 1, 20, 1, '\x81be988601b5f90861e62d6959a7de840b582f4f90c4f84d0d7ea2b35dc11318'),
	(0, 8, '2023-02-24 08:34:20+00', 22, 1, 21, 1, '\x1850732c2aad32383e9fe1484a73b0e5788aef3fc7cd6eeadfd188388919c31f'),
	(0, 9, '2023-02-24 08:36:52+00', 23, 1, 22, 1, '\xa320634745c5bba33dffa8f2f16368dca450848a8ca1b1cd865c2e675c7fb8f8'),
	(0, 10, '2023-02-24 08:44:47+00', 24, 1, 23, 1, '\xfc8f055fce8ada5d7e25913c866c3d231baaa616ee5fa98333f84d921a54d57e'),
	(0, 11, '2023-02-24 08:45:47+00', 25, 1, 24, 1, '\x6f3d634787966f049a0f5b813cc988c4fc56407c032709e440481fb0896bce68'),
	(0, 12, '2023-02-24 08:55:27+00', 26, 1, 25, 1, '\x578cc22496d421608a16c823799e8866c9ba1a801521559682624ea46da3447d'),
	(0, 13, '2023-02-24 08:58:36+00', 27, 1, 26, 1, '\x31ec09c010beaffa28160977321ea63e9667e13430fac5535e58bfa39557a6d2'),
	(0, 14, '2023-02-24 08:59:36+00', 28, 1, 27, 1, '\x6ac9a4ddfa484e6acf3a94230413553b4deff08a55b876ac5f0c50f72730d638'),
	(0, 15, '2023-02-24 09:00:36+00', 29, 1, 28, 1, '\xfc69ca2c3f7ef0e9fa0e335576074e5fbe4f16acf9f8f0b42ae03971c03b6ad3'),
	(0, 16, '2023-02-24 12:30:00+00', 30, 6, 29, 0, '\xb63877579eb5e38365ef68688d20cd28132aa1885db836bbcaf370dc05581d21'),
	(1, 6, '2023-02-24 12:30:00+00', 1099511627785, 2, 1099511627785, 0, '\x91d4dec84853f277869a0f273c841e55ec7dd9f3d4920f127e6da1212dfed2e8'),
	(1, 7, '2023-02-24 14:00:00+00', 1099511627787, 3, 1099511627785, 0, '\x37a0ec613126ea5720a5453c629962a6eed00352e5c4e37523c9a7eb214334a0'),
	(0, 17, '2023-02-24 14:00:00+00', 36, 6, 29, 0, '\xffb1e331ec6e462d1e6ca6ca32eec747a1cb8c9fd51c4f45b1f6a6625318c481'),
	(0, 18, '2023-02-25 03:00:00+00', 42, 4, 29, 4, '\x0d6e96e84a4cd5e3eefbb2ad9e7d5c4092128840bb58148e5f29d9065424f45d'),
	(1, 8, '2023-02-25 03:00:00+00', 1099511627790, 4, 1099511627785, 4, '\xe99341327effdc56882ee76ed8012336a5fa9523a18f0df86be2b45ae8c67c0b'),
	(0, 19, '2023-03-01 00:00:00+00', 46, 1, 33, 0, '\xac84eacfe8a48ff18cfacca01fae4e6c8d41cbcf0b72f881b661313f22d52c5f'),
	(1, 9, '2023-03-03 00:00:00+00', 1099511627794, 1, 1099511627789, 0, '\xe8fc96fc34418cec2376c0442401045301ea457b8b7f6c69780e80e8e4225e1b'),
	(0, 20, '2023-03-03 00:00:00+00', 47, 1, 33, 0, '\x240c45f50649d3716b2476c186584ec643b7c3293e4c94dd21b9c30f70fb035f'),
	(0, 21, '2023-03-15 02:00:00+00', 48, 3, 33, 3, '\x3f272e7578222a61c0d18f6b3b02d933f5e578ab706044b5a27c222847bc8a9e'),
	(0, 22, '2023-03-15 02:00:00+00', 51, 1, 36, 0, '\x45e837f5bd25f9761a3f35b5c8927a2035a8c624f382b353584d8c722f4d974a'),
	(0, 23, '2023-03-15 02:00:00+00', 52, 1, 36, 0, '\x0e6018587118e6e004dedd811bb938472e7dc26b6324cf9984e927cc7abc5bd6'),
	(0, 24, '2023-03-15 02:00:00+00', 53, 1, 36, 0, '\xffce5775efea5912674d850b92dcefc8f33b3e0ea534c30c39c8c18feb39f758'),
	(1, 10, '2023-03-31 14:59:00+00', 1099511627795, 1, 1099511627789, 1, '\x340e579c329db139e0138cfd65c06750097b37baf3a9e74a64ef7e0af50a4331'),
	(0, 25, '2023-03-31 14:59:00+00', 54, 2, 36, 2, '\x5197cda8630687dbc0b7c0db17a25cf092a7d6877ea659f612d82c3ee1cfcc28'),
	(1, 11, '2023-03-31 15:00:00+00', 1099511627796, 1, 1099511627790, 2, '\x119f1b28dcb60a48a328eff9aad47e5134a96cb5badb60bb243ee7bef03266a5'),
	(0, 26, '2023-03-31 15:00:00+00', 56, 3, 38, 4, '\xb415dcee8ad2c4658baf4e9f97d0738fd254e67bdfd9fd02a9563bbbcd9fd770'),
	(0, 27, '2023-03-31 15:00:00+00', 59, 1, 42, 0, '\xcb22d43f7e74a4df8ec2330fc7198b0d88dc2ca9ed1fa943bdbb35919303802a'),
	(0, 28, '2023-03-31 15:00:00+00', 60, 1, 42, 0, '\x13aeea029b628f77bed30e38dae0699d62368a214320825d83b447939d09f5b9'),
	(0, 29, '2023-03-31 15:00:00+00', 61, 1, 42, 0, '\x4bafaebb6a68e8f3c93a2e512f8a844aafa9302b25052e74920fb5d556e48360'),
	(1, 12, '2023-05-08 00:00:00+00', 1099511627797, 2, 1099511627792, 2, '\x56b746676f188bfa952ed77dc1603248e8c2c6564e29cf8827fdce0589c6b7cd'),
	(1, 13, '2023-05-08 00:00:00+00', 1099511627799, 1, 1099511627794, 0, '\x34d0d6f23e58cb6e4c0ba09b44d372cf606fb18cbc80b7d4ccce096a06a806d2'),
	(1, 14, '2023-05-08 00:00:00+00', 1099511627800, 1, 1099511627794, 1, '\x80d94b84e0cd26a0f18e9747b5b6ffe8190c21ce0c381412486f6c911e36b224'),
	(1, 15, '2023-05-08 00:00:00+00', 1099511627801, 1, 1099511627795, 1, '\x82d9b8da79005fd7b290cff3b6f8a356ba61c096f311393c37a84e73bef47644'),
	(1, 16, '2023-05-08 00:00:00+00', 1099511627802, 1, 1099511627796, 1, '\xfbed6ff5f43b8fb9de15ec10ac2a96fb9520e393bd19c1c7b34bfb1eaec4b7fa'),
	(1, 17, '2023-05-08 00:00:00+00', 1099511627803, 1, 1099511627797, 1, '\xb041543f714fce43c5bfd1b77e6c3470963f28b955a5139419a17a89341df19f'),
	(1, 18, '2023-05-08 00:00:00+00', 1099511627804, 1, 1099511627798, 1, '\x7c78169e762969b6b24248e350e07512c37fba626a1286e4031c43b9099bd4fd'),
	(1, 19, '2023-05-08 00:00:00+00', 1099511627805, 1, 1099511627799, 1, '\xe301c0f1a001b1f8302c2f3f2f52af7906f5eaee01e0a403934db6a78107d37b'),
	(1, 20, '2023-05-08 00:00:00+00', 1099511627806, 1, 1099511627800, 0, '\xfb31e249ae06e7df920554b8f2c9960c1739faf854d577b257de110eab2b972d'),
	(1, 21, '2023-05-08 00:00:00+00', 1099511627807, 1, 1099511627800, 1, '\xd7d88f13a2730e7171ad3ad0e21162647e2b0421f9f808c5beff7f6052cf6f28');

INSERT INTO public.books VALUES
	(0, 29, 61, 41, 24, 13, '2023-03-31 15:00:00+00', '\x4bafaebb6a68e8f3c93a2e512f8a844aafa9302b25052e74920fb5d556e48360'),
	(1, 21, 1099511627807, 1099511627800, 1099511627793, 1099511627783, '2023-05-08 00:00:00+00', '\xd7d88f13a2730e7171ad3ad0e21162647e2b0421f9f808c5beff7f6052cf6f28');

INSERT INTO public.claim_notes OVERRIDING SYSTEM VALUE VALUES
	(1, 1, '2023-03-15 02:00:00+00', 'operator:sample-first', 'taken_in', '{}'),
	(2, 1, '2023-03-15 02:00:00+00', 'operator:sample-first', 'shop_checked', '{"record":1,"merchant":"replay-47","agrees":"no"}'),
	(3, 1, '2023-03-15 02:00:00+00', 'operator:sample-second', 'denied', '{}'),
	(4, 2, '2023-03-15 02:00:00+00', 'operator:sample-first', 'taken_in', '{}'),
	(5, 2, '2023-03-15 02:00:00+00', 'operator:sample-first', 'shop_checked', '{"record":2,"merchant":"replay-47","agrees":"yes"}'),
	(6, 2, '2023-03-15 02:00:00+00', 'operator:sample-second', 'approved', '{}'),
	(7, 3, '2023-03-15 02:00:00+00', 'operator:sample-first', 'taken_in', '{}'),
	(8, 3, '2023-03-15 02:00:00+00', 'operator:sample-first', 'shop_checked', '{"record":3,"merchant":"replay-13","agrees":"yes"}'),
	(9, 3, '2023-03-15 02:00:00+00', 'operator:sample-second', 'approved', '{}'),
	(10, 2, '2023-03-15 02:00:00+00', 'redress', 'restored', '{"award":1,"restored":"op0-48","yen":153,"lots":["lot0-10"],"good_until":"2023-03-31T15:00:00+00:00","extensions":[{"lot":"lot0-10"}]}'),
	(11, 2, '2023-03-15 02:00:00+00', 'redress', 'restored', '{"award":2,"restored":"op0-49","yen":153,"lots":["lot0-10"],"good_until":"2023-03-31T15:00:00+00:00","extensions":[{"lot":"lot0-10","refused":"not_later"}]}'),
	(12, 3, '2023-03-15 02:00:00+00', 'redress', 'restored', '{"award":3,"restored":"op0-50","yen":419,"lots":["lot0-13"],"good_until":"2023-03-31T15:00:00+00:00","extensions":[{"lot":"lot0-13"}]}'),
	(13, 2, '2023-03-31 15:00:00+00', 'redress', 'not_converted', '{"award":1,"refused":"nothing_left"}'),
	(14, 2, '2023-03-31 15:00:00+00', 'redress', 'not_converted', '{"award":2,"refused":"nothing_left"}'),
	(15, 3, '2023-03-31 15:00:00+00', 'redress', 'not_converted', '{"award":3,"refused":"nothing_left"}'),
	(16, 4, '2023-04-03 00:00:00+00', 'public', 'taken_in', '{}'),
	(17, 5, '2023-04-03 00:00:00+00', 'public', 'taken_in', '{}'),
	(18, 6, '2023-04-03 00:00:00+00', 'public', 'taken_in', '{}'),
	(19, 4, '2023-04-03 00:00:00+00', 'operator:sample-first', 'approved', '{}'),
	(20, 5, '2023-04-03 00:00:00+00', 'operator:sample-first', 'approved', '{}');

INSERT INTO public.claims OVERRIDING SYSTEM VALUE VALUES
	(1, 'outage-2023-02-24', 'call', 'denied', 10, NULL, NULL, '{"kind":"cash_also_debited","inquiry_number":"4700-0000-0000-0104","expires_on":"2023-03-05","prefecture":"47","shop":"サンプル商店47"}', '2023-03-15 02:00:00+00', 'operator:sample-first', '2023-03-15 02:00:00+00', 'operator:sample-second', '{"reasons":["店舗の記録による"],"claim":1,"state":"denied","conditions":[{"name":"inquiry_number","result":"met","said":"4700-0000-0000-0104","found":"w0-10","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-03-05","found":"2023-03-05","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"47","found":"47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店47","found":"replay-47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-23","source":"R7, R8"},{"name":"shop_record","result":"not_met","said":"no","found":"replay-47 #1","source":"R27"}],"awards":[],"recipient":null,"days_left":null,"short":false}'),
	(2, 'outage-2023-02-24', 'call', 'approved', 9, NULL, NULL, '{"kind":"double_press","inquiry_number":"4700-0000-0000-0096","expires_on":"2023-02-27","prefecture":"47","shop":"サンプル商店47"}', '2023-03-15 02:00:00+00', 'operator:sample-first', '2023-03-15 02:00:00+00', 'operator:sample-second', '{"reasons":["店舗の記録による"],"claim":2,"state":"approved","conditions":[{"name":"inquiry_number","result":"met","said":"4700-0000-0000-0096","found":"w0-9","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-02-27","found":"2023-02-27","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"47","found":"47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店47","found":"replay-47","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-27, op0-28, op0-29","source":"R7, R8"},{"name":"shop_record","result":"met","said":"yes","found":"replay-47 #2","source":"R27"}],"awards":[1,2],"recipient":null,"days_left":null,"short":false}'),
	(3, 'outage-2023-02-24', 'call', 'approved', 4, NULL, NULL, '{"kind":"cash_also_debited","inquiry_number":"1300-0000-0000-0047","expires_on":"2023-02-24","prefecture":"13","shop":"サンプル商店13"}', '2023-03-15 02:00:00+00', 'operator:sample-first', '2023-03-15 02:00:00+00', 'operator:sample-second', '{"reasons":["店舗の記録による"],"claim":3,"state":"approved","conditions":[{"name":"inquiry_number","result":"met","said":"1300-0000-0000-0047","found":"w0-4","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"expires_on","result":"met","said":"2023-02-24","found":"2023-02-24, 2023-02-26","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"prefecture","result":"met","said":"13","found":"13","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"shop","result":"met","said":"サンプル商店13","found":"replay-13","source":"regionpay-notice-2 2(B)(1); R23"},{"name":"debit","result":"met","said":"","found":"op0-20","source":"R7, R8"},{"name":"shop_record","result":"met","said":"yes","found":"replay-13 #3","source":"R27"}],"awards":[3],"recipient":null,"days_left":null,"short":false}'),
	(6, 'outage-2023-02-24', 'bank', 'open', 4, NULL, '\x01a5e716a7c4d0de6d1ecf80219fdcfdf52b82c96af9ddb27776098532a9b5a7bcb6794676a327e169d26fffb2a808f8b19547f906c301ea99086d552168dad12181dca79fb819559edc2c27606dae4a37f06302343ee44077e4788ce8fd8ac263b7f3063c9d29d115d3014b1f4ca2f44e6cd67400e5dc45e2fd7bec2dd9d4aa2dc653bcc405fe81dc7b283bab93a335c716380a13bb7e2ac0705b68a12551f6d64e072eedd3ef713d9df8765068b69687aa682c0eced3b7ee02a5b7ab1a2087bed0a006328d1dc12d56644a7158766536f00f101a72b9dc8bd4cc3d9b6ac055d7c8ad8229bb0dd143a3de98b1eed635955c9b06e0b2389b29499620e11f610d5a26a6e90934f8b9a9a1', '{"prefecture":"13","coupon_found":true}', '2023-04-03 00:00:00+00', 'public', NULL, NULL, NULL),
	(4, 'outage-2023-02-24', 'bank', 'approved', 1099511627778, NULL, '\x01c07236ae3a28f18d7a084b167fc3cf85db9b952d539e8406e7c44a137686f8fec44bbbca79f59adf8947815b33f71b9f73c6141dcd2c53b8e744847e4d7500921b5f5b30244baa9557eb279ee34f11fa88b6ab442e402966a49cd0dfce4e317348195152c8a243be13a4d9e960e581b89f43dc3a05e5b9b30a360098f53a8cbb719cb83a11102a73f37fafb7223150ad7f82953c2ad4327bc12127a333996bec34a51fdf2ca041b2f091d0d1c2820a532759771f0b1287f1c760581966f8075bc7c8162ded1d5560bc434a7fd3e9c2902d7b052807675e2478fb8777b352c96ab047a5f841256952466199dfe99127bb3035c4ef23be450d542ecbf320c8e85e5dc2c0815e6a30edf7', '{"prefecture":"40","coupon_found":true}', '2023-04-03 00:00:00+00', 'public', '2023-04-03 00:00:00+00', 'operator:sample-first', '{"refund":1,"reason":"looked at","action":19}'),
	(5, 'outage-2023-02-24', 'bank', 'approved', 1099511627780, NULL, '\x01025b9b806192e8ced8bd3a5a9e1216bd99176731c85607189cab73a51ae6707725e714a56ee1463b10b5100265fe211a97664a4eb4b1ee57e685c6bf918cfd6e21ec44c38cadbf8e4749d9014068e47bc3c4319367f4e1580ddde64c4f929262a6129d84d591d75d7ffcc898c8af2af75b59ac38fc9650fb73210ed7a6ed40281372ef2a07e5cc2bbc63b878916a92ed6ea4d13fb2476e29114f7f6bacece95ca5f8c93898125a3b9e7c5c02567e636da500190d4856239c676fd9158fdb491000d07b4cd326f250e12c4faa1ef02b17f9171007c3611a1822bae605e0d939ca8bc666c1d9797544019b6b8c200e4aa0ae550d35cb5ec295da5909157137636ea0a8493178dd4605fa', '{"prefecture":"40","coupon_found":true}', '2023-04-03 00:00:00+00', 'public', '2023-04-03 00:00:00+00', 'operator:sample-first', '{"refund":2,"reason":"looked at","action":20}');

INSERT INTO public.cohort_members VALUES
	(1, 1, 0, 1, '01', 163, '{"expires_at" : "2023-02-24T15:00:00+00:00", "balance" : 163}'),
	(1, 7, 0, 7, '27', 1314, '{"expires_at" : "2023-02-24T15:00:00+00:00", "balance" : 1314}'),
	(1, 2, 0, 13, '01', 2000, '{"expires_at" : "2023-02-24T15:00:00+00:00", "balance" : 2000}'),
	(1, 1099511627778, 0, 1099511627778, '40', 1334, '{"expires_at" : "2023-02-24T15:00:00+00:00", "balance" : 1334}'),
	(1, 1099511627780, 0, 1099511627780, '40', 666, '{"expires_at" : "2023-02-24T15:00:00+00:00", "balance" : 666}'),
	(2, 9, 28, 9, '47', 153, '{"payment" : "op0-28", "at" : "2023-02-24T08:59:36+00:00", "merchant" : "replay-47", "debited" : 153, "confirmed" : false, "attempts" : []}'),
	(2, 9, 29, 9, '47', 153, '{"payment" : "op0-29", "at" : "2023-02-24T09:00:36+00:00", "merchant" : "replay-47", "debited" : 153, "confirmed" : false, "attempts" : []}'),
	(2, 10, 23, 11, '47', 428, '{"payment" : "op0-23", "at" : "2023-02-24T08:36:52+00:00", "merchant" : "replay-47", "debited" : 428, "confirmed" : false, "attempts" : []}'),
	(2, 4, 20, 12, '13', 419, '{"payment" : "op0-20", "at" : "2023-02-24T08:14:34+00:00", "merchant" : "replay-13", "debited" : 419, "confirmed" : false, "attempts" : []}'),
	(3, 6, 25, 6, '27', 313, '{"payment" : "op0-25", "at" : "2023-02-24T08:45:47+00:00", "merchant" : "replay-27", "debited" : 313, "amount" : 313, "run" : "op0-24", "presses" : 2, "position" : 2, "confirmed" : true, "confirmed_in_run" : 2, "attempts" : []}'),
	(3, 9, 28, 9, '47', 153, '{"payment" : "op0-28", "at" : "2023-02-24T08:59:36+00:00", "merchant" : "replay-47", "debited" : 153, "amount" : 153, "run" : "op0-27", "presses" : 3, "position" : 2, "confirmed" : false, "confirmed_in_run" : 1, "attempts" : []}'),
	(3, 9, 29, 9, '47', 153, '{"payment" : "op0-29", "at" : "2023-02-24T09:00:36+00:00", "merchant" : "replay-47", "debited" : 153, "amount" : 153, "run" : "op0-27", "presses" : 3, "position" : 3, "confirmed" : false, "confirmed_in_run" : 1, "attempts" : []}');

INSERT INTO public.cohorts OVERRIDING SYSTEM VALUE VALUES
	(1, 'outage-2023-02-24', 'A', 1, '{"terms":{"name":"A","kind":"expiring_with_balance","source":"regionpay-notice-2 1(A)","expires_on":"2023-02-24","or_earlier":false,"balance_at":"2023-02-27T00:00:00+09:00","at_least":1,"function":"pay","within_seconds":null,"automatic":true},"incident_version":1,"scope":{"functions":[{"function":"issue","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"load","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"pay","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"}],"campaigns":[],"products":[],"note":""}}', '2023-03-02 00:00:00+00', '2023-03-02 00:00:00+00', 'operator:sample-first', 5, 5477, '\x7f076bc940e5496657144ea9837d93bd09e3a808e68933d75e7fa364d6f1ee9e'),
	(2, 'outage-2023-02-24', 'B1', 1, '{"terms":{"name":"B1","kind":"unconfirmed_debit","source":"regionpay-notice-2 1(B)(1)","expires_on":null,"or_earlier":false,"balance_at":null,"at_least":1,"function":"pay","within_seconds":null,"automatic":false},"incident_version":1,"scope":{"functions":[{"function":"issue","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"load","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"pay","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"}],"campaigns":[],"products":[],"note":""}}', '2023-03-02 00:00:00+00', '2023-03-02 00:00:00+00', 'operator:sample-first', 4, 1153, '\xc4f992577909f059471fe6a74e110826b631acde219ebb5d8b28da2f303cc162'),
	(3, 'outage-2023-02-24', 'B2', 1, '{"terms":{"name":"B2","kind":"repeated_debit","source":"regionpay-notice-2 1(B)(2); window: zandaka-default","expires_on":null,"or_earlier":false,"balance_at":null,"at_least":1,"function":"pay","within_seconds":60,"automatic":false},"incident_version":1,"scope":{"functions":[{"function":"issue","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"load","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"pay","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"}],"campaigns":[],"products":[],"note":""}}', '2023-03-02 00:00:00+00', '2023-03-02 00:00:00+00', 'operator:sample-first', 3, 619, '\xfb13a0fb6d7d11f7ea9c7229ed6da2f591b7104a0034663e70a1c65b84318413');

INSERT INTO public.entitlements OVERRIDING SYSTEM VALUE VALUES
	(3, 'outage-2023-02-24', 4, 12, 57, '13', 210, NULL, 'open', '', 0, false, false),
	(4, 'outage-2023-02-24', 1, 1, 58, '01', 163, NULL, 'open', '', 0, false, false),
	(5, 'outage-2023-02-24', 7, 7, 58, '27', 1314, NULL, 'open', '', 0, false, false),
	(6, 'outage-2023-02-24', 2, 13, 58, '01', 2000, NULL, 'open', '', 0, false, false),
	(1, 'outage-2023-02-24', 1099511627778, 1099511627778, 1099511627796, '40', 1334, NULL, 'bank', 'refund-1', 0, false, false),
	(2, 'outage-2023-02-24', 1099511627780, 1099511627780, 1099511627796, '40', 333, NULL, 'bank', 'refund-2', 0, false, false);

INSERT INTO public.extensions VALUES
	(1, 1099511627787, 1099511627779, '2023-02-24 15:00:00+00', '2023-02-26 15:00:00+00', '暫定の延長', 'outage-2023-02-24', '2023-02-24 14:00:00+00'),
	(1, 1099511627788, 1099511627781, '2023-02-24 15:00:00+00', '2023-02-26 15:00:00+00', '暫定の延長', 'outage-2023-02-24', '2023-02-24 14:00:00+00'),
	(1, 1099511627789, 1099511627783, '2023-02-24 15:00:00+00', '2023-02-26 15:00:00+00', '暫定の延長', 'outage-2023-02-24', '2023-02-24 14:00:00+00'),
	(0, 36, 1, '2023-02-24 15:00:00+00', '2023-02-26 15:00:00+00', '暫定の延長', 'outage-2023-02-24', '2023-02-24 14:00:00+00'),
	(0, 37, 7, '2023-02-24 15:00:00+00', '2023-02-26 15:00:00+00', '暫定の延長', 'outage-2023-02-24', '2023-02-24 14:00:00+00'),
	(0, 38, 13, '2023-02-24 15:00:00+00', '2023-02-26 15:00:00+00', '暫定の延長', 'outage-2023-02-24', '2023-02-24 14:00:00+00'),
	(0, 39, 9, '2023-02-24 15:00:00+00', '2023-02-26 15:00:00+00', '暫定の延長', 'outage-2023-02-24', '2023-02-24 14:00:00+00'),
	(0, 40, 14, '2023-02-24 15:00:00+00', '2023-02-26 15:00:00+00', '暫定の延長', 'outage-2023-02-24', '2023-02-24 14:00:00+00'),
	(0, 41, 8, '2023-02-24 15:00:00+00', '2023-02-26 15:00:00+00', '暫定の延長', 'outage-2023-02-24', '2023-02-24 14:00:00+00'),
	(1, 1099511627794, 1099511627779, '2023-02-26 15:00:00+00', '2023-03-31 15:00:00+00', '第二報 2.(A)(1)', 'outage-2023-02-24', '2023-03-03 00:00:00+00'),
	(1, 1099511627794, 1099511627781, '2023-02-26 15:00:00+00', '2023-03-31 15:00:00+00', '第二報 2.(A)(1)', 'outage-2023-02-24', '2023-03-03 00:00:00+00'),
	(0, 47, 1, '2023-02-26 15:00:00+00', '2023-03-31 15:00:00+00', '第二報 2.(A)(1)', 'outage-2023-02-24', '2023-03-03 00:00:00+00'),
	(0, 47, 8, '2023-02-26 15:00:00+00', '2023-03-31 15:00:00+00', '第二報 2.(A)(1)', 'outage-2023-02-24', '2023-03-03 00:00:00+00'),
	(0, 47, 14, '2023-02-26 15:00:00+00', '2023-03-31 15:00:00+00', '第二報 2.(A)(1)', 'outage-2023-02-24', '2023-03-03 00:00:00+00'),
	(0, 51, 10, '2023-02-27 15:00:00+00', '2023-03-31 15:00:00+00', 'claim 2: regionpay-notice-2 2(B)(1)', 'outage-2023-02-24', '2023-03-15 02:00:00+00'),
	(0, 53, 13, '2023-02-26 15:00:00+00', '2023-03-31 15:00:00+00', 'claim 3: regionpay-notice-2 2(B)(1)', 'outage-2023-02-24', '2023-03-15 02:00:00+00');

INSERT INTO public.hold_lots VALUES
	(1, 1099511627806, 1099511627792, 450),
	(1, 1099511627806, 1099511627791, 250);

INSERT INTO public.holds VALUES
	(1, 1099511627806, 1099511627783, 'replay-01', '2023-05-08 02:00:00+00');

INSERT INTO public.incident_versions VALUES
	('outage-2023-02-24', 1, '{"functions":[{"function":"issue","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"load","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"},{"function":"pay","from":"2023-02-24T17:00:00+09:00","until":"2023-02-24T22:00:00+09:00"}],"campaigns":[],"products":[],"note":""}', '2023-03-02 00:00:00+00', 'operator:sample-first');

INSERT INTO public.incidents VALUES
	('outage-2023-02-24', '2023-03-02 00:00:00+00', 'operator:sample-first');

INSERT INTO public.merchants VALUES
	('replay-01', 'サンプル商店01', '01', 'open'),
	('replay-13', 'サンプル商店13', '13', 'open'),
	('replay-26', 'サンプル商店26', '26', 'open'),
	('replay-27', 'サンプル商店27', '27', 'open'),
	('replay-40', 'サンプル商店40', '40', 'open'),
	('replay-47', 'サンプル商店47', '47', 'open');

INSERT INTO public.migrations VALUES
	(1, '0001_ledger.sql', '54ce9da72663654874582dac8217943c49a5e88289df7d8a14ee71178bd13dda', '2026-11-22 12:44:23.932023+00'),
	(2, '0002_redress.sql', '5f3fd0a4d5c25e4094701fd04309b1b49b120727075aff77f4ee0ffade89d891', '2026-11-22 12:44:23.991746+00'),
	(3, '0003_incidents.sql', '6d9c90b52fc2feac695cd2496c79221604d94928fc83c920fa11f13fa9eb8e03', '2026-11-22 12:44:24.090809+00'),
	(4, '0004_plans.sql', '242fdd600541044f6411540d66d5a4192c926e245ffec62359e7739c37cc5fc5', '2026-11-22 12:44:24.109706+00'),
	(5, '0005_gifts.sql', '2d1d7add7debdd014ff2090a9694a1fd2f03d2557590ecbdfd12388d036d46ad', '2026-11-22 12:44:24.126237+00'),
	(6, '0006_claims.sql', '839f4dfb640cf25e77a384b0b234be89d74ad447b3f1e590f6836136f21dc52e', '2026-11-22 12:44:24.158525+00'),
	(7, '0007_import.sql', '510756a867bb78a164de7db035e345fa3a1f0200f4184d89dd1a7f0373755205', '2026-11-22 12:44:24.179032+00'),
	(8, '0008_bank.sql', '8a90d3ac14d9b93a63a7d4dce522941d94288818fa688b9c8decb5af9309b6d3', '2026-11-22 12:44:24.191444+00'),
	(9, '0009_messages.sql', '5325944c0e85c5d131a1e68d8192839a50066a00f6b47275fdc17d82432d9b06', '2026-11-22 12:44:24.222849+00');

INSERT INTO public.operations VALUES
	(1, 1099511627777, 1, '8ca0cbd0-12ea-a409-b2ee-ee4014090667', '67596015-c71f-4730-f614-3e6528e629af', 0, 1099511627777, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'issue', '', 'replay', '{"do":"issue","campaign":"travel-support","prefecture":"27","trip":{"kind":"day_trip","on":"2023-03-01"},"secrets":["cmVwbGF5IDY="],"lodging":"サンプル旅館","booking":"R-6"}', '{"coupons":[{"wallet":"w1-1","inquiry":"2700-0100-0000-0016"}],"yen":2000,"expires_at":"2023-03-01T15:00:00Z","prefecture":"27","grant":[{"day":"2023-03-01","day_type":"weekday","part":"campaign","yen":2000,"source":"travel-support 2023-01-10"}]}'),
	(1, 1099511627778, 1, '4c3a70c6-a8c5-37b1-f1e0-f25f57400e4d', 'd8f0e37b-b4b5-5733-28f4-3f0965658235', 0, 1099511627778, 3, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'issue', '', 'replay', '{"do":"issue","campaign":"travel-support","prefecture":"40","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["cmVwbGF5IDQ=","cmVwbGF5IDk=","cmVwbGF5IDEw"],"lodging":"サンプル旅館","booking":"R-4"}', '{"coupons":[{"wallet":"w1-2","inquiry":"4000-0100-0000-0027"},{"wallet":"w1-3","inquiry":"4000-0100-0000-0035"},{"wallet":"w1-4","inquiry":"4000-0100-0000-0043"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"40","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"travel-support 2023-01-10"}]}'),
	(0, 1, 1, '0cf0b26f-2e4a-0e4a-9301-ca0e93a121f3', '4d437896-6913-08c8-d9c2-b1f3fa6f8b4b', 0, 1, 3, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'issue', '', 'replay', '{"do":"issue","campaign":"travel-support","prefecture":"01","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["cmVwbGF5IDI=","cmVwbGF5IDEx","cmVwbGF5IDEz"],"lodging":"サンプル旅館","booking":"R-2"}', '{"coupons":[{"wallet":"w0-1","inquiry":"0100-0000-0000-0017"},{"wallet":"w0-2","inquiry":"0100-0000-0000-0025"},{"wallet":"w0-3","inquiry":"0100-0000-0000-0033"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"01","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"travel-support 2023-01-10"}]}'),
	(0, 2, 1, '44585b44-e730-985a-4439-7e15bf302efc', '1b795b18-d041-360a-01b4-b783c9422da3', 0, 4, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'issue', '', 'replay', '{"do":"issue","campaign":"travel-support","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["cmVwbGF5IDU="],"lodging":"サンプル旅館","booking":"R-5"}', '{"coupons":[{"wallet":"w0-4","inquiry":"1300-0000-0000-0047"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"travel-support 2023-01-10"}]}'),
	(0, 3, 1, '9a8d643b-b047-0e46-f2f4-8a435dc291cf', 'c261166f-47a4-cfde-f4f7-3bfed00935a4', 0, 5, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'issue', '', 'replay', '{"do":"issue","campaign":"travel-support","prefecture":"26","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["cmVwbGF5IDc="],"lodging":"サンプル旅館","booking":"R-7"}', '{"coupons":[{"wallet":"w0-5","inquiry":"2600-0000-0000-0059"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"26","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"travel-support 2023-01-10"}]}'),
	(0, 4, 1, '9ed544b3-9612-611c-89f9-5e9c7402e4b1', 'd6a97e9c-6e3c-378c-a988-6c5487b8f650', 0, 6, 2, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'issue', '', 'replay', '{"do":"issue","campaign":"travel-support","prefecture":"27","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["cmVwbGF5IDM=","cmVwbGF5IDEy"],"lodging":"サンプル旅館","booking":"R-3"}', '{"coupons":[{"wallet":"w0-6","inquiry":"2700-0000-0000-0066"},{"wallet":"w0-7","inquiry":"2700-0000-0000-0074"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"27","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"travel-support 2023-01-10"}]}'),
	(0, 5, 1, '71d6ed22-a5e6-660c-f033-9658781fbe0b', '647ee2ee-c0b8-7b57-1a2d-38e7f5076ab7', 0, 8, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'issue', '', 'replay', '{"do":"issue","campaign":"travel-support","prefecture":"47","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["cmVwbGF5IDg="],"lodging":"サンプル旅館","booking":"R-8"}', '{"coupons":[{"wallet":"w0-8","inquiry":"4700-0000-0000-0088"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"47","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"travel-support 2023-01-10"}]}'),
	(0, 6, 1, '97ffc35f-3d51-647e-e059-ce467827c729', '5e0c4eae-8f28-66f8-a98c-99a6543fbb39', 0, 9, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'issue', '', 'replay', '{"do":"issue","campaign":"travel-support","prefecture":"47","trip":{"kind":"day_trip","on":"2023-02-27"},"secrets":["cmVwbGF5IDE="],"lodging":"サンプル旅館","booking":"R-1"}', '{"coupons":[{"wallet":"w0-9","inquiry":"4700-0000-0000-0096"}],"yen":2000,"expires_at":"2023-02-27T15:00:00Z","prefecture":"47","grant":[{"day":"2023-02-27","day_type":"weekday","part":"campaign","yen":2000,"source":"travel-support 2023-01-10"}]}'),
	(0, 7, 1, 'd6b19b83-21d5-2bd2-5c23-fcf08ea23dd4', '081bb04e-f1e6-bc7f-18e4-8f7ae5729224', 0, 10, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'issue', '', 'replay', '{"do":"issue","campaign":"travel-support","prefecture":"47","trip":{"kind":"day_trip","on":"2023-03-05"},"secrets":["cmVwbGF5IDA="],"lodging":"サンプル旅館","booking":"R-0"}', '{"coupons":[{"wallet":"w0-10","inquiry":"4700-0000-0000-0104"}],"yen":1000,"expires_at":"2023-03-05T15:00:00Z","prefecture":"47","grant":[{"day":"2023-03-05","day_type":"holiday","part":"campaign","yen":1000,"source":"travel-support 2023-01-10"}]}'),
	(0, 8, 2, '8c1944ef-6237-95d0-89e9-fcf3f1dd3ce1', '3d8c06a3-eb0e-b0d3-f84a-9633ec3126eb', 0, 11, 0, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'open_wallet', '', 'replay', '{"do":"open_wallet","product":"regional-coupon","holder":"replay-0"}', '{"wallet":"w0-11","product":"regional-coupon"}'),
	(0, 9, 2, 'be756968-a30c-16fc-e3f4-168baeb3b3dd', '4ebdd11b-f3fd-7659-323a-0f38f9ba558e', 0, 11, 0, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'open_wallet', '', 'replay', '{"do":"open_wallet","product":"regional-coupon","holder":"replay-5"}', '{"wallet":"w0-12","product":"regional-coupon"}'),
	(0, 10, 2, '200a4ddd-616a-21f0-571d-d24054584e44', '983bd7ee-26a2-d51e-cd40-2353b6fe3161', 0, 11, 0, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'open_wallet', '', 'replay', '{"do":"open_wallet","product":"regional-coupon","holder":"replay-11"}', '{"wallet":"w0-13","product":"regional-coupon"}'),
	(1, 1099511627779, 2, 'd5bd4081-93c9-5829-bf0b-7ea4fbd85c57', 'c7bb2c94-6e73-2157-1455-7fb77cd52e05', 0, 1099511627781, 0, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'open_wallet', '', 'replay', '{"do":"open_wallet","product":"regional-coupon","holder":"replay-6"}', '{"wallet":"w1-5","product":"regional-coupon"}'),
	(1, 1099511627780, 2, 'f953bd9b-0147-dc87-7c2b-60ed9ac21558', '4ac41149-2957-f9c2-0a9b-7b1fff873281', 0, 1099511627781, 0, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'open_wallet', '', 'replay', '{"do":"open_wallet","product":"regional-coupon","holder":"replay-13"}', '{"wallet":"w1-6","product":"regional-coupon"}'),
	(0, 11, 3, '66ef9758-8cea-0789-6aef-f939b6fd6eca', 'd42e1882-3089-b58d-0bb0-12e97be5e8c2', 10, 11, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'load_coupon', '', 'replay', '{"do":"load_coupon","coupon":"w0-10","to":"w0-11"}', '{"coupon":"w0-10","wallet":"w0-11","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"regional-coupon","campaign":"travel-support","prefecture":"47","origin":"w0-10","issued_at":"2023-02-23T01:00:00Z","expires_at":"2023-03-05T15:00:00Z"}]}'),
	(0, 12, 3, '086a2c84-d057-30f0-f194-0673231bddba', '0e58ae56-b674-b021-fa5f-afc96a6df65b', 4, 12, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'load_coupon', '', 'replay', '{"do":"load_coupon","coupon":"w0-4","to":"w0-12"}', '{"coupon":"w0-4","wallet":"w0-12","yen":2000,"in_transit":false,"parcels":[{"yen":2000,"product":"regional-coupon","campaign":"travel-support","prefecture":"13","origin":"w0-4","issued_at":"2023-02-23T01:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(0, 59, 27, 'e0f1085d-75e3-682f-3675-6a4969907e83', 'f9dce887-9a47-8241-051e-79ee3a84a53f', 9, 42, 0, 1, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00', 'convert', 'nothing_left', 'redress', '{"do":"convert","wallet":"w0-9","reason":"claim 2","incident":"outage-2023-02-24","coupons":["w0-9"]}', '{}'),
	(0, 13, 3, '0ad803ec-da11-c57c-edf6-bf8b3620a6f0', '31c71756-e237-d5eb-6c83-cf4e7e87c333', 2, 13, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'load_coupon', '', 'replay', '{"do":"load_coupon","coupon":"w0-2","to":"w0-13"}', '{"coupon":"w0-2","wallet":"w0-13","yen":2000,"in_transit":false,"parcels":[{"yen":2000,"product":"regional-coupon","campaign":"travel-support","prefecture":"01","origin":"w0-2","issued_at":"2023-02-23T01:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(0, 14, 3, '38965894-5c2c-1ea5-939e-863c8c540f46', '849bc86a-a371-18e9-22c0-dea43bbd5ee0', 3, 14, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'load_coupon', '', 'replay', '{"do":"load_coupon","coupon":"w0-3","to":"w1-6"}', '{"coupon":"w0-3","wallet":"w1-6","yen":2000,"in_transit":true,"parcels":[{"yen":2000,"product":"regional-coupon","campaign":"travel-support","prefecture":"01","origin":"w0-3","issued_at":"2023-02-23T01:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(0, 15, 4, '80214c85-4332-b160-ff17-df65aa532c77', 'dd939abb-0a75-2983-5b6c-4461fa1da28e', 3, 15, 0, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'settle', '', 'house', '{"do":"settle","sent":"op0-14","coupon":"w0-3","code":""}', '{"sent":"op0-14","code":"","yen_returned":0}'),
	(0, 16, 5, '12fb9c5e-0d34-0815-a51d-6466ceee5dcd', '7fe769c2-6d2d-82f4-79fd-e3265330c419', 11, 15, 1, 1, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-11","merchant":"replay-47","yen":501}', '{"yen":501,"cash_yen":0,"merchant":"replay-47","lots":[{"lot":"lot0-12","yen":501}],"balance":499}'),
	(0, 17, 5, '4609560b-b0f8-b9b7-542a-8d1b25a24f10', 'f5867fba-86a4-7305-8ef4-a81ee3ea19d4', 9, 16, 1, 1, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-9","merchant":"replay-47","yen":1001}', '{"yen":1001,"cash_yen":0,"merchant":"replay-47","lots":[{"lot":"lot0-10","yen":1001}],"balance":999}'),
	(0, 18, 5, '85ad1957-2272-2d49-5990-df690d1f0185', '8ae703e2-8078-9c1f-aa0e-427f7c603fd8', 5, 17, 1, 1, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-5","merchant":"replay-26","yen":2000}', '{"yen":2000,"cash_yen":0,"merchant":"replay-26","lots":[{"lot":"lot0-6","yen":2000}],"balance":0}'),
	(0, 19, 5, '34ed65c8-37bb-aec3-8ebc-63f59ab8208f', '9173de76-463e-edca-2cb5-483f00013b50', 7, 18, 1, 1, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-7","merchant":"replay-27","yen":500}', '{"yen":500,"cash_yen":0,"merchant":"replay-27","lots":[{"lot":"lot0-8","yen":500}],"balance":1500}'),
	(0, 20, 6, '07f62294-a684-c74b-296a-59991e06e95f', '088c6202-702e-3322-be28-ecf98764bb6d', 12, 19, 1, 1, '2023-02-24 08:14:34+00', '2023-02-24 08:14:34+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-12","merchant":"replay-13","yen":419}', '{"yen":419,"cash_yen":0,"merchant":"replay-13","lots":[{"lot":"lot0-13","yen":419}],"balance":1581}'),
	(0, 21, 7, 'c9c8b4a6-6d4d-7dcc-6a12-13cf895bc72d', '176a9b0b-80bc-77fc-349e-edee9b3afa08', 1, 20, 1, 1, '2023-02-24 08:24:20+00', '2023-02-24 08:24:20+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-1","merchant":"replay-01","yen":878}', '{"yen":878,"cash_yen":0,"merchant":"replay-01","lots":[{"lot":"lot0-1","yen":878}],"balance":1122}'),
	(0, 22, 8, '14da95e9-1c78-1918-ff2c-8c17fbb66b34', '176a9b0b-80bc-77fc-349e-edee9b3afa08', 1, 21, 1, 1, '2023-02-24 08:34:20+00', '2023-02-24 08:34:20+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-1","merchant":"replay-01","yen":878}', '{"yen":878,"cash_yen":0,"merchant":"replay-01","lots":[{"lot":"lot0-1","yen":878}],"balance":244}'),
	(0, 23, 9, '7ad44311-6c9b-5c4d-32c4-201f804797eb', '244fc512-ad0f-8c35-fc39-69650f8e11d8', 11, 22, 1, 1, '2023-02-24 08:36:52+00', '2023-02-24 08:36:52+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-11","merchant":"replay-47","yen":428}', '{"yen":428,"cash_yen":0,"merchant":"replay-47","lots":[{"lot":"lot0-12","yen":428}],"balance":71}'),
	(0, 24, 10, '4b4e2ded-147b-d9ae-8a03-7b838cbbb96f', 'a43dcaa8-efde-6992-40bd-11e22ea3d513', 6, 23, 1, 1, '2023-02-24 08:44:47+00', '2023-02-24 08:44:47+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-6","merchant":"replay-27","yen":313}', '{"yen":313,"cash_yen":0,"merchant":"replay-27","lots":[{"lot":"lot0-7","yen":313}],"balance":1687}'),
	(0, 25, 11, '659fa2fa-2e8c-a308-6dfe-d075da2fe047', 'a43dcaa8-efde-6992-40bd-11e22ea3d513', 6, 24, 1, 1, '2023-02-24 08:45:47+00', '2023-02-24 08:45:47+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-6","merchant":"replay-27","yen":313}', '{"yen":313,"cash_yen":0,"merchant":"replay-27","lots":[{"lot":"lot0-7","yen":313}],"balance":1374}'),
	(0, 26, 12, '59861b67-fd39-6b7d-5626-d005c51a4fed', '7ddf7164-c43e-e70d-31e0-226d34f0cd0b', 7, 25, 1, 1, '2023-02-24 08:55:27+00', '2023-02-24 08:55:27+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-7","merchant":"replay-27","yen":186}', '{"yen":186,"cash_yen":0,"merchant":"replay-27","lots":[{"lot":"lot0-8","yen":186}],"balance":1314}'),
	(0, 27, 13, '85cb3334-bceb-6a9b-c676-2b2f9e72b1df', '89dfa707-8b4e-7b53-8c01-e7c4927c22c7', 9, 26, 1, 1, '2023-02-24 08:58:36+00', '2023-02-24 08:58:36+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-9","merchant":"replay-47","yen":153}', '{"yen":153,"cash_yen":0,"merchant":"replay-47","lots":[{"lot":"lot0-10","yen":153}],"balance":846}'),
	(0, 28, 14, '5c26593e-6161-c5d9-329f-c1a8100a56c0', '89dfa707-8b4e-7b53-8c01-e7c4927c22c7', 9, 27, 1, 1, '2023-02-24 08:59:36+00', '2023-02-24 08:59:36+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-9","merchant":"replay-47","yen":153}', '{"yen":153,"cash_yen":0,"merchant":"replay-47","lots":[{"lot":"lot0-10","yen":153}],"balance":693}'),
	(0, 29, 15, 'e985b774-138d-76b4-ed0c-89579a5ed13e', '89dfa707-8b4e-7b53-8c01-e7c4927c22c7', 9, 28, 1, 1, '2023-02-24 09:00:36+00', '2023-02-24 09:00:36+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-9","merchant":"replay-47","yen":153}', '{"yen":153,"cash_yen":0,"merchant":"replay-47","lots":[{"lot":"lot0-10","yen":153}],"balance":540}'),
	(0, 30, 16, '3bd80739-64e2-b734-2688-1d7315190273', '022a8bd6-3d80-bb4a-8ef9-ea4a37973035', 9, 29, 0, 1, '2023-02-24 12:30:00+00', '2023-02-24 12:30:00+00', 'confirm', '', 'replay', '{"do":"confirm","payment":"op0-27","merchant":"replay-47"}', '{"payment":"op0-27"}'),
	(0, 31, 16, '25aab5b2-ce46-9bf6-c448-392115f5bfe5', '46cbc7fc-61af-edeb-6e6f-4dcde8323446', 1, 29, 0, 1, '2023-02-24 12:30:00+00', '2023-02-24 12:30:00+00', 'confirm', '', 'replay', '{"do":"confirm","payment":"op0-21","merchant":"replay-01"}', '{"payment":"op0-21"}'),
	(0, 32, 16, '3161b469-0c15-ef62-6120-4260456dc336', 'f9d1eb0f-20fe-1ea0-15c8-e368846ffd22', 1, 29, 0, 1, '2023-02-24 12:30:00+00', '2023-02-24 12:30:00+00', 'confirm', '', 'replay', '{"do":"confirm","payment":"op0-22","merchant":"replay-01"}', '{"payment":"op0-22"}'),
	(0, 33, 16, 'f60ddad1-3895-676d-bf81-471b89a4baba', '59f78cfa-8ebe-06f8-3ff8-cb8ecc0baade', 6, 29, 0, 1, '2023-02-24 12:30:00+00', '2023-02-24 12:30:00+00', 'confirm', '', 'replay', '{"do":"confirm","payment":"op0-24","merchant":"replay-27"}', '{"payment":"op0-24"}'),
	(0, 34, 16, 'a5a3f2b0-249e-26eb-fb6d-c6f409d0ce32', '4b88aa5b-7811-39f4-a710-4ea39a5eeffa', 6, 29, 0, 1, '2023-02-24 12:30:00+00', '2023-02-24 12:30:00+00', 'confirm', '', 'replay', '{"do":"confirm","payment":"op0-25","merchant":"replay-27"}', '{"payment":"op0-25"}'),
	(0, 35, 16, '7230453c-8495-58cf-f56c-e2e2e687a1c0', '730d0f98-b291-c7e2-33c0-6b657db7dcd1', 7, 29, 0, 1, '2023-02-24 12:30:00+00', '2023-02-24 12:30:00+00', 'confirm', '', 'replay', '{"do":"confirm","payment":"op0-26","merchant":"replay-27"}', '{"payment":"op0-26"}'),
	(0, 36, 17, '1cfe3e86-c9ff-94f2-9ed2-e448688eb583', 'f8ac0f55-7996-d1df-4456-d49f04c247b8', 1, 29, 0, 1, '2023-02-24 14:00:00+00', '2023-02-24 14:00:00+00', 'extend', '', 'replay', '{"do":"extend","wallet":"w0-1","expires_at":"2023-02-27T00:00:00+09:00","reason":"暫定の延長","incident":"outage-2023-02-24"}', '{"lots":[{"lot":"lot0-1","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-02-26T15:00:00Z","yen":244,"beyond_total_validity":false}],"yen":244}'),
	(0, 37, 17, 'ecbb6874-2fb2-8205-55c8-3f60d63be360', '9f971c0c-2b32-7229-2182-d95b6ec75f3f', 6, 29, 0, 1, '2023-02-24 14:00:00+00', '2023-02-24 14:00:00+00', 'extend', '', 'replay', '{"do":"extend","wallet":"w0-6","expires_at":"2023-02-27T00:00:00+09:00","reason":"暫定の延長","incident":"outage-2023-02-24"}', '{"lots":[{"lot":"lot0-7","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-02-26T15:00:00Z","yen":1374,"beyond_total_validity":false}],"yen":1374}'),
	(0, 38, 17, '047b26cf-0cde-7019-bb79-1111b26c8166', 'fb8ca817-8948-0ffa-06c7-8ed03b86e580', 12, 29, 0, 1, '2023-02-24 14:00:00+00', '2023-02-24 14:00:00+00', 'extend', '', 'replay', '{"do":"extend","wallet":"w0-12","expires_at":"2023-02-27T00:00:00+09:00","reason":"暫定の延長","incident":"outage-2023-02-24"}', '{"lots":[{"lot":"lot0-13","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-02-26T15:00:00Z","yen":1581,"beyond_total_validity":false}],"yen":1581}'),
	(1, 1099511627781, 3, 'f3890ec3-5239-23df-8eb4-f517ebdccabe', '8de703d5-6eb9-33ff-f75d-fc9fd0dd8142', 1099511627777, 1099511627781, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'load_coupon', '', 'replay', '{"do":"load_coupon","coupon":"w1-1","to":"w1-5"}', '{"coupon":"w1-1","wallet":"w1-5","yen":2000,"in_transit":false,"parcels":[{"yen":2000,"product":"regional-coupon","campaign":"travel-support","prefecture":"27","origin":"w1-1","issued_at":"2023-02-23T01:00:00Z","expires_at":"2023-03-01T15:00:00Z"}]}'),
	(1, 1099511627782, 4, '72e39404-0aa9-273c-3953-2b22d0ed58e3', '1fc74883-7638-209d-5b39-88eb40ad020d', 1099511627782, 1099511627782, 1, 1, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00', 'arrive', '', 'house', '{"do":"arrive","wallet":"w1-6","sent":"op0-14","parcels":[{"yen":2000,"product":"regional-coupon","campaign":"travel-support","prefecture":"01","origin":"w0-3","issued_at":"2023-02-23T01:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}', '{"sent":"op0-14","wallet":"w1-6","yen":2000}'),
	(1, 1099511627783, 5, '78e8c7a6-cae3-e304-73b1-13876480aa4a', '0aa0f830-1bdb-d6a2-f64b-be071f5675ef', 1099511627779, 1099511627783, 1, 1, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w1-3","merchant":"replay-40","yen":2000}', '{"yen":2000,"cash_yen":0,"merchant":"replay-40","lots":[{"lot":"lot1-4","yen":2000}],"balance":0}'),
	(1, 1099511627784, 5, '0474cdef-9619-5b63-dfcc-bfdadc5e2177', '5f603436-f378-7125-6a26-91939114b902', 1099511627780, 1099511627784, 1, 1, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w1-4","merchant":"replay-40","yen":1001}', '{"yen":1001,"cash_yen":0,"merchant":"replay-40","lots":[{"lot":"lot1-5","yen":1001}],"balance":999}'),
	(1, 1099511627785, 6, 'dec37090-5bdf-df8e-b651-6903bbe4c4cd', '92db8cce-00d6-d3c9-2206-88238585c92c', 1099511627782, 1099511627785, 0, 1, '2023-02-24 12:30:00+00', '2023-02-24 12:30:00+00', 'pay', 'insufficient_value', 'replay', '{"do":"pay","wallet":"w1-6","merchant":"replay-01","yen":2001}', '{"available_yen":2000,"yen":2001}'),
	(1, 1099511627786, 6, '5e6d0923-5d94-4433-fac7-c5f48701ba5f', '2c22be76-43f2-86a5-3afd-0ddef0670265', 1099511627782, 1099511627785, 0, 1, '2023-02-24 12:30:00+00', '2023-02-24 12:30:00+00', 'pay', 'not_accepted_here', 'replay', '{"do":"pay","wallet":"w1-6","merchant":"replay-47","yen":300}', '{"prefecture":"47","accepted_in":["01"],"source":"travel-support 2022-10-11"}'),
	(1, 1099511627787, 7, '46c59cad-d8d3-876e-2169-867391ae85fb', 'e6259e01-2b33-438e-c4a1-894b5372ce95', 1099511627778, 1099511627785, 0, 1, '2023-02-24 14:00:00+00', '2023-02-24 14:00:00+00', 'extend', '', 'replay', '{"do":"extend","wallet":"w1-2","expires_at":"2023-02-27T00:00:00+09:00","reason":"暫定の延長","incident":"outage-2023-02-24"}', '{"lots":[{"lot":"lot1-3","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-02-26T15:00:00Z","yen":2000,"beyond_total_validity":false}],"yen":2000}'),
	(1, 1099511627788, 7, '0714f797-2b36-c918-2589-b9956580c014', 'bf8957f4-516a-56b5-5990-303454bbb45d', 1099511627780, 1099511627785, 0, 1, '2023-02-24 14:00:00+00', '2023-02-24 14:00:00+00', 'extend', '', 'replay', '{"do":"extend","wallet":"w1-4","expires_at":"2023-02-27T00:00:00+09:00","reason":"暫定の延長","incident":"outage-2023-02-24"}', '{"lots":[{"lot":"lot1-5","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-02-26T15:00:00Z","yen":999,"beyond_total_validity":false}],"yen":999}'),
	(1, 1099511627789, 7, '98b2ed1d-bc27-2c10-b4c4-9beffa70be6b', 'c8355ec9-e7f8-e286-2d30-da776af87388', 1099511627782, 1099511627785, 0, 1, '2023-02-24 14:00:00+00', '2023-02-24 14:00:00+00', 'extend', '', 'replay', '{"do":"extend","wallet":"w1-6","expires_at":"2023-02-27T00:00:00+09:00","reason":"暫定の延長","incident":"outage-2023-02-24"}', '{"lots":[{"lot":"lot1-7","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-02-26T15:00:00Z","yen":2000,"beyond_total_validity":false}],"yen":2000}'),
	(1, 1099511627790, 8, '2ddb41b2-2b46-5366-bbf5-9ef6f2a14b08', '7cf25ae9-89ba-0368-fa1c-0b7a0017a13e', 1099511627778, 1099511627785, 1, 1, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w1-2","merchant":"replay-40","yen":666}', '{"yen":666,"cash_yen":0,"merchant":"replay-40","lots":[{"lot":"lot1-3","yen":666}],"balance":1334}'),
	(1, 1099511627791, 8, '991477d5-9f45-ee39-60a8-d8b39479d072', 'a588f713-cb23-7e0e-a649-92d89883e649', 1099511627781, 1099511627786, 1, 1, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w1-5","merchant":"replay-27","yen":2000}', '{"yen":2000,"cash_yen":0,"merchant":"replay-27","lots":[{"lot":"lot1-6","yen":2000}],"balance":0}'),
	(1, 1099511627792, 8, '0ca8939b-a1c7-446b-264a-3be1139d9230', 'cd7b9b21-314a-d366-cf14-d55de7dbcf74', 1099511627780, 1099511627787, 1, 1, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w1-4","merchant":"replay-40","yen":333}', '{"yen":333,"cash_yen":0,"merchant":"replay-40","lots":[{"lot":"lot1-5","yen":333}],"balance":666}'),
	(1, 1099511627793, 8, '76c783c7-090a-bd6f-a3f5-d688aeadcd2a', '50a788e0-d589-fcb0-9ff4-747d6fb5509a', 1099511627782, 1099511627788, 1, 1, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w1-6","merchant":"replay-01","yen":2000}', '{"yen":2000,"cash_yen":0,"merchant":"replay-01","lots":[{"lot":"lot1-7","yen":2000}],"balance":0}'),
	(1, 1099511627794, 9, 'f69ad190-8d13-e975-d251-ac65cea9ad78', '80831802-844a-3b67-a2fc-93c519365e33', 0, 1099511627789, 0, 1, '2023-03-03 00:00:00+00', '2023-03-03 00:00:00+00', 'extend_many', '', 'redress', '{"do":"extend_many","wallets":[{"wallet":"w1-2"},{"wallet":"w1-4"}],"expires_at":"2023-04-01T00:00:00+09:00","reason":"第二報 2.(A)(1)","incident":"outage-2023-02-24"}', '{"parts":[{"wallet":"w1-2","yen":1334,"lots":[{"lot":"lot1-3","old_expires_at":"2023-02-26T15:00:00Z","new_expires_at":"2023-03-31T15:00:00Z","yen":1334,"beyond_total_validity":false}]},{"wallet":"w1-4","yen":666,"lots":[{"lot":"lot1-5","old_expires_at":"2023-02-26T15:00:00Z","new_expires_at":"2023-03-31T15:00:00Z","yen":666,"beyond_total_validity":false}]}],"yen":2000,"refusals":[]}'),
	(1, 1099511627795, 10, '413c6687-a9b1-feac-e482-758cd8e5ea5f', 'cd7b9b21-314a-d366-cf14-d55de7dbcf74', 1099511627780, 1099511627789, 1, 1, '2023-03-31 14:59:00+00', '2023-03-31 14:59:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w1-4","merchant":"replay-40","yen":333}', '{"yen":333,"cash_yen":0,"merchant":"replay-40","lots":[{"lot":"lot1-5","yen":333}],"balance":333}'),
	(1, 1099511627796, 11, '0813c497-2eec-1d35-76c5-ee1546d79101', '697057dc-6d28-0d52-ba9e-33d70ffd7de3', 0, 1099511627790, 2, 1, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00', 'convert_many', '', 'redress', '{"do":"convert_many","wallets":[{"wallet":"w1-2"},{"wallet":"w1-4"}],"reason":"第二報 2.(A)(2)","incident":"outage-2023-02-24"}', '{"parts":[{"wallet":"w1-2","yen":1334,"entitlements":[{"coupon":"w1-2","lot":"lot1-3","yen":1334,"expired_at":"2023-03-31T15:00:00Z"}]},{"wallet":"w1-4","yen":333,"entitlements":[{"coupon":"w1-4","lot":"lot1-5","yen":333,"expired_at":"2023-03-31T15:00:00Z"}]}],"yen":1667,"refusals":[]}'),
	(1, 1099511627797, 12, '46d95919-2707-4435-78ea-05caf910f337', 'eed20894-80b6-f3f8-b9b0-b15dcb52f7a2', 1099511627778, 1099511627792, 1, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'remit', '', 'redress', '{"do":"remit","wallet":"w1-2","coupon":"w1-2","yen":1334,"refund":"refund-1"}', '{"coupon":"w1-2","yen":1334,"refund":"refund-1","left_yen":0}'),
	(1, 1099511627798, 12, '1307dfca-7e4d-0a5c-82ac-9bb216a05fe0', '2547fe84-61ef-36cd-9092-84c4fa747354', 1099511627780, 1099511627793, 1, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'remit', '', 'redress', '{"do":"remit","wallet":"w1-4","coupon":"w1-4","yen":333,"refund":"refund-2"}', '{"coupon":"w1-4","yen":333,"refund":"refund-2","left_yen":0}'),
	(1, 1099511627799, 13, 'f0d5ff32-70fb-05c7-2860-a4aaf4902597', 'a7b173f0-3915-bed0-52c5-42869dd38cc2', 0, 1099511627794, 0, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"demo-prepaid","holder":"holder-1"}', '{"wallet":"w1-7","product":"demo-prepaid"}'),
	(1, 1099511627800, 14, '4ac70024-7eb2-be0b-098c-572cfd43095f', 'f4efe0ab-8396-8364-e2e0-34b442b41bcf', 1099511627783, 1099511627794, 1, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w1-7","yen":2000}', '{"lot":"lot1-15","yen":2000,"expires_at":"2025-05-08T15:00:00Z","balance":2000}'),
	(1, 1099511627801, 15, '0e4bbcb3-f68c-5778-9be5-4a718912f47a', '2dbfe7cc-e064-9266-8c94-bd7d7a23f433', 1099511627783, 1099511627795, 1, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w1-7","yen":1500}', '{"lot":"lot1-16","yen":1500,"expires_at":"2025-05-08T15:00:00Z","balance":3500}'),
	(1, 1099511627802, 16, '4b84413b-7b1c-e4ab-2270-e2ee0f332919', '972dbeb5-c90f-560f-ad5c-01258a37926e', 1099511627783, 1099511627796, 1, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'pay', '', 'test', '{"do":"pay","wallet":"w1-7","merchant":"replay-01","yen":1200}', '{"yen":1200,"cash_yen":0,"merchant":"replay-01","lots":[{"lot":"lot1-15","yen":1200}],"balance":2300}'),
	(1, 1099511627803, 17, '8da8e4e5-6a0e-ea49-cf2d-933370456862', '0b2ecf86-ea74-da57-ab65-25e3d77daaca', 1099511627783, 1099511627797, 1, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'pay', '', 'test', '{"do":"pay","wallet":"w1-7","merchant":"replay-01","yen":400}', '{"yen":400,"cash_yen":0,"merchant":"replay-01","lots":[{"lot":"lot1-15","yen":400}],"balance":1900}'),
	(0, 39, 17, 'b2b1312b-20da-fc2c-ed8a-59712562ab84', '74aca2ef-4a0e-8df6-fcd1-b31fa642159c', 8, 29, 0, 1, '2023-02-24 14:00:00+00', '2023-02-24 14:00:00+00', 'extend', '', 'replay', '{"do":"extend","wallet":"w0-8","expires_at":"2023-02-27T00:00:00+09:00","reason":"暫定の延長","incident":"outage-2023-02-24"}', '{"lots":[{"lot":"lot0-9","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-02-26T15:00:00Z","yen":2000,"beyond_total_validity":false}],"yen":2000}'),
	(0, 40, 17, '413981b0-11a9-1383-7c05-d1d2f4c3c515', 'b1c7e520-11c8-02b8-5336-e56d83a8b76a', 13, 29, 0, 1, '2023-02-24 14:00:00+00', '2023-02-24 14:00:00+00', 'extend', '', 'replay', '{"do":"extend","wallet":"w0-13","expires_at":"2023-02-27T00:00:00+09:00","reason":"暫定の延長","incident":"outage-2023-02-24"}', '{"lots":[{"lot":"lot0-14","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-02-26T15:00:00Z","yen":2000,"beyond_total_validity":false}],"yen":2000}'),
	(0, 41, 17, '4f5a36a6-d3ee-b544-6123-51e9b28b3dea', '569aa129-139b-abf8-168e-7f13e5bc33a4', 7, 29, 0, 1, '2023-02-24 14:00:00+00', '2023-02-24 14:00:00+00', 'extend', '', 'replay', '{"do":"extend","wallet":"w0-7","expires_at":"2023-02-27T00:00:00+09:00","reason":"暫定の延長","incident":"outage-2023-02-24"}', '{"lots":[{"lot":"lot0-8","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-02-26T15:00:00Z","yen":1314,"beyond_total_validity":false}],"yen":1314}'),
	(0, 42, 18, 'ab1ceaef-5ca0-571e-485a-1d443287a75e', '7366dc9b-3060-214a-0f6a-0c1497110dfe', 1, 29, 1, 1, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-1","merchant":"replay-01","yen":81}', '{"yen":81,"cash_yen":0,"merchant":"replay-01","lots":[{"lot":"lot0-1","yen":81}],"balance":163}'),
	(0, 43, 18, '5bf3e18e-5de2-d801-5a97-74332f039873', '83b6229b-b683-e781-3e72-7f80f8eb757f', 6, 30, 1, 1, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-6","merchant":"replay-27","yen":1374}', '{"yen":1374,"cash_yen":0,"merchant":"replay-27","lots":[{"lot":"lot0-7","yen":1374}],"balance":0}'),
	(0, 44, 18, '9d8be5d4-8968-e6e7-ebc5-b459649dbbe6', 'a5c00de1-29b1-942e-13dd-386bad4733c5', 12, 31, 1, 1, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-12","merchant":"replay-13","yen":1581}', '{"yen":1581,"cash_yen":0,"merchant":"replay-13","lots":[{"lot":"lot0-13","yen":1581}],"balance":0}'),
	(0, 45, 18, 'a04e0013-dfc6-9033-bc13-33d7f3c0dd3c', 'cd1277e1-8578-1dba-41cc-7ee30773a8cf', 8, 32, 1, 1, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-8","merchant":"replay-47","yen":2000}', '{"yen":2000,"cash_yen":0,"merchant":"replay-47","lots":[{"lot":"lot0-9","yen":2000}],"balance":0}'),
	(0, 46, 19, '0803e63c-62ac-a6b6-c18c-185ed24aea36', '1e59f5da-10ff-de39-405a-f3c5c6ff35e0', 13, 33, 0, 1, '2023-03-01 00:00:00+00', '2023-03-01 00:00:00+00', 'leave', '', 'replay', '{"do":"leave","wallet":"w0-13"}', '{"yen":2000}'),
	(0, 47, 20, 'c920fd40-16ce-a397-28b9-ed62e244d144', '2723ae69-bae7-ea10-50d1-480ed9ebbebd', 0, 33, 0, 1, '2023-03-03 00:00:00+00', '2023-03-03 00:00:00+00', 'extend_many', '', 'redress', '{"do":"extend_many","wallets":[{"wallet":"w0-1"},{"wallet":"w0-7"},{"wallet":"w0-13","coupons":["w0-2"]}],"expires_at":"2023-04-01T00:00:00+09:00","reason":"第二報 2.(A)(1)","incident":"outage-2023-02-24"}', '{"parts":[{"wallet":"w0-1","yen":163,"lots":[{"lot":"lot0-1","old_expires_at":"2023-02-26T15:00:00Z","new_expires_at":"2023-03-31T15:00:00Z","yen":163,"beyond_total_validity":false}]},{"wallet":"w0-7","yen":1314,"lots":[{"lot":"lot0-8","old_expires_at":"2023-02-26T15:00:00Z","new_expires_at":"2023-03-31T15:00:00Z","yen":1314,"beyond_total_validity":false}]},{"wallet":"w0-13","yen":2000,"lots":[{"lot":"lot0-14","old_expires_at":"2023-02-26T15:00:00Z","new_expires_at":"2023-03-31T15:00:00Z","yen":2000,"beyond_total_validity":false}]}],"yen":3477,"refusals":[]}'),
	(0, 48, 21, '74ec6f06-5194-3122-7ddf-062ad9ff9299', 'ee5f9fa7-3f20-27ca-309f-37881c5e6ab5', 9, 33, 1, 1, '2023-03-15 02:00:00+00', '2023-03-15 02:00:00+00', 'restore', '', 'redress', '{"do":"restore","debit":"op0-28","yen":153,"reason":"claim 2: regionpay-notice-2 2(B)(1)","incident":"outage-2023-02-24","effective_at":"2023-03-15T02:00:00Z"}', '{"payment":"op0-28","yen":153,"lots":[{"lot":"lot0-10","yen":153}],"left_yen":0}'),
	(0, 49, 21, 'e6e6a3e3-b272-a4a1-3eb9-f07e5d030b39', 'de76d53c-d1ef-e88b-26f7-1a0c171d339b', 9, 34, 1, 1, '2023-03-15 02:00:00+00', '2023-03-15 02:00:00+00', 'restore', '', 'redress', '{"do":"restore","debit":"op0-29","yen":153,"reason":"claim 2: regionpay-notice-2 2(B)(1)","incident":"outage-2023-02-24","effective_at":"2023-03-15T02:00:00Z"}', '{"payment":"op0-29","yen":153,"lots":[{"lot":"lot0-10","yen":153}],"left_yen":0}'),
	(0, 50, 21, '2a5a370d-8e4f-326e-1cab-0d58c6025ec5', 'a2e29aee-8a39-fc55-0dfb-2b94aa46e29c', 12, 35, 1, 1, '2023-03-15 02:00:00+00', '2023-03-15 02:00:00+00', 'restore', '', 'redress', '{"do":"restore","debit":"op0-20","yen":419,"reason":"claim 3: regionpay-notice-2 2(B)(1)","incident":"outage-2023-02-24","effective_at":"2023-03-15T02:00:00Z"}', '{"payment":"op0-20","yen":419,"lots":[{"lot":"lot0-13","yen":419}],"left_yen":0}'),
	(0, 51, 22, '05495e04-231a-9e42-9cfa-b992d943af13', '74aed93d-0032-896c-11ec-6c6f8091a2ec', 9, 36, 0, 1, '2023-03-15 02:00:00+00', '2023-03-15 02:00:00+00', 'extend', '', 'redress', '{"do":"extend","wallet":"w0-9","expires_at":"2023-04-01T00:00:00+09:00","reason":"claim 2: regionpay-notice-2 2(B)(1)","incident":"outage-2023-02-24","lot":"lot0-10"}', '{"lots":[{"lot":"lot0-10","old_expires_at":"2023-02-27T15:00:00Z","new_expires_at":"2023-03-31T15:00:00Z","yen":846,"beyond_total_validity":false}],"yen":846}'),
	(0, 52, 23, 'b3c793ed-19b3-d49c-a721-99d146b5b3e4', '74aed93d-0032-896c-11ec-6c6f8091a2ec', 9, 36, 0, 1, '2023-03-15 02:00:00+00', '2023-03-15 02:00:00+00', 'extend', 'not_later', 'redress', '{"do":"extend","wallet":"w0-9","expires_at":"2023-04-01T00:00:00+09:00","reason":"claim 2: regionpay-notice-2 2(B)(1)","incident":"outage-2023-02-24","lot":"lot0-10"}', '{"expires_at":"2023-03-31T15:00:00Z"}'),
	(0, 53, 24, '65402f9c-cc4c-96f3-195d-37801ac4d740', 'b23a29db-7cea-435e-c7cd-7de76565e9ec', 12, 36, 0, 1, '2023-03-15 02:00:00+00', '2023-03-15 02:00:00+00', 'extend', '', 'redress', '{"do":"extend","wallet":"w0-12","expires_at":"2023-04-01T00:00:00+09:00","reason":"claim 3: regionpay-notice-2 2(B)(1)","incident":"outage-2023-02-24","lot":"lot0-13"}', '{"lots":[{"lot":"lot0-13","old_expires_at":"2023-02-26T15:00:00Z","new_expires_at":"2023-03-31T15:00:00Z","yen":419,"beyond_total_validity":false}],"yen":419}'),
	(0, 54, 25, 'bd55117d-1c9d-c425-d1a1-5f4b3c6d8867', '15f2afb5-ab97-50d1-cbec-79916492cf0f', 9, 36, 1, 1, '2023-03-31 14:59:00+00', '2023-03-31 14:59:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-9","merchant":"replay-47","yen":846}', '{"yen":846,"cash_yen":0,"merchant":"replay-47","lots":[{"lot":"lot0-10","yen":846}],"balance":0}'),
	(0, 55, 25, '5698375c-0cc2-12f4-83ca-5a7c8d0e0ab4', 'ad89c6a3-64a6-d6d9-a796-632eb49a8180', 12, 37, 1, 1, '2023-03-31 14:59:00+00', '2023-03-31 14:59:00+00', 'pay', '', 'replay', '{"do":"pay","wallet":"w0-12","merchant":"replay-13","yen":209}', '{"yen":209,"cash_yen":0,"merchant":"replay-13","lots":[{"lot":"lot0-13","yen":209}],"balance":210}'),
	(0, 56, 26, '068db988-b931-9e9c-15d1-ed82c80767e3', '1a8aa1f1-8913-360f-b225-2a62ba0523b2', 9, 38, 0, 1, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00', 'convert', 'nothing_left', 'redress', '{"do":"convert","wallet":"w0-9","reason":"第二報 2.(A)(2)","incident":"outage-2023-02-24"}', '{}'),
	(0, 57, 26, '5049c23d-0580-a32a-71fd-00f6098cb096', '7ff7c0d9-39bb-bb43-79e7-3c837b4da048', 12, 38, 1, 1, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00', 'convert', '', 'redress', '{"do":"convert","wallet":"w0-12","reason":"第二報 2.(A)(2)","incident":"outage-2023-02-24","coupons":["w0-4"]}', '{"yen":210,"entitlements":[{"coupon":"w0-4","lot":"lot0-13","yen":210,"expired_at":"2023-03-31T15:00:00Z"}]}'),
	(0, 58, 26, 'd3a4ff5a-8571-ba72-39a1-606c1434fd74', 'b843a429-c976-9589-73b0-a356e3cdf7e7', 0, 39, 3, 1, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00', 'convert_many', '', 'redress', '{"do":"convert_many","wallets":[{"wallet":"w0-1"},{"wallet":"w0-7"},{"wallet":"w0-13","coupons":["w0-2"]}],"reason":"第二報 2.(A)(2)","incident":"outage-2023-02-24"}', '{"parts":[{"wallet":"w0-1","yen":163,"entitlements":[{"coupon":"w0-1","lot":"lot0-1","yen":163,"expired_at":"2023-03-31T15:00:00Z"}]},{"wallet":"w0-7","yen":1314,"entitlements":[{"coupon":"w0-7","lot":"lot0-8","yen":1314,"expired_at":"2023-03-31T15:00:00Z"}]},{"wallet":"w0-13","yen":2000,"entitlements":[{"coupon":"w0-2","lot":"lot0-14","yen":2000,"expired_at":"2023-03-31T15:00:00Z"}]}],"yen":3477,"refusals":[]}'),
	(0, 60, 28, 'fe84723d-c766-c1b5-ad7b-54010ec7f29d', 'f9dce887-9a47-8241-051e-79ee3a84a53f', 9, 42, 0, 1, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00', 'convert', 'nothing_left', 'redress', '{"do":"convert","wallet":"w0-9","reason":"claim 2","incident":"outage-2023-02-24","coupons":["w0-9"]}', '{}'),
	(0, 61, 29, '6d907fc8-d1b7-e334-f6be-a5e5d6b43f68', 'cb17a6e1-511d-8318-2adc-5c0389e7baf8', 12, 42, 0, 1, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00', 'convert', 'nothing_left', 'redress', '{"do":"convert","wallet":"w0-12","reason":"claim 3","incident":"outage-2023-02-24","coupons":["w0-4"]}', '{}'),
	(1, 1099511627804, 18, '3bb681ba-a7de-3dd8-5ae3-b86579663ee8', 'e5b1374f-e6fe-d67b-98b1-e665a5ecf208', 1099511627783, 1099511627798, 1, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'refund', '', 'test', '{"do":"refund","payment":"op1-27","merchant":"replay-01","yen":100}', '{"payment":"op1-27","yen":100,"lots":[{"lot":"lot1-15","yen":100}],"left_yen":300}'),
	(1, 1099511627805, 19, 'b16e57f2-6d70-cb43-fe5e-cf27f815bed6', '9d47c0b9-8d33-6956-e832-2e35035a9011', 1099511627783, 1099511627799, 1, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'restore', '', 'test', '{"do":"restore","debit":"op1-27","yen":50,"reason":"double debit"}', '{"payment":"op1-27","yen":50,"lots":[{"lot":"lot1-15","yen":50}],"left_yen":250}'),
	(1, 1099511627806, 20, '4fa1ae36-59c5-f503-6c77-72323c6806d9', 'a77207fa-2aa5-d906-6aa0-d3181b2bd7a9', 1099511627783, 1099511627800, 0, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'authorise', '', 'test', '{"do":"authorise","wallet":"w1-7","merchant":"replay-01","yen":1000,"minutes":120}', '{"yen":1000,"merchant":"replay-01","expires_at":"2023-05-08T11:00:00+09:00","lots":[{"lot":"lot1-15","yen":550},{"lot":"lot1-16","yen":450}]}'),
	(1, 1099511627807, 21, '4acf2e32-9f50-51e9-7134-a00aa32cbdd2', '0f7fc1dd-10fa-37f3-5258-e1dc6a61c83e', 1099511627783, 1099511627800, 1, 1, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00', 'capture', '', 'test', '{"do":"capture","hold":"op1-30","merchant":"replay-01","yen":300,"final":false}', '{"hold":"op1-30","merchant":"replay-01","yen":300,"lots":[{"lot":"lot1-15","yen":300}],"open_yen":700,"authorised_at":"2023-05-08T00:00:00Z"}');

INSERT INTO public.plan_chunks VALUES
	(1, 1, 1, 1, 14, 5, true, '{"done":5,"already":0,"refused":0,"yen":5477,"codes":{},"ordinary":["not_later","nothing_left"],"prefectures":{"40":[2,2000],"01":[2,2163],"27":[1,1314]}}'),
	(1, 2, 1, 1, 14, 7, true, '{"done":6,"already":1,"refused":0,"yen":5354,"codes":{"nothing_left":1},"ordinary":["nothing_left"],"prefectures":{"40":[2,1667],"13":[1,210],"01":[2,2163],"27":[1,1314]}}');

INSERT INTO public.plan_events OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 0, 'approved', '2023-03-03 00:00:00+00', 'operator:sample-second', '{}'),
	(2, 1, 1, 'started', '2023-03-03 00:00:00+00', 'operator:sample-first', '{"accounts":{"campaign_funding":-27000,"in_transit":0,"lot":6088,"merchant_payable":20912}}'),
	(3, 1, 1, 'ended', '2023-03-03 00:00:00+00', 'redress', '{"accounts":{"campaign_funding":-27000,"in_transit":0,"lot":6088,"merchant_payable":20912}}'),
	(4, 1, 2, 'started', '2023-03-31 15:00:00+00', 'operator:sample-first', '{"accounts":{"campaign_funding":-27000,"in_transit":0,"lot":5425,"merchant_payable":21575}}'),
	(5, 1, 2, 'ended', '2023-03-31 15:00:00+00', 'redress', '{"accounts":{"campaign_funding":-27000,"gift_payable":5354,"in_transit":0,"lot":71,"merchant_payable":21575},"equalities":[{"name":"gift_payable_credited_equals_entitlements","left":5354,"right":5354,"equal":true}]}');

INSERT INTO public.plans OVERRIDING SYSTEM VALUE VALUES
	(1, 'outage-2023-02-24', '2023-03-02 00:00:00+00', 'operator:sample-first', '\xa6815e89350f5a90aadaeb0e3c8aafb4f12a1bc9d2f2dac77372e8c7794ddb2d', '[{"number":1,"remedy":"extend","cohorts":[{"id":1,"name":"A","version":1,"automatic":true,"members":5,"yen":5477}],"until":"2023-04-01T00:00:00+09:00","not_before":null,"reason_ja":"第二報 2.(A)(1)","reason_en":"Second report, 2.(A)(1)","source":"regionpay-notice-2 2(A)(1)"},{"number":2,"remedy":"convert","cohorts":[{"id":1,"name":"A","version":1,"automatic":true,"members":5,"yen":5477},{"id":2,"name":"B1","version":1,"automatic":false,"members":4,"yen":1153},{"id":3,"name":"B2","version":1,"automatic":false,"members":3,"yen":619}],"until":"2023-04-01T00:00:00+09:00","not_before":"2023-04-01T00:00:00+09:00","reason_ja":"第二報 2.(A)(2)","reason_en":"Second report, 2.(A)(2)","source":"regionpay-notice-2 2(A)(2)"}]', '{"at":"2023-03-02T09:00:00+09:00","steps":[{"number":1,"remedy":"extend","cohorts":["A"],"coupons":5,"lots":5,"yen":5477,"held_yen":0,"by_prefecture":[{"prefecture":"01","coupons":2,"yen":2163},{"prefecture":"27","coupons":1,"yen":1314},{"prefecture":"40","coupons":2,"yen":2000}],"accounts":[],"exemption":[{"product":"regional-coupon","legal_kind":"free","counts":false,"lots":5,"yen":5477,"beyond_lots":0,"beyond_yen":0,"refused":false}],"warnings":[]},{"number":2,"remedy":"convert","cohorts":["A","B1","B2"],"coupons":5,"lots":5,"yen":5477,"held_yen":0,"by_prefecture":[{"prefecture":"01","coupons":2,"yen":2163},{"prefecture":"27","coupons":1,"yen":1314},{"prefecture":"40","coupons":2,"yen":2000}],"accounts":[{"debit":"lot","credit":"gift_payable","yen":5477}],"exemption":[],"warnings":[{"code":"decided_one_by_one","ja":"対象者群B1は1件ずつ人が判断します。判断済みのものだけが対象です。","en":"Cohort B1 is decided one by one: only what was decided is acted on."},{"code":"decided_one_by_one","ja":"対象者群B2は1件ずつ人が判断します。判断済みのものだけが対象です。","en":"Cohort B2 is decided one by one: only what was decided is acted on."}]}],"overlaps":[{"cohorts":["B1","B2"],"coupons":1}]}');

INSERT INTO public.series OVERRIDING SYSTEM VALUE VALUES
	(1, 'demo-prepaid', '', '', 'prepaid'),
	(2, 'regional-coupon', '', '', 'free'),
	(3, 'regional-coupon', 'demo-region', '13', 'free'),
	(4, 'regional-coupon', 'demo-region', '26', 'free'),
	(5, 'regional-coupon', 'travel-support', '01', 'free'),
	(6, 'regional-coupon', 'travel-support', '02', 'free'),
	(7, 'regional-coupon', 'travel-support', '03', 'free'),
	(8, 'regional-coupon', 'travel-support', '04', 'free'),
	(9, 'regional-coupon', 'travel-support', '05', 'free'),
	(10, 'regional-coupon', 'travel-support', '06', 'free'),
	(11, 'regional-coupon', 'travel-support', '07', 'free'),
	(12, 'regional-coupon', 'travel-support', '08', 'free'),
	(13, 'regional-coupon', 'travel-support', '09', 'free'),
	(14, 'regional-coupon', 'travel-support', '10', 'free'),
	(15, 'regional-coupon', 'travel-support', '11', 'free'),
	(16, 'regional-coupon', 'travel-support', '12', 'free'),
	(17, 'regional-coupon', 'travel-support', '13', 'free'),
	(18, 'regional-coupon', 'travel-support', '14', 'free'),
	(19, 'regional-coupon', 'travel-support', '15', 'free'),
	(20, 'regional-coupon', 'travel-support', '16', 'free'),
	(21, 'regional-coupon', 'travel-support', '17', 'free'),
	(22, 'regional-coupon', 'travel-support', '18', 'free'),
	(23, 'regional-coupon', 'travel-support', '19', 'free'),
	(24, 'regional-coupon', 'travel-support', '20', 'free'),
	(25, 'regional-coupon', 'travel-support', '21', 'free'),
	(26, 'regional-coupon', 'travel-support', '22', 'free'),
	(27, 'regional-coupon', 'travel-support', '23', 'free'),
	(28, 'regional-coupon', 'travel-support', '24', 'free'),
	(29, 'regional-coupon', 'travel-support', '25', 'free'),
	(30, 'regional-coupon', 'travel-support', '26', 'free'),
	(31, 'regional-coupon', 'travel-support', '27', 'free'),
	(32, 'regional-coupon', 'travel-support', '28', 'free'),
	(33, 'regional-coupon', 'travel-support', '29', 'free'),
	(34, 'regional-coupon', 'travel-support', '30', 'free'),
	(35, 'regional-coupon', 'travel-support', '31', 'free'),
	(36, 'regional-coupon', 'travel-support', '32', 'free'),
	(37, 'regional-coupon', 'travel-support', '33', 'free'),
	(38, 'regional-coupon', 'travel-support', '34', 'free'),
	(39, 'regional-coupon', 'travel-support', '35', 'free'),
	(40, 'regional-coupon', 'travel-support', '36', 'free'),
	(41, 'regional-coupon', 'travel-support', '37', 'free'),
	(42, 'regional-coupon', 'travel-support', '38', 'free'),
	(43, 'regional-coupon', 'travel-support', '39', 'free'),
	(44, 'regional-coupon', 'travel-support', '40', 'free'),
	(45, 'regional-coupon', 'travel-support', '41', 'free'),
	(46, 'regional-coupon', 'travel-support', '42', 'free'),
	(47, 'regional-coupon', 'travel-support', '43', 'free'),
	(48, 'regional-coupon', 'travel-support', '44', 'free'),
	(49, 'regional-coupon', 'travel-support', '45', 'free'),
	(50, 'regional-coupon', 'travel-support', '46', 'free'),
	(51, 'regional-coupon', 'travel-support', '47', 'free');

INSERT INTO public.shop_records OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 'replay-47', 'no', '{"purchases":[],"completed":["op0-23"],"reference":""}', '2023-03-15 02:00:00+00', 'operator:sample-first'),
	(2, 2, 'replay-47', 'yes', '{"purchases":[],"completed":["op0-27"],"reference":""}', '2023-03-15 02:00:00+00', 'operator:sample-first'),
	(3, 3, 'replay-13', 'yes', '{"purchases":[],"completed":[],"reference":""}', '2023-03-15 02:00:00+00', 'operator:sample-first');

INSERT INTO public.terms OVERRIDING SYSTEM VALUE VALUES
	(1, '\xa6815e89350f5a90aadaeb0e3c8aafb4f12a1bc9d2f2dac77372e8c7794ddb2d', '{"campaigns":{"demo-region":{"amount":[{"day_type":"holiday","from":"2024-01-01","source":"zandaka-default demo campaign","yen":1000},{"day_type":"weekday","from":"2024-01-01","source":"zandaka-default demo campaign","yen":2000}],"beyond_max":"cap","id":"demo-region","max_nights":[{"from":"2024-01-01","nights":7,"source":"zandaka-default demo campaign"}],"name":{"en":"Demo region campaign","ja":"デモ地域キャンペーン"},"period":[{"from":"2024-01-01","source":"zandaka-default demo campaign"}],"prefecture_amount":[{"day_type":"weekday","from":"2024-01-01","prefecture":"13","source":"zandaka-default demo campaign, Tokyo''s own amount","yen":1000}],"prefectures":["13","26"],"product":"regional-coupon","source":"zandaka-default demo campaign","validity":"checkout_day_end"},"travel-support":{"amount":[{"day_type":"holiday","from":"2022-10-11","source":"travel-support 2022-10-11","yen":1000},{"day_type":"holiday","from":"2023-01-10","source":"travel-support 2023-01-10","yen":1000},{"day_type":"weekday","from":"2022-10-11","source":"travel-support 2022-10-11","yen":3000},{"day_type":"weekday","from":"2023-01-10","source":"travel-support 2023-01-10","yen":2000}],"beyond_max":"cap","id":"travel-support","max_nights":[{"from":"2022-10-11","nights":7,"source":"travel-support 2022-10-11"}],"name":{"en":"National Travel Support","ja":"全国旅行支援"},"period":[{"from":"2022-10-11","source":"travel-support 2022-10-11"}],"prefectures":"all","product":"regional-coupon","source":"travel-support 2022-10-11","source_of":{"beyond_max":"zandaka-default nights beyond the seventh"},"validity":"checkout_day_end"}},"incidents":{"outage-2023-02-24":{"application":{"field":[{"kind":"text","label":{"en":"Name","ja":"氏名"},"name":"name","source":"regionpay-notice-2 2(A) required data"},{"kind":"text","label":{"en":"Contact","ja":"ご連絡先"},"name":"contact","source":"regionpay-notice-2 2(A) required data"},{"kind":"prefecture","label":{"en":"Prefecture of use","ja":"利用都道府県"},"name":"prefecture","source":"regionpay-notice-2 2(A) required data"},{"kind":"date","label":{"en":"Date of travel","ja":"旅行日"},"name":"travel_date","source":"regionpay-notice-2 2(A) required data"},{"kind":"inquiry_number","label":{"en":"Inquiry number of the paper coupon","ja":"地域クーポン(紙)お問合せ番号"},"max_length":40,"name":"inquiry_number","source":"regionpay-notice-2 2(A) required data"},{"kind":"mobile","label":{"en":"Where to send the link: mobile number","ja":"受取案内配信先(携帯番号)"},"name":"mobile","one_of":"address","required":false,"source":"regionpay-notice-2 2(A) required data"},{"kind":"mail","label":{"en":"Where to send the link: mail address","ja":"受取案内配信先(メールアドレス)"},"max_length":254,"name":"mail","one_of":"address","required":false,"source":"regionpay-notice-2 2(A) required data"}],"from":"2023-03-22T00:00:00+09:00","source":"regionpay-notice-2 2(A) paper and withdrawn","until":"2023-05-01T00:00:00+09:00"},"bank_refund":{"from":"2023-03-22T00:00:00+09:00","originator":{"account_number":"0000000","account_type":"ordinary","bank":"0001","branch":"001","code":"0000000000","line_end":"crlf","name_kana":"サンプルホショウジムキョク","source":"zandaka-default made-up account"},"pays_from":"2023-05-11","source":"regionpay-notice-2 2 note","source_of":{"until":"zandaka-default same as the application"},"until":"2023-05-01T00:00:00+09:00"},"brand":[{"code_valid_months":120,"id":"amazon","maximum":500000,"minimum":1,"name":{"en":"Amazon Gift Card","ja":"Amazonギフトカード"},"source":"zandaka-default gift amounts; brand: regionpay-notice-2 2(A)","step":1},{"code_valid_months":6,"id":"ponta","maximum":50000,"minimum":1,"name":{"en":"Ponta point code","ja":"Pontaポイントコード"},"source":"zandaka-default gift amounts; brand: regionpay-notice-2 2(A)","step":1},{"code_valid_months":6,"id":"paypay","maximum":100000,"minimum":1,"name":{"en":"PayPay points","ja":"PayPayポイント"},"source":"zandaka-default gift amounts; brand: regionpay-notice-2 2(A)","step":1},{"code_valid_months":3,"id":"edy","maximum":20000,"minimum":50,"name":{"en":"Edy gift ID","ja":"EdyギフトID"},"source":"zandaka-default gift amounts; brand: regionpay-notice-2 2(A)","step":1},{"code_valid_months":12,"id":"nanaco","maximum":50000,"minimum":100,"name":{"en":"nanaco gift","ja":"nanacoギフト"},"source":"zandaka-default gift amounts; brand: regionpay-notice-2 2(A)","step":100}],"call":{"questions":["inquiry_number","expires_on","prefecture","shop"],"source":"regionpay-notice-2 2(B)(1)"},"cohort":[{"at_least":1,"balance_at":"2023-02-27T00:00:00+09:00","expires_on":"2023-02-24","kind":"expiring_with_balance","name":"A","source":"regionpay-notice-2 1(A)"},{"automatic":false,"function":"pay","kind":"unconfirmed_debit","name":"B1","source":"regionpay-notice-2 1(B)(1)"},{"automatic":false,"function":"pay","kind":"repeated_debit","name":"B2","source":"regionpay-notice-2 1(B)(2); window: zandaka-default","within_seconds":60}],"delivery":{"first":"mail","source":"zandaka-default mail before SMS"},"desk":{"closes":"18:00:00","days":"weekdays","name":{"en":"regionPAY compensation call centre","ja":"全国旅行支援地域クーポン regionPAY 補償コールセンター"},"opens":"10:00:00","period":[{"days":"every_day","from":"2023-03-01","source":"regionpay-notice-2 3","through":"2023-03-31"}],"phone":"0120-479-249","source":"regionpay-notice-2 3"},"gift":{"again_days":14,"fallback":"amazon","from":"2023-04-01T00:00:00+09:00","short_days":11,"source":"regionpay-notice-2 2(A)(2)","source_of":{"again_days":"zandaka-default a provider''s failure costs nobody the deadline","fallback":"zandaka-default an amount the chosen brand cannot give","short_days":"zandaka-default late May, from the 21st"},"until":"2023-06-01T00:00:00+09:00"},"id":"outage-2023-02-24","name":{"en":"Regional coupon outage of 2023-02-24","ja":"2023年2月24日 地域クーポンのシステム障害"},"publication":{"large_holders":1000,"large_yen":10000000,"source":"webmoney-disclosure 4 公表基準; thresholds: zandaka-default"},"source":"regionpay-notice-2 preamble","step":[{"cohorts":["A"],"number":1,"reason":{"en":"Second report, 2.(A)(1)","ja":"第二報 2.(A)(1)"},"remedy":"extend","source":"regionpay-notice-2 2(A)(1)","until":"2023-04-01T00:00:00+09:00"},{"cohorts":["A","B1","B2"],"not_before":"2023-04-01T00:00:00+09:00","number":2,"reason":{"en":"Second report, 2.(A)(2)","ja":"第二報 2.(A)(2)"},"remedy":"convert","source":"regionpay-notice-2 2(A)(2)","until":"2023-04-01T00:00:00+09:00"}]}},"products":{"demo-prepaid":{"acceptance":"any","balance_max":[{"from":"2022-01-01","source":"zandaka-default demo wallet","yen":100000}],"beyond_max_total_validity":"flag","expiry_policy":"months_after_load","forms":["app"],"id":"demo-prepaid","lapse_to":"breakage_income","legal_kind":"prepaid","load_day_max":[{"from":"2022-01-01","source":"zandaka-default demo wallet","yen":100000}],"load_max":[{"from":"2022-01-01","source":"zandaka-default demo wallet","yen":50000}],"name":{"en":"Demo prepaid wallet","ja":"デモ・プリペイド"},"pay_day_max":[{"from":"2022-01-01","source":"zandaka-default demo wallet","yen":200000}],"pay_max":[{"from":"2022-01-01","source":"zandaka-default demo wallet","yen":100000}],"restore_borne_by":"issuer","source":"zandaka-default demo wallet","source_of":{"legal_kind":"payment-services-act Art. 3(1)"},"validity":[{"from":"2022-01-01","months":24,"source":"zandaka-default demo wallet"}]},"regional-coupon":{"acceptance":"same_prefecture","balance_max":[{"from":"2022-01-01","source":"zandaka-default a wallet''s coupons","yen":1000000}],"beyond_max_total_validity":"flag","expiry_policy":"per_lot","forms":["app","paper"],"id":"regional-coupon","lapse_to":"campaign_funding","legal_kind":"free","max_total_validity":[{"from":"2022-01-01","months":6,"source":"payment-services-order Art. 4(2)"}],"name":{"en":"Regional coupon","ja":"地域クーポン"},"pay_day_max":[{"from":"2022-01-01","source":"zandaka-default a calendar day''s payments of coupons","yen":200000}],"pay_max":[{"from":"2022-01-01","source":"zandaka-default a payment of coupons","yen":200000}],"restore_borne_by":"merchant","source":"zandaka-default regional coupon","source_of":{"acceptance":"travel-support 2022-10-11","expiry_policy":"travel-support 2022-10-11","legal_kind":"payment-services-act Art. 3(1)"}}},"sources":{"payment-services-act":{"date":"2009-06-24","note":"Place = article and paragraph.","publisher":"e-Gov 法令検索","title_en":"Payment Services Act (Act No. 59 of 2009)","title_ja":"資金決済に関する法律(平成21年法律第59号)"},"payment-services-order":{"date":"2010-03-01","note":"Place = article and paragraph.","publisher":"e-Gov 法令検索","title_en":"Order for Enforcement of the Payment Services Act (Cabinet Order No. 19 of 2010)","title_ja":"資金決済に関する法律施行令(平成22年政令第19号)"},"regionpay-notice-2":{"date":"2023-03-02","note":"Place = section of the notice. With the addition of 2023-03-13.","publisher":"regionPAY (全国旅行支援 地域クーポン)","title_en":"Regional coupon (regionPAY) outage: what will be done, second report","title_ja":"地域クーポン (regionPAY) システム障害に関する今後の対応について (第二報)"},"travel-support":{"date":"2022-10-11","note":"Place = first day of the amounts. Date = the programme''s first day. Amounts, the rule for nights and day trips, seven nights and validity as this project collected them; an issuer compares them with the programme''s own guidelines (取扱要領) before use.","publisher":"観光庁 (Japan Tourism Agency)","title_en":"National Travel Support programme","title_ja":"全国旅行支援"},"webmoney-disclosure":{"date":"2023-10-11","note":"Place = section.","publisher":"auペイメント株式会社","title_en":"Disclosure under the Payment Services Act (WebMoney, au PAY)","title_ja":"資金決済法に基づく情報提供(WebMoney・au PAY)"},"zandaka-default":{"date":"2026-11-21","note":"No outside text says this: it is our choice, or a figure made up for the demonstration. An issuer replaces it with its own terms and their source.","publisher":"Zandaka","title_en":"Zandaka''s own defaults and demo figures","title_ja":"Zandakaの既定値・デモ用の値"}}}', '2026-11-22 12:44:24.531378+00');

INSERT INTO public.transfers VALUES
	(1, 1099511627777, 1099511627777, 1099511627778, 1099511627777, 2000, -2000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(1, 1099511627778, 1099511627778, 1099511627778, 1099511627779, 2000, -4000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(1, 1099511627779, 1099511627778, 1099511627778, 1099511627780, 2000, -6000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(1, 1099511627780, 1099511627778, 1099511627778, 1099511627781, 2000, -8000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 1, 1, 4, 1, 2000, -2000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 2, 1, 4, 2, 2000, -4000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 3, 1, 4, 3, 2000, -6000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 4, 2, 4, 5, 2000, -8000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 5, 3, 4, 6, 2000, -10000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 6, 4, 4, 7, 2000, -12000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 7, 4, 4, 8, 2000, -14000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 8, 5, 4, 9, 2000, -16000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 9, 6, 4, 10, 2000, -18000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 10, 7, 4, 11, 1000, -19000, 1000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 11, 11, 11, 12, 1000, 0, 1000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 12, 12, 5, 13, 2000, 0, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 13, 13, 2, 14, 2000, 0, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(0, 14, 14, 3, 15, 2000, 0, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(1, 1099511627781, 1099511627781, 1099511627777, 1099511627782, 2000, 0, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(1, 1099511627782, 1099511627782, 1099511627784, 1099511627783, 2000, -2000, 2000, 0, '2023-02-23 01:00:00+00', '2023-02-23 01:00:00+00'),
	(1, 1099511627783, 1099511627783, 1099511627780, 1099511627785, 2000, 0, 2000, 0, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00'),
	(1, 1099511627784, 1099511627784, 1099511627781, 1099511627785, 1001, 999, 3001, 0, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00'),
	(0, 15, 16, 12, 16, 501, 499, 501, 0, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00'),
	(0, 16, 17, 10, 16, 1001, 999, 1502, 0, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00'),
	(0, 17, 18, 6, 17, 2000, 0, 2000, 0, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00'),
	(0, 18, 19, 8, 18, 500, 1500, 500, 0, '2023-02-24 02:00:00+00', '2023-02-24 02:00:00+00'),
	(0, 19, 20, 13, 19, 419, 1581, 419, 0, '2023-02-24 08:14:34+00', '2023-02-24 08:14:34+00'),
	(0, 20, 21, 1, 20, 878, 1122, 878, 0, '2023-02-24 08:24:20+00', '2023-02-24 08:24:20+00'),
	(0, 21, 22, 1, 20, 878, 244, 1756, 0, '2023-02-24 08:34:20+00', '2023-02-24 08:34:20+00'),
	(0, 22, 23, 12, 16, 428, 71, 1930, 0, '2023-02-24 08:36:52+00', '2023-02-24 08:36:52+00'),
	(0, 23, 24, 7, 18, 313, 1687, 813, 0, '2023-02-24 08:44:47+00', '2023-02-24 08:44:47+00'),
	(0, 24, 25, 7, 18, 313, 1374, 1126, 0, '2023-02-24 08:45:47+00', '2023-02-24 08:45:47+00'),
	(0, 25, 26, 8, 18, 186, 1314, 1312, 0, '2023-02-24 08:55:27+00', '2023-02-24 08:55:27+00'),
	(0, 26, 27, 10, 16, 153, 846, 2083, 0, '2023-02-24 08:58:36+00', '2023-02-24 08:58:36+00'),
	(0, 27, 28, 10, 16, 153, 693, 2236, 0, '2023-02-24 08:59:36+00', '2023-02-24 08:59:36+00'),
	(0, 28, 29, 10, 16, 153, 540, 2389, 0, '2023-02-24 09:00:36+00', '2023-02-24 09:00:36+00'),
	(0, 29, 42, 1, 20, 81, 163, 1837, 0, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00'),
	(0, 30, 43, 7, 18, 1374, 0, 2686, 0, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00'),
	(0, 31, 44, 13, 19, 1581, 0, 2000, 0, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00'),
	(0, 32, 45, 9, 16, 2000, 0, 4389, 0, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00'),
	(1, 1099511627785, 1099511627790, 1099511627779, 1099511627785, 666, 1334, 3667, 0, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00'),
	(1, 1099511627786, 1099511627791, 1099511627782, 1099511627786, 2000, 0, 2000, 0, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00'),
	(1, 1099511627787, 1099511627792, 1099511627781, 1099511627785, 333, 666, 4000, 0, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00'),
	(1, 1099511627788, 1099511627793, 1099511627783, 1099511627787, 2000, 0, 2000, 0, '2023-02-25 03:00:00+00', '2023-02-25 03:00:00+00'),
	(0, 33, 48, 16, 10, 153, 4236, 693, 27, '2023-03-15 02:00:00+00', '2023-03-15 02:00:00+00'),
	(0, 34, 49, 16, 10, 153, 4083, 846, 28, '2023-03-15 02:00:00+00', '2023-03-15 02:00:00+00'),
	(0, 35, 50, 19, 13, 419, 1581, 419, 19, '2023-03-15 02:00:00+00', '2023-03-15 02:00:00+00'),
	(1, 1099511627789, 1099511627795, 1099511627781, 1099511627785, 333, 333, 4333, 0, '2023-03-31 14:59:00+00', '2023-03-31 14:59:00+00'),
	(0, 36, 54, 10, 16, 846, 0, 4929, 0, '2023-03-31 14:59:00+00', '2023-03-31 14:59:00+00'),
	(0, 37, 55, 13, 19, 209, 210, 1790, 0, '2023-03-31 14:59:00+00', '2023-03-31 14:59:00+00'),
	(1, 1099511627790, 1099511627796, 1099511627779, 1099511627788, 1334, 0, 1334, 0, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00'),
	(1, 1099511627791, 1099511627796, 1099511627781, 1099511627789, 333, 0, 333, 0, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00'),
	(0, 38, 57, 13, 21, 210, 0, 210, 0, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00'),
	(0, 39, 58, 1, 22, 163, 0, 163, 0, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00'),
	(0, 40, 58, 8, 23, 1314, 0, 1314, 0, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00'),
	(0, 41, 58, 14, 24, 2000, 0, 2000, 0, '2023-03-31 15:00:00+00', '2023-03-31 15:00:00+00'),
	(1, 1099511627792, 1099511627797, 1099511627788, 1099511627790, 1334, 0, 1334, 0, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00'),
	(1, 1099511627793, 1099511627798, 1099511627789, 1099511627790, 333, 0, 1667, 0, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00'),
	(1, 1099511627794, 1099511627800, 1099511627790, 1099511627791, 2000, -333, 2000, 0, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00'),
	(1, 1099511627795, 1099511627801, 1099511627790, 1099511627792, 1500, -1833, 1500, 0, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00'),
	(1, 1099511627796, 1099511627802, 1099511627791, 1099511627787, 1200, 800, 3200, 0, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00'),
	(1, 1099511627797, 1099511627803, 1099511627791, 1099511627787, 400, 400, 3600, 0, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00'),
	(1, 1099511627798, 1099511627804, 1099511627787, 1099511627791, 100, 3500, 500, 1099511627797, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00'),
	(1, 1099511627799, 1099511627805, 1099511627793, 1099511627791, 50, -50, 550, 1099511627797, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00'),
	(1, 1099511627800, 1099511627807, 1099511627791, 1099511627787, 300, 250, 3800, 0, '2023-05-08 00:00:00+00', '2023-05-08 00:00:00+00');

INSERT INTO public.transits VALUES
	(0, 14, 1, true);

INSERT INTO public.usage VALUES
	(1, 1099511627779, 'pay_day_max', '2023-02-24', 2000),
	(0, 5, 'pay_day_max', '2023-02-24', 2000),
	(0, 11, 'pay_day_max', '2023-02-24', 929),
	(0, 7, 'pay_day_max', '2023-02-24', 686),
	(0, 1, 'pay_day_max', '2023-02-25', 81),
	(0, 6, 'pay_day_max', '2023-02-25', 1374),
	(0, 8, 'pay_day_max', '2023-02-25', 2000),
	(1, 1099511627778, 'pay_day_max', '2023-02-25', 666),
	(1, 1099511627781, 'pay_day_max', '2023-02-25', 2000),
	(1, 1099511627782, 'pay_day_max', '2023-02-25', 2000),
	(1, 1099511627780, 'pay_day_max', '2023-03-31', 333),
	(0, 9, 'pay_day_max', '2023-03-31', 846),
	(0, 12, 'pay_day_max', '2023-03-31', 209),
	(1, 1099511627783, 'load_day_max', '2023-05-08', 3500),
	(1, 1099511627783, 'pay_day_max', '2023-05-08', 2450);

INSERT INTO public.wallets VALUES
	(1, 1099511627778, 'regional-coupon', 'paper', 'open', '', '40', '4000-0100-0000-0027', '\x7265706c61792034', NULL, 1099511627778),
	(1, 1099511627779, 'regional-coupon', 'paper', 'open', '', '40', '4000-0100-0000-0035', '\x7265706c61792039', NULL, 1099511627778),
	(1, 1099511627780, 'regional-coupon', 'paper', 'open', '', '40', '4000-0100-0000-0043', '\x7265706c6179203130', NULL, 1099511627778),
	(0, 1, 'regional-coupon', 'paper', 'open', '', '01', '0100-0000-0000-0017', '\x7265706c61792032', NULL, 1),
	(0, 5, 'regional-coupon', 'paper', 'open', '', '26', '2600-0000-0000-0059', '\x7265706c61792037', NULL, 3),
	(0, 6, 'regional-coupon', 'paper', 'open', '', '27', '2700-0000-0000-0066', '\x7265706c61792033', NULL, 4),
	(0, 7, 'regional-coupon', 'paper', 'open', '', '27', '2700-0000-0000-0074', '\x7265706c6179203132', NULL, 4),
	(0, 8, 'regional-coupon', 'paper', 'open', '', '47', '4700-0000-0000-0088', '\x7265706c61792038', NULL, 5),
	(0, 9, 'regional-coupon', 'paper', 'open', '', '47', '4700-0000-0000-0096', '\x7265706c61792031', NULL, 6),
	(0, 11, 'regional-coupon', 'app', 'open', 'replay-0', '', NULL, NULL, NULL, 8),
	(0, 12, 'regional-coupon', 'app', 'open', 'replay-5', '', NULL, NULL, NULL, 9),
	(1, 1099511627781, 'regional-coupon', 'app', 'open', 'replay-6', '', NULL, NULL, NULL, 1099511627779),
	(1, 1099511627782, 'regional-coupon', 'app', 'open', 'replay-13', '', NULL, NULL, NULL, 1099511627780),
	(0, 10, 'regional-coupon', 'paper', 'loaded', '', '47', '4700-0000-0000-0104', '\x7265706c61792030', 11, 7),
	(0, 4, 'regional-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0047', '\x7265706c61792035', 12, 2),
	(0, 2, 'regional-coupon', 'paper', 'loaded', '', '01', '0100-0000-0000-0025', '\x7265706c6179203131', 13, 1),
	(0, 3, 'regional-coupon', 'paper', 'loaded', '', '01', '0100-0000-0000-0033', '\x7265706c6179203133', 1099511627782, 1),
	(1, 1099511627777, 'regional-coupon', 'paper', 'loaded', '', '27', '2700-0100-0000-0016', '\x7265706c61792036', 1099511627781, 1099511627777),
	(0, 13, 'regional-coupon', 'app', 'closed', '', '', NULL, NULL, NULL, 10),
	(1, 1099511627783, 'demo-prepaid', 'app', 'open', 'holder-1', '', NULL, NULL, NULL, 1099511627799);

INSERT INTO public.webhook_cursors VALUES
	('e3e6fefc-5973-48db-8804-388270d49429', 0, 61, 0, '2026-11-22 12:44:26.663386+00', NULL),
	('e3e6fefc-5973-48db-8804-388270d49429', 1, 1099511627807, 0, '2026-11-22 12:44:26.663386+00', NULL);

INSERT INTO public.webhooks VALUES
	('e3e6fefc-5973-48db-8804-388270d49429', 'https://hooks.example.jp/zandaka', '\x3a99a6759546f4d95542b485200e65eabc64ee7b16693e60f5517ea64f1297b0', NULL, '{pay,refund}', '2026-11-22 12:44:26.663386+00', NULL);

SELECT pg_catalog.setval('public.actions_id_seq', 22, true);

SELECT pg_catalog.setval('public.awards_id_seq', 3, true);

SELECT pg_catalog.setval('public.bank_files_id_seq', 1, true);

SELECT pg_catalog.setval('public.bank_refund_history_id_seq', 9, true);

SELECT pg_catalog.setval('public.bank_refunds_id_seq', 3, true);

SELECT pg_catalog.setval('public.bank_remittances_id_seq', 2, true);

SELECT pg_catalog.setval('public.claim_notes_id_seq', 20, true);

SELECT pg_catalog.setval('public.claims_id_seq', 6, true);

SELECT pg_catalog.setval('public.cohorts_id_seq', 3, true);

SELECT pg_catalog.setval('public.deliveries_id_seq', 1, false);

SELECT pg_catalog.setval('public.entitlements_id_seq', 6, true);

SELECT pg_catalog.setval('public.evidence_id_seq', 1, false);

SELECT pg_catalog.setval('public.gift_challenges_number_seq', 1, false);

SELECT pg_catalog.setval('public.gift_choices_id_seq', 1, false);

SELECT pg_catalog.setval('public.gift_events_id_seq', 1, false);

SELECT pg_catalog.setval('public.imports_id_seq', 1, false);

SELECT pg_catalog.setval('public.messages_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_events_id_seq', 5, true);

SELECT pg_catalog.setval('public.plans_id_seq', 1, true);

SELECT pg_catalog.setval('public.recipients_id_seq', 1, false);

SELECT pg_catalog.setval('public.series_id_seq', 51, true);

SELECT pg_catalog.setval('public.shop_records_id_seq', 3, true);

SELECT pg_catalog.setval('public.terms_id_seq', 1, true);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.actions
    ADD CONSTRAINT actions_key_key UNIQUE (key);

ALTER TABLE ONLY public.actions
    ADD CONSTRAINT actions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_secret_key UNIQUE (secret);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_pkey PRIMARY KEY (claim);

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.awards
    ADD CONSTRAINT awards_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_file_lines
    ADD CONSTRAINT bank_file_lines_pkey PRIMARY KEY (file, refund);

ALTER TABLE ONLY public.bank_file_lines
    ADD CONSTRAINT bank_file_lines_refund_attempt_key UNIQUE (refund, attempt);

ALTER TABLE ONLY public.bank_files
    ADD CONSTRAINT bank_files_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_refund_history
    ADD CONSTRAINT bank_refund_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_refunds
    ADD CONSTRAINT bank_refunds_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_remittances
    ADD CONSTRAINT bank_remittances_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_remittances
    ADD CONSTRAINT bank_remittances_refund_attempt_entitlement_key UNIQUE (refund, attempt, entitlement);

ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_pkey PRIMARY KEY (book, id);

ALTER TABLE ONLY public.books
    ADD CONSTRAINT books_pkey PRIMARY KEY (book);

ALTER TABLE ONLY public.claim_notes
    ADD CONSTRAINT claim_notes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.claims
    ADD CONSTRAINT claims_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cohort_members
    ADD CONSTRAINT cohort_members_pkey PRIMARY KEY (cohort, wallet, coupon, debit);

ALTER TABLE ONLY public.cohorts
    ADD CONSTRAINT cohorts_incident_name_version_key UNIQUE (incident, name, version);

ALTER TABLE ONLY public.cohorts
    ADD CONSTRAINT cohorts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (holder);

ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.entitlements
    ADD CONSTRAINT entitlements_coupon_operation_wallet_key UNIQUE (coupon, operation, wallet);

ALTER TABLE ONLY public.entitlements
    ADD CONSTRAINT entitlements_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.extensions
    ADD CONSTRAINT extensions_pkey PRIMARY KEY (lot, operation, book);

ALTER TABLE ONLY public.gift_challenges
    ADD CONSTRAINT gift_challenges_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.gift_choices
    ADD CONSTRAINT gift_choices_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.gift_events
    ADD CONSTRAINT gift_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.gift_lines
    ADD CONSTRAINT gift_lines_pkey PRIMARY KEY (gift_order, entitlement);

ALTER TABLE ONLY public.gift_links
    ADD CONSTRAINT gift_links_pkey PRIMARY KEY (recipient);

ALTER TABLE ONLY public.gift_links
    ADD CONSTRAINT gift_links_token_key UNIQUE (token);

ALTER TABLE ONLY public.gift_orders
    ADD CONSTRAINT gift_orders_choice_part_key UNIQUE (choice, part);

ALTER TABLE ONLY public.gift_orders
    ADD CONSTRAINT gift_orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.hold_lots
    ADD CONSTRAINT hold_lots_pkey PRIMARY KEY (hold, lot, book);

ALTER TABLE ONLY public.holds
    ADD CONSTRAINT holds_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.incident_versions
    ADD CONSTRAINT incident_versions_pkey PRIMARY KEY (incident, version);

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.leave_cursors
    ADD CONSTRAINT leave_cursors_pkey PRIMARY KEY (book);

ALTER TABLE ONLY public.merchants
    ADD CONSTRAINT merchants_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_once_key UNIQUE (once);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_pkey PRIMARY KEY (incident, report, revision);

ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_key UNIQUE (key, book);

ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.plan_chunks
    ADD CONSTRAINT plan_chunks_pkey PRIMARY KEY (plan, step, number);

ALTER TABLE ONLY public.plan_events
    ADD CONSTRAINT plan_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.publication_decisions
    ADD CONSTRAINT publication_decisions_pkey PRIMARY KEY (proposal);

ALTER TABLE ONLY public.publication_proposals
    ADD CONSTRAINT publication_proposals_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recipients
    ADD CONSTRAINT recipients_incident_address_hash_key UNIQUE (incident, address_hash);

ALTER TABLE ONLY public.recipients
    ADD CONSTRAINT recipients_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_product_campaign_prefecture_legal_kind_key UNIQUE (product, campaign, prefecture, legal_kind);

ALTER TABLE ONLY public.shop_records
    ADD CONSTRAINT shop_records_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.terms
    ADD CONSTRAINT terms_hash_key UNIQUE (hash);

ALTER TABLE ONLY public.terms
    ADD CONSTRAINT terms_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.transits
    ADD CONSTRAINT transits_pkey PRIMARY KEY (operation, book);

ALTER TABLE ONLY public.usage
    ADD CONSTRAINT usage_pkey PRIMARY KEY (wallet, limit_kind, book);

ALTER TABLE ONLY public.wallets
    ADD CONSTRAINT wallets_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.webhook_cursors
    ADD CONSTRAINT webhook_cursors_pkey PRIMARY KEY (webhook, book);

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX accounts_name ON public.accounts USING btree (owner, kind, book);

CREATE INDEX accounts_origin ON public.accounts USING btree (origin) WHERE (origin <> wallet);

CREATE INDEX accounts_wallet ON public.accounts USING btree (wallet);

CREATE INDEX actions_incident ON public.actions USING btree (incident, id);

CREATE INDEX applications_same ON public.applications USING btree (incident, inquiry, address_hash);

CREATE INDEX attempts_at ON public.attempts USING btree (at);

CREATE INDEX attempts_wallet ON public.attempts USING btree (wallet, at);

CREATE INDEX awards_claim ON public.awards USING btree (claim, id);

CREATE INDEX awards_debit ON public.awards USING btree (debit) WHERE (state = 'decided'::text);

CREATE INDEX awards_decided ON public.awards USING btree (id) WHERE (state = 'decided'::text);

CREATE INDEX awards_follow_up ON public.awards USING btree (follow_up_at, id) WHERE (follow_up_at IS NOT NULL);

CREATE INDEX bank_file_lines_booking ON public.bank_file_lines USING btree (file, refund) WHERE (state = 'booking'::text);

CREATE INDEX bank_files_incident ON public.bank_files USING btree (incident, id);

CREATE INDEX bank_refund_history_refund ON public.bank_refund_history USING btree (refund, id);

CREATE INDEX bank_refunds_claim ON public.bank_refunds USING btree (claim);

CREATE UNIQUE INDEX bank_refunds_one ON public.bank_refunds USING btree (incident, coupon) WHERE ((adds_to IS NULL) AND (state <> ALL (ARRAY['applied'::text, 'denied'::text])));

CREATE INDEX bank_refunds_state ON public.bank_refunds USING btree (incident, state, id);

CREATE INDEX bank_remittances_waiting ON public.bank_remittances USING btree (id) WHERE (state = ANY (ARRAY['to_remit'::text, 'to_return'::text]));

CREATE INDEX batches_recorded ON public.batches USING btree (book, recorded_at, id);

CREATE INDEX claim_notes_claim ON public.claim_notes USING btree (claim, id);

CREATE INDEX claims_applicants ON public.claims USING btree (coupon) WHERE ((kind = 'application'::text) AND (state = 'approved'::text));

CREATE UNIQUE INDEX claims_bounce ON public.claims USING btree (recipient) WHERE ((kind = 'bounce'::text) AND (state = ANY (ARRAY['open'::text, 'checked'::text])));

CREATE INDEX claims_coupon ON public.claims USING btree (coupon) WHERE (coupon IS NOT NULL);

CREATE UNIQUE INDEX claims_one_applicant ON public.claims USING btree (incident, coupon) WHERE ((kind = 'application'::text) AND (state = 'approved'::text));

CREATE INDEX claims_open ON public.claims USING btree (incident, state, id);

CREATE INDEX cohort_members_coupon ON public.cohort_members USING btree (coupon, cohort);

CREATE INDEX deliveries_message ON public.deliveries USING btree (message, id);

CREATE INDEX entitlements_lapsing ON public.entitlements USING btree (id) WHERE ((state = 'lapsed'::text) AND (taken_by = 'lapsing'::text));

CREATE INDEX entitlements_recipient ON public.entitlements USING btree (recipient) WHERE (recipient IS NOT NULL);

CREATE INDEX entitlements_state ON public.entitlements USING btree (incident, state, id);

CREATE INDEX entitlements_unaddressed ON public.entitlements USING btree (incident, id) WHERE ((state = 'open'::text) AND (recipient IS NULL) AND (NOT unreached));

CREATE INDEX entitlements_unlinked ON public.entitlements USING btree (incident, id) WHERE ((state = 'open'::text) AND (recipient IS NOT NULL) AND (NOT linked));

CREATE INDEX evidence_cohort ON public.evidence USING btree (incident, cohort, coupon, debit, id);

CREATE INDEX gift_challenges_recipient ON public.gift_challenges USING btree (recipient, number);

CREATE INDEX gift_choices_recipient ON public.gift_choices USING btree (recipient, id);

CREATE INDEX gift_events_order ON public.gift_events USING btree (gift_order, id) WHERE (gift_order IS NOT NULL);

CREATE INDEX gift_events_recipient ON public.gift_events USING btree (recipient, id);

CREATE INDEX gift_lines_entitlement ON public.gift_lines USING btree (entitlement);

CREATE INDEX gift_lines_work ON public.gift_lines USING btree (gift_order) WHERE (state = ANY (ARRAY['issued'::text, 'returning'::text]));

CREATE INDEX gift_orders_due ON public.gift_orders USING btree (next_at) WHERE (state = ANY (ARRAY['intended'::text, 'unknown'::text, 'cancelling'::text]));

CREATE INDEX gift_orders_incident ON public.gift_orders USING btree (incident, state, brand);

CREATE INDEX gift_orders_recipient ON public.gift_orders USING btree (recipient, choice, part);

CREATE INDEX hold_lots_open ON public.hold_lots USING btree (lot) WHERE (yen > 0);

CREATE INDEX imports_incident ON public.imports USING btree (incident, id);

CREATE INDEX messages_due ON public.messages USING btree (channel, due_at, id) WHERE (state = 'waiting'::text);

CREATE INDEX messages_incident ON public.messages USING btree (incident, id);

CREATE INDEX messages_recipient ON public.messages USING btree (recipient, id);

CREATE INDEX operations_confirm ON public.operations USING btree (((request ->> 'payment'::text))) WHERE ((verb = 'confirm'::text) AND (code = ''::text));

CREATE INDEX operations_issue ON public.operations USING btree (((request ->> 'lodging'::text)), ((request ->> 'booking'::text))) WHERE ((verb = 'issue'::text) AND (code = ''::text));

CREATE INDEX operations_leave ON public.operations USING btree (id) WHERE ((verb = 'leave'::text) AND (code = ''::text));

CREATE INDEX operations_refused ON public.operations USING btree (wallet, id) WHERE (code <> ''::text);

CREATE INDEX plan_chunks_open ON public.plan_chunks USING btree (plan, step, number) WHERE (NOT done);

CREATE UNIQUE INDEX plan_events_once ON public.plan_events USING btree (plan, step, kind) WHERE (kind = ANY (ARRAY['approved'::text, 'stopped'::text, 'started'::text, 'ended'::text]));

CREATE INDEX plan_events_plan ON public.plan_events USING btree (plan, id);

CREATE INDEX plans_incident ON public.plans USING btree (incident, id);

CREATE INDEX publication_proposals_incident ON public.publication_proposals USING btree (incident, id);

CREATE INDEX recipients_holder ON public.recipients USING btree (holder, incident) WHERE (holder <> ''::text);

CREATE INDEX shop_records_claim ON public.shop_records USING btree (claim, id);

CREATE INDEX transfers_credit ON public.transfers USING btree (credit, id);

CREATE INDEX transfers_debit ON public.transfers USING btree (debit, id);

CREATE INDEX transfers_late ON public.transfers USING btree (id) WHERE (effective_at < recorded_at);

CREATE INDEX transfers_late_credit ON public.transfers USING btree (credit, id) WHERE (effective_at < recorded_at);

CREATE INDEX transfers_late_debit ON public.transfers USING btree (debit, id) WHERE (effective_at < recorded_at);

CREATE INDEX transfers_returns ON public.transfers USING btree (returns) WHERE (returns <> 0);

CREATE INDEX transits_open ON public.transits USING btree (operation) WHERE (NOT settled);

CREATE INDEX wallets_holder ON public.wallets USING btree (holder, book) WHERE (holder <> ''::text);

CREATE UNIQUE INDEX wallets_inquiry ON public.wallets USING btree (inquiry, book) WHERE (inquiry IS NOT NULL);

CREATE INDEX wallets_loaded_into ON public.wallets USING btree (loaded_into) WHERE (loaded_into IS NOT NULL);

CREATE INDEX wallets_opened_by ON public.wallets USING btree (opened_by);

CREATE UNIQUE INDEX wallets_secret ON public.wallets USING btree (secret, book) WHERE (secret IS NOT NULL);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.actions FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.applications FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.attempts FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bank_refund_history FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batches FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.claim_notes FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.cohort_members FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.cohorts FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.deliveries FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.evidence FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.extensions FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.gift_choices FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.gift_events FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.imports FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.incident_versions FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.incidents FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.notices FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.operations FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.plan_events FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.plans FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.publication_decisions FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.publication_proposals FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.shop_records FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.transfers FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

ALTER TABLE ONLY public.actions
    ADD CONSTRAINT actions_terms_fkey FOREIGN KEY (terms) REFERENCES public.terms(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_claim_fkey FOREIGN KEY (claim) REFERENCES public.claims(id);

ALTER TABLE ONLY public.awards
    ADD CONSTRAINT awards_claim_fkey FOREIGN KEY (claim) REFERENCES public.claims(id);

ALTER TABLE ONLY public.awards
    ADD CONSTRAINT awards_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.bank_file_lines
    ADD CONSTRAINT bank_file_lines_file_fkey FOREIGN KEY (file) REFERENCES public.bank_files(id);

ALTER TABLE ONLY public.bank_file_lines
    ADD CONSTRAINT bank_file_lines_refund_fkey FOREIGN KEY (refund) REFERENCES public.bank_refunds(id);

ALTER TABLE ONLY public.bank_files
    ADD CONSTRAINT bank_files_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.bank_refund_history
    ADD CONSTRAINT bank_refund_history_refund_fkey FOREIGN KEY (refund) REFERENCES public.bank_refunds(id);

ALTER TABLE ONLY public.bank_refunds
    ADD CONSTRAINT bank_refunds_adds_to_fkey FOREIGN KEY (adds_to) REFERENCES public.bank_refunds(id);

ALTER TABLE ONLY public.bank_refunds
    ADD CONSTRAINT bank_refunds_claim_fkey FOREIGN KEY (claim) REFERENCES public.claims(id);

ALTER TABLE ONLY public.bank_refunds
    ADD CONSTRAINT bank_refunds_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.bank_remittances
    ADD CONSTRAINT bank_remittances_entitlement_fkey FOREIGN KEY (entitlement) REFERENCES public.entitlements(id);

ALTER TABLE ONLY public.bank_remittances
    ADD CONSTRAINT bank_remittances_refund_attempt_fkey FOREIGN KEY (refund, attempt) REFERENCES public.bank_file_lines(refund, attempt);

ALTER TABLE ONLY public.claim_notes
    ADD CONSTRAINT claim_notes_claim_fkey FOREIGN KEY (claim) REFERENCES public.claims(id);

ALTER TABLE ONLY public.claims
    ADD CONSTRAINT claims_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.claims
    ADD CONSTRAINT claims_recipient_fkey FOREIGN KEY (recipient) REFERENCES public.recipients(id);

ALTER TABLE ONLY public.cohorts
    ADD CONSTRAINT cohorts_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_message_fkey FOREIGN KEY (message) REFERENCES public.messages(id);

ALTER TABLE ONLY public.entitlements
    ADD CONSTRAINT entitlements_recipient_fkey FOREIGN KEY (recipient) REFERENCES public.recipients(id);

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.gift_challenges
    ADD CONSTRAINT gift_challenges_recipient_fkey FOREIGN KEY (recipient) REFERENCES public.recipients(id);

ALTER TABLE ONLY public.gift_choices
    ADD CONSTRAINT gift_choices_recipient_fkey FOREIGN KEY (recipient) REFERENCES public.recipients(id);

ALTER TABLE ONLY public.gift_lines
    ADD CONSTRAINT gift_lines_entitlement_fkey FOREIGN KEY (entitlement) REFERENCES public.entitlements(id);

ALTER TABLE ONLY public.gift_lines
    ADD CONSTRAINT gift_lines_gift_order_fkey FOREIGN KEY (gift_order) REFERENCES public.gift_orders(id);

ALTER TABLE ONLY public.gift_links
    ADD CONSTRAINT gift_links_recipient_fkey FOREIGN KEY (recipient) REFERENCES public.recipients(id);

ALTER TABLE ONLY public.gift_orders
    ADD CONSTRAINT gift_orders_choice_fkey FOREIGN KEY (choice) REFERENCES public.gift_choices(id);

ALTER TABLE ONLY public.gift_orders
    ADD CONSTRAINT gift_orders_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.gift_orders
    ADD CONSTRAINT gift_orders_recipient_fkey FOREIGN KEY (recipient) REFERENCES public.recipients(id);

ALTER TABLE ONLY public.incident_versions
    ADD CONSTRAINT incident_versions_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_recipient_fkey FOREIGN KEY (recipient) REFERENCES public.recipients(id);

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.plan_chunks
    ADD CONSTRAINT plan_chunks_plan_fkey FOREIGN KEY (plan) REFERENCES public.plans(id);

ALTER TABLE ONLY public.plan_events
    ADD CONSTRAINT plan_events_plan_fkey FOREIGN KEY (plan) REFERENCES public.plans(id);

ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.publication_decisions
    ADD CONSTRAINT publication_decisions_proposal_fkey FOREIGN KEY (proposal) REFERENCES public.publication_proposals(id);

ALTER TABLE ONLY public.publication_proposals
    ADD CONSTRAINT publication_proposals_id_fkey FOREIGN KEY (id) REFERENCES public.actions(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.publication_proposals
    ADD CONSTRAINT publication_proposals_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.recipients
    ADD CONSTRAINT recipients_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.shop_records
    ADD CONSTRAINT shop_records_claim_fkey FOREIGN KEY (claim) REFERENCES public.claims(id);

ALTER TABLE ONLY public.webhook_cursors
    ADD CONSTRAINT webhook_cursors_webhook_fkey FOREIGN KEY (webhook) REFERENCES public.webhooks(id) ON DELETE CASCADE;

GRANT USAGE ON SCHEMA public TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.actions TO zandaka_app;

GRANT USAGE ON SEQUENCE public.actions_id_seq TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.api_keys TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.applications TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.attempts TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.awards TO zandaka_app;

GRANT USAGE ON SEQUENCE public.awards_id_seq TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.bank_file_lines TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.bank_files TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.bank_refund_history TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.bank_refunds TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.bank_remittances TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.batches TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.books TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.claim_notes TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.claims TO zandaka_app;

GRANT USAGE ON SEQUENCE public.claims_id_seq TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.cohort_members TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.cohorts TO zandaka_app;

GRANT USAGE ON SEQUENCE public.cohorts_id_seq TO zandaka_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contacts TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.deliveries TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.entitlements TO zandaka_app;

GRANT USAGE ON SEQUENCE public.entitlements_id_seq TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.evidence TO zandaka_app;

GRANT USAGE ON SEQUENCE public.evidence_id_seq TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.extensions TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.gift_challenges TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.gift_choices TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.gift_events TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.gift_lines TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.gift_links TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.gift_orders TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.hold_lots TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.holds TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.imports TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.incident_versions TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.incidents TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.leave_cursors TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.merchants TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.messages TO zandaka_app;

GRANT SELECT ON TABLE public.migrations TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.notices TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.operations TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.plan_chunks TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.plan_events TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.plans TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.publication_decisions TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.publication_proposals TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.recipients TO zandaka_app;

GRANT USAGE ON SEQUENCE public.recipients_id_seq TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.series TO zandaka_app;

GRANT USAGE ON SEQUENCE public.series_id_seq TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.shop_records TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.terms TO zandaka_app;

GRANT USAGE ON SEQUENCE public.terms_id_seq TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.transfers TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.transits TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.usage TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.wallets TO zandaka_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_cursors TO zandaka_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhooks TO zandaka_app;
