-- Ways back: who is meant, what was refused, what a log says of a copy.

-- name: cohort-ids
SELECT id FROM enrolment WHERE course_id = :course AND cohort = :cohort AND learner_id IS NULL
ORDER BY id

-- name: added-ids
SELECT id FROM enrolment
WHERE course_id = :course AND created_at >= :since AND learner_id IS NULL ORDER BY id

-- name: cohorts
SELECT DISTINCT cohort FROM enrolment WHERE course_id = :course AND learner_id IS NULL
ORDER BY cohort

-- name: held-ids
-- A sponsor belongs to the cohort of their learner.
SELECT e.id FROM enrolment e LEFT JOIN enrolment s ON s.id = e.learner_id
WHERE e.course_id = :course AND e.state = 'paused' AND e.why = 'missed'
  AND (:cohort = '' OR e.cohort = :cohort OR s.cohort = :cohort)
ORDER BY e.id

-- name: held
SELECT e.id, k.slug AS course, c.address, l.slug AS lesson, e.paused_on, e.why
FROM enrolment e JOIN contact c ON c.id = e.contact_id JOIN course k ON k.id = e.course_id
LEFT JOIN lesson l ON l.id = e.lesson_id
WHERE e.state = 'paused' AND e.why IN ('missed', 'asked-to-leave', 'smtputf8')
ORDER BY e.paused_on, e.id

-- name: smtputf8-held-ids
-- Not those whose own server refused them: our mail server offers the extension to no avail.
SELECT e.id FROM enrolment e
WHERE e.course_id = :course AND e.state = 'paused' AND e.why = 'smtputf8'
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.enrolment_id = e.id AND d.state = 5
                  AND d.code = '5.6.7')
ORDER BY e.id

-- name: failed
-- The last generation counts: one that was sent again is not failed any more.
SELECT d.enrolment_id, d.lesson_id, d.gen, d.at, d.code, d.reply, e.course_id, e.state, c.status,
       c.address, l.slug AS lesson, k.slug AS course
FROM delivery d
JOIN enrolment e ON e.id = d.enrolment_id JOIN contact c ON c.id = e.contact_id
JOIN lesson l ON l.id = d.lesson_id JOIN course k ON k.id = e.course_id
WHERE d.state = 3 AND d.at >= :since
  AND NOT EXISTS (SELECT 1 FROM delivery n WHERE n.enrolment_id = d.enrolment_id
                  AND n.lesson_id = d.lesson_id AND n.gen > d.gen)
ORDER BY d.at, d.enrolment_id

-- name: refused
-- lists: ids
-- What was refused, or taken and returned by a report: the learner has not had it.
SELECT d.enrolment_id, d.lesson_id, d.gen, d.state, d.at FROM delivery d
WHERE d.enrolment_id IN :ids AND (d.state = 3 OR (d.state = 2 AND d.code LIKE '5.%'))
  AND NOT EXISTS (SELECT 1 FROM delivery n WHERE n.enrolment_id = d.enrolment_id
                  AND n.lesson_id = d.lesson_id AND n.gen > d.gen)

-- name: owe-generation
-- A new generation of a lesson; its text and date are those of the next claim.
INSERT INTO delivery (enrolment_id, lesson_id, gen, state, date_hdr, content_hash, at, tries,
                      code, reply)
VALUES (:id, :lesson_id, :gen, 5, :now, '', :now, 0, '', '')
ON CONFLICT (enrolment_id, lesson_id, gen) DO NOTHING

-- name: bounced-contacts
SELECT id, address_key, status FROM contact WHERE status = 'bounced' ORDER BY id

-- name: bounce-replies
-- lists: ids
SELECT e.contact_id, d.reply FROM delivery d JOIN enrolment e ON e.id = d.enrolment_id
WHERE e.contact_id IN :ids AND d.reply <> '' AND (d.state = 3 OR d.code LIKE '5.%')

-- name: clear-bounces
UPDATE contact SET status = 'active', soft_bounces = 0 WHERE id = :id AND status = 'bounced'

-- name: stopped-of-contacts
-- lists: ids
SELECT id, course_id, why FROM enrolment WHERE contact_id IN :ids AND state = 'stopped' ORDER BY id

-- name: stops
-- lists: ids
SELECT enrolment_id, at, kind, data FROM event
WHERE enrolment_id IN :ids AND kind IN ('bounced', 'removed', 'left') ORDER BY id

-- name: readmissible
-- lists: ids
SELECT e.id FROM enrolment e JOIN contact c ON c.id = e.contact_id
WHERE e.id IN :ids AND e.state = 'stopped' AND c.status = 'active'
  AND (e.why = 'removed' OR (e.why = 'left' AND :named = 1)) ORDER BY e.id

-- name: claim-settings
SELECT name, value FROM setting WHERE name IN ('copied_at', 'last_claim')

-- name: known-enrollments
-- lists: ids
SELECT id FROM enrolment WHERE id IN :ids

-- name: known-deliveries
-- lists: ids
SELECT enrolment_id, lesson_id, gen, state, tries FROM delivery WHERE enrolment_id IN :ids

-- name: under-way
-- lists: ids
SELECT enrolment_id, lesson_id, gen FROM delivery
WHERE enrolment_id IN :ids AND state IN (1, 4)

-- name: highest-enrollment
SELECT max(id) AS n FROM enrolment

-- name: mark-found
INSERT INTO delivery (enrolment_id, lesson_id, gen, state, date_hdr, content_hash, at, tries,
                      code, reply)
VALUES (:id, :lesson_id, :gen, 2, :date, :hash, :now, 1, '', 'found in the log')
ON CONFLICT (enrolment_id, lesson_id, gen) DO UPDATE
SET state = 2, at = excluded.at, reply = excluded.reply
WHERE delivery.state IN (0, 1, 4, 5)

-- name: skip-enrollments
SELECT CAST(:last AS bigint) AS last
/*postgresql: , setval(pg_get_serial_sequence('enrolment', 'id'), CAST(:last AS bigint)) */
