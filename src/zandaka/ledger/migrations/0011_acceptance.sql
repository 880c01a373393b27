-- What a shop accepts and belongs to has names: an empty one would stand for "not told" in a payment,
-- and be accepted everywhere.

ALTER TABLE merchants
    ADD CONSTRAINT merchants_networks_check
        CHECK (array_position(networks, '') IS NULL AND array_position(networks, NULL) IS NULL),
    ADD CONSTRAINT merchants_groups_check
        CHECK (array_position(groups, '') IS NULL AND array_position(groups, NULL) IS NULL);
