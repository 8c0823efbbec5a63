-- What people and machines are told of the state of things.

-- name: enrolments-by-state
SELECT k.slug AS course, e.state, e.why, count(*) AS n
FROM enrolment e JOIN course k ON k.id = e.course_id WHERE e.learner_id IS NULL
GROUP BY k.slug, e.state, e.why ORDER BY 1, 2, 3

-- name: sponsors-by-state
SELECT k.slug AS course, e.state, e.why, count(*) AS n
FROM enrolment e JOIN course k ON k.id = e.course_id WHERE e.learner_id IS NOT NULL
GROUP BY k.slug, e.state, e.why ORDER BY 1, 2, 3

-- name: waiting-by-lesson
SELECT k.slug AS course, l.slug AS lesson, count(*) AS n
FROM enrolment e JOIN course k ON k.id = e.course_id JOIN lesson l ON l.id = e.lesson_id
WHERE e.state = 'active' GROUP BY k.slug, l.slug ORDER BY 1, 2

-- name: results
SELECT k.slug AS course, l.slug AS lesson, r.state, sum(r.n) AS n
FROM counter r JOIN course k ON k.id = r.course_id JOIN lesson l ON l.id = r.lesson_id
GROUP BY k.slug, l.slug, r.state ORDER BY 1, 2, 3

-- name: due-groups
-- What is awake, by what its window hangs on: whether a mail may go now is for the calendar to say.
SELECT c.tz, e.schedule, e.lesson_id, e.override_due IS NOT NULL AS asked, count(*) AS n,
       min(e.wake_at) AS oldest
FROM enrolment e JOIN contact c ON c.id = e.contact_id
WHERE e.course_id = :course AND e.wake_at IS NOT NULL AND e.wake_at <= :now
GROUP BY c.tz, e.schedule, e.lesson_id, e.override_due IS NOT NULL

-- name: next-due
-- What a sender holds under a lease is on its way, not next.
SELECT min(e.wake_at) AS at FROM enrolment e
WHERE e.course_id = :course AND e.wake_at > :now AND e.claim IS NULL

-- name: doubt-count
SELECT count(*) AS n FROM delivery WHERE state = 4

-- name: suppressed-count
SELECT reason, count(*) AS n FROM suppression GROUP BY reason ORDER BY reason

-- name: failures
SELECT v.at, v.kind, v.enrolment_id, v.data FROM event v
WHERE v.kind IN ('failed', 'bounced', 'soft-bounce', 'complained', 'policy') ORDER BY v.id DESC LIMIT :most

-- name: unaccounted
-- Must be empty: an active enrolment without a wake-up that is not in doubt.
SELECT e.id, c.address, k.slug AS course, l.slug AS lesson
FROM enrolment e JOIN contact c ON c.id = e.contact_id JOIN course k ON k.id = e.course_id
LEFT JOIN lesson l ON l.id = e.lesson_id
WHERE e.state IN ('active', 'pending') AND e.wake_at IS NULL
  AND NOT (e.state = 'pending' AND e.lesson_id IS NULL)
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.enrolment_id = e.id AND d.state IN (1, 4))
LIMIT :most
