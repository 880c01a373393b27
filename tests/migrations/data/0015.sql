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

CREATE TABLE public.alarms (
    book integer NOT NULL,
    operation bigint NOT NULL,
    wallet bigint NOT NULL,
    subject bigint NOT NULL,
    about text NOT NULL,
    due_on date NOT NULL,
    yen bigint NOT NULL,
    CONSTRAINT alarms_yen_check CHECK ((yen > 0))
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

CREATE TABLE public.card_uses (
    book integer NOT NULL,
    operation bigint NOT NULL,
    wallet bigint NOT NULL,
    ends timestamp with time zone NOT NULL,
    before timestamp with time zone,
    returned boolean DEFAULT false NOT NULL
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

CREATE TABLE public.holder_names (
    holder text NOT NULL,
    name bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL
);

CREATE TABLE public.holds (
    book integer NOT NULL,
    id bigint NOT NULL,
    wallet bigint NOT NULL,
    merchant text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    uses jsonb DEFAULT '[]'::jsonb NOT NULL,
    rest bigint DEFAULT 0 NOT NULL,
    CONSTRAINT holds_rest_check CHECK ((rest >= 0))
);

CREATE TABLE public.identity_checks (
    id bigint NOT NULL,
    holder text NOT NULL,
    tier text,
    evidence text NOT NULL,
    state text NOT NULL,
    by text NOT NULL,
    at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    asked integer DEFAULT 0 NOT NULL,
    ask_at timestamp with time zone,
    code text DEFAULT ''::text NOT NULL,
    told boolean DEFAULT false NOT NULL,
    CONSTRAINT identity_checks_check CHECK (((state = 'known'::text) = (tier IS NOT NULL))),
    CONSTRAINT identity_checks_state_check CHECK ((state = ANY (ARRAY['asking'::text, 'known'::text, 'failed'::text]))),
    CONSTRAINT identity_checks_tier_check CHECK ((tier = ANY (ARRAY['anonymous'::text, 'contact_checked'::text, 'identity_verified'::text])))
);

ALTER TABLE public.identity_checks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.identity_checks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
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
    networks text[] DEFAULT '{}'::text[] NOT NULL,
    groups text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT merchants_groups_check CHECK (((array_position(groups, ''::text) IS NULL) AND (array_position(groups, NULL::text) IS NULL))),
    CONSTRAINT merchants_networks_check CHECK (((array_position(networks, ''::text) IS NULL) AND (array_position(networks, NULL::text) IS NULL))),
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

CREATE TABLE public.month_received (
    book integer CONSTRAINT month_sent_book_not_null NOT NULL,
    operation bigint CONSTRAINT month_sent_operation_not_null NOT NULL,
    wallet bigint CONSTRAINT month_sent_wallet_not_null NOT NULL,
    day date CONSTRAINT month_sent_day_not_null NOT NULL,
    yen bigint CONSTRAINT month_sent_yen_not_null NOT NULL,
    over boolean CONSTRAINT month_sent_over_not_null NOT NULL,
    CONSTRAINT month_sent_yen_check CHECK ((yen > 0))
);

CREATE TABLE public.month_sent (
    book integer NOT NULL,
    operation bigint NOT NULL,
    wallet bigint NOT NULL,
    day date NOT NULL,
    yen bigint NOT NULL,
    over boolean NOT NULL,
    CONSTRAINT month_sent_yen_check CHECK ((yen > 0))
);

CREATE TABLE public.network_messages (
    id bigint NOT NULL,
    network text NOT NULL,
    message text NOT NULL,
    reference text NOT NULL,
    kind text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    request json NOT NULL,
    foreign_buy json,
    answered_at timestamp with time zone,
    answer json
);

ALTER TABLE public.network_messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.network_messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
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

CREATE TABLE public.parked (
    book integer NOT NULL,
    operation bigint NOT NULL,
    wallet bigint NOT NULL,
    parts jsonb NOT NULL
);

CREATE TABLE public.payout_accounts (
    id bigint NOT NULL,
    holder text NOT NULL,
    account bytea NOT NULL,
    fingerprint bytea NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    registered_by text NOT NULL,
    closed_at timestamp with time zone
);

ALTER TABLE public.payout_accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payout_files (
    id bigint NOT NULL,
    pay_on date NOT NULL,
    originator json NOT NULL,
    line_end text NOT NULL,
    records integer NOT NULL,
    yen bigint NOT NULL,
    sha256 bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    released_at timestamp with time zone,
    released_by text,
    CONSTRAINT payout_files_check CHECK ((released_by <> made_by)),
    CONSTRAINT payout_files_line_end_check CHECK ((line_end = ANY (ARRAY['crlf'::text, 'none'::text])))
);

ALTER TABLE public.payout_files ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payout_tries (
    id bigint NOT NULL,
    payout bigint NOT NULL,
    attempt integer NOT NULL,
    file bigint,
    yen bigint NOT NULL,
    account bytea,
    terminal text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    code text DEFAULT ''::text NOT NULL,
    by text NOT NULL,
    at timestamp with time zone NOT NULL,
    asked integer DEFAULT 0 NOT NULL,
    ask_at timestamp with time zone,
    booked text DEFAULT ''::text NOT NULL,
    refused text DEFAULT ''::text NOT NULL,
    CONSTRAINT payout_tries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'paid'::text, 'returned'::text]))),
    CONSTRAINT payout_tries_yen_check CHECK ((yen > 0))
);

ALTER TABLE public.payout_tries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_tries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payouts (
    book integer NOT NULL,
    operation bigint NOT NULL,
    wallet bigint NOT NULL,
    kind text NOT NULL,
    way text NOT NULL,
    yen bigint NOT NULL,
    fee_yen bigint NOT NULL,
    counted text NOT NULL,
    counted_yen bigint NOT NULL,
    free text NOT NULL,
    ordered_on date NOT NULL,
    account bigint NOT NULL,
    terminal text NOT NULL,
    attempt integer NOT NULL,
    state text NOT NULL,
    CONSTRAINT payouts_attempt_check CHECK ((attempt > 0)),
    CONSTRAINT payouts_fee_yen_check CHECK ((fee_yen >= 0)),
    CONSTRAINT payouts_kind_check CHECK ((kind = ANY (ARRAY['withdrawal'::text, 'redemption'::text, 'contract_end'::text]))),
    CONSTRAINT payouts_state_check CHECK ((state = ANY (ARRAY['ordered'::text, 'paid'::text, 'returned'::text]))),
    CONSTRAINT payouts_way_check CHECK ((way = ANY (ARRAY['bank'::text, 'atm'::text, 'desk'::text]))),
    CONSTRAINT payouts_yen_check CHECK ((yen > 0))
);

CREATE TABLE public.period_looks (
    day date NOT NULL,
    at timestamp with time zone NOT NULL
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

CREATE TABLE public.sends (
    book integer NOT NULL,
    operation bigint NOT NULL,
    wallet bigint NOT NULL,
    receiver bigint NOT NULL,
    yen bigint NOT NULL,
    claim_from timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    CONSTRAINT sends_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'claiming'::text, 'claimed'::text, 'returned'::text]))),
    CONSTRAINT sends_yen_check CHECK ((yen > 0))
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

CREATE TABLE public.standing_orders (
    id bigint NOT NULL,
    wallet bigint NOT NULL,
    kind text NOT NULL,
    threshold bigint NOT NULL,
    yen bigint NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    account bigint DEFAULT 0 NOT NULL,
    seen bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by text NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT standing_orders_kind_check CHECK ((kind = ANY (ARRAY['load'::text, 'withdraw'::text]))),
    CONSTRAINT standing_orders_threshold_check CHECK ((threshold > 0)),
    CONSTRAINT standing_orders_yen_check CHECK ((yen > 0))
);

ALTER TABLE public.standing_orders ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.standing_orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.standing_runs (
    id bigint NOT NULL,
    standing_order bigint NOT NULL,
    trigger bigint NOT NULL,
    kind text NOT NULL,
    wallet bigint NOT NULL,
    yen bigint NOT NULL,
    source text NOT NULL,
    account bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    state text NOT NULL,
    asked integer DEFAULT 0 NOT NULL,
    ask_at timestamp with time zone,
    code text DEFAULT ''::text NOT NULL,
    operation bigint,
    CONSTRAINT standing_runs_kind_check CHECK ((kind = ANY (ARRAY['load'::text, 'withdraw'::text]))),
    CONSTRAINT standing_runs_state_check CHECK ((state = ANY (ARRAY['asking'::text, 'to_book'::text, 'giving_back'::text, 'done'::text, 'failed'::text]))),
    CONSTRAINT standing_runs_yen_check CHECK ((yen > 0))
);

ALTER TABLE public.standing_runs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.standing_runs_id_seq
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
    expires_at timestamp with time zone,
    tier text DEFAULT 'anonymous'::text NOT NULL,
    CONSTRAINT wallets_form_check CHECK ((form = ANY (ARRAY['paper'::text, 'app'::text, 'number'::text, 'card'::text]))),
    CONSTRAINT wallets_status_check CHECK ((status = ANY (ARRAY['open'::text, 'loaded'::text, 'closed'::text, 'stopped'::text, 'exchanged'::text]))),
    CONSTRAINT wallets_tier_check CHECK ((tier = ANY (ARRAY['anonymous'::text, 'contact_checked'::text, 'identity_verified'::text])))
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
	(0, 2, 'bank_clearing', -8700, 0, '', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 4, 'lot', 0, 0, NULL, 4, 7, 4, '2023-02-24 03:00:00+00', 6, '2023-02-24 15:00:00+00'),
	(0, 5, 'lot', 0, 0, NULL, 5, 7, 5, '2023-02-24 03:00:00+00', 6, '2023-02-24 15:00:00+00'),
	(0, 11, 'lot', 0, 0, NULL, 7, 7, 7, '2023-02-24 03:00:00+00', 13, '2023-02-24 15:00:00+00'),
	(1, 1099511627780, 'lot', 0, 0, NULL, 1099511627779, 7, 1099511627779, '2023-02-24 03:00:00+00', 1099511627781, '2023-02-24 15:00:00+00'),
	(1, 1099511627793, 'lot', 1000, 0, NULL, 1099511627787, 7, 1099511627788, '2023-02-25 06:00:00+00', 1099511627804, '2023-02-25 15:00:00+00'),
	(1, 1099511627781, 'lot', 0, 0, NULL, 1099511627780, 7, 1099511627780, '2023-02-24 03:00:00+00', 1099511627781, '2023-02-24 15:00:00+00'),
	(0, 9, 'lot', 2000, 0, NULL, 1, 7, 1099511627780, '2023-02-24 03:00:00+00', 12, '2023-02-24 15:00:00+00'),
	(0, 7, 'in_transit', 0, 0, '1', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627792, 'lot', 0, 0, NULL, 1099511627788, 7, 1099511627788, '2023-02-25 06:00:00+00', 1099511627803, '2023-02-25 15:00:00+00'),
	(1, 1099511627785, 'lot', 2000, 0, NULL, 1099511627778, 7, 1099511627781, '2023-02-24 03:00:00+00', 1099511627787, '2023-02-24 15:00:00+00'),
	(1, 1099511627783, 'lot', 0, 0, NULL, 1099511627781, 7, 1099511627781, '2023-02-24 03:00:00+00', 1099511627786, '2023-02-24 15:00:00+00'),
	(1, 1099511627786, 'lot', 2000, 0, NULL, 1099511627778, 7, 1099511627782, '2023-02-24 03:00:00+00', 1099511627788, '2023-02-24 15:00:00+00'),
	(1, 1099511627784, 'lot', 0, 0, NULL, 1099511627782, 7, 1099511627782, '2023-02-24 03:00:00+00', 1099511627786, '2023-02-24 15:00:00+00'),
	(1, 1099511627791, 'lot', 1000, 0, NULL, 1099511627785, 7, 1099511627786, '2023-02-25 06:00:00+00', 1099511627801, '2023-02-25 15:00:00+00'),
	(0, 10, 'lot', 0, 0, NULL, 6, 7, 6, '2023-02-24 03:00:00+00', 13, '2023-02-24 15:00:00+00'),
	(0, 1, 'lot', 0, 0, NULL, 3, 5, 3, '2023-02-24 03:00:00+00', 4, '2023-03-24 15:00:00+00'),
	(1, 1099511627790, 'lot', 0, 0, NULL, 1099511627786, 7, 1099511627786, '2023-02-25 06:00:00+00', 1099511627800, '2023-02-25 15:00:00+00'),
	(1, 1099511627779, 'lot', 2000, 0, NULL, 1099511627777, 7, 5, '2023-02-24 03:00:00+00', 1099511627780, '2023-02-24 15:00:00+00'),
	(0, 3, 'lot', 1900, 0, NULL, 3, 5, 3, '2023-02-24 03:00:00+00', 5, '2023-03-24 15:00:00+00'),
	(0, 6, 'campaign_funding', -18000, 0, 'spring', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627777, 'lot', 500, 0, NULL, 1099511627777, 7, 4, '2023-02-24 03:00:00+00', 1099511627779, '2023-02-24 15:00:00+00'),
	(0, 8, 'lot', 1600, 500, NULL, 1, 7, 1099511627779, '2023-02-24 03:00:00+00', 11, '2023-02-24 15:00:00+00'),
	(1, 1099511627782, 'campaign_funding', -11000, 0, 'spring', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627794, 'lot', 0, 0, NULL, 1099511627789, 7, 1099511627789, '2023-02-25 06:00:00+00', 1099511627805, '2023-02-25 15:00:00+00'),
	(1, 1099511627789, 'bank_clearing', -4000, 0, '', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627778, 'in_transit', 1000, 0, '0', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627787, 'merchant_payable', 2200, 0, 'tokyo-1', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627788, 'lot', 3300, 500, NULL, 1099511627783, 4, 1099511627783, '2023-02-25 06:00:00+00', 1099511627793, '2023-03-25 15:00:00+00'),
	(0, 12, 'lot', 2000, 0, NULL, 2, 7, 6, '2023-02-24 03:00:00+00', 14, '2023-02-24 15:00:00+00'),
	(0, 13, 'lot', 2000, 0, NULL, 2, 7, 7, '2023-02-24 03:00:00+00', 15, '2023-02-24 15:00:00+00'),
	(0, 18, 'merchant_payable', 3200, 0, 'kyoto-1', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 19, 'compensation_expense', -100, 0, '', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 14, 'lot', 2000, 0, NULL, 8, 7, 8, '2023-02-24 03:00:00+00', 16, '2023-03-09 15:00:00+00'),
	(0, 15, 'lot', 0, 0, NULL, 9, 7, 9, '2023-02-24 03:00:00+00', 16, '2023-02-24 15:00:00+00'),
	(0, 20, 'gift_payable', 2000, 0, 'w0-10', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 16, 'lot', 0, 0, NULL, 10, 7, 10, '2023-02-24 03:00:00+00', 16, '2023-02-24 15:00:00+00'),
	(0, 22, 'lot', 0, 0, NULL, 11, 4, 11, '2023-02-25 06:00:00+00', 30, '2023-03-25 15:00:00+00'),
	(0, 21, 'shortfall', -1300, 0, 'w0-11', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 24, 'lot', 1500, 200, NULL, 13, 5, 13, '2023-02-25 06:00:00+00', 35, '2023-03-25 15:00:00+00'),
	(0, 23, 'lot', 500, 500, NULL, 13, 5, 13, '2023-02-25 06:00:00+00', 34, '2023-03-25 15:00:00+00'),
	(0, 17, 'merchant_payable', 3400, 0, 'tokyo-1', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 26, 'lot', 1000, 0, NULL, 14, 7, 15, '2023-02-25 06:00:00+00', 43, '2023-02-25 15:00:00+00'),
	(0, 25, 'lot', 0, 0, NULL, 15, 7, 15, '2023-02-25 06:00:00+00', 42, '2023-02-25 15:00:00+00'),
	(0, 28, 'lot', 1000, 0, NULL, 16, 7, 17, '2023-02-25 06:00:00+00', 46, '2023-02-25 15:00:00+00'),
	(0, 27, 'lot', 0, 0, NULL, 17, 7, 17, '2023-02-25 06:00:00+00', 45, '2023-02-25 15:00:00+00'),
	(0, 29, 'lot', 0, 0, NULL, 19, 7, 19, '2023-02-25 06:00:00+00', 48, '2023-02-25 15:00:00+00'),
	(0, 30, 'lot', 1000, 0, NULL, 18, 7, 19, '2023-02-25 06:00:00+00', 49, '2023-02-25 15:00:00+00'),
	(0, 32, 'lot', 1000, 0, NULL, 20, 7, 21, '2023-02-25 06:00:00+00', 52, '2023-02-25 15:00:00+00'),
	(0, 31, 'lot', 0, 0, NULL, 21, 7, 21, '2023-02-25 06:00:00+00', 51, '2023-02-25 15:00:00+00'),
	(0, 34, 'lot', 1000, 0, NULL, 22, 7, 23, '2023-02-25 06:00:00+00', 55, '2023-02-25 15:00:00+00'),
	(0, 33, 'lot', 0, 0, NULL, 23, 7, 23, '2023-02-25 06:00:00+00', 54, '2023-02-25 15:00:00+00'),
	(0, 36, 'lot', 1000, 0, NULL, 24, 7, 25, '2023-02-25 06:00:00+00', 58, '2023-02-25 15:00:00+00'),
	(0, 35, 'lot', 0, 0, NULL, 25, 7, 25, '2023-02-25 06:00:00+00', 57, '2023-02-25 15:00:00+00');

INSERT INTO public.api_keys VALUES
	('key-15245a93a7c3544c', 'issuer', 'desk', '\x8489442b09ad7b35534b1da15c085084e73c62882472d74adc5d9f5bb33cb891', '2026-11-22 12:44:20.347345+00', NULL);

INSERT INTO public.batches VALUES
	(1, 1, '2023-02-24 03:00:00+00', 1099511627777, 1, 1099511627777, 0, '\x572aa47dcaf409360adb5f21009a32d2c578f3a4f12fad3046065fffff28dc64'),
	(0, 1, '2023-02-24 03:00:00+00', 1, 1, 1, 0, '\xbcf9903dabe91ccda27ad4e4ca32c870de05286e147fea946dc6ebce4bae021b'),
	(1, 2, '2023-02-24 03:00:00+00', 1099511627778, 1, 1099511627777, 0, '\x009eb5e9388ab7024b774bce71c8d22d65bf85c7333c82021e54e631b2d34730'),
	(0, 2, '2023-02-24 03:00:00+00', 2, 1, 1, 0, '\x2bf6f787e174fe186242e4ae3935b75e24470b22bcc5e8678c5bbdc5baa63de8'),
	(0, 3, '2023-02-24 03:00:00+00', 3, 1, 1, 0, '\x7e61e425f392be38ecff70064ffe02e28eaebc015f17343ac152d68990a6a61b'),
	(0, 4, '2023-02-24 03:00:00+00', 4, 1, 1, 1, '\xbae44550cb56d926d2b4d43e441dcdd667e686d72220218ff81bee699d88b352'),
	(0, 5, '2023-02-24 03:00:00+00', 5, 1, 2, 1, '\x7e80abd678f8873196751013bc6487b59cacb4ac7f6fbca8ab34c719dc170b65'),
	(0, 6, '2023-02-24 03:00:00+00', 6, 1, 3, 2, '\x78f5c4d0b417d10653cd3d2090379cf16535bdb18c6dbc748bf2f31559538261'),
	(0, 7, '2023-02-24 03:00:00+00', 7, 1, 5, 1, '\xbd1cbe7cf0a68df27b1cf7cd113a8e12d49df93063024854850ca1e02bb8d28b'),
	(1, 3, '2023-02-24 03:00:00+00', 1099511627779, 1, 1099511627777, 1, '\xe46260799a525c94374d402dbe71a5580434a673f06c7764fec5d6127f12f427'),
	(0, 8, '2023-02-24 03:00:00+00', 8, 1, 6, 0, '\x83cba42a74c7774d1a5f0768ac4e282940d70404a6b58af303713365007cf028'),
	(0, 9, '2023-02-24 03:00:00+00', 9, 1, 6, 1, '\xce7e149ddf6ef5f4af2cde57f8a751f00e5481ad95a7cd7cf9fb00d70e57e495'),
	(1, 4, '2023-02-24 03:00:00+00', 1099511627780, 1, 1099511627778, 1, '\x2e4b3363fd9ba12696ee27b4840ca631f40a1fcf63ae0e66462645caf54b4625'),
	(0, 10, '2023-02-24 03:00:00+00', 10, 1, 7, 0, '\xbde000492fa9a6020e93572b53d3d7a407c3735ad613716c523865fc916de1a2'),
	(1, 5, '2023-02-24 03:00:00+00', 1099511627781, 1, 1099511627779, 2, '\xcfe018e6d8b3f62e6be3f88209c1cfd0b32e89c1376cb4d6bb727042f166df9b'),
	(1, 6, '2023-02-24 03:00:00+00', 1099511627782, 1, 1099511627781, 1, '\x5788f71ae002e7b17d0f2a13f71add4639a7dd97cfe7a8da42a335ccb2678fe8'),
	(0, 11, '2023-02-24 03:00:00+00', 11, 1, 7, 1, '\xa54c9f59dcfb759bc1b2f6a35304b2fbc13d97b8dfba74a1a83ecd06ed5826c8'),
	(1, 7, '2023-02-24 03:00:00+00', 1099511627783, 1, 1099511627782, 0, '\x78629af2cd7cde158a1b567ccdb368d83f48dc6e57db0e05013b790e96818785'),
	(1, 8, '2023-02-24 03:00:00+00', 1099511627784, 1, 1099511627782, 1, '\xebbc3317563e9a1879e1fac563cf4aef20daf536a3dbe941870d3c9a871edde6'),
	(0, 12, '2023-02-24 03:00:00+00', 12, 1, 8, 1, '\x2e66d34c76ff5127b44de99f6709d4b39800c8824821b84ec86eb02a71278d05'),
	(1, 9, '2023-02-24 03:00:00+00', 1099511627785, 1, 1099511627783, 0, '\xbb4610438d00a0715fb39c48b8cc15ea7cce2fa838c01801f9e9b504604221a1'),
	(1, 10, '2023-02-24 03:00:00+00', 1099511627786, 1, 1099511627783, 2, '\x21646d76f9e73fdf0e3f791f50708cd468203cbb4f4e7efc46acf2bfddf7eacd'),
	(1, 11, '2023-02-24 03:00:00+00', 1099511627787, 1, 1099511627785, 1, '\xd2eaa5b3c6248acc0f3b21c0ec1c958571dceb44c48aa0dce4d7a6378575da12'),
	(1, 12, '2023-02-24 03:00:00+00', 1099511627788, 1, 1099511627786, 1, '\x6c06a78ee650b5a57d50c2b74cb6dd9112cd0cfefb334e67d956bf9c1e41d5e5'),
	(0, 13, '2023-02-24 03:00:00+00', 13, 1, 9, 2, '\xcb18067160b99f8ea7a20736859316001ff465fe7b38a1f59e6957b18aa2c62d'),
	(0, 14, '2023-02-24 03:00:00+00', 14, 1, 11, 1, '\x361880459a677af1db817188a3f4a6f0818e6e5dd5dbd8e272651a74caa3b4fb'),
	(0, 15, '2023-02-24 03:00:00+00', 15, 1, 12, 1, '\xc0c81e88c50db01cde8f790cb4231766257e447e52188b5e872035358bb1f0a0'),
	(0, 16, '2023-02-24 03:00:00+00', 16, 1, 13, 3, '\xa7b5818f04da93a64d66a9aa2f589fc01044226d58ef64bab2118bef7c58a1c5'),
	(1, 13, '2023-02-24 03:00:00+00', 1099511627789, 1, 1099511627787, 2, '\x2ca6a03af15084a7ffd6f00019dd1f969caa69192abb9c02efcd3147af14ea61'),
	(1, 14, '2023-02-24 03:00:00+00', 1099511627790, 1, 1099511627789, 2, '\x8ff76183a27e1bcc2f80fbb675bb04dffb7c3c34d0e3f55b3b14cc9f3940894e'),
	(1, 15, '2023-02-24 03:00:00+00', 1099511627791, 1, 1099511627791, 1, '\xfa6abd081fb125d46134220856b5b95ac087d6d6df96189915f166878beebd74'),
	(0, 17, '2023-02-24 03:00:00+00', 17, 1, 16, 0, '\x2ab8b83da2e44959055e46b82ed5f21c23124700d70e00c796e98fb2d281cd42'),
	(0, 18, '2023-02-24 03:00:00+00', 18, 1, 16, 1, '\x5442aa3be5c82f7245cbc5aedfad650241a9ea03cc1318d49fe2f0f043dc49bf'),
	(0, 19, '2023-02-24 03:00:00+00', 19, 1, 17, 0, '\xba3b2793f1718943fc8ac4fea763626d526d4ea637406c78c03087a446c4e2af'),
	(0, 20, '2023-02-24 03:00:00+00', 20, 1, 17, 0, '\xef8667cd6f08feaf6ffb09184c138af0eef335651bbe479598544ef92975dcbe'),
	(0, 21, '2023-02-24 03:00:00+00', 21, 1, 17, 2, '\xd8550cc43e2dec3199965b0b11dc59a78a1a639dd343f0fe808a61a7d9283087'),
	(0, 22, '2023-02-24 04:00:00+00', 22, 1, 19, 1, '\x6413a5ed6629b34c5daa91a911caa61f8a6afedb071cb838f714b04526a7ee8c'),
	(0, 23, '2023-02-24 04:00:00+00', 23, 1, 20, 0, '\x7f0538695a96ceea8111cb025e9e6158d87c71e155016f32f374c7197c66ac02'),
	(0, 24, '2023-02-25 04:00:00+00', 24, 1, 20, 1, '\xb877c0ee879cc3e977ccc191bf3200b1d8a0f2198ea92359749fcdce25f7675a'),
	(0, 25, '2023-02-25 04:00:00+00', 25, 1, 21, 1, '\xc76470745ac72ae0dd8617171d2a4a5af2bb62a18ea2edcc306140c8da8686a7'),
	(0, 26, '2023-02-25 04:00:00+00', 26, 1, 22, 0, '\xa784a65545adb996ef65133ab2742646f31d9cb3e3c690a1cfb71321800daa6a'),
	(0, 27, '2023-02-25 06:00:00+00', 27, 1, 22, 0, '\xea943181a3568c187631cb6564f5c2047cd555999bb0ad8c44a8ebc33c0751e2'),
	(1, 16, '2023-02-25 06:00:00+00', 1099511627792, 1, 1099511627792, 0, '\x26171713f4ebe80e0fd8c23fad305a186c170e2828ed4743f0009fde9c1cba67'),
	(0, 28, '2023-02-25 06:00:00+00', 28, 1, 22, 0, '\x67e7eb84ac2fb4fd868cb1afbf17f75e3ed813bba80a6c12b42c3d9dfc3bfa33'),
	(1, 17, '2023-02-25 06:00:00+00', 1099511627793, 1, 1099511627792, 1, '\xb85c5c6ac7a7d9089be2e25813fa40202039cc571f9532ed635f077c1ffa872c'),
	(0, 29, '2023-02-25 06:00:00+00', 29, 1, 22, 1, '\x5adc16a4fff322a59aafc31ad511f929d5f36c87d0028c5672aa5c3e5929d0e7'),
	(0, 30, '2023-02-25 06:00:00+00', 30, 1, 23, 1, '\xde793b696d85f896e0e1b023762f373e2a29a82d9672c50cdca36ec64ca51296'),
	(0, 31, '2023-02-25 06:00:00+00', 31, 1, 24, 2, '\x1c474c9235af723d62d28f88147aaca4031f032520eec3a2afdf64b330e9e055'),
	(0, 32, '2023-02-25 06:00:00+00', 32, 1, 26, 1, '\x919cf63568ad7b8a687ca767cc092b66f7003709bccba3a6866342b6c5380dc4'),
	(1, 18, '2023-02-25 06:00:00+00', 1099511627794, 1, 1099511627793, 1, '\x1605ff4df9f3c152534b39295a2951d85b8844746360e680b04ca91152ced87c'),
	(1, 19, '2023-02-25 06:00:00+00', 1099511627795, 1, 1099511627794, 0, '\xe9ff159624cc7148281675b3b9d315f88e18d8dee29cc21a21ec2f8c67829f0a'),
	(1, 20, '2023-02-25 06:00:00+00', 1099511627796, 1, 1099511627794, 0, '\x7ba109ab2bb6e570f83305c1a0446106e4b424a9cd3ef0049c2744142bca981e'),
	(1, 21, '2023-02-25 06:00:00+00', 1099511627797, 1, 1099511627794, 0, '\x741ff979385ea95baae3a8f27aa6553cb74c5f899d8b07d8a0708815691908bd'),
	(1, 22, '2023-02-25 06:00:00+00', 1099511627798, 1, 1099511627794, 0, '\x4603b1341435ebdf8c446f54f43845ae605e55c3d451d55bf7383246878d846b'),
	(0, 33, '2023-02-25 06:00:00+00', 33, 1, 27, 0, '\xd214028bfff7cad85de3f0c0ed8c2f763fbeb240835f9d35700a680239dd98af'),
	(0, 34, '2023-02-25 06:00:00+00', 34, 1, 27, 1, '\x1b0a43714d89b78a3ec1782702ac2c160d3c71ba9be697db897ce07e670defc4'),
	(0, 35, '2023-02-25 06:00:00+00', 35, 1, 28, 1, '\x89632da5ed8e82bec444273c3d78713d0be69a0899d0b88c7e4b40a0f97bdbdf'),
	(0, 36, '2023-02-25 06:00:00+00', 36, 1, 29, 1, '\x9cc0e0bd5ff7417af5b668d6c95cd8ed6c3fca67be185e6afbd1b323ebc68c64'),
	(0, 37, '2023-02-25 06:00:00+00', 37, 1, 30, 0, '\xdf11b71910fc04ebd74c82b9f157ad8d36f045868dc1fe711cc3d73a3fa734d2'),
	(0, 38, '2023-02-25 06:00:00+00', 38, 1, 30, 0, '\xa4c619f90037ca25406439e39d0f85c59fad0039db8691cd739fdd0bc787c011'),
	(0, 39, '2023-02-25 06:00:00+00', 39, 1, 30, 1, '\xc21ff98cfa312cf06c20db0b8b80207f1c8c0a3817b4863c787ed56528da6c5a'),
	(0, 40, '2023-02-25 06:00:00+00', 40, 1, 31, 0, '\xaf60c04a41f65faa09ddf39b76e0b8df78ba1553ad70ee671d281e9f1c1e6284'),
	(1, 23, '2023-02-25 06:00:00+00', 1099511627799, 1, 1099511627794, 0, '\x2a10923a72ea124d1e94589341201ba8675a98323d138984f35480042383bffa'),
	(1, 24, '2023-02-25 06:00:00+00', 1099511627800, 1, 1099511627794, 1, '\x7e38e6ba07fd417749ef3329d4eae22b6ade21e4f446001a8aadbb0b885a81b3'),
	(1, 25, '2023-02-25 06:00:00+00', 1099511627801, 1, 1099511627795, 1, '\x3d270dccef370ddc31eeb4cfb9cf0ddedec48e312c7c14eeba071ef542c6ac31'),
	(0, 41, '2023-02-25 06:00:00+00', 41, 1, 31, 0, '\x45eeb6598c31ce58cd88ef28d7371b60cd0c3834ffc96c42d091dfe706244b8b'),
	(0, 42, '2023-02-25 06:00:00+00', 42, 1, 31, 1, '\x791539165bcd881cc9306ce604a451a3acf9522ed7a14f469727f4adfe797faf'),
	(0, 43, '2023-02-25 06:00:00+00', 43, 1, 32, 1, '\x5542672c29ed62453a1c2a436419614463a2724ee7acf8feb0449c51bc6b4ff6'),
	(0, 44, '2023-02-25 06:00:00+00', 44, 1, 33, 0, '\x06cb50ae134ccce9c26150fa4c6cc35d0077634262c29039f801ff553f85af56'),
	(0, 45, '2023-02-25 06:00:00+00', 45, 1, 33, 1, '\xa2747c4464fbd24fb63665b461b848149d8c67b61770a8114986a769cf93ece5'),
	(0, 46, '2023-02-25 06:00:00+00', 46, 1, 34, 1, '\xb857cc29093dce9f59c28e0cccf2d4e94260a86de0465ff436d5111983be1ac0'),
	(0, 47, '2023-02-25 06:00:00+00', 47, 1, 35, 0, '\xb1d568033123b3ef3427a7940071411208584e722a5aba80657676699cd240d6'),
	(0, 48, '2023-02-25 06:00:00+00', 48, 1, 35, 1, '\xda7920c3170d44793b0831d37ab32844c9994779c5ed9573c1073328eb1d3a24'),
	(0, 49, '2023-02-25 06:00:00+00', 49, 1, 36, 1, '\xb8e74b8ea0a28433f6d7ee109be919bfe553e77f39e8969d6750dd39f31e3adf'),
	(0, 50, '2023-02-25 06:00:00+00', 50, 1, 37, 0, '\xe7a528d83b41efdf06c216240f1daffd2bb61b2d0a0a7bc6fb8c70082529df9d'),
	(0, 51, '2023-02-25 06:00:00+00', 51, 1, 37, 1, '\xb8a4163c0d93c79c090808e4d794e561d75d9cf646809694da52754783c422b9'),
	(0, 52, '2023-02-25 06:00:00+00', 52, 1, 38, 1, '\x0a49c8d170df9f08e5efbc185bb83d0e8bf32efd7a819a04adf00a67781bbbf7'),
	(0, 53, '2023-02-25 06:00:00+00', 53, 1, 39, 0, '\x90bf5415199bd08b31a0b53104453269427ff96a312a3752ac2826e7288c1b45'),
	(0, 54, '2023-02-25 06:00:00+00', 54, 1, 39, 1, '\xc426611cad05f6a45318a53a66eebc901b236ee6487c71a9560a6fbcdc561905'),
	(0, 55, '2023-02-25 06:00:00+00', 55, 1, 40, 1, '\x91041929c78fb044026060e74e0224c19355fb2b2ab95b3934d77d0cd63d2857'),
	(0, 56, '2023-02-25 06:00:00+00', 56, 1, 41, 0, '\x53655e59127d864dd13f0156ed7f93ca3ffd8fa4980230c173c09015311e597c'),
	(0, 57, '2023-02-25 06:00:00+00', 57, 1, 41, 1, '\x10fac6135bc2fdda4baa082f7f318dcd1c8b723289368434d46d797de268ee97'),
	(0, 58, '2023-02-25 06:00:00+00', 58, 1, 42, 1, '\x256c86e8367ed90efadbf07c872f714ebfc6fa9f0341f59b00683127fb196890'),
	(0, 59, '2023-02-25 06:00:00+00', 59, 1, 43, 0, '\x8a31478f268db0c21bebcdbacb6df17b610462928506af9d7a405096c8579a58'),
	(1, 26, '2023-02-25 06:00:00+00', 1099511627802, 1, 1099511627796, 0, '\xc93155ee98cdd47e38798befcb03deed3775690738893ea81e0ce858a019fbb4'),
	(1, 27, '2023-02-25 06:00:00+00', 1099511627803, 1, 1099511627796, 1, '\x36ec4f06684133e1618e5eaa1f2b38e63a24f7d75223cf8a3fbce6e222e083b0'),
	(1, 28, '2023-02-25 06:00:00+00', 1099511627804, 1, 1099511627797, 1, '\xbcf2c72f3fb4d0070df748415d1919541c67e4d284c127b027261f63196ab845'),
	(1, 29, '2023-02-25 06:00:00+00', 1099511627805, 1, 1099511627798, 1, '\xcb5fbba3f698fe8c06e12c11399215364d3b18bb4e360f6cf89e3e0064598856'),
	(1, 30, '2023-02-25 06:00:00+00', 1099511627806, 1, 1099511627799, 1, '\x981058f9c8450d74c92f693cce839ddb683a2a2e5f5e32a6ac7a7f4f9493ece0');

INSERT INTO public.books VALUES
	(0, 59, 59, 42, 36, 26, '2023-02-25 06:00:00+00', '\x8a31478f268db0c21bebcdbacb6df17b610462928506af9d7a405096c8579a58'),
	(1, 30, 1099511627806, 1099511627799, 1099511627794, 1099511627789, '2023-02-25 06:00:00+00', '\x981058f9c8450d74c92f693cce839ddb683a2a2e5f5e32a6ac7a7f4f9493ece0');

INSERT INTO public.card_uses VALUES
	(1, 1099511627793, 1099511627783, '2023-03-25 15:00:00+00', '2023-03-25 15:00:00+00', false),
	(0, 29, 11, '2023-03-25 15:00:00+00', '2023-03-25 15:00:00+00', false),
	(0, 30, 11, '2023-03-25 15:00:00+00', '2023-03-25 15:00:00+00', false),
	(0, 31, 11, '2023-03-25 15:00:00+00', '2023-03-25 15:00:00+00', false),
	(1, 1099511627794, 1099511627783, '2023-03-25 15:00:00+00', '2023-03-25 15:00:00+00', false);

INSERT INTO public.extensions VALUES
	(0, 23, 14, '2023-02-24 15:00:00+00', '2023-03-09 15:00:00+00', 'outage', '2023-02-24', '2023-02-24 04:00:00+00');

INSERT INTO public.hold_lots VALUES
	(0, 17, 8, 500),
	(0, 19, 3, 0),
	(0, 19, 1, 0),
	(1, 1099511627795, 1099511627788, 500),
	(0, 38, 24, 200),
	(0, 38, 23, 500);

INSERT INTO public.holds VALUES
	(0, 17, 1, 'tokyo-1', '2023-02-24 04:00:00+00', '[["2023-02-24", 500]]', 500),
	(0, 19, 3, 'kyoto-1', '2023-02-24 04:00:00+00', '[]', 0),
	(1, 1099511627795, 1099511627783, 'tokyo-1', '2023-02-25 08:00:00+00', '[["2023-02-25", 500]]', 500),
	(0, 38, 13, 'tokyo-1', '2023-02-25 08:00:00+00', '[["2023-02-25", 700]]', 700);

INSERT INTO public.merchants VALUES
	('tokyo-1', 'tokyo-1', '13', 'open', '{}', '{}'),
	('kyoto-1', 'kyoto-1', '26', 'open', '{}', '{}'),
	('tokyo-2', 'tokyo-2', '13', 'closed', '{}', '{}');

INSERT INTO public.migrations VALUES
	(1, '0001_ledger.sql', '54ce9da72663654874582dac8217943c49a5e88289df7d8a14ee71178bd13dda', '2026-11-22 12:44:18.441221+00'),
	(2, '0002_redress.sql', '5f3fd0a4d5c25e4094701fd04309b1b49b120727075aff77f4ee0ffade89d891', '2026-11-22 12:44:18.603781+00'),
	(3, '0003_incidents.sql', '6d9c90b52fc2feac695cd2496c79221604d94928fc83c920fa11f13fa9eb8e03', '2026-11-22 12:44:18.698015+00'),
	(4, '0004_plans.sql', '242fdd600541044f6411540d66d5a4192c926e245ffec62359e7739c37cc5fc5', '2026-11-22 12:44:18.736137+00'),
	(5, '0005_gifts.sql', '2d1d7add7debdd014ff2090a9694a1fd2f03d2557590ecbdfd12388d036d46ad', '2026-11-22 12:44:18.778216+00'),
	(6, '0006_claims.sql', '839f4dfb640cf25e77a384b0b234be89d74ad447b3f1e590f6836136f21dc52e', '2026-11-22 12:44:18.847495+00'),
	(7, '0007_import.sql', '510756a867bb78a164de7db035e345fa3a1f0200f4184d89dd1a7f0373755205', '2026-11-22 12:44:18.884165+00'),
	(8, '0008_bank.sql', '8a90d3ac14d9b93a63a7d4dce522941d94288818fa688b9c8decb5af9309b6d3', '2026-11-22 12:44:18.894249+00'),
	(9, '0009_messages.sql', '5325944c0e85c5d131a1e68d8192839a50066a00f6b47275fdc17d82432d9b06', '2026-11-22 12:44:18.945207+00'),
	(10, '0010_instruments.sql', 'da18b053781016a841f93225141c05d4d15389f22464da7b862c3fcc04b20310', '2026-11-22 12:44:18.991669+00'),
	(11, '0011_acceptance.sql', '4f78c500e6555e9d6af8355b1e5641603fcdb73b7928827f7c3df9b8b74d6c90', '2026-11-22 12:44:18.997405+00'),
	(12, '0012_media.sql', '289e313731b96b688018fe81a296042b281294f36cf766bd0f2303e6634d5354', '2026-11-22 12:44:18.999729+00'),
	(13, '0013_networks.sql', '1fbad08a19adbab1f1cca8be97bf8423d78d0120500fc92e0acaf921bef54565', '2026-11-22 12:44:19.015908+00'),
	(14, '0014_sends.sql', 'b4347d768290f95478ed65017cd27acce408ad8715e135a2cfda79422ca727f3', '2026-11-22 12:44:19.033426+00'),
	(15, '0015_payouts.sql', '87df5d66d14b9d40a8033330145372a7a9c1b2b21e00c6296106060f4480c004', '2026-11-22 12:44:19.063635+00');

INSERT INTO public.operations VALUES
	(1, 1099511627777, 1, '6733342d-e487-814f-9879-efb359c70fdd', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 1099511627777, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w1-1","product":"town-coupon"}'),
	(0, 1, 1, '3b2464de-c2e1-8304-bc89-f125577a896e', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 1, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-1","product":"town-coupon"}'),
	(1, 1099511627778, 2, '37971f6b-2234-929d-734a-88160cbe8ec0', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 1099511627777, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w1-2","product":"town-coupon"}'),
	(0, 2, 2, '139fbd54-86e1-5a6e-cf84-45bdffb9996f', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 1, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-2","product":"town-coupon"}'),
	(0, 3, 3, 'edd8d009-db7a-d628-7b05-510d321f0615', 'a922fad4-6917-b7f3-08d6-6bd491cc3f30', 0, 1, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"purse","holder":"aoi"}', '{"wallet":"w0-3","product":"purse"}'),
	(0, 4, 4, '1d96b082-8de1-f30a-594a-8f8cbd4dbd2e', '65793e48-3af1-36f0-effd-82b893569e2e', 3, 1, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w0-3","yen":3000}', '{"lot":"lot0-1","yen":3000,"expires_at":"2023-03-24T15:00:00Z","balance":3000}'),
	(0, 5, 5, 'd7597985-33f4-88e0-b221-9fdf135793f7', '3531d5aa-7352-dfde-9606-454d8b77aa51', 3, 2, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w0-3","yen":2000}', '{"lot":"lot0-3","yen":2000,"expires_at":"2023-03-24T15:00:00Z","balance":5000}'),
	(0, 6, 6, '6a994549-b301-9a98-61e2-7add41e6103c', '8b606b4a-4ffd-3fa5-3cfa-e36afeb53e70', 0, 3, 2, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["Y291cG9ucy0wLzA=","Y291cG9ucy0wLzE="]}', '{"coupons":[{"wallet":"w0-4","inquiry":"1300-0000-0000-0047"},{"wallet":"w0-5","inquiry":"1300-0000-0000-0054"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"test-terms"}]}'),
	(0, 7, 7, 'f1989bd1-dedb-07c1-2060-94edf1a73666', '7cde8f3c-3194-122e-318d-68862edf09d2', 4, 5, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-4","to":"w1-1"}', '{"coupon":"w0-4","wallet":"w1-1","yen":2000,"in_transit":true,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-4","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(1, 1099511627779, 3, '6a11d935-6c11-8b39-6881-8d180d278c78', '6a23ef56-5d1f-59b8-85ab-3420bb83a33e', 1099511627777, 1099511627777, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'arrive', '', 'house', '{"do":"arrive","wallet":"w1-1","sent":"op0-7","parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-4","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}', '{"sent":"op0-7","wallet":"w1-1","yen":2000}'),
	(0, 8, 8, 'a0d64806-5363-562a-fac9-76f94cf4da79', '3e2d3656-9e61-ab22-22cc-36ed0f6f888f', 4, 6, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'settle', '', 'house', '{"do":"settle","sent":"op0-7","coupon":"w0-4","code":""}', '{"sent":"op0-7","code":"","yen_returned":0}'),
	(0, 9, 9, '59f0bfc6-79e7-7674-c08b-b533ff504834', '68d7ae79-87ac-407e-7ba3-5e465e3af7fa', 5, 6, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-5","to":"w1-1"}', '{"coupon":"w0-5","wallet":"w1-1","yen":2000,"in_transit":true,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-5","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(1, 1099511627780, 4, '0242a729-ce39-ba92-2731-981066abee93', '515002ba-7530-2dc5-4cf3-df3e4b2e35ec', 1099511627777, 1099511627778, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'arrive', '', 'house', '{"do":"arrive","wallet":"w1-1","sent":"op0-9","parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-5","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}', '{"sent":"op0-9","wallet":"w1-1","yen":2000}'),
	(0, 10, 10, '31517fe8-376a-aefa-74a4-431f653aeb42', '540f617d-b405-76e8-39a9-acdd2d68fa6d', 5, 7, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'settle', '', 'house', '{"do":"settle","sent":"op0-9","coupon":"w0-5","code":""}', '{"sent":"op0-9","code":"","yen_returned":0}'),
	(1, 1099511627781, 5, 'b43f15c6-39d0-135b-47b4-0d69013b082b', '218ceb19-7370-0a4a-05c2-c62f9244c12f', 0, 1099511627779, 2, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["Y291cG9ucy0xLzA=","Y291cG9ucy0xLzE="]}', '{"coupons":[{"wallet":"w1-3","inquiry":"1300-0100-0000-0038"},{"wallet":"w1-4","inquiry":"1300-0100-0000-0046"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"test-terms"}]}'),
	(1, 1099511627782, 6, 'bb4ae6fa-ddd8-aaa6-f41a-abe688bb55a6', '005f7429-8821-5cf1-363c-64841370427c', 1099511627779, 1099511627781, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-3","to":"w0-1"}', '{"coupon":"w1-3","wallet":"w0-1","yen":2000,"in_transit":true,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-3","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(0, 11, 11, '0d885a2c-46cd-feb0-2e46-2fc8b57d4682', '722f17ad-099f-5903-06ad-e1d063445e9c', 1, 7, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'arrive', '', 'house', '{"do":"arrive","wallet":"w0-1","sent":"op1-6","parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-3","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}', '{"sent":"op1-6","wallet":"w0-1","yen":2000}'),
	(1, 1099511627783, 7, '336e41ac-1ad4-b186-bf95-f7a1a1a66c36', 'fb339261-ccfb-d402-21e2-585d7322f177', 1099511627779, 1099511627782, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'settle', '', 'house', '{"do":"settle","sent":"op1-6","coupon":"w1-3","code":""}', '{"sent":"op1-6","code":"","yen_returned":0}'),
	(1, 1099511627784, 8, '1f7246c6-4eee-bc0f-9ed7-01b6bbc62a6b', 'b741f6e3-c807-7802-edd5-1c830436b940', 1099511627780, 1099511627782, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-4","to":"w0-1"}', '{"coupon":"w1-4","wallet":"w0-1","yen":2000,"in_transit":true,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-4","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(0, 12, 12, 'fae86b48-b278-ff46-4a05-57d9167d52e3', '999ebabd-f581-ea32-e27a-b02855534309', 1, 8, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'arrive', '', 'house', '{"do":"arrive","wallet":"w0-1","sent":"op1-8","parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-4","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}', '{"sent":"op1-8","wallet":"w0-1","yen":2000}'),
	(1, 1099511627785, 9, '7b52454c-47c6-3bf5-4fc6-8f057f403563', 'e2ecb1e3-a3a2-ee56-af80-37c2306fd0f3', 1099511627780, 1099511627783, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'settle', '', 'house', '{"do":"settle","sent":"op1-8","coupon":"w1-4","code":""}', '{"sent":"op1-8","code":"","yen_returned":0}'),
	(1, 1099511627786, 10, '60b3ee76-d3fa-716f-d57e-10ff5a76f196', '716c3d0c-0e92-8008-65c8-5bb7612159fb', 0, 1099511627783, 2, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["Y291cG9ucy0yLzA=","Y291cG9ucy0yLzE="]}', '{"coupons":[{"wallet":"w1-5","inquiry":"1300-0100-0000-0053"},{"wallet":"w1-6","inquiry":"1300-0100-0000-0061"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"test-terms"}]}'),
	(0, 35, 35, 'cfd686bf-eae3-657f-2f48-c92482668e74', 'e8efb392-64ae-9490-20be-db1f976a5670', 13, 28, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w0-13","yen":1500}', '{"lot":"lot0-24","yen":1500,"expires_at":"2023-03-25T15:00:00Z","balance":3500}'),
	(1, 1099511627787, 11, 'daa05031-8e92-4217-a529-23c011da1d7c', 'a6996ccd-0ab3-97bf-e8db-f706bc802801', 1099511627781, 1099511627785, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-5","to":"w1-2"}', '{"coupon":"w1-5","wallet":"w1-2","yen":2000,"in_transit":false,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-5","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(1, 1099511627788, 12, 'cfd90acd-e7a5-7238-b6df-c177506e5126', 'c2e8b267-ba07-7943-f60c-26ebb3527fcb', 1099511627782, 1099511627786, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-6","to":"w1-2"}', '{"coupon":"w1-6","wallet":"w1-2","yen":2000,"in_transit":false,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-6","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(1, 1099511627789, 13, '62115024-d0d4-890f-7ae3-8b1dfc30e40a', 'c07e7838-d718-266e-1ca5-cc1d09267f7e', 1099511627777, 1099511627787, 2, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'pay', '', 'test', '{"do":"pay","wallet":"w1-1","merchant":"tokyo-1","yen":2500}', '{"yen":2500,"cash_yen":0,"merchant":"tokyo-1","lots":[{"lot":"lot1-1","yen":2000},{"lot":"lot1-3","yen":500}],"balance":1500}'),
	(1, 1099511627790, 14, '1768f2e8-4eed-c04c-24e3-d9a480e5fb6a', 'e3c1615e-4902-fa64-95c7-44373b58632a', 1099511627777, 1099511627789, 2, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'refund', '', 'test', '{"do":"refund","payment":"op1-13","merchant":"tokyo-1","yen":700}', '{"payment":"op1-13","yen":700,"lots":[{"lot":"lot1-3","yen":500},{"lot":"lot1-1","yen":200}],"left_yen":1800}'),
	(1, 1099511627791, 15, '297767a2-4fd5-9c3a-6b1c-98dff2c7b353', '1175c804-7386-9242-dda4-e39059e03f1e', 1099511627777, 1099511627791, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'restore', '', 'test', '{"do":"restore","debit":"op1-13","yen":300,"reason":"double debit"}', '{"payment":"op1-13","yen":300,"lots":[{"lot":"lot1-1","yen":300}],"left_yen":1500}'),
	(1, 1099511627792, 16, 'e2e2231b-f824-d255-f682-d328a4479855', 'faabcba4-1a68-513e-518e-c907cff7ddfd', 0, 1099511627792, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue_media', '', 'test', '{"do":"issue_media","product":"plastic","secrets":["Y2FyZCAy"],"holder":"ren","tier":"identity_verified"}', '{"media":[{"wallet":"w1-7","inquiry":"0000-0100-0000-0074"}],"yen":0,"expires_at":"2023-03-25T15:00:00Z","opened":[{"wallet":"w1-7","product":"plastic","inquiry":"0000-0100-0000-0074"}]}'),
	(1, 1099511627793, 17, 'd05c1d47-7e1c-f08c-36fa-0594cdf3685d', '6b4856fb-b95b-ce48-b529-d52946f28e2e', 1099511627783, 1099511627792, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w1-7","yen":4000}', '{"lot":"lot1-12","yen":4000,"expires_at":"2023-03-25T15:00:00Z","balance":4000}'),
	(1, 1099511627794, 18, '436b601c-a96a-b035-f39c-867c56d9ab4e', 'bfdcc072-8e70-3e06-2557-e81aeaf9cfc3', 1099511627783, 1099511627793, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'pay', '', 'test', '{"do":"pay","wallet":"w1-7","merchant":"tokyo-1","yen":700}', '{"yen":700,"cash_yen":0,"merchant":"tokyo-1","lots":[{"lot":"lot1-12","yen":700}],"balance":3300}'),
	(1, 1099511627795, 19, '6079e16a-8ac8-955b-2a95-6e7bbc998e4a', 'afe76417-72bf-bbb1-581e-c9ff5daeecdf', 1099511627783, 1099511627794, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'authorise', '', 'test', '{"do":"authorise","wallet":"w1-7","merchant":"tokyo-1","yen":500,"minutes":120}', '{"yen":500,"merchant":"tokyo-1","expires_at":"2023-02-25T17:00:00+09:00","lots":[{"lot":"lot1-12","yen":500}]}'),
	(1, 1099511627796, 20, 'f0812b61-5986-ec3d-9fd1-8e20e808d522', '72413738-c5f4-d91d-a0cb-3810a1a9e6fa', 0, 1099511627794, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue_media', '', 'test', '{"do":"issue_media","product":"plastic","secrets":["Y2FyZCA0"],"holder":"ren","tier":"identity_verified"}', '{"media":[{"wallet":"w1-8","inquiry":"0000-0100-0000-0082"}],"yen":0,"expires_at":"2023-03-25T15:00:00Z","opened":[{"wallet":"w1-8","product":"plastic","inquiry":"0000-0100-0000-0082"}]}'),
	(1, 1099511627797, 21, '510ef301-64f7-2bcb-cc34-eb94da7a4111', 'b3e6027e-bc56-aab6-bd76-33f329f991a5', 1099511627784, 1099511627794, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'stop', '', 'test', '{"do":"stop","wallet":"w1-8","reason":"lost"}', '{"yen":0,"already":false}'),
	(1, 1099511627798, 22, '3476b6e2-b1d3-26d3-0d98-2f329b9505b8', 'ab339430-9739-4aa0-5681-38475d0ab20d', 1099511627783, 1099511627794, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'send', 'insufficient_value', 'test', '{"do":"send","wallet":"w1-7","to":"w0-12","yen":300}', '{"available_yen":0,"yen":300}'),
	(1, 1099511627799, 23, 'e54e00b5-19ec-86bf-3426-a38d0654d173', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 1099511627794, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w1-9","product":"town-coupon"}'),
	(1, 1099511627800, 24, '4e3b2ba4-230d-551d-ce1c-bbfa7586281b', 'fae9b495-c6c7-a36b-82f4-64179d4565a5', 0, 1099511627794, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTQ2LzA="]}', '{"coupons":[{"wallet":"w1-10","inquiry":"1300-0100-0000-0103"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(1, 1099511627801, 25, 'a21de52d-6311-2f85-06c9-f1625f40362b', '71fcb24a-b1a7-1939-ac39-3f660fbcd53b', 1099511627786, 1099511627795, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-10","to":"w1-9"}', '{"coupon":"w1-10","wallet":"w1-9","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-10","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(1, 1099511627802, 26, 'c6e1b5f8-cec1-a103-b12c-80b7c6afcf11', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 1099511627796, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w1-11","product":"town-coupon"}'),
	(1, 1099511627803, 27, '5d4a714c-f248-8e83-3ee7-55a395804b69', 'b976ca28-25ae-056e-f90a-5d775db0de2b', 0, 1099511627796, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTY0LzA="]}', '{"coupons":[{"wallet":"w1-12","inquiry":"1300-0100-0000-0129"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(1, 1099511627804, 28, 'e6495d22-091d-1624-fa04-791c3cfee2a8', '5670f63e-43e9-f1e7-361c-b09cd4a56ad2', 1099511627788, 1099511627797, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-12","to":"w1-11"}', '{"coupon":"w1-12","wallet":"w1-11","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-12","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(1, 1099511627805, 29, '533811ba-5444-77fb-3bc2-fa8e95db6ad8', '352fc085-b4e8-9c9f-d391-6c81d143c09d', 0, 1099511627798, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTcwLzA="]}', '{"coupons":[{"wallet":"w1-13","inquiry":"1300-0100-0000-0137"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(1, 1099511627806, 30, '7c7f5b82-feed-0772-4356-442d1ec6c00a', '3582ee6c-3ee4-7c98-a041-a7d70467a111', 1099511627789, 1099511627799, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-13","to":"w0-26"}', '{"coupon":"w1-13","wallet":"w0-26","yen":1000,"in_transit":true,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-13","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 13, 13, '7da77e1e-700e-3f9e-face-abd338145681', '5d9f51ba-7076-0fa0-9ffb-9641b50a0cdb', 0, 9, 2, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["Y291cG9ucy0zLzA=","Y291cG9ucy0zLzE="]}', '{"coupons":[{"wallet":"w0-6","inquiry":"1300-0000-0000-0062"},{"wallet":"w0-7","inquiry":"1300-0000-0000-0070"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"test-terms"}]}'),
	(0, 14, 14, 'b3cdd69f-76b2-57b9-c589-b895f1217b02', 'a249e1cd-b456-68d1-ce69-d96751efe131', 6, 11, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-6","to":"w0-2"}', '{"coupon":"w0-6","wallet":"w0-2","yen":2000,"in_transit":false,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-6","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(0, 15, 15, '6a6eca7f-ed16-bb42-ea96-82dce905ff01', '32bffb99-28d8-f1e3-eb03-96604f2f686a', 7, 12, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-7","to":"w0-2"}', '{"coupon":"w0-7","wallet":"w0-2","yen":2000,"in_transit":false,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-7","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(0, 16, 16, '4470b5b5-ff05-d17e-df07-f1f936418795', 'ca77838f-4e01-bbd0-a278-8b80a7812c14', 0, 13, 3, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-24"},"secrets":["cGFwZXIvMA==","cGFwZXIvMQ==","cGFwZXIvMg=="]}', '{"coupons":[{"wallet":"w0-8","inquiry":"1300-0000-0000-0088"},{"wallet":"w0-9","inquiry":"1300-0000-0000-0096"},{"wallet":"w0-10","inquiry":"1300-0000-0000-0104"}],"yen":2000,"expires_at":"2023-02-24T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-24","day_type":"weekday","part":"campaign","yen":2000,"source":"test-terms"}]}'),
	(0, 17, 17, '54292f32-3ec1-aacc-a9f6-55b23d91ab1f', '575f8fdd-9758-62f3-cabe-7f169237e82a', 1, 16, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'authorise', '', 'test', '{"do":"authorise","wallet":"w0-1","merchant":"tokyo-1","yen":900,"minutes":60}', '{"yen":900,"merchant":"tokyo-1","expires_at":"2023-02-24T13:00:00+09:00","lots":[{"lot":"lot0-8","yen":900}]}'),
	(0, 18, 18, '6ba86e1a-58eb-9c51-952a-87ef086cb91a', '251012d0-46a8-e540-4563-585aafa4ea4e', 1, 16, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'capture', '', 'test', '{"do":"capture","hold":"op0-17","merchant":"tokyo-1","yen":400,"final":false}', '{"hold":"op0-17","merchant":"tokyo-1","yen":400,"lots":[{"lot":"lot0-8","yen":400}],"open_yen":500,"authorised_at":"2023-02-24T03:00:00Z"}'),
	(0, 19, 19, '31281bed-382f-a760-0aef-3721a1f86116', '944d3c66-bc7d-04db-de49-6fada903cf6c', 3, 17, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'authorise', '', 'test', '{"do":"authorise","wallet":"w0-3","merchant":"kyoto-1","yen":3500,"minutes":60}', '{"yen":3500,"merchant":"kyoto-1","expires_at":"2023-02-24T13:00:00+09:00","lots":[{"lot":"lot0-1","yen":3000},{"lot":"lot0-3","yen":500}]}'),
	(0, 20, 20, '4a3685c2-61f7-43aa-f4ab-930d79f147d9', '97d9b7ed-0bc2-270a-66df-6a75df6f7619', 3, 17, 0, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'void', '', 'test', '{"do":"void","hold":"op0-19","merchant":"kyoto-1"}', '{"hold":"op0-19","yen":3500}'),
	(0, 21, 21, '036d17e6-99f0-272b-003a-b912cf6d3e66', '5a310a7b-ecb2-045d-021c-1d394cd4c9f8', 3, 17, 2, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'pay', '', 'test', '{"do":"pay","wallet":"w0-3","merchant":"kyoto-1","yen":3200}', '{"yen":3200,"cash_yen":0,"merchant":"kyoto-1","lots":[{"lot":"lot0-1","yen":3000},{"lot":"lot0-3","yen":200}],"balance":1800}'),
	(0, 22, 22, '8a9e3311-d330-0480-0115-a810c55eb0a9', '75aaadb1-2aa8-1296-6b63-e3ba92d3b113', 3, 19, 1, 1, '2023-02-24 03:30:00+00', '2023-02-24 04:00:00+00', 'restore', '', 'test', '{"do":"restore","debit":"op0-21","yen":100,"reason":"late","effective_at":"2023-02-24T03:30:00Z"}', '{"payment":"op0-21","yen":100,"lots":[{"lot":"lot0-3","yen":100}],"left_yen":3100}'),
	(0, 23, 23, '05695468-33f0-6aa9-a3b0-36f88144a34b', '5b475968-b79a-96d1-90e2-22a9549221dd', 8, 20, 0, 1, '2023-02-24 04:00:00+00', '2023-02-24 04:00:00+00', 'extend', '', 'test', '{"do":"extend","wallet":"w0-8","expires_at":"2023-03-10T00:00:00+09:00","reason":"outage","incident":"2023-02-24"}', '{"lots":[{"lot":"lot0-14","old_expires_at":"2023-02-24T15:00:00Z","new_expires_at":"2023-03-09T15:00:00Z","yen":2000,"beyond_total_validity":false}],"yen":2000}'),
	(0, 24, 24, 'fa279fb6-5659-51cf-b28f-84b891da0d80', 'cf762baa-a34f-a2eb-ec77-71fa8ba02fe1', 9, 20, 1, 1, '2023-02-25 04:00:00+00', '2023-02-25 04:00:00+00', 'lapse', '', 'test', '{"do":"lapse","wallet":"w0-9"}', '{"yen":2000,"lots":[{"lot":"lot0-15","yen":2000}]}'),
	(0, 25, 25, '2f13df73-5dad-b3ed-fdc4-49c3c57e3e1d', '1f507e34-2aea-7d18-ae43-02bdf5e14a91', 10, 21, 1, 1, '2023-02-25 04:00:00+00', '2023-02-25 04:00:00+00', 'convert', '', 'test', '{"do":"convert","wallet":"w0-10","reason":"outage"}', '{"yen":2000,"entitlements":[{"coupon":"w0-10","lot":"lot0-16","yen":2000,"expired_at":"2023-02-24T15:00:00Z"}]}'),
	(0, 26, 26, '21ee9b27-ef21-3c2d-b408-723e9e76f586', 'fef1f424-d861-81c4-b90b-1a6eafe5bfa0', 9, 22, 0, 1, '2023-02-25 04:00:00+00', '2023-02-25 04:00:00+00', 'pay', 'insufficient_value', 'test', '{"do":"pay","wallet":"w0-9","merchant":"tokyo-1","yen":1}', '{"available_yen":0,"yen":1}'),
	(0, 27, 27, '75726421-2836-e264-3bfd-e70bbe07b1d1', '9f3198b8-c5b8-9c5e-3fef-7abb0e862763', 0, 22, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue_media', '', 'test', '{"do":"issue_media","product":"plastic","secrets":["Y2FyZCAx"],"holder":"ren","tier":"identity_verified"}', '{"media":[{"wallet":"w0-11","inquiry":"0000-0000-0000-0117"}],"yen":0,"expires_at":"2023-03-25T15:00:00Z","opened":[{"wallet":"w0-11","product":"plastic","inquiry":"0000-0000-0000-0117"}]}'),
	(0, 28, 28, '2f1646a1-19b9-65f0-1e15-c360c1818376', 'e92ef1fd-955e-b7ef-9461-6e9f53279e3e', 0, 22, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue_media', '', 'test', '{"do":"issue_media","product":"plastic","secrets":["Y2FyZCAz"],"holder":"ren","tier":"identity_verified"}', '{"media":[{"wallet":"w0-12","inquiry":"0000-0000-0000-0125"}],"yen":0,"expires_at":"2023-03-25T15:00:00Z","opened":[{"wallet":"w0-12","product":"plastic","inquiry":"0000-0000-0000-0125"}]}'),
	(0, 29, 29, '8e1b3df9-b90e-c183-e55f-40e2053f26e4', '2d27b958-84f9-e07e-63f2-6768934f055b', 11, 22, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'force_post', '', 'test', '{"do":"force_post","wallet":"w0-11","merchant":"tokyo-1","yen":900}', '{"merchant":"tokyo-1","yen":900,"lots":[],"forced":true,"shortfall_yen":900,"uses":[{"wallet":"w0-11","limit":"pay_day_max","period":"2023-02-25","yen":900}]}'),
	(0, 30, 30, 'a0e36cdf-8a30-e58c-0f08-bb43d15a9b99', '4144f7cf-09a6-a6f2-59b7-4badbbee199a', 11, 23, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w0-11","yen":200}', '{"lot":"lot0-22","yen":200,"expires_at":"2023-03-25T15:00:00Z","balance":200}'),
	(0, 31, 31, 'b16e1402-b4f2-319a-49d9-dd7f76ac3c74', 'fbd564c9-d26d-def3-6b6f-57d2c7384866', 11, 24, 2, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'force_post', '', 'test', '{"do":"force_post","wallet":"w0-11","merchant":"tokyo-1","yen":700}', '{"merchant":"tokyo-1","yen":700,"lots":[{"lot":"lot0-22","yen":200}],"forced":true,"shortfall_yen":500,"uses":[{"wallet":"w0-11","limit":"pay_day_max","period":"2023-02-25","yen":700}]}'),
	(0, 32, 32, 'd9d4ed3b-4640-1393-be3a-4f54c1ce5d15', 'adcecf52-c58b-5b09-8368-0fb3f21756cc', 11, 26, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'refund', '', 'test', '{"do":"refund","payment":"op0-31","merchant":"tokyo-1","yen":100}', '{"payment":"op0-31","yen":0,"lots":[],"left_yen":600,"shortfall_yen":100}'),
	(0, 33, 33, 'f2a33b11-4c39-ecde-4279-b30af7d710ee', 'a922fad4-6917-b7f3-08d6-6bd491cc3f30', 0, 27, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"purse","holder":"aoi"}', '{"wallet":"w0-13","product":"purse"}'),
	(0, 34, 34, '0416f1f0-b45b-3480-06c1-65d59ffa6454', '205ec45a-5b38-a21f-ca89-448fe87c9aeb', 13, 27, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w0-13","yen":2000}', '{"lot":"lot0-23","yen":2000,"expires_at":"2023-03-25T15:00:00Z","balance":2000}'),
	(0, 36, 36, 'ab86b4d1-b0ac-6666-f25d-7fe07bc9c416', '213157d9-0b1d-6907-8403-0a890e6541d7', 13, 29, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'pay', '', 'test', '{"do":"pay","wallet":"w0-13","merchant":"tokyo-1","yen":1200}', '{"yen":1200,"cash_yen":0,"merchant":"tokyo-1","lots":[{"lot":"lot0-23","yen":1200}],"balance":2300}'),
	(0, 37, 37, '6e81b096-c898-e08c-b4f5-0b0a30d8380a', '09a64a7a-1567-853f-940c-6fd9dad6b48d', 13, 30, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'confirm', '', 'test', '{"do":"confirm","payment":"op0-36","merchant":"tokyo-1"}', '{"payment":"op0-36"}'),
	(0, 38, 38, '21b84501-6f49-fe9d-63de-3a3d651423f8', 'e9d45728-8343-986c-c2fc-f60d834dabd8', 13, 30, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'authorise', '', 'test', '{"do":"authorise","wallet":"w0-13","merchant":"tokyo-1","yen":1000,"minutes":120}', '{"yen":1000,"merchant":"tokyo-1","expires_at":"2023-02-25T17:00:00+09:00","lots":[{"lot":"lot0-23","yen":800},{"lot":"lot0-24","yen":200}]}'),
	(0, 39, 39, '769064e0-72f7-d7ea-2243-d2f8971bf200', '15c0c5c7-5504-5536-574e-65774643b646', 13, 30, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'capture', '', 'test', '{"do":"capture","hold":"op0-38","merchant":"tokyo-1","yen":300,"final":false}', '{"hold":"op0-38","merchant":"tokyo-1","yen":300,"lots":[{"lot":"lot0-23","yen":300}],"open_yen":700,"authorised_at":"2023-02-25T06:00:00Z"}'),
	(0, 40, 40, '6e431174-602e-7616-ff91-1c7aa36cec5d', '0b312ddb-2be4-3af2-deac-92d84e88a02a', 13, 31, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'pay', 'limit_exceeded', 'test', '{"do":"pay","wallet":"w0-13","merchant":"tokyo-1","yen":99000}', '{"limit":"pay_max","limit_yen":4000,"used_yen":0,"yen":99000,"source":"test-terms 4"}'),
	(0, 41, 41, 'd305a478-961a-cf5e-1b95-b4c108d9ff3d', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 31, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-14","product":"town-coupon"}'),
	(0, 42, 42, 'd4163873-32fe-7c9a-d5c0-647fc638b3b3', '52d24d6d-d31e-49af-f991-d0f17485cbed', 0, 31, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTQ5LzA="]}', '{"coupons":[{"wallet":"w0-15","inquiry":"1300-0000-0000-0153"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 43, 43, '4f4bc695-b1e4-d996-7e70-051a2bacce9a', 'bc9c8cb1-0543-3cbf-93a4-ca54cf9fb80a', 15, 32, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-15","to":"w0-14"}', '{"coupon":"w0-15","wallet":"w0-14","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-15","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 44, 44, 'aa85c07d-879c-4e76-380a-88a52304eb8b', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 33, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-16","product":"town-coupon"}'),
	(0, 45, 45, '33a4ce16-87d2-29ee-06a5-298067e8551f', '5c7d2529-9dfb-061c-be6e-4183ce5d94bc', 0, 33, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTUyLzA="]}', '{"coupons":[{"wallet":"w0-17","inquiry":"1300-0000-0000-0179"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 46, 46, '15192f82-6903-1c6f-a558-fd4787a50d35', 'ff20578d-6c77-767d-376b-4ed0b00d47e8', 17, 34, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-17","to":"w0-16"}', '{"coupon":"w0-17","wallet":"w0-16","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-17","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 47, 47, '53116298-f42d-8ec6-3b76-cc1bf8562a0d', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 35, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-18","product":"town-coupon"}'),
	(0, 48, 48, '343ecdf8-c9ae-2814-64cb-7bb7f732878b', 'ce686501-24df-0331-7712-e850bf303f4d', 0, 35, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTU1LzA="]}', '{"coupons":[{"wallet":"w0-19","inquiry":"1300-0000-0000-0195"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 49, 49, 'c6456fce-c705-c751-031c-006d3f22dac6', 'f4784950-a3d3-06b0-97b7-ff26799d2a6c', 19, 36, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-19","to":"w0-18"}', '{"coupon":"w0-19","wallet":"w0-18","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-19","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 50, 50, '0a949de7-5872-b12c-ef32-866f85640bc3', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 37, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-20","product":"town-coupon"}'),
	(0, 51, 51, '966f1d89-3924-23ae-df8f-75f47a41e464', 'dc67bcb0-c0b3-bed3-75ee-fc7c0732bd29', 0, 37, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTU4LzA="]}', '{"coupons":[{"wallet":"w0-21","inquiry":"1300-0000-0000-0211"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 52, 52, '0fee194e-4d32-47c7-7dcb-c0df8236f48b', 'dc43a8a4-9078-7b81-0495-a1bf9159b918', 21, 38, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-21","to":"w0-20"}', '{"coupon":"w0-21","wallet":"w0-20","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-21","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 53, 53, '9aec886b-5e62-3580-db6e-d5578263408d', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 39, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-22","product":"town-coupon"}'),
	(0, 54, 54, '26086c6a-9e63-4c76-c183-7f6d044cd8e9', '47868039-24b7-aeea-9028-ef8c85698b7f', 0, 39, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTYxLzA="]}', '{"coupons":[{"wallet":"w0-23","inquiry":"1300-0000-0000-0237"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 55, 55, 'aa4c8d28-f693-c22c-1bff-a91ceb4f6eec', 'dc6333d3-b5f5-2bf4-683c-9732c97771cc', 23, 40, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-23","to":"w0-22"}', '{"coupon":"w0-23","wallet":"w0-22","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-23","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 56, 56, '79747a68-4fa2-b2a8-ae70-4a719f536d93', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 41, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-24","product":"town-coupon"}'),
	(0, 57, 57, 'a50c22ef-d240-b310-ffc7-54b98a0e9cbf', '64fb84cc-248e-4a5c-5dbd-67322d218763', 0, 41, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTY3LzA="]}', '{"coupons":[{"wallet":"w0-25","inquiry":"1300-0000-0000-0252"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 58, 58, '5b45fa6c-991e-ff99-46ba-1ff2432ceb63', 'b7cf95bb-b730-faef-1077-91a3fefb75a5', 25, 42, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-25","to":"w0-24"}', '{"coupon":"w0-25","wallet":"w0-24","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-25","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 59, 59, '06496f0e-700f-6f26-c815-841cbb4e5d0a', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 43, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-26","product":"town-coupon"}');

INSERT INTO public.series OVERRIDING SYSTEM VALUE VALUES
	(1, 'card', '', '', 'prepaid'),
	(2, 'cash', '', '', 'funds_transfer'),
	(3, 'money', '', '', 'funds_transfer'),
	(4, 'plastic', '', '', 'prepaid'),
	(5, 'purse', '', '', 'prepaid'),
	(6, 'town-coupon', '', '', 'free'),
	(7, 'town-coupon', 'spring', '13', 'free'),
	(8, 'town-coupon', 'spring', '26', 'free');

INSERT INTO public.terms OVERRIDING SYSTEM VALUE VALUES
	(1, '\xc9fc0319358fd713a7ecea2415aa8cb1414f144f2aee4751dfd39c232eba514d', '{"campaigns":{"spring":{"amount":[{"day_type":"holiday","from":"2023-01-10","source":"test-terms","yen":1000},{"day_type":"weekday","from":"2023-01-10","source":"test-terms","yen":2000}],"beyond_max":"cap","id":"spring","max_nights":[{"from":"2023-01-10","nights":7,"source":"test-terms"}],"name":{"en":"Test spring","ja":"テストの春"},"period":[{"from":"2023-01-10","source":"test-terms","through":"2023-03-31"}],"prefectures":["13","26"],"product":"town-coupon","source":"test-terms","validity":"checkout_day_end"}},"incidents":{},"products":{"card":{"acceptance":"any","balance_max":[{"from":"2022-01-01","source":"test-terms 3","yen":12000}],"beyond_max_total_validity":"flag","cash_load_day_max":[{"from":"2022-01-01","source":"test-terms 2","yen":6000}],"expiry_policy":"none","forms":["app"],"holds":["money"],"id":"card","lapse_to":"breakage_income","legal_kind":"prepaid","load_max":[{"from":"2022-01-01","source":"test-terms 1","yen":5000}],"name":{"en":"Test card","ja":"テストカード"},"pay_day_max":[{"from":"2022-01-01","source":"test-terms 5","yen":7000}],"pay_max":[{"from":"2022-01-01","source":"test-terms 4","yen":4000}],"paying":{"beyond_balance_max":"allow","source":"test-terms 6","spend_first":"prepaid"},"restore_borne_by":"issuer","source":"test-terms"},"cash":{"acceptance":"any","balance_max":[{"from":"2022-01-01","source":"test-terms 41","yen":6000}],"beyond_max_total_validity":"flag","expiry_policy":"none","forms":["app"],"id":"cash","lapse_to":"owed","legal_kind":"funds_transfer","load_max":[{"from":"2022-01-01","source":"test-terms 40","yen":3500}],"name":{"en":"Test cash","ja":"テスト電子マネー送金"},"paying":{"beyond_balance_max":"suspense","source":"test-terms 46"},"receive_month_max":[{"from":"2022-01-01","source":"test-terms 44","yen":4000}],"restore_borne_by":"issuer","send_max":[{"from":"2022-01-01","source":"test-terms 42","yen":2500}],"send_month_max":[{"from":"2022-01-01","source":"test-terms 43","yen":5000}],"sending":{"claim_days":[{"days":3,"from":"2022-01-01","source":"test-terms 48"}],"month":"rolling","send":"claim","source":"test-terms 47"},"source":"test-terms","tier":"contact_checked","withdraw_max":[{"from":"2022-01-01","source":"test-terms 45","yen":3000}],"withdrawing":{"end_fee":[{"from":"2022-01-01","source":"test-terms 50","yen":500}],"ends":"pay_out","fee_taken":"inside","routes":{"automatic":{"fee":[{"from":"2022-01-01","source":"test-terms 52","yen":0}]},"bank":{"fee":[{"from":"2022-01-01","source":"test-terms 51","yen":100}],"free_a_month":[{"from":"2022-01-01","source":"test-terms 51","times":1}]}},"source":"test-terms 49"}},"money":{"acceptance":"any","balance_max":[{"from":"2022-01-01","source":"test-terms 3","yen":9000}],"beyond_max_total_validity":"flag","expiry_policy":"none","forms":[],"id":"money","lapse_to":"breakage_income","legal_kind":"funds_transfer","load_max":[{"from":"2022-01-01","source":"test-terms 1","yen":4500}],"name":{"en":"Test funds transfer","ja":"テスト資金移動"},"receive_month_max":[{"from":"2022-01-01","source":"test-terms 9","yen":6000}],"restore_borne_by":"issuer","send_max":[{"from":"2022-01-01","source":"test-terms 7","yen":3000}],"send_month_max":[{"from":"2022-01-01","source":"test-terms 8","yen":7000}],"sending":{"send":"at_once","source":"test-terms 13"},"source":"test-terms","tier":"identity_verified","withdraw_day_max":[{"from":"2022-01-01","source":"test-terms 11","yen":4000}],"withdraw_max":[{"from":"2022-01-01","source":"test-terms 10","yen":3000}],"withdrawing":{"routes":{"atm":{"fee":[{"from":"2022-01-01","source":"test-terms 12","yen":220}],"free_a_month":[{"from":"2022-01-01","source":"test-terms 12","times":1}]},"bank":{"fee":[{"from":"2022-01-01","source":"test-terms 12","yen":110}]}},"source":"test-terms 12"}},"plastic":{"acceptance":"any","balance_max":[{"from":"2022-01-01","source":"test-terms 23","yen":8000},{"from":"2023-03-20","source":"test-terms 23","yen":5000},{"from":"2023-04-10","source":"test-terms 23","yen":8000},{"from":"2023-05-15","source":"test-terms 23","yen":4000},{"from":"2023-06-10","source":"test-terms 23","yen":8000},{"from":"2023-08-01","source":"test-terms 23","yen":5000},{"from":"2023-09-01","source":"test-terms 23","yen":8000},{"from":"2023-11-01","source":"test-terms 23","yen":4500},{"from":"2024-01-01","source":"test-terms 23","yen":8000}],"beyond_max_total_validity":"flag","expiry_policy":"months_after_use","forms":["app","card"],"holds":["cash"],"id":"plastic","lapse_to":"breakage_income","legal_kind":"prepaid","load_day_max":[{"from":"2022-01-01","source":"test-terms 22","yen":6000}],"load_max":[{"from":"2022-01-01","source":"test-terms 21","yen":4000}],"media":{"counts_as_use":"any_move","exchange":true,"refund_grounds":["LAW_ART20_1","SPECIAL"],"source":"test-terms 26"},"name":{"en":"Test plastic card","ja":"テストプラスチックカード"},"pay_day_max":[{"from":"2022-01-01","source":"test-terms 25","yen":9000}],"pay_max":[{"from":"2022-01-01","source":"test-terms 24","yen":4000}],"paying":{"beyond_balance_max":"suspense","force_post":[{"days":2,"from":"2022-01-01","source":"test-terms 29"}],"overseas_fee":[{"basis_points":400,"from":"2022-01-01","source":"test-terms 28"}],"overseas_fee_refund":false,"overseas_fee_rounding":"ceil","source":"test-terms 27"},"restore_borne_by":"merchant","source":"test-terms","validity":[{"from":"2022-01-01","months":1,"source":"test-terms 20"}]},"purse":{"acceptance":"any","balance_max":[{"from":"2022-01-01","source":"test-terms 3","yen":10000}],"beyond_max_total_validity":"flag","expiry_policy":"months_after_load","forms":["app"],"id":"purse","lapse_to":"breakage_income","legal_kind":"prepaid","load_day_max":[{"from":"2022-01-01","source":"test-terms 2","yen":8000}],"load_max":[{"from":"2022-01-01","source":"test-terms 1","yen":5000}],"name":{"en":"Test purse","ja":"テスト財布"},"pay_day_max":[{"from":"2022-01-01","source":"test-terms 5","yen":6000}],"pay_max":[{"from":"2022-01-01","source":"test-terms 4","yen":4000}],"restore_borne_by":"issuer","source":"test-terms","validity":[{"from":"2022-01-01","months":1,"source":"test-terms"}]},"town-coupon":{"acceptance":"same_prefecture","balance_max":[{"from":"2022-01-01","source":"test-terms 3","yen":12000}],"beyond_max_total_validity":"refuse","expiry_policy":"per_lot","forms":["app","paper"],"id":"town-coupon","lapse_to":"campaign_funding","legal_kind":"free","max_total_validity":[{"from":"2022-01-01","months":1,"source":"test-terms"}],"name":{"en":"Test coupon","ja":"テストクーポン"},"pay_day_max":[{"from":"2022-01-01","source":"test-terms 5","yen":7000}],"restore_borne_by":"merchant","source":"test-terms"}},"sources":{"test-terms":{"date":"2022-01-01","note":"Every figure is made up, and small so that limits are met.","publisher":"Zandaka","title_en":"Terms of a card for tests","title_ja":"テスト用のカードの条件"}}}', '2026-11-22 12:44:19.661539+00');

INSERT INTO public.transfers VALUES
	(0, 1, 4, 2, 1, 3000, -3000, 3000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 2, 5, 2, 3, 2000, -5000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 3, 6, 6, 4, 2000, -2000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 4, 6, 6, 5, 2000, -4000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 5, 7, 4, 7, 2000, 0, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627777, 1099511627779, 1099511627778, 1099511627777, 2000, -2000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 6, 9, 5, 7, 2000, 0, 4000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627778, 1099511627780, 1099511627778, 1099511627779, 2000, -4000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627779, 1099511627781, 1099511627782, 1099511627780, 2000, -2000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627780, 1099511627781, 1099511627782, 1099511627781, 2000, -4000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627781, 1099511627782, 1099511627780, 1099511627778, 2000, 0, -2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 7, 11, 7, 8, 2000, 2000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627782, 1099511627784, 1099511627781, 1099511627778, 2000, 0, 0, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 8, 12, 7, 9, 2000, 0, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627783, 1099511627786, 1099511627782, 1099511627783, 2000, -6000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627784, 1099511627786, 1099511627782, 1099511627784, 2000, -8000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627785, 1099511627787, 1099511627783, 1099511627785, 2000, 0, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627786, 1099511627788, 1099511627784, 1099511627786, 2000, 0, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 9, 13, 6, 10, 2000, -6000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 10, 13, 6, 11, 2000, -8000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 11, 14, 10, 12, 2000, 0, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 12, 15, 11, 13, 2000, 0, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 13, 16, 6, 14, 2000, -10000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 14, 16, 6, 15, 2000, -12000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 15, 16, 6, 16, 2000, -14000, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627787, 1099511627789, 1099511627777, 1099511627787, 2000, 0, 2000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627788, 1099511627789, 1099511627779, 1099511627787, 500, 1500, 2500, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627789, 1099511627790, 1099511627787, 1099511627779, 500, 2000, 2000, 1099511627788, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627790, 1099511627790, 1099511627787, 1099511627777, 200, 1800, 200, 1099511627787, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(1, 1099511627791, 1099511627791, 1099511627787, 1099511627777, 300, 1500, 500, 1099511627787, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 16, 18, 8, 17, 400, 1600, 400, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 17, 21, 1, 18, 3000, 0, 3000, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 18, 21, 3, 18, 200, 1800, 3200, 0, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00'),
	(0, 19, 22, 19, 3, 100, -100, 1900, 18, '2023-02-24 03:30:00+00', '2023-02-24 04:00:00+00'),
	(0, 20, 24, 15, 6, 2000, 0, -12000, 0, '2023-02-25 04:00:00+00', '2023-02-25 04:00:00+00'),
	(0, 21, 25, 16, 20, 2000, 0, 2000, 0, '2023-02-25 04:00:00+00', '2023-02-25 04:00:00+00'),
	(1, 1099511627792, 1099511627793, 1099511627789, 1099511627788, 4000, -4000, 4000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 22, 29, 21, 17, 900, -900, 1300, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 23, 30, 2, 22, 200, -5200, 200, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 24, 31, 22, 17, 200, 0, 1500, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 25, 31, 21, 17, 500, -1400, 2000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 26, 32, 17, 21, 100, 1900, -1300, 25, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627793, 1099511627794, 1099511627788, 1099511627787, 700, 3300, 2200, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 27, 34, 2, 23, 2000, -7200, 2000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 28, 35, 2, 24, 1500, -8700, 1500, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 29, 36, 23, 17, 1200, 800, 3100, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 30, 39, 23, 17, 300, 500, 3400, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627794, 1099511627800, 1099511627782, 1099511627790, 1000, -9000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627795, 1099511627801, 1099511627790, 1099511627791, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 31, 42, 6, 25, 1000, -13000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 32, 43, 25, 26, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 33, 45, 6, 27, 1000, -14000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 34, 46, 27, 28, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 35, 48, 6, 29, 1000, -15000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 36, 49, 29, 30, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 37, 51, 6, 31, 1000, -16000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 38, 52, 31, 32, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 39, 54, 6, 33, 1000, -17000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 40, 55, 33, 34, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627796, 1099511627803, 1099511627782, 1099511627792, 1000, -10000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627797, 1099511627804, 1099511627792, 1099511627793, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 41, 57, 6, 35, 1000, -18000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 42, 58, 35, 36, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627798, 1099511627805, 1099511627782, 1099511627794, 1000, -11000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627799, 1099511627806, 1099511627794, 1099511627778, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00');

INSERT INTO public.transits VALUES
	(0, 7, 1, true),
	(0, 9, 1, true),
	(1, 1099511627782, 0, true),
	(1, 1099511627784, 0, true),
	(1, 1099511627806, 0, false);

INSERT INTO public.usage VALUES
	(0, 3, 'load_day_max', '2023-02-24', 5000),
	(1, 1099511627777, 'pay_day_max', '2023-02-24', 1500),
	(0, 1, 'pay_day_max', '2023-02-24', 900),
	(0, 3, 'pay_day_max', '2023-02-24', 3100),
	(1, 1099511627783, 'load_day_max', '2023-02-25', 4000),
	(0, 11, 'load_day_max', '2023-02-25', 200),
	(0, 11, 'pay_day_max', '2023-02-25', 1500),
	(1, 1099511627783, 'pay_day_max', '2023-02-25', 1200),
	(0, 13, 'load_day_max', '2023-02-25', 3500),
	(0, 13, 'pay_day_max', '2023-02-25', 2200);

INSERT INTO public.wallets VALUES
	(1, 1099511627777, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1099511627777, NULL, 'anonymous'),
	(0, 1, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1, NULL, 'anonymous'),
	(1, 1099511627778, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1099511627778, NULL, 'anonymous'),
	(0, 2, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 2, NULL, 'anonymous'),
	(0, 3, 'purse', 'app', 'open', 'aoi', '', NULL, NULL, NULL, 3, NULL, 'anonymous'),
	(0, 4, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0047', '\x636f75706f6e732d302f30', 1099511627777, 6, NULL, 'anonymous'),
	(0, 5, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0054', '\x636f75706f6e732d302f31', 1099511627777, 6, NULL, 'anonymous'),
	(1, 1099511627779, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0038', '\x636f75706f6e732d312f30', 1, 1099511627781, NULL, 'anonymous'),
	(1, 1099511627780, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0046', '\x636f75706f6e732d312f31', 1, 1099511627781, NULL, 'anonymous'),
	(1, 1099511627781, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0053', '\x636f75706f6e732d322f30', 1099511627778, 1099511627786, NULL, 'anonymous'),
	(1, 1099511627782, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0061', '\x636f75706f6e732d322f31', 1099511627778, 1099511627786, NULL, 'anonymous'),
	(0, 6, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0062', '\x636f75706f6e732d332f30', 2, 13, NULL, 'anonymous'),
	(0, 7, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0070', '\x636f75706f6e732d332f31', 2, 13, NULL, 'anonymous'),
	(0, 8, 'town-coupon', 'paper', 'open', '', '13', '1300-0000-0000-0088', '\x70617065722f30', NULL, 16, NULL, 'anonymous'),
	(0, 9, 'town-coupon', 'paper', 'open', '', '13', '1300-0000-0000-0096', '\x70617065722f31', NULL, 16, NULL, 'anonymous'),
	(0, 10, 'town-coupon', 'paper', 'open', '', '13', '1300-0000-0000-0104', '\x70617065722f32', NULL, 16, NULL, 'anonymous'),
	(0, 11, 'plastic', 'card', 'open', 'ren', '', '0000-0000-0000-0117', '\x636172642031', NULL, 27, '2023-03-25 15:00:00+00', 'identity_verified'),
	(1, 1099511627783, 'plastic', 'card', 'open', 'ren', '', '0000-0100-0000-0074', '\x636172642032', NULL, 1099511627792, '2023-03-25 15:00:00+00', 'identity_verified'),
	(0, 12, 'plastic', 'card', 'open', 'ren', '', '0000-0000-0000-0125', '\x636172642033', NULL, 28, '2023-03-25 15:00:00+00', 'identity_verified'),
	(1, 1099511627784, 'plastic', 'card', 'stopped', 'ren', '', '0000-0100-0000-0082', '\x636172642034', NULL, 1099511627796, '2023-03-25 15:00:00+00', 'identity_verified'),
	(0, 13, 'purse', 'app', 'open', 'aoi', '', NULL, NULL, NULL, 33, NULL, 'anonymous'),
	(1, 1099511627785, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1099511627799, NULL, 'anonymous'),
	(1, 1099511627786, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0103', '\x6b65792d34362f30', 1099511627785, 1099511627800, NULL, 'anonymous'),
	(0, 14, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 41, NULL, 'anonymous'),
	(0, 15, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0153', '\x6b65792d34392f30', 14, 42, NULL, 'anonymous'),
	(0, 16, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 44, NULL, 'anonymous'),
	(0, 17, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0179', '\x6b65792d35322f30', 16, 45, NULL, 'anonymous'),
	(0, 18, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 47, NULL, 'anonymous'),
	(0, 19, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0195', '\x6b65792d35352f30', 18, 48, NULL, 'anonymous'),
	(0, 20, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 50, NULL, 'anonymous'),
	(0, 21, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0211', '\x6b65792d35382f30', 20, 51, NULL, 'anonymous'),
	(0, 22, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 53, NULL, 'anonymous'),
	(0, 23, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0237', '\x6b65792d36312f30', 22, 54, NULL, 'anonymous'),
	(1, 1099511627787, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1099511627802, NULL, 'anonymous'),
	(1, 1099511627788, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0129', '\x6b65792d36342f30', 1099511627787, 1099511627803, NULL, 'anonymous'),
	(0, 24, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 56, NULL, 'anonymous'),
	(0, 25, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0252', '\x6b65792d36372f30', 24, 57, NULL, 'anonymous'),
	(0, 26, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 59, NULL, 'anonymous'),
	(1, 1099511627789, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0137', '\x6b65792d37302f30', 26, 1099511627805, NULL, 'anonymous');

INSERT INTO public.webhook_cursors VALUES
	('42a2917f-6295-4254-a3f8-34fa8059d1cf', 1, 1099511627791, 0, '2026-11-22 12:44:20.347345+00', NULL),
	('42a2917f-6295-4254-a3f8-34fa8059d1cf', 0, 26, 0, '2026-11-22 12:44:20.347345+00', NULL);

INSERT INTO public.webhooks VALUES
	('42a2917f-6295-4254-a3f8-34fa8059d1cf', 'https://hooks.example.jp/zandaka', '\x0ba1f3d1b13ca111d8bd1fe9fb20808048a7f4ed31305ffc11e0b873c9055c4c', NULL, '{pay,refund}', '2026-11-22 12:44:20.347345+00', NULL);

SELECT pg_catalog.setval('public.actions_id_seq', 1, false);

SELECT pg_catalog.setval('public.awards_id_seq', 1, false);

SELECT pg_catalog.setval('public.bank_files_id_seq', 1, false);

SELECT pg_catalog.setval('public.bank_refund_history_id_seq', 1, false);

SELECT pg_catalog.setval('public.bank_refunds_id_seq', 1, false);

SELECT pg_catalog.setval('public.bank_remittances_id_seq', 1, false);

SELECT pg_catalog.setval('public.claim_notes_id_seq', 1, false);

SELECT pg_catalog.setval('public.claims_id_seq', 1, false);

SELECT pg_catalog.setval('public.cohorts_id_seq', 1, false);

SELECT pg_catalog.setval('public.deliveries_id_seq', 1, false);

SELECT pg_catalog.setval('public.entitlements_id_seq', 1, false);

SELECT pg_catalog.setval('public.evidence_id_seq', 1, false);

SELECT pg_catalog.setval('public.gift_challenges_number_seq', 1, false);

SELECT pg_catalog.setval('public.gift_choices_id_seq', 1, false);

SELECT pg_catalog.setval('public.gift_events_id_seq', 1, false);

SELECT pg_catalog.setval('public.identity_checks_id_seq', 1, false);

SELECT pg_catalog.setval('public.imports_id_seq', 1, false);

SELECT pg_catalog.setval('public.messages_id_seq', 1, false);

SELECT pg_catalog.setval('public.network_messages_id_seq', 1, false);

SELECT pg_catalog.setval('public.payout_accounts_id_seq', 1, false);

SELECT pg_catalog.setval('public.payout_files_id_seq', 1, false);

SELECT pg_catalog.setval('public.payout_tries_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_events_id_seq', 1, false);

SELECT pg_catalog.setval('public.plans_id_seq', 1, false);

SELECT pg_catalog.setval('public.recipients_id_seq', 1, false);

SELECT pg_catalog.setval('public.series_id_seq', 8, true);

SELECT pg_catalog.setval('public.shop_records_id_seq', 1, false);

SELECT pg_catalog.setval('public.standing_orders_id_seq', 1, false);

SELECT pg_catalog.setval('public.standing_runs_id_seq', 1, false);

SELECT pg_catalog.setval('public.terms_id_seq', 1, true);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.actions
    ADD CONSTRAINT actions_key_key UNIQUE (key);

ALTER TABLE ONLY public.actions
    ADD CONSTRAINT actions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT alarms_pkey PRIMARY KEY (operation, book);

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

ALTER TABLE ONLY public.card_uses
    ADD CONSTRAINT card_uses_pkey PRIMARY KEY (operation, book);

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

ALTER TABLE ONLY public.holder_names
    ADD CONSTRAINT holder_names_pkey PRIMARY KEY (holder);

ALTER TABLE ONLY public.holds
    ADD CONSTRAINT holds_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.identity_checks
    ADD CONSTRAINT identity_checks_pkey PRIMARY KEY (id);

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

ALTER TABLE ONLY public.month_received
    ADD CONSTRAINT month_received_pkey PRIMARY KEY (operation, book);

ALTER TABLE ONLY public.month_sent
    ADD CONSTRAINT month_sent_pkey PRIMARY KEY (operation, book);

ALTER TABLE ONLY public.network_messages
    ADD CONSTRAINT network_messages_pkey PRIMARY KEY (network, message);

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_pkey PRIMARY KEY (incident, report, revision);

ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_key UNIQUE (key, book);

ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (operation, book);

ALTER TABLE ONLY public.payout_accounts
    ADD CONSTRAINT payout_accounts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payout_files
    ADD CONSTRAINT payout_files_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payout_tries
    ADD CONSTRAINT payout_tries_payout_attempt_key UNIQUE (payout, attempt);

ALTER TABLE ONLY public.payout_tries
    ADD CONSTRAINT payout_tries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payouts
    ADD CONSTRAINT payouts_pkey PRIMARY KEY (operation, book);

ALTER TABLE ONLY public.period_looks
    ADD CONSTRAINT period_looks_pkey PRIMARY KEY (day);

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

ALTER TABLE ONLY public.sends
    ADD CONSTRAINT sends_pkey PRIMARY KEY (operation, book);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_product_campaign_prefecture_legal_kind_key UNIQUE (product, campaign, prefecture, legal_kind);

ALTER TABLE ONLY public.shop_records
    ADD CONSTRAINT shop_records_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.standing_orders
    ADD CONSTRAINT standing_orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.standing_runs
    ADD CONSTRAINT standing_runs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.standing_runs
    ADD CONSTRAINT standing_runs_standing_order_trigger_key UNIQUE (standing_order, trigger);

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

CREATE INDEX alarms_subject ON public.alarms USING btree (subject, about);

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

CREATE INDEX card_uses_counting ON public.card_uses USING btree (wallet) WHERE (NOT returned);

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

CREATE INDEX holds_counting ON public.holds USING btree (expires_at) WHERE (uses <> '[]'::jsonb);

CREATE INDEX identity_checks_asking ON public.identity_checks USING btree (ask_at) WHERE (state = 'asking'::text);

CREATE INDEX identity_checks_known ON public.identity_checks USING btree (holder, id) WHERE (state = 'known'::text);

CREATE INDEX identity_checks_telling ON public.identity_checks USING btree (id) WHERE ((state = 'known'::text) AND (NOT told));

CREATE INDEX imports_incident ON public.imports USING btree (incident, id);

CREATE INDEX messages_due ON public.messages USING btree (channel, due_at, id) WHERE (state = 'waiting'::text);

CREATE INDEX messages_incident ON public.messages USING btree (incident, id);

CREATE INDEX messages_recipient ON public.messages USING btree (recipient, id);

CREATE INDEX month_received_wallet ON public.month_received USING btree (wallet) WHERE (NOT over);

CREATE INDEX month_sent_wallet ON public.month_sent USING btree (wallet) WHERE (NOT over);

CREATE INDEX network_messages_open ON public.network_messages USING btree (received_at) WHERE (answer IS NULL);

CREATE INDEX network_messages_purchase ON public.network_messages USING btree (network, reference, id);

CREATE INDEX operations_arrivals ON public.operations USING btree (((request ->> 'sent'::text))) WHERE ((verb = 'arrive'::text) AND (code = ''::text));

CREATE INDEX operations_confirm ON public.operations USING btree (((request ->> 'payment'::text))) WHERE ((verb = 'confirm'::text) AND (code = ''::text));

CREATE INDEX operations_issue ON public.operations USING btree (((request ->> 'lodging'::text)), ((request ->> 'booking'::text))) WHERE ((verb = 'issue'::text) AND (code = ''::text));

CREATE INDEX operations_leave ON public.operations USING btree (id) WHERE ((verb = 'leave'::text) AND (code = ''::text));

CREATE INDEX operations_refused ON public.operations USING btree (wallet, id) WHERE (code <> ''::text);

CREATE INDEX operations_settlements ON public.operations USING btree (book, id) WHERE ((verb = 'settle_merchant'::text) AND (code = ''::text));

CREATE INDEX parked_open ON public.parked USING btree (wallet) WHERE (parts <> '[]'::jsonb);

CREATE INDEX payout_accounts_holder ON public.payout_accounts USING btree (holder, id);

CREATE UNIQUE INDEX payout_accounts_open ON public.payout_accounts USING btree (holder, fingerprint) WHERE (closed_at IS NULL);

CREATE INDEX payout_tries_ask ON public.payout_tries USING btree (ask_at) WHERE ((state = 'waiting'::text) AND (ask_at IS NOT NULL));

CREATE INDEX payout_tries_book ON public.payout_tries USING btree (id) WHERE ((state <> 'waiting'::text) AND (booked <> state) AND (refused = ''::text));

CREATE INDEX payout_tries_file ON public.payout_tries USING btree (file, id) WHERE (file IS NOT NULL);

CREATE INDEX payouts_of_wallet ON public.payouts USING btree (wallet, operation);

CREATE INDEX payouts_ordered ON public.payouts USING btree (way, operation) WHERE (state = 'ordered'::text);

CREATE INDEX payouts_wallet ON public.payouts USING btree (wallet) WHERE (state = 'ordered'::text);

CREATE INDEX plan_chunks_open ON public.plan_chunks USING btree (plan, step, number) WHERE (NOT done);

CREATE UNIQUE INDEX plan_events_once ON public.plan_events USING btree (plan, step, kind) WHERE (kind = ANY (ARRAY['approved'::text, 'stopped'::text, 'started'::text, 'ended'::text]));

CREATE INDEX plan_events_plan ON public.plan_events USING btree (plan, id);

CREATE INDEX plans_incident ON public.plans USING btree (incident, id);

CREATE INDEX publication_proposals_incident ON public.publication_proposals USING btree (incident, id);

CREATE INDEX recipients_holder ON public.recipients USING btree (holder, incident) WHERE (holder <> ''::text);

CREATE INDEX sends_ends ON public.sends USING btree (ends_at) WHERE (state = 'pending'::text);

CREATE INDEX sends_of_wallet ON public.sends USING btree (wallet, operation);

CREATE INDEX sends_receiver ON public.sends USING btree (receiver, operation);

CREATE INDEX sends_wallet ON public.sends USING btree (wallet) WHERE (state = ANY (ARRAY['pending'::text, 'claiming'::text]));

CREATE INDEX shop_records_claim ON public.shop_records USING btree (claim, id);

CREATE UNIQUE INDEX standing_orders_one ON public.standing_orders USING btree (wallet, kind) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX standing_runs_one ON public.standing_runs USING btree (standing_order) WHERE (state = ANY (ARRAY['asking'::text, 'to_book'::text, 'giving_back'::text]));

CREATE INDEX standing_runs_open ON public.standing_runs USING btree (id) WHERE (state = ANY (ARRAY['asking'::text, 'to_book'::text, 'giving_back'::text]));

CREATE INDEX transfers_credit ON public.transfers USING btree (credit, id);

CREATE INDEX transfers_debit ON public.transfers USING btree (debit, id);

CREATE INDEX transfers_late ON public.transfers USING btree (id) WHERE (effective_at < recorded_at);

CREATE INDEX transfers_late_credit ON public.transfers USING btree (credit, id) WHERE (effective_at < recorded_at);

CREATE INDEX transfers_late_debit ON public.transfers USING btree (debit, id) WHERE (effective_at < recorded_at);

CREATE INDEX transfers_returns ON public.transfers USING btree (returns) WHERE (returns <> 0);

CREATE INDEX transits_open ON public.transits USING btree (operation) WHERE (NOT settled);

CREATE INDEX wallets_exchanged ON public.wallets USING btree (id) WHERE (status = 'exchanged'::text);

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

ALTER TABLE ONLY public.payout_tries
    ADD CONSTRAINT payout_tries_file_fkey FOREIGN KEY (file) REFERENCES public.payout_files(id);

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

ALTER TABLE ONLY public.standing_runs
    ADD CONSTRAINT standing_runs_standing_order_fkey FOREIGN KEY (standing_order) REFERENCES public.standing_orders(id);

ALTER TABLE ONLY public.webhook_cursors
    ADD CONSTRAINT webhook_cursors_webhook_fkey FOREIGN KEY (webhook) REFERENCES public.webhooks(id) ON DELETE CASCADE;

GRANT USAGE ON SCHEMA public TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.actions TO zandaka_app;

GRANT USAGE ON SEQUENCE public.actions_id_seq TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.alarms TO zandaka_app;

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

GRANT SELECT,INSERT,UPDATE ON TABLE public.card_uses TO zandaka_app;

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

GRANT SELECT,INSERT,UPDATE ON TABLE public.holder_names TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.holds TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_checks TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.imports TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.incident_versions TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.incidents TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.leave_cursors TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.merchants TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.messages TO zandaka_app;

GRANT SELECT ON TABLE public.migrations TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.month_received TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.month_sent TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.network_messages TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.notices TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.operations TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.parked TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.payout_accounts TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.payout_files TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.payout_tries TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.payouts TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.period_looks TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.plan_chunks TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.plan_events TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.plans TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.publication_decisions TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.publication_proposals TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.recipients TO zandaka_app;

GRANT USAGE ON SEQUENCE public.recipients_id_seq TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.sends TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.series TO zandaka_app;

GRANT USAGE ON SEQUENCE public.series_id_seq TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.shop_records TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.standing_orders TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.standing_runs TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.terms TO zandaka_app;

GRANT USAGE ON SEQUENCE public.terms_id_seq TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.transfers TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.transits TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.usage TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.wallets TO zandaka_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_cursors TO zandaka_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhooks TO zandaka_app;
