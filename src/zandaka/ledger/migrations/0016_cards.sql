-- From when on the journal says what an operation wrote into wallets and records: `verify` follows
-- those that were begun after it. What an older program began says nothing of it.

ALTER TABLE books ADD COLUMN told_after bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN books.told_after IS 'The last operation whose outcome does not say what it wrote; 0 where all do.';

UPDATE books SET told_after = operation WHERE batch > 0;
