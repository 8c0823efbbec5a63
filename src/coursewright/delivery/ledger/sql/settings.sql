-- Values that belong to the whole ledger.

-- name: setting
SELECT value FROM setting WHERE name = :name

-- name: write-setting
INSERT INTO setting (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: drop-setting
DELETE FROM setting WHERE name = :name

-- name: holds-people
SELECT count(*) AS n FROM (SELECT 1 FROM contact UNION ALL SELECT 1 FROM suppression LIMIT 1) AS p

-- name: suppressed-by
-- Entries that only a secret of that time can recognize.
SELECT count(*) AS n FROM suppression WHERE at < :before AND at >= :since

-- name: suppressed-contacts
SELECT id, address_key, status FROM contact WHERE status <> 'active' ORDER BY id

-- name: suppressed-total
SELECT count(*) AS n FROM suppression

-- name: sent-total
SELECT count(DISTINCT enrolment_id) AS n FROM delivery WHERE state = 2
