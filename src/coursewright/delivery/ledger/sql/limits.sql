-- What stops the sender and what slows it down: latches, buckets, settings.

-- name: latches
SELECT id, kind, scope, since, until, reply, detail FROM latch
WHERE released_at IS NULL AND (until IS NULL OR until > :now) ORDER BY id

-- name: any-latch
SELECT 1 AS held FROM latch WHERE released_at IS NULL LIMIT 1

-- name: latches-since
SELECT id, kind, scope, since, until, reply, detail FROM latch
WHERE kind = :kind AND since > :since ORDER BY id

-- name: add-latch
INSERT INTO latch (kind, scope, since, until, reply, detail)
VALUES (:kind, :scope, :since, :until, :reply, :detail)

-- name: prolong-latch
UPDATE latch SET until = :until, reply = :reply WHERE id = :id

-- name: release-latch
UPDATE latch SET released_at = :now WHERE id = :id AND released_at IS NULL

-- name: settings-like
SELECT name, value FROM setting WHERE name LIKE :pattern

-- name: lock-buckets
SELECT 1 AS locked /*postgresql: FROM pg_advisory_xact_lock(7216332) */

-- name: buckets
SELECT scope, seconds, sum(used) AS used, min(resets_at) AS resets_at, max(free_at) AS free_at
FROM bucket WHERE resets_at > :now GROUP BY scope, seconds

-- name: drop-buckets
DELETE FROM bucket WHERE resets_at <= :now

-- name: use-bucket
INSERT INTO bucket (scope, seconds, part, used, resets_at, free_at)
VALUES (:scope, :seconds, :part, :used, :resets_at, :free_at)
ON CONFLICT (scope, seconds, part) DO UPDATE
SET used = bucket.used + excluded.used, free_at = excluded.free_at, resets_at = excluded.resets_at

-- name: newest-parts
SELECT scope, seconds, part, used, free_at FROM bucket
WHERE used > 0 ORDER BY scope, seconds, part DESC

-- name: refund-bucket
UPDATE bucket SET used = used - :n WHERE scope = :scope AND seconds = :seconds AND part = :part

-- name: give-back
-- What was claimed and not sent is due again at once.
UPDATE enrolment SET wake_at = :now, claim = NULL
WHERE id = :id AND claim = :who AND lesson_id = :lesson_id AND gen = :gen

-- name: forget-claim
-- It was never on its way: claimed again, it takes the text and the date of that day.
UPDATE delivery SET content_hash = ''
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state = 0 AND tries = 0

-- name: wake-deferred
-- Put off for a reply that now stops the sender: it waits for the latch, not for a retry.
UPDATE enrolment SET wake_at = :now, tries = CASE WHEN tries > 0 THEN tries - 1 ELSE 0 END
WHERE id = :id AND lesson_id = :lesson_id AND gen = :gen AND claim IS NULL AND wake_at > :now
  AND EXISTS (SELECT 1 FROM delivery d WHERE d.enrolment_id = :id AND d.lesson_id = :lesson_id
              AND d.gen = :gen AND d.state = 5)

-- name: leased
SELECT count(*) AS n, max(e.wake_at) AS until FROM enrolment e
WHERE e.claim IS NOT NULL AND e.wake_at > :now
