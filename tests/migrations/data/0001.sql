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
WITH (fillfactor='80');

CREATE TABLE public.api_keys (
    id text NOT NULL,
    role text NOT NULL,
    subject text NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT api_keys_role_check CHECK ((role = ANY (ARRAY['issuer'::text, 'merchant'::text, 'holder'::text])))
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
    CONSTRAINT attempts_why_check CHECK ((why = ANY (ARRAY['unreachable'::text, 'timed_out'::text])))
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

CREATE TABLE public.merchants (
    id text NOT NULL,
    name text NOT NULL,
    prefecture text NOT NULL,
    status text NOT NULL,
    CONSTRAINT merchants_status_check CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text])))
);

CREATE TABLE public.migrations (
    number integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
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
	(0, 4, 'lot', 0, 0, NULL, 4, 3, 4, '2023-02-24 03:00:00+00', 6, '2023-02-24 15:00:00+00'),
	(0, 5, 'lot', 0, 0, NULL, 5, 3, 5, '2023-02-24 03:00:00+00', 6, '2023-02-24 15:00:00+00'),
	(1, 1099511627780, 'lot', 0, 0, NULL, 1099511627779, 3, 1099511627779, '2023-02-24 03:00:00+00', 1099511627781, '2023-02-24 15:00:00+00'),
	(0, 18, 'merchant_payable', 3200, 0, 'kyoto-1', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 1, 'lot', 0, 0, NULL, 3, 1, 3, '2023-02-24 03:00:00+00', 4, '2023-03-24 15:00:00+00'),
	(1, 1099511627781, 'lot', 0, 0, NULL, 1099511627780, 3, 1099511627780, '2023-02-24 03:00:00+00', 1099511627781, '2023-02-24 15:00:00+00'),
	(0, 9, 'lot', 2000, 0, NULL, 1, 3, 1099511627780, '2023-02-24 03:00:00+00', 12, '2023-02-24 15:00:00+00'),
	(0, 7, 'in_transit', 0, 0, '1', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627785, 'lot', 2000, 0, NULL, 1099511627778, 3, 1099511627781, '2023-02-24 03:00:00+00', 1099511627787, '2023-02-24 15:00:00+00'),
	(1, 1099511627783, 'lot', 0, 0, NULL, 1099511627781, 3, 1099511627781, '2023-02-24 03:00:00+00', 1099511627786, '2023-02-24 15:00:00+00'),
	(1, 1099511627786, 'lot', 2000, 0, NULL, 1099511627778, 3, 1099511627782, '2023-02-24 03:00:00+00', 1099511627788, '2023-02-24 15:00:00+00'),
	(1, 1099511627784, 'lot', 0, 0, NULL, 1099511627782, 3, 1099511627782, '2023-02-24 03:00:00+00', 1099511627786, '2023-02-24 15:00:00+00'),
	(1, 1099511627791, 'lot', 1000, 0, NULL, 1099511627785, 3, 1099511627786, '2023-02-25 06:00:00+00', 1099511627797, '2023-02-25 15:00:00+00'),
	(0, 12, 'lot', 2000, 0, NULL, 2, 3, 6, '2023-02-24 03:00:00+00', 14, '2023-02-24 15:00:00+00'),
	(0, 10, 'lot', 0, 0, NULL, 6, 3, 6, '2023-02-24 03:00:00+00', 13, '2023-02-24 15:00:00+00'),
	(0, 13, 'lot', 2000, 0, NULL, 2, 3, 7, '2023-02-24 03:00:00+00', 15, '2023-02-24 15:00:00+00'),
	(0, 11, 'lot', 0, 0, NULL, 7, 3, 7, '2023-02-24 03:00:00+00', 13, '2023-02-24 15:00:00+00'),
	(1, 1099511627790, 'lot', 0, 0, NULL, 1099511627786, 3, 1099511627786, '2023-02-25 06:00:00+00', 1099511627796, '2023-02-25 15:00:00+00'),
	(0, 19, 'compensation_expense', -100, 0, '', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 3, 'lot', 1900, 0, NULL, 3, 1, 3, '2023-02-24 03:00:00+00', 5, '2023-03-24 15:00:00+00'),
	(0, 6, 'campaign_funding', -16000, 0, 'spring', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627779, 'lot', 2000, 0, NULL, 1099511627777, 3, 5, '2023-02-24 03:00:00+00', 1099511627780, '2023-02-24 15:00:00+00'),
	(0, 14, 'lot', 2000, 0, NULL, 8, 3, 8, '2023-02-24 03:00:00+00', 16, '2023-03-09 15:00:00+00'),
	(1, 1099511627787, 'merchant_payable', 1500, 0, 'tokyo-1', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627777, 'lot', 500, 0, NULL, 1099511627777, 3, 4, '2023-02-24 03:00:00+00', 1099511627779, '2023-02-24 15:00:00+00'),
	(0, 15, 'lot', 0, 0, NULL, 9, 3, 9, '2023-02-24 03:00:00+00', 16, '2023-02-24 15:00:00+00'),
	(0, 8, 'lot', 1600, 500, NULL, 1, 3, 1099511627779, '2023-02-24 03:00:00+00', 11, '2023-02-24 15:00:00+00'),
	(1, 1099511627782, 'campaign_funding', -11000, 0, 'spring', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627792, 'lot', 0, 0, NULL, 1099511627787, 3, 1099511627787, '2023-02-25 06:00:00+00', 1099511627798, '2023-02-25 15:00:00+00'),
	(0, 20, 'gift_payable', 2000, 0, 'w0-10', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 16, 'lot', 0, 0, NULL, 10, 3, 10, '2023-02-24 03:00:00+00', 16, '2023-02-24 15:00:00+00'),
	(1, 1099511627778, 'in_transit', 1000, 0, '0', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 2, 'bank_clearing', -8500, 0, '', NULL, NULL, NULL, NULL, NULL, NULL),
	(0, 22, 'lot', 1500, 200, NULL, 12, 1, 12, '2023-02-25 06:00:00+00', 31, '2023-03-25 15:00:00+00'),
	(0, 21, 'lot', 500, 500, NULL, 12, 1, 12, '2023-02-25 06:00:00+00', 30, '2023-03-25 15:00:00+00'),
	(0, 17, 'merchant_payable', 1900, 0, 'tokyo-1', NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1099511627789, 'lot', 1000, 0, NULL, 1099511627783, 3, 1099511627784, '2023-02-25 06:00:00+00', 1099511627794, '2023-02-25 15:00:00+00'),
	(1, 1099511627788, 'lot', 0, 0, NULL, 1099511627784, 3, 1099511627784, '2023-02-25 06:00:00+00', 1099511627793, '2023-02-25 15:00:00+00'),
	(0, 24, 'lot', 1000, 0, NULL, 13, 3, 14, '2023-02-25 06:00:00+00', 39, '2023-02-25 15:00:00+00'),
	(0, 23, 'lot', 0, 0, NULL, 14, 3, 14, '2023-02-25 06:00:00+00', 38, '2023-02-25 15:00:00+00'),
	(0, 26, 'lot', 1000, 0, NULL, 15, 3, 16, '2023-02-25 06:00:00+00', 42, '2023-02-25 15:00:00+00'),
	(0, 25, 'lot', 0, 0, NULL, 16, 3, 16, '2023-02-25 06:00:00+00', 41, '2023-02-25 15:00:00+00'),
	(0, 28, 'lot', 1000, 0, NULL, 17, 3, 18, '2023-02-25 06:00:00+00', 45, '2023-02-25 15:00:00+00'),
	(0, 27, 'lot', 0, 0, NULL, 18, 3, 18, '2023-02-25 06:00:00+00', 44, '2023-02-25 15:00:00+00'),
	(0, 30, 'lot', 1000, 0, NULL, 19, 3, 20, '2023-02-25 06:00:00+00', 48, '2023-02-25 15:00:00+00'),
	(0, 29, 'lot', 0, 0, NULL, 20, 3, 20, '2023-02-25 06:00:00+00', 47, '2023-02-25 15:00:00+00');

INSERT INTO public.api_keys VALUES
	('key-af90e466744b8a78', 'issuer', 'desk', '\x4211cc91ceffa821a5e73ccda8416bb61a51424c48e6902bffca1be9fef6f6e8', '2026-11-22 12:44:11.960105+00', NULL);

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
	(0, 27, '2023-02-25 04:00:00+00', 27, 1, 22, 0, '\xe674d04a62fdfa2e7c6d4532a320212a99cdf0a60920b4fac2946355965d93d6'),
	(0, 28, '2023-02-25 04:00:00+00', 28, 1, 22, 0, '\x18872352b58cc07dab7bb555f787aeaf3383549fb36deaf441d1cd26745eb43f'),
	(0, 29, '2023-02-25 06:00:00+00', 29, 1, 22, 0, '\x20dbe837d3e19b42ff52a6d9899ff21c8eb2556e3bef76850c4237261a90ced4'),
	(0, 30, '2023-02-25 06:00:00+00', 30, 1, 22, 1, '\x04af80c7c921be18cba79e129c0f852bfb5e72aafd7fbda6e324377191fe4a2b'),
	(0, 31, '2023-02-25 06:00:00+00', 31, 1, 23, 1, '\x157f412a50399bc29a7d9f1153c164f947d177e2e669060dc74d4ed4d517191c'),
	(0, 32, '2023-02-25 06:00:00+00', 32, 1, 24, 1, '\x1dd8928a5c81973ac555b8df8b1e57a9e2666dd1ae6b983348c6dce32afad006'),
	(0, 33, '2023-02-25 06:00:00+00', 33, 1, 25, 0, '\x025c18d4a08dc500cf8d3b6a3bf5b556684d358a226d721d556be3865ea34030'),
	(0, 34, '2023-02-25 06:00:00+00', 34, 1, 25, 0, '\xcf3accd51b9ee207efacec899411215d3dbf6eeae8518bc798c2fb9a41b7f2f4'),
	(0, 35, '2023-02-25 06:00:00+00', 35, 1, 25, 1, '\x024b2343cb3f5971ffb5c5ce5d6565537f662e43a30a9ede08ee2a7408ffee50'),
	(0, 36, '2023-02-25 06:00:00+00', 36, 1, 26, 0, '\xdfa62423bcd299c8b58bcdca49a138c6b839c4382640d17c58f075527808f6d8'),
	(1, 16, '2023-02-25 06:00:00+00', 1099511627792, 1, 1099511627792, 0, '\x810ca424bd5cc877fdd8acb95b0a9929daccf0a26964bd9311133831e91555b7'),
	(1, 17, '2023-02-25 06:00:00+00', 1099511627793, 1, 1099511627792, 1, '\x242f5efc64be026608a93a0501c242334390d9f97a5390261b26f5a29ef626dc'),
	(1, 18, '2023-02-25 06:00:00+00', 1099511627794, 1, 1099511627793, 1, '\xa0c8135ef6a034f1de5bb2ac3db823a8862455ad68da0782738f62f56218b2d3'),
	(0, 37, '2023-02-25 06:00:00+00', 37, 1, 26, 0, '\xb5b8b2bab16f4748954d6b744d33227a79d180197eae300a4f9adbf4b5b98d30'),
	(0, 38, '2023-02-25 06:00:00+00', 38, 1, 26, 1, '\x7ac88f63f1dd102996e53be90ec736cb15283dc58ea9dafc4e0b6d7d4c01e1ab'),
	(0, 39, '2023-02-25 06:00:00+00', 39, 1, 27, 1, '\x85685a99826448261e2fe524aa523dd8c3c40b6a2730f9960490ff861363647d'),
	(0, 40, '2023-02-25 06:00:00+00', 40, 1, 28, 0, '\xa8846453d31f0da4d1168366a0fa71c1c4766995c5803afeb6bfbdf2ff0e45bb'),
	(0, 41, '2023-02-25 06:00:00+00', 41, 1, 28, 1, '\x1e4fcabb4331e52a8f596c65adfe0543195a92f9f125076ae470af1db9dc2c73'),
	(0, 42, '2023-02-25 06:00:00+00', 42, 1, 29, 1, '\xad4c018d5f49db9852e0b6bfcbbd0a2c8d7334ed327c7b562be95206d8851dcd'),
	(0, 43, '2023-02-25 06:00:00+00', 43, 1, 30, 0, '\x2b340182052425489504398ee925e5fc55b4c4b1cc561babcf57fdeceae2b82d'),
	(0, 44, '2023-02-25 06:00:00+00', 44, 1, 30, 1, '\xa7820a0e7a06285e5bd6420c5c1c2f1d74c2e24eb427bc2bac59e56d38698d06'),
	(0, 45, '2023-02-25 06:00:00+00', 45, 1, 31, 1, '\xcc07eee9b4d946a2e26f895bbf3d91fec571d7ff20fcdb1c83eb0f1c1c0afde6'),
	(1, 19, '2023-02-25 06:00:00+00', 1099511627795, 1, 1099511627794, 0, '\x20096a5aa13e5750082580dd78288b8e4dc2043ed175f93b9684530b08864184'),
	(1, 20, '2023-02-25 06:00:00+00', 1099511627796, 1, 1099511627794, 1, '\xc7db994fb0dd747599f722f8106551b601295c998ebfef99d6675e0c65355eb6'),
	(1, 21, '2023-02-25 06:00:00+00', 1099511627797, 1, 1099511627795, 1, '\x737bd4089870feffa1da612f2591b8d8e850e36fd4e28f29ed52ae581328c3f3'),
	(0, 46, '2023-02-25 06:00:00+00', 46, 1, 32, 0, '\x111152a63ca32992c61d53cf94d0d08bc5eaef65c1b571f0e7c54c1effa615bb'),
	(0, 47, '2023-02-25 06:00:00+00', 47, 1, 32, 1, '\x2644de5fd82449e62b070b30ed7cdb1bb017cca9a77bf0340178f7533a174bb7'),
	(0, 48, '2023-02-25 06:00:00+00', 48, 1, 33, 1, '\x1761c7057649c8a4fe04142b686277740fb7902d8fd640d37d2541c9ad16b8b0'),
	(0, 49, '2023-02-25 06:00:00+00', 49, 1, 34, 0, '\x11a23495d2894b41fe1b66f783bb2f2e227cd859c357b23f50bd5a2d30cb53c2'),
	(1, 22, '2023-02-25 06:00:00+00', 1099511627798, 1, 1099511627796, 1, '\x9a55e80e6204152d4d38db2b43970c46a2a36d36b125a29b94549e4148fe6bee'),
	(1, 23, '2023-02-25 06:00:00+00', 1099511627799, 1, 1099511627797, 1, '\x17acb8d2d0539d7fd7395f973cc4ad9ac25ea8f3760e5e03e633c2ff3414b8b6');

INSERT INTO public.books VALUES
	(0, 49, 49, 33, 30, 21, '2023-02-25 06:00:00+00', '\x11a23495d2894b41fe1b66f783bb2f2e227cd859c357b23f50bd5a2d30cb53c2'),
	(1, 23, 1099511627799, 1099511627797, 1099511627792, 1099511627787, '2023-02-25 06:00:00+00', '\x17acb8d2d0539d7fd7395f973cc4ad9ac25ea8f3760e5e03e633c2ff3414b8b6');

INSERT INTO public.extensions VALUES
	(0, 23, 14, '2023-02-24 15:00:00+00', '2023-03-09 15:00:00+00', 'outage', '2023-02-24', '2023-02-24 04:00:00+00');

INSERT INTO public.hold_lots VALUES
	(0, 17, 8, 500),
	(0, 19, 1, 0),
	(0, 19, 3, 0),
	(0, 34, 22, 200),
	(0, 34, 21, 500);

INSERT INTO public.holds VALUES
	(0, 17, 1, 'tokyo-1', '2023-02-24 04:00:00+00'),
	(0, 19, 3, 'kyoto-1', '2023-02-24 04:00:00+00'),
	(0, 34, 12, 'tokyo-1', '2023-02-25 08:00:00+00');

INSERT INTO public.merchants VALUES
	('tokyo-1', 'tokyo-1', '13', 'open'),
	('kyoto-1', 'kyoto-1', '26', 'open'),
	('tokyo-2', 'tokyo-2', '13', 'closed');

INSERT INTO public.migrations VALUES
	(1, '0001_ledger.sql', '54ce9da72663654874582dac8217943c49a5e88289df7d8a14ee71178bd13dda', '2026-11-22 12:44:10.60053+00');

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
	(0, 37, 37, 'f2a33b11-4c39-ecde-4279-b30af7d710ee', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 26, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-13","product":"town-coupon"}'),
	(1, 1099511627787, 11, 'daa05031-8e92-4217-a529-23c011da1d7c', 'a6996ccd-0ab3-97bf-e8db-f706bc802801', 1099511627781, 1099511627785, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-5","to":"w1-2"}', '{"coupon":"w1-5","wallet":"w1-2","yen":2000,"in_transit":false,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-5","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(1, 1099511627788, 12, 'cfd90acd-e7a5-7238-b6df-c177506e5126', 'c2e8b267-ba07-7943-f60c-26ebb3527fcb', 1099511627782, 1099511627786, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-6","to":"w1-2"}', '{"coupon":"w1-6","wallet":"w1-2","yen":2000,"in_transit":false,"parcels":[{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-6","issued_at":"2023-02-24T03:00:00Z","expires_at":"2023-02-24T15:00:00Z"}]}'),
	(1, 1099511627789, 13, '62115024-d0d4-890f-7ae3-8b1dfc30e40a', 'c07e7838-d718-266e-1ca5-cc1d09267f7e', 1099511627777, 1099511627787, 2, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'pay', '', 'test', '{"do":"pay","wallet":"w1-1","merchant":"tokyo-1","yen":2500}', '{"yen":2500,"cash_yen":0,"merchant":"tokyo-1","lots":[{"lot":"lot1-1","yen":2000},{"lot":"lot1-3","yen":500}],"balance":1500}'),
	(1, 1099511627790, 14, '1768f2e8-4eed-c04c-24e3-d9a480e5fb6a', 'e3c1615e-4902-fa64-95c7-44373b58632a', 1099511627777, 1099511627789, 2, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'refund', '', 'test', '{"do":"refund","payment":"op1-13","merchant":"tokyo-1","yen":700}', '{"payment":"op1-13","yen":700,"lots":[{"lot":"lot1-3","yen":500},{"lot":"lot1-1","yen":200}],"left_yen":1800}'),
	(1, 1099511627791, 15, '297767a2-4fd5-9c3a-6b1c-98dff2c7b353', '1175c804-7386-9242-dda4-e39059e03f1e', 1099511627777, 1099511627791, 1, 1, '2023-02-24 03:00:00+00', '2023-02-24 03:00:00+00', 'restore', '', 'test', '{"do":"restore","debit":"op1-13","yen":300,"reason":"double debit"}', '{"payment":"op1-13","yen":300,"lots":[{"lot":"lot1-1","yen":300}],"left_yen":1500}'),
	(1, 1099511627792, 16, 'f0812b61-5986-ec3d-9fd1-8e20e808d522', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 1099511627792, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w1-7","product":"town-coupon"}'),
	(1, 1099511627793, 17, '510ef301-64f7-2bcb-cc34-eb94da7a4111', '34e75914-97eb-39fd-8477-2569d3080bd0', 0, 1099511627792, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTM1LzA="]}', '{"coupons":[{"wallet":"w1-8","inquiry":"1300-0100-0000-0087"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(1, 1099511627794, 18, '3476b6e2-b1d3-26d3-0d98-2f329b9505b8', '53f3879d-141c-eb0c-3e1e-902666bedcff', 1099511627784, 1099511627793, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-8","to":"w1-7"}', '{"coupon":"w1-8","wallet":"w1-7","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-8","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(1, 1099511627795, 19, '4e3b2ba4-230d-551d-ce1c-bbfa7586281b', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 1099511627794, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w1-9","product":"town-coupon"}'),
	(1, 1099511627796, 20, 'a21de52d-6311-2f85-06c9-f1625f40362b', 'ea490e96-12ee-3732-b1d6-254b3753f81d', 0, 1099511627794, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTQ3LzA="]}', '{"coupons":[{"wallet":"w1-10","inquiry":"1300-0100-0000-0103"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(1, 1099511627797, 21, 'd305a478-961a-cf5e-1b95-b4c108d9ff3d', '71fcb24a-b1a7-1939-ac39-3f660fbcd53b', 1099511627786, 1099511627795, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-10","to":"w1-9"}', '{"coupon":"w1-10","wallet":"w1-9","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-10","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(1, 1099511627798, 22, '15192f82-6903-1c6f-a558-fd4787a50d35', '3098e8f0-2602-fd27-2728-cc801e93ccc4', 0, 1099511627796, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTUzLzA="]}', '{"coupons":[{"wallet":"w1-11","inquiry":"1300-0100-0000-0111"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(1, 1099511627799, 23, '53116298-f42d-8ec6-3b76-cc1bf8562a0d', '55a17a85-13ab-22f8-1230-97a1e2e8b1ba', 1099511627787, 1099511627797, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w1-11","to":"w0-21"}', '{"coupon":"w1-11","wallet":"w0-21","yen":1000,"in_transit":true,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w1-11","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
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
	(0, 27, 27, '75726421-2836-e264-3bfd-e70bbe07b1d1', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 22, 0, 1, '2023-02-25 04:00:00+00', '2023-02-25 04:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-11","product":"town-coupon"}'),
	(0, 28, 28, 'e2e2231b-f824-d255-f682-d328a4479855', '4e41fcf3-0f7a-0389-32fd-20d67692b30e', 11, 22, 0, 1, '2023-02-25 04:00:00+00', '2023-02-25 04:00:00+00', 'leave', '', 'test', '{"do":"leave","wallet":"w0-11"}', '{"yen":0}'),
	(0, 29, 29, '2f1646a1-19b9-65f0-1e15-c360c1818376', 'a922fad4-6917-b7f3-08d6-6bd491cc3f30', 0, 22, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"purse","holder":"aoi"}', '{"wallet":"w0-12","product":"purse"}'),
	(0, 30, 30, 'd05c1d47-7e1c-f08c-36fa-0594cdf3685d', '55ecb19b-602f-d360-2ed9-2f96a6042559', 12, 22, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w0-12","yen":2000}', '{"lot":"lot0-21","yen":2000,"expires_at":"2023-03-25T15:00:00Z","balance":2000}'),
	(0, 31, 31, '8e1b3df9-b90e-c183-e55f-40e2053f26e4', '67018146-c63f-56c4-cbb2-5b462df6a32f', 12, 23, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load', '', 'test', '{"do":"load","wallet":"w0-12","yen":1500}', '{"lot":"lot0-22","yen":1500,"expires_at":"2023-03-25T15:00:00Z","balance":3500}'),
	(0, 32, 32, 'a0e36cdf-8a30-e58c-0f08-bb43d15a9b99', 'c0cfd005-bb08-6c0d-2b5c-a4405fe1f009', 12, 24, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'pay', '', 'test', '{"do":"pay","wallet":"w0-12","merchant":"tokyo-1","yen":1200}', '{"yen":1200,"cash_yen":0,"merchant":"tokyo-1","lots":[{"lot":"lot0-21","yen":1200}],"balance":2300}'),
	(0, 33, 33, 'b16e1402-b4f2-319a-49d9-dd7f76ac3c74', '6dbe4c03-9f19-1190-779a-bb7d61995cb9', 12, 25, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'confirm', '', 'test', '{"do":"confirm","payment":"op0-32","merchant":"tokyo-1"}', '{"payment":"op0-32"}'),
	(0, 34, 34, 'd9d4ed3b-4640-1393-be3a-4f54c1ce5d15', 'd4da0149-e355-deea-573e-d923bba64924', 12, 25, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'authorise', '', 'test', '{"do":"authorise","wallet":"w0-12","merchant":"tokyo-1","yen":1000,"minutes":120}', '{"yen":1000,"merchant":"tokyo-1","expires_at":"2023-02-25T17:00:00+09:00","lots":[{"lot":"lot0-21","yen":800},{"lot":"lot0-22","yen":200}]}'),
	(0, 35, 35, '436b601c-a96a-b035-f39c-867c56d9ab4e', '01419195-b67e-35d3-b3bc-a6d513b9f593', 12, 25, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'capture', '', 'test', '{"do":"capture","hold":"op0-34","merchant":"tokyo-1","yen":300,"final":false}', '{"hold":"op0-34","merchant":"tokyo-1","yen":300,"lots":[{"lot":"lot0-21","yen":300}],"open_yen":700,"authorised_at":"2023-02-25T06:00:00Z"}'),
	(0, 36, 36, '6079e16a-8ac8-955b-2a95-6e7bbc998e4a', 'aeb85443-95dd-566d-4ad7-9a7c76ec1c49', 12, 26, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'pay', 'limit_exceeded', 'test', '{"do":"pay","wallet":"w0-12","merchant":"tokyo-1","yen":99000}', '{"limit":"pay_max","limit_yen":4000,"used_yen":0,"yen":99000,"source":"test-terms 4"}'),
	(0, 38, 38, '0416f1f0-b45b-3480-06c1-65d59ffa6454', '623500d3-bbbe-cb45-e3db-06cf2c564329', 0, 26, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTM4LzA="]}', '{"coupons":[{"wallet":"w0-14","inquiry":"1300-0000-0000-0146"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 39, 39, 'cfd686bf-eae3-657f-2f48-c92482668e74', '129c4450-322f-da83-e3f3-837ac9700103', 14, 27, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-14","to":"w0-13"}', '{"coupon":"w0-14","wallet":"w0-13","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-14","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 40, 40, 'ab86b4d1-b0ac-6666-f25d-7fe07bc9c416', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 28, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-15","product":"town-coupon"}'),
	(0, 41, 41, '6e81b096-c898-e08c-b4f5-0b0a30d8380a', '44444fdb-1070-6ccb-1d55-2c4314f3c015', 0, 28, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTQxLzA="]}', '{"coupons":[{"wallet":"w0-16","inquiry":"1300-0000-0000-0161"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 42, 42, '21b84501-6f49-fe9d-63de-3a3d651423f8', '6cc5a655-5b94-96b8-fee6-1555656a9fe8', 16, 29, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-16","to":"w0-15"}', '{"coupon":"w0-16","wallet":"w0-15","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-16","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 43, 43, '769064e0-72f7-d7ea-2243-d2f8971bf200', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 30, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-17","product":"town-coupon"}'),
	(0, 44, 44, '6e431174-602e-7616-ff91-1c7aa36cec5d', '8bb35ae0-2a25-8805-b7d8-f163dc06ffab', 0, 30, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTQ0LzA="]}', '{"coupons":[{"wallet":"w0-18","inquiry":"1300-0000-0000-0187"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 45, 45, 'e54e00b5-19ec-86bf-3426-a38d0654d173', '441ee61c-f6e0-1f1c-a808-c6411b779f54', 18, 31, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-18","to":"w0-17"}', '{"coupon":"w0-18","wallet":"w0-17","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-18","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 46, 46, 'd4163873-32fe-7c9a-d5c0-647fc638b3b3', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 32, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-19","product":"town-coupon"}'),
	(0, 47, 47, '4f4bc695-b1e4-d996-7e70-051a2bacce9a', 'a997a7dc-fc0e-b779-6517-c7147c2e3638', 0, 32, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'issue', '', 'test', '{"do":"issue","campaign":"spring","prefecture":"13","trip":{"kind":"day_trip","on":"2023-02-25"},"secrets":["a2V5LTUwLzA="]}', '{"coupons":[{"wallet":"w0-20","inquiry":"1300-0000-0000-0203"}],"yen":1000,"expires_at":"2023-02-25T15:00:00Z","prefecture":"13","grant":[{"day":"2023-02-25","day_type":"holiday","part":"campaign","yen":1000,"source":"test-terms"}]}'),
	(0, 48, 48, 'aa85c07d-879c-4e76-380a-88a52304eb8b', '8d962b2a-98f4-b2d8-4b67-a41dc1d666bf', 20, 33, 1, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'load_coupon', '', 'test', '{"do":"load_coupon","coupon":"w0-20","to":"w0-19"}', '{"coupon":"w0-20","wallet":"w0-19","yen":1000,"in_transit":false,"parcels":[{"yen":1000,"product":"town-coupon","campaign":"spring","prefecture":"13","origin":"w0-20","issued_at":"2023-02-25T06:00:00Z","expires_at":"2023-02-25T15:00:00Z"}]}'),
	(0, 49, 49, '33a4ce16-87d2-29ee-06a5-298067e8551f', '77ee6588-8bce-e3b7-ceff-d59676905f7c', 0, 34, 0, 1, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00', 'open_wallet', '', 'test', '{"do":"open_wallet","product":"town-coupon","holder":"ren"}', '{"wallet":"w0-21","product":"town-coupon"}');

INSERT INTO public.series OVERRIDING SYSTEM VALUE VALUES
	(1, 'purse', '', '', 'prepaid'),
	(2, 'town-coupon', '', '', 'free'),
	(3, 'town-coupon', 'spring', '13', 'free'),
	(4, 'town-coupon', 'spring', '26', 'free');

INSERT INTO public.terms OVERRIDING SYSTEM VALUE VALUES
	(1, '\x7f6e675b8352bdc3b58cad0503d723d0a44bc6a37ac7f59fb0552f3d7ea0b8d5', '{"campaigns":{"spring":{"amount":[{"day_type":"holiday","from":"2023-01-10","source":"test-terms","yen":1000},{"day_type":"weekday","from":"2023-01-10","source":"test-terms","yen":2000}],"beyond_max":"cap","id":"spring","max_nights":[{"from":"2023-01-10","nights":7,"source":"test-terms"}],"name":{"en":"Test spring","ja":"テストの春"},"period":[{"from":"2023-01-10","source":"test-terms","through":"2023-03-31"}],"prefectures":["13","26"],"product":"town-coupon","source":"test-terms","validity":"checkout_day_end"}},"products":{"purse":{"acceptance":"any","balance_max":[{"from":"2022-01-01","source":"test-terms 3","yen":10000}],"beyond_max_total_validity":"flag","expiry_policy":"months_after_load","forms":["app"],"id":"purse","lapse_to":"breakage_income","legal_kind":"prepaid","load_day_max":[{"from":"2022-01-01","source":"test-terms 2","yen":8000}],"load_max":[{"from":"2022-01-01","source":"test-terms 1","yen":5000}],"name":{"en":"Test purse","ja":"テスト財布"},"pay_day_max":[{"from":"2022-01-01","source":"test-terms 5","yen":6000}],"pay_max":[{"from":"2022-01-01","source":"test-terms 4","yen":4000}],"restore_borne_by":"issuer","source":"test-terms","validity":[{"from":"2022-01-01","months":1,"source":"test-terms"}]},"town-coupon":{"acceptance":"same_prefecture","balance_max":[{"from":"2022-01-01","source":"test-terms 3","yen":12000}],"beyond_max_total_validity":"refuse","expiry_policy":"per_lot","forms":["app","paper"],"id":"town-coupon","lapse_to":"campaign_funding","legal_kind":"free","max_total_validity":[{"from":"2022-01-01","months":1,"source":"test-terms"}],"name":{"en":"Test coupon","ja":"テストクーポン"},"pay_day_max":[{"from":"2022-01-01","source":"test-terms 5","yen":7000}],"restore_borne_by":"merchant","source":"test-terms"}},"sources":{"test-terms":{"date":"2022-01-01","note":"Every figure is made up, and small so that limits are met.","publisher":"Zandaka","title_en":"Terms for tests","title_ja":"テスト用の条件"}}}', '2026-11-22 12:44:11.263298+00');

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
	(0, 22, 30, 2, 21, 2000, -7000, 2000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 23, 31, 2, 22, 1500, -8500, 1500, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 24, 32, 21, 17, 1200, 800, 1600, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 25, 35, 21, 17, 300, 500, 1900, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627792, 1099511627793, 1099511627782, 1099511627788, 1000, -9000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627793, 1099511627794, 1099511627788, 1099511627789, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 26, 38, 6, 23, 1000, -13000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 27, 39, 23, 24, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 28, 41, 6, 25, 1000, -14000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 29, 42, 25, 26, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 30, 44, 6, 27, 1000, -15000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 31, 45, 27, 28, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627794, 1099511627796, 1099511627782, 1099511627790, 1000, -10000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627795, 1099511627797, 1099511627790, 1099511627791, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 32, 47, 6, 29, 1000, -16000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(0, 33, 48, 29, 30, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627796, 1099511627798, 1099511627782, 1099511627792, 1000, -11000, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00'),
	(1, 1099511627797, 1099511627799, 1099511627792, 1099511627778, 1000, 0, 1000, 0, '2023-02-25 06:00:00+00', '2023-02-25 06:00:00+00');

INSERT INTO public.transits VALUES
	(0, 7, 1, true),
	(0, 9, 1, true),
	(1, 1099511627782, 0, true),
	(1, 1099511627784, 0, true),
	(1, 1099511627799, 0, false);

INSERT INTO public.usage VALUES
	(0, 3, 'load_day_max', '2023-02-24', 5000),
	(1, 1099511627777, 'pay_day_max', '2023-02-24', 1500),
	(0, 1, 'pay_day_max', '2023-02-24', 900),
	(0, 3, 'pay_day_max', '2023-02-24', 3100),
	(0, 12, 'load_day_max', '2023-02-25', 3500),
	(0, 12, 'pay_day_max', '2023-02-25', 2200);

INSERT INTO public.wallets VALUES
	(1, 1099511627777, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1099511627777),
	(0, 1, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1),
	(1, 1099511627778, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1099511627778),
	(0, 2, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 2),
	(0, 3, 'purse', 'app', 'open', 'aoi', '', NULL, NULL, NULL, 3),
	(0, 4, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0047', '\x636f75706f6e732d302f30', 1099511627777, 6),
	(0, 5, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0054', '\x636f75706f6e732d302f31', 1099511627777, 6),
	(1, 1099511627779, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0038', '\x636f75706f6e732d312f30', 1, 1099511627781),
	(1, 1099511627780, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0046', '\x636f75706f6e732d312f31', 1, 1099511627781),
	(1, 1099511627781, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0053', '\x636f75706f6e732d322f30', 1099511627778, 1099511627786),
	(1, 1099511627782, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0061', '\x636f75706f6e732d322f31', 1099511627778, 1099511627786),
	(0, 6, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0062', '\x636f75706f6e732d332f30', 2, 13),
	(0, 7, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0070', '\x636f75706f6e732d332f31', 2, 13),
	(0, 8, 'town-coupon', 'paper', 'open', '', '13', '1300-0000-0000-0088', '\x70617065722f30', NULL, 16),
	(0, 9, 'town-coupon', 'paper', 'open', '', '13', '1300-0000-0000-0096', '\x70617065722f31', NULL, 16),
	(0, 10, 'town-coupon', 'paper', 'open', '', '13', '1300-0000-0000-0104', '\x70617065722f32', NULL, 16),
	(0, 11, 'town-coupon', 'app', 'closed', '', '', NULL, NULL, NULL, 27),
	(0, 12, 'purse', 'app', 'open', 'aoi', '', NULL, NULL, NULL, 29),
	(1, 1099511627783, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1099511627792),
	(1, 1099511627784, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0087', '\x6b65792d33352f30', 1099511627783, 1099511627793),
	(0, 13, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 37),
	(0, 14, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0146', '\x6b65792d33382f30', 13, 38),
	(0, 15, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 40),
	(0, 16, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0161', '\x6b65792d34312f30', 15, 41),
	(0, 17, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 43),
	(0, 18, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0187', '\x6b65792d34342f30', 17, 44),
	(1, 1099511627785, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 1099511627795),
	(1, 1099511627786, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0103', '\x6b65792d34372f30', 1099511627785, 1099511627796),
	(0, 19, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 46),
	(0, 20, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0000-0000-0203', '\x6b65792d35302f30', 19, 47),
	(0, 21, 'town-coupon', 'app', 'open', 'ren', '', NULL, NULL, NULL, 49),
	(1, 1099511627787, 'town-coupon', 'paper', 'loaded', '', '13', '1300-0100-0000-0111', '\x6b65792d35332f30', 21, 1099511627798);

INSERT INTO public.webhook_cursors VALUES
	('72fc3e77-7baf-4e7b-85f3-4391f859d649', 1, 1099511627791, 0, '2026-11-22 12:44:11.960105+00', NULL),
	('72fc3e77-7baf-4e7b-85f3-4391f859d649', 0, 28, 0, '2026-11-22 12:44:11.960105+00', NULL);

INSERT INTO public.webhooks VALUES
	('72fc3e77-7baf-4e7b-85f3-4391f859d649', 'https://hooks.example.jp/zandaka', '\x3417c6e9e024fa002749ae03ec741c8600654fa1beb0c0167aef941fe9bbd974', NULL, '{pay,refund}', '2026-11-22 12:44:11.960105+00', NULL);

SELECT pg_catalog.setval('public.series_id_seq', 4, true);

SELECT pg_catalog.setval('public.terms_id_seq', 1, true);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_secret_key UNIQUE (secret);

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_pkey PRIMARY KEY (book, id);

ALTER TABLE ONLY public.books
    ADD CONSTRAINT books_pkey PRIMARY KEY (book);

ALTER TABLE ONLY public.extensions
    ADD CONSTRAINT extensions_pkey PRIMARY KEY (lot, operation, book);

ALTER TABLE ONLY public.hold_lots
    ADD CONSTRAINT hold_lots_pkey PRIMARY KEY (hold, lot, book);

ALTER TABLE ONLY public.holds
    ADD CONSTRAINT holds_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.merchants
    ADD CONSTRAINT merchants_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_key UNIQUE (key, book);

ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_pkey PRIMARY KEY (id, book);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_product_campaign_prefecture_legal_kind_key UNIQUE (product, campaign, prefecture, legal_kind);

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

CREATE INDEX attempts_at ON public.attempts USING btree (at);

CREATE INDEX attempts_wallet ON public.attempts USING btree (wallet, at);

CREATE INDEX batches_recorded ON public.batches USING btree (book, recorded_at, id);

CREATE INDEX hold_lots_open ON public.hold_lots USING btree (lot) WHERE (yen > 0);

CREATE INDEX operations_issue ON public.operations USING btree (((request ->> 'lodging'::text)), ((request ->> 'booking'::text))) WHERE ((verb = 'issue'::text) AND (code = ''::text));

CREATE INDEX operations_refused ON public.operations USING btree (wallet, id) WHERE (code <> ''::text);

CREATE INDEX transfers_credit ON public.transfers USING btree (credit, id);

CREATE INDEX transfers_debit ON public.transfers USING btree (debit, id);

CREATE INDEX transfers_late ON public.transfers USING btree (id) WHERE (effective_at < recorded_at);

CREATE INDEX transfers_returns ON public.transfers USING btree (returns) WHERE (returns <> 0);

CREATE INDEX transits_open ON public.transits USING btree (operation) WHERE (NOT settled);

CREATE INDEX wallets_holder ON public.wallets USING btree (holder, book) WHERE (holder <> ''::text);

CREATE UNIQUE INDEX wallets_inquiry ON public.wallets USING btree (inquiry, book) WHERE (inquiry IS NOT NULL);

CREATE INDEX wallets_loaded_into ON public.wallets USING btree (loaded_into) WHERE (loaded_into IS NOT NULL);

CREATE INDEX wallets_opened_by ON public.wallets USING btree (opened_by);

CREATE UNIQUE INDEX wallets_secret ON public.wallets USING btree (secret, book) WHERE (secret IS NOT NULL);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.attempts FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batches FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.extensions FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.operations FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.transfers FOR EACH STATEMENT EXECUTE FUNCTION public.append_only();

ALTER TABLE ONLY public.webhook_cursors
    ADD CONSTRAINT webhook_cursors_webhook_fkey FOREIGN KEY (webhook) REFERENCES public.webhooks(id) ON DELETE CASCADE;

GRANT USAGE ON SCHEMA public TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.api_keys TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.attempts TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.batches TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.books TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.extensions TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.hold_lots TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.holds TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.merchants TO zandaka_app;

GRANT SELECT ON TABLE public.migrations TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.operations TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.series TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.terms TO zandaka_app;

GRANT SELECT,INSERT ON TABLE public.transfers TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.transits TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.usage TO zandaka_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.wallets TO zandaka_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_cursors TO zandaka_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhooks TO zandaka_app;
