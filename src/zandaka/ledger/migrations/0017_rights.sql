-- Whose the money of funds transfer is, for the whole house: what stands beside the lots of wallets is
-- found by wallet. No payment opens or names such an account, so none writes to this index.

-- An identifier from its public form: `w3-1042` is 3 << 40 | 1042.
CREATE FUNCTION id_of(public text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN split_part(ltrim(public, 'lotpw'), '-', 1)::bigint << 40
         | split_part(public, '-', 2)::bigint;

CREATE FUNCTION public_id(prefix text, id bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN prefix || (id >> 40) || '-' || (id & ((1::bigint << 40) - 1));

-- NULL for an account that is no wallet's.
CREATE FUNCTION wallet_of(kind text, owner text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN kind IN ('send_pending', 'withdrawal_payable', 'suspense') THEN id_of(owner) END;

CREATE INDEX accounts_beside ON accounts (kind, wallet_of(kind, owner))
    WHERE kind IN ('send_pending', 'withdrawal_payable', 'suspense', 'in_transit');
