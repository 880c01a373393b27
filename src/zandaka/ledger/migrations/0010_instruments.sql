-- Instruments of every kind: media beside paper and app, how far a holder is known, which networks
-- a shop accepts.

ALTER TABLE wallets
    DROP CONSTRAINT wallets_form_check,
    DROP CONSTRAINT wallets_status_check,
    ADD CONSTRAINT wallets_form_check CHECK (form IN ('paper', 'app', 'number', 'card')),
    ADD CONSTRAINT wallets_status_check
        CHECK (status IN ('open', 'loaded', 'closed', 'stopped', 'exchanged')),
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN tier text NOT NULL DEFAULT 'anonymous'
        CHECK (tier IN ('anonymous', 'contact_checked', 'identity_verified'));
COMMENT ON COLUMN wallets.expires_at IS 'End of the medium (exclusive), and of what is loaded onto it.';
COMMENT ON COLUMN wallets.tier IS 'How far the identity of its holder was checked.';
COMMENT ON COLUMN wallets.loaded_into IS 'Where its value went: a coupon that was loaded, a card that was exchanged.';

ALTER TABLE merchants
    ADD COLUMN networks text[] NOT NULL DEFAULT '{}',
    ADD COLUMN groups text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN merchants.networks IS 'Whose brands it accepts, such as webmoney or mastercard.';
COMMENT ON COLUMN merchants.groups IS 'What it belongs to, where a product is for some shops only.';
