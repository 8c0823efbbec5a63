-- Claim, intent, result, doubt. States of a delivery: 0 claimed, 1 sending, 2 sent, 3 failed,
-- 4 in doubt, 5 deferred, 6 skipped.

-- name: due-now
-- lists: closed
SELECT e.id, e.course_id, e.track, e.schedule, e.edition, e.start_on, e.state, e.lesson_id, e.gen,
       e.due_at, e.wake_at, e.shift_days, e.override_due, e.last_on, e.finished_on, e.tries,
       e.created_at, e.seen_at, c.address, c.name, c.tz, c.status, c.domain, c.attrs,
       d.state AS sent_state, d.date_hdr, d.content_hash, d.tries AS intents
FROM enrolment e
JOIN contact c ON c.id = e.contact_id
LEFT JOIN delivery d ON d.enrolment_id = e.id AND d.lesson_id = e.lesson_id AND d.gen = e.gen
WHERE e.course_id = :course AND e.wake_at IS NOT NULL AND e.wake_at <= :now
  AND c.domain NOT IN :closed
ORDER BY e.wake_at LIMIT :most
/*postgresql: FOR UPDATE OF e SKIP LOCKED */

-- name: next-wake
SELECT min(e.wake_at) AS at FROM enrolment e
WHERE e.course_id = :course AND e.wake_at IS NOT NULL

-- name: lease
UPDATE enrolment SET wake_at = :until, claim = :who WHERE id = :id

-- name: note-claim
-- A mail that was put off keeps its Date and its text: sent again, it is the same mail.
INSERT INTO delivery (enrolment_id, lesson_id, gen, state, date_hdr, content_hash, at, tries,
                      code, reply)
VALUES (:id, :lesson_id, :gen, 0, :date, :hash, :now, 0, '', '')
ON CONFLICT (enrolment_id, lesson_id, gen) DO UPDATE
SET state = 0, at = excluded.at, date_hdr = excluded.date_hdr, content_hash = excluded.content_hash
WHERE delivery.state IN (0, 5)

-- name: push-back
UPDATE enrolment SET wake_at = :at, claim = NULL WHERE id = :id

-- name: rest
-- Nothing may be sent now, and nothing is planned: the reason lies elsewhere in the ledger.
UPDATE enrolment SET wake_at = NULL, claim = NULL WHERE id = :id

-- name: hold
UPDATE enrolment
SET state = 'paused', why = 'missed', wake_at = NULL, claim = NULL, paused_on = :day
WHERE id = :id AND state = 'active'

-- name: intend
UPDATE delivery SET state = 1, at = :now, tries = tries + 1
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state IN (0, 5)
  AND EXISTS (SELECT 1 FROM enrolment e WHERE e.id = :id AND e.claim = :who)

-- name: mark-sent
UPDATE delivery SET state = 2, at = :now, code = :code, reply = :reply
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state IN (1, 4)

-- name: mark-failed
UPDATE delivery SET state = 3, at = :now, code = :code, reply = :reply
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state = 1

-- name: mark-put-off
UPDATE delivery SET state = 5, at = :now, code = :code, reply = :reply
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state = 1

-- name: mark-unoffered
-- No server was told of it: when it goes it takes the text and the date of that day.
UPDATE delivery SET state = 5, at = :now, code = :code, reply = :reply, content_hash = ''
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state = 1

-- name: retry-at
UPDATE enrolment SET wake_at = :at, claim = NULL, tries = tries + :tried
WHERE id = :id AND claim = :who AND lesson_id = :lesson_id AND gen = :gen

-- name: retry-astray
-- Put off after its learner had been pointed on: it was on its way then, and counted as had.
UPDATE enrolment
SET lesson_id = :lesson_id, gen = :gen, wake_at = :at, tries = tries + :tried, override_due = NULL,
    state = CASE WHEN state = 'completed' THEN 'active' ELSE state END
WHERE id = :id AND claim IS NULL
  AND (state IN ('active', 'pending', 'completed') OR (state = 'stopped' AND lesson_id = :lesson_id))
  AND EXISTS (SELECT 1 FROM delivery d WHERE d.enrolment_id = :id AND d.lesson_id = :lesson_id
              AND d.gen = :gen AND d.state = 5)

-- name: overdue-intents
SELECT enrolment_id, lesson_id, gen FROM delivery WHERE state = 1 AND at < :before
/*postgresql: FOR UPDATE SKIP LOCKED */

-- name: mark-doubt
UPDATE delivery SET state = 4
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state = 1

-- name: rest-in-doubt
UPDATE enrolment SET wake_at = NULL, claim = NULL WHERE id = :id AND lesson_id = :lesson_id

-- name: doubts
SELECT d.enrolment_id, d.lesson_id, d.gen, d.at, e.course_id, c.address, l.slug AS lesson,
       k.slug AS course
FROM delivery d
JOIN enrolment e ON e.id = d.enrolment_id JOIN contact c ON c.id = e.contact_id
JOIN lesson l ON l.id = d.lesson_id JOIN course k ON k.id = e.course_id
WHERE d.state = 4 ORDER BY d.at LIMIT :most

-- name: send-again
UPDATE delivery SET state = 0
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state = 4

-- name: aim-again
UPDATE enrolment
SET lesson_id = :lesson_id, gen = :gen, wake_at = :at, claim = NULL, tries = 0,
    state = CASE WHEN state = 'completed' THEN 'active' ELSE state END
WHERE id = :id AND state IN ('active', 'pending', 'stopped', 'completed')

-- name: count-result
INSERT INTO counter (course_id, lesson_id, day, state, slot, n)
VALUES (:course_id, :lesson_id, :day, :state, :slot, :n)
ON CONFLICT (course_id, lesson_id, day, state, slot) DO UPDATE SET n = counter.n + excluded.n

-- name: nudge-candidates
-- Days without a lesson and without a sign of life, from the second lesson on, and never before.
SELECT e.id, e.track FROM enrolment e
WHERE e.course_id = :course AND e.state = 'active' AND e.last_on <= :last
  AND e.claim IS NULL AND e.finished_on IS NULL AND e.learner_id IS NULL
  AND e.wake_at > :calm AND coalesce(e.seen_at, e.created_at) < :silent
  AND e.id > :after
  AND NOT EXISTS (SELECT 1 FROM delivery d JOIN lesson l ON l.id = d.lesson_id
                  WHERE d.enrolment_id = e.id AND l.kind = 'nudge')
  AND 1 < (SELECT count(*) FROM delivery d JOIN lesson l ON l.id = d.lesson_id
           WHERE d.enrolment_id = e.id AND d.state = 2 AND l.kind = 'lesson')
ORDER BY e.id LIMIT :most
