-- Enrolments: the pointer to what is owed next, and what moves it.

-- name: add-enrolment
-- SQLite would give the number of an erased enrollment out again.
INSERT INTO enrolment (/*sqlite: id, */contact_id, course_id, cohort, track, schedule, edition, start_on, state,
                       why, lesson_id, gen, due_at, wake_at, tries, shift_days, plan_rev, created_at)
VALUES (/*sqlite: (SELECT max(coalesce((SELECT max(id) FROM enrolment), 0),
                      coalesce((SELECT CAST(value AS INTEGER) FROM setting
                                WHERE name = 'last_enrollment'), 0)) + 1), */
        :contact_id, :course_id, :cohort, :track, :schedule, :edition, :start_on, :state,
        '', :lesson_id, 0, :due_at, :wake_at, 0, 0, 0, :now)
ON CONFLICT (contact_id, course_id, cohort) DO NOTHING

-- name: enrolled
-- lists: contacts
SELECT contact_id, cohort, track, start_on FROM enrolment
WHERE course_id = :course AND contact_id IN :contacts

-- name: enrolments-of-contact
SELECT e.id, e.contact_id, e.course_id, e.cohort, e.track, e.schedule, e.edition, e.start_on,
       e.state, e.why, e.lesson_id, e.gen, e.due_at, e.wake_at, e.claim, e.tries, e.shift_days,
       e.override_due, e.plan_rev, e.paused_on, e.last_on, e.finished_on, e.seen_at, e.created_at,
       e.learner_id, k.slug AS course, l.slug AS lesson
FROM enrolment e JOIN course k ON k.id = e.course_id LEFT JOIN lesson l ON l.id = e.lesson_id
WHERE e.contact_id = :id ORDER BY e.id

-- name: enrolment
SELECT e.id, e.contact_id, e.course_id, e.cohort, e.track, e.schedule, e.edition, e.start_on,
       e.state, e.why, e.last_on, e.finished_on, e.learner_id,
       k.slug AS course, c.address, c.name, c.tz, c.status, c.address_key
FROM enrolment e JOIN course k ON k.id = e.course_id JOIN contact c ON c.id = e.contact_id
WHERE e.id = :id

-- name: waiting-ids
SELECT id FROM enrolment
WHERE course_id = :course AND id > :after AND state = 'active'
ORDER BY id LIMIT :most

-- name: live-ids
-- Everybody whom a new release may date again, move or end.
SELECT id FROM enrolment
WHERE course_id = :course AND id > :after AND state IN ('active', 'paused', 'pending')
ORDER BY id LIMIT :most

-- name: live-page
-- The same people for a look without a lock.
SELECT e.id, e.course_id, e.track, e.schedule, e.edition, e.start_on, e.state, e.why, e.lesson_id,
       e.gen, e.due_at, e.wake_at, e.shift_days, e.override_due, e.paused_on, e.last_on, e.finished_on,
       e.created_at, e.learner_id, c.tz
FROM enrolment e JOIN contact c ON c.id = e.contact_id
WHERE e.course_id = :course AND e.id > :after AND e.state IN ('active', 'paused', 'pending')
ORDER BY e.id LIMIT :most

-- name: live-history
SELECT enrolment_id, lesson_id, gen, state FROM delivery
WHERE enrolment_id > :after AND enrolment_id <= :last

-- name: standing
-- lists: ids
SELECT e.id, e.course_id, e.track, e.schedule, e.edition, e.start_on, e.state, e.why, e.lesson_id,
       e.gen, e.due_at, e.wake_at, e.shift_days, e.override_due, e.paused_on, e.last_on, e.finished_on,
       e.created_at, e.learner_id, c.tz
FROM enrolment e JOIN contact c ON c.id = e.contact_id
WHERE e.id IN :ids ORDER BY e.id
/*postgresql: FOR UPDATE OF e */

-- name: history
-- lists: ids
-- What is only claimed (0) or put off (5) is still owed; all else is done with.
SELECT enrolment_id, lesson_id, gen, state FROM delivery WHERE enrolment_id IN :ids

-- name: point
UPDATE enrolment
SET state = :state, why = :why, lesson_id = :lesson_id, gen = :gen, due_at = :due_at,
    wake_at = :wake_at, claim = NULL, tries = 0, shift_days = :shift_days,
    override_due = :override_due, plan_rev = plan_rev + 1, paused_on = :paused_on,
    last_on = :last_on, finished_on = :finished_on
WHERE id = :id

-- name: set-start
UPDATE enrolment SET start_on = :start WHERE id = :id

-- name: set-road
UPDATE enrolment SET track = :track, schedule = :schedule, edition = :edition WHERE id = :id

-- name: see
UPDATE enrolment SET seen_at = :now WHERE id = :id

-- name: add-event
INSERT INTO event (at, kind, enrolment_id, data) VALUES (:now, :kind, :enrolment_id, :data)

-- name: skip-new-behind
-- lists: after
-- A lesson put in behind a learner's place is not sent to them: they have gone past it.
INSERT INTO delivery (enrolment_id, lesson_id, gen, state, date_hdr, content_hash, at, tries,
                      code, reply)
SELECT e.id, :lesson, 0, 6, :now, '', :now, 0, '', 'put in behind'
FROM enrolment e
WHERE e.course_id = :course AND e.track = :track
  AND EXISTS (SELECT 1 FROM delivery d JOIN lesson l ON l.id = d.lesson_id
              WHERE d.enrolment_id = e.id AND d.state NOT IN (0, 5) AND l.slug IN :after)
ON CONFLICT (enrolment_id, lesson_id, gen) DO NOTHING

-- name: ask-again
-- Someone signs up again whose confirmation was long ago: the same enrolment, a new mail.
UPDATE enrolment
SET state = 'pending', lesson_id = :lesson_id, gen = :gen, due_at = :now, wake_at = :now,
    claim = NULL, tries = 0, override_due = NULL, track = :track, plan_rev = plan_rev + 1
WHERE id = :id

-- name: aim
-- A mail that stands beside the road: nudge, goodbye.
UPDATE enrolment
SET lesson_id = :lesson_id, gen = 0, due_at = :at, wake_at = :at, claim = NULL, tries = 0,
    override_due = NULL
WHERE id = :id

-- name: aim-nudge
-- `due_at` stays that of the lesson to come: the claim looks at it again.
UPDATE enrolment
SET lesson_id = :lesson_id, gen = 0, wake_at = :at, claim = NULL, tries = 0, override_due = NULL
WHERE id = :id

-- name: last-sent
SELECT d.lesson_id FROM delivery d JOIN lesson l ON l.id = d.lesson_id
WHERE d.enrolment_id = :id AND d.state = 2 ORDER BY d.at DESC, d.date_hdr DESC, d.lesson_id DESC
LIMIT 1

-- name: asked
SELECT count(*) AS n, max(d.at) AS last FROM delivery d
WHERE d.enrolment_id = :id AND d.lesson_id = :lesson

-- name: begin
-- The course begins, or goes on where it was left.
UPDATE enrolment
SET state = 'active', why = '', created_at = :now, seen_at = :now, paused_on = NULL,
    start_on = CASE WHEN last_on IS NULL THEN :start ELSE start_on END
WHERE id = :id AND state = 'pending'

-- name: move-track
UPDATE enrolment SET track = :track WHERE id = :id
