-- What visitors of the service do: answers, sign-ups.

-- name: contents-sent
-- The texts of a lesson as this learner got it.
SELECT k.hash, k.data
FROM delivery d JOIN content k ON k.hash = d.content_hash
WHERE d.enrolment_id = :id AND d.lesson_id = :lesson AND d.state IN (1, 2, 4)

-- name: lessons-failed
-- How many lessons of an enrollment could not be delivered.
SELECT COUNT(DISTINCT d.lesson_id) FROM delivery d JOIN lesson l ON l.id = d.lesson_id
WHERE d.enrolment_id = :id AND l.kind = 'lesson' AND d.state = 3
AND NOT EXISTS (SELECT 1 FROM delivery s WHERE s.enrolment_id = d.enrolment_id
                AND s.lesson_id = d.lesson_id AND s.state = 2)

-- name: events-of-kind
SELECT data FROM event WHERE enrolment_id = :id AND kind = :kind

-- name: count-sign-up
INSERT INTO bucket (scope, seconds, part, used, resets_at, free_at)
VALUES (:scope, 86400, 0, 1, :resets, 0)
ON CONFLICT (scope, seconds, part) DO UPDATE
SET used = CASE WHEN bucket.resets_at <= :now THEN 1 ELSE bucket.used + 1 END,
    resets_at = CASE WHEN bucket.resets_at <= :now THEN :resets ELSE bucket.resets_at END
RETURNING used

-- name: sign-ups
SELECT used FROM bucket WHERE scope = :scope AND seconds = 86400 AND resets_at > :now

-- name: sign-up-confirmed
UPDATE bucket SET used = used - 1 WHERE scope = :scope AND seconds = 86400 AND used > 0

-- name: forget-sign-ups
DELETE FROM bucket WHERE scope LIKE 'sign-up%' AND resets_at <= :now
