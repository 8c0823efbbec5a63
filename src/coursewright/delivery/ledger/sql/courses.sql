-- Courses, their steps and the compiled texts.

-- name: course
SELECT id, slug, state, paused_at, release_id, release_hash FROM course
WHERE slug = :slug
/*postgresql: FOR UPDATE */

-- name: courses
SELECT id, slug, state, paused_at, release_id, release_hash FROM course ORDER BY id

-- name: course-release
SELECT r.data FROM course c JOIN release r ON r.id = c.release_id WHERE c.id = :id

-- name: releases
SELECT id, parent_id, published_at, hash, redated_to FROM release
WHERE course_id = :course ORDER BY id

-- name: release
SELECT id, parent_id, published_at, hash, data, decisions, redated_to FROM release WHERE id = :id

-- name: add-release
INSERT INTO release (course_id, parent_id, published_at, hash, data, decisions, redated_to)
VALUES (:course, :parent, :now, :hash, :data, :decisions, :redated_to)
RETURNING id

-- name: redated
UPDATE release SET redated_to = :to WHERE id = :id

-- name: add-course
-- `catch_up` is a setting of each schedule; the column is no longer read.
INSERT INTO course (slug, state, catch_up, release_hash) VALUES (:slug, 'active', 0, '')

-- name: change-course
UPDATE course SET release_hash = :hash, release_id = :release WHERE id = :id

-- name: rename-course
UPDATE course SET slug = :slug WHERE id = :id

-- name: under-way-by-course
SELECT k.slug, (SELECT count(*) FROM enrolment e
                WHERE e.course_id = k.id AND e.learner_id IS NULL
                  AND e.state IN ('active', 'paused', 'pending')) AS n
FROM course k ORDER BY k.slug

-- name: rename-lesson
UPDATE lesson SET slug = :new WHERE course_id = :course AND slug = :old

-- name: had-under-another-name
-- Whoever had the lesson under its old name has had it under the new one.
INSERT INTO delivery (enrolment_id, lesson_id, gen, state, date_hdr, content_hash, at, tries,
                      code, reply)
SELECT d.enrolment_id, :new, 0, 6, :now, '', :now, 0, '', 'had under another name'
FROM delivery d WHERE d.lesson_id = :old AND d.state NOT IN (0, 5)
ON CONFLICT (enrolment_id, lesson_id, gen) DO NOTHING

-- name: who-misses
-- Is there anybody under way on these tracks who has not had a lesson?
-- lists: tracks
SELECT count(*) AS n FROM enrolment e
WHERE e.course_id = :course AND e.track IN :tracks AND e.learner_id IS NULL
  AND e.state IN ('active', 'paused', 'pending')
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.enrolment_id = e.id AND d.lesson_id = :lesson
                  AND d.state NOT IN (0, 5))

-- name: on-track
SELECT count(*) AS n FROM enrolment e
WHERE e.course_id = :course AND e.track = :track AND e.learner_id IS NULL
  AND e.state IN ('active', 'paused', 'pending')

-- name: pause-course
UPDATE course SET state = 'paused', paused_at = :now WHERE id = :id AND state = 'active'

-- name: resume-course
UPDATE course SET state = 'active', paused_at = NULL WHERE id = :id AND state = 'paused'

-- name: shift-waiting
-- Woken a day early: the claim works out the true time in the learner's zone and puts it back.
UPDATE enrolment
SET shift_days = shift_days + :days, plan_rev = plan_rev + 1, override_due = NULL,
    due_at = due_at + :days * 86400, wake_at = due_at + (:days - 1) * 86400
WHERE course_id = :course AND state = 'active' AND wake_at IS NOT NULL

-- name: lessons
SELECT id, slug, kind, state FROM lesson WHERE course_id = :course

-- name: add-lesson
INSERT INTO lesson (course_id, slug, kind, state) VALUES (:course, :slug, :kind, 'live')
ON CONFLICT (course_id, slug) DO UPDATE SET state = 'live'

-- name: retire-lesson
UPDATE lesson SET state = 'retired' WHERE id = :id

-- name: add-content
INSERT INTO content (hash, data) VALUES (:hash, :data) ON CONFLICT (hash) DO NOTHING

-- name: content
SELECT data FROM content WHERE hash = :hash

-- name: known-content
-- lists: hashes
SELECT hash FROM content WHERE hash IN :hashes
