-- Sponsors: enrolments that get the digests of somebody else's lessons.

-- name: learners-of
-- lists: ids
SELECT id, contact_id, cohort, track, schedule, start_on, state FROM enrolment
WHERE course_id = :course AND contact_id IN :ids AND learner_id IS NULL

-- name: sponsors-of
-- lists: ids
SELECT e.id, e.learner_id, e.contact_id, e.state, e.why, c.address
FROM enrolment e JOIN contact c ON c.id = e.contact_id
WHERE e.learner_id IN :ids ORDER BY e.id

-- name: sponsors-of-contact
SELECT s.id, s.learner_id, s.contact_id, s.state, s.why, s.created_at, c.address
FROM enrolment s JOIN enrolment e ON e.id = s.learner_id JOIN contact c ON c.id = s.contact_id
WHERE e.contact_id = :id ORDER BY s.id

-- name: told-of
-- lists: ids
-- The learners whom these sponsors are told of.
SELECT s.id, e.id AS learner_id, e.state, e.track, c.status, c.name, c.attrs
FROM enrolment s JOIN enrolment e ON e.id = s.learner_id JOIN contact c ON c.id = e.contact_id
WHERE s.id IN :ids

-- name: add-sponsor
INSERT INTO enrolment (/*sqlite: id, */contact_id, course_id, cohort, track, schedule, edition, start_on, state,
                       why, lesson_id, gen, due_at, wake_at, tries, shift_days, plan_rev, created_at,
                       learner_id)
VALUES (/*sqlite: (SELECT max(coalesce((SELECT max(id) FROM enrolment), 0),
                      coalesce((SELECT CAST(value AS INTEGER) FROM setting
                                WHERE name = 'last_enrollment'), 0)) + 1), */
        :contact_id, :course_id, :cohort, :track, :schedule, 'digest', :start_on, 'active',
        '', :lesson_id, 0, :due_at, :wake_at, 0, 0, 0, :now, :learner_id)
ON CONFLICT (contact_id, course_id, cohort) DO NOTHING

-- name: skip-digest
INSERT INTO delivery (enrolment_id, lesson_id, gen, state, date_hdr, content_hash, at, tries,
                      code, reply)
VALUES (:id, :lesson_id, 0, 6, :now, '', :now, 0, '', 'named later')
ON CONFLICT (enrolment_id, lesson_id, gen) DO NOTHING

-- name: end-digests
UPDATE enrolment SET state = 'stopped', why = :why, wake_at = NULL, claim = NULL
WHERE id = :id AND state <> 'stopped'

-- name: follow-learner
UPDATE enrolment SET track = :track WHERE id = :id

-- name: erase-sponsor-events
DELETE FROM event WHERE enrolment_id IN
  (SELECT s.id FROM enrolment s JOIN enrolment e ON e.id = s.learner_id WHERE e.contact_id = :id)

-- name: erase-sponsor-deliveries
DELETE FROM delivery WHERE enrolment_id IN
  (SELECT s.id FROM enrolment s JOIN enrolment e ON e.id = s.learner_id WHERE e.contact_id = :id)

-- name: erase-sponsors
DELETE FROM enrolment WHERE learner_id IN (SELECT e.id FROM enrolment e WHERE e.contact_id = :id)

-- name: forget-named
-- Who was only ever named by someone else, and is told of nobody any more.
DELETE FROM contact WHERE id = :id AND consent_source = :source AND status = 'active'
  AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.contact_id = contact.id)
