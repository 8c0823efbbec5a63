-- Courses, their steps and the compiled texts.

-- name: course
SELECT id, slug, state, paused_at, release_hash FROM course WHERE slug = :slug

-- name: courses
SELECT id, slug, state, paused_at, release_hash FROM course ORDER BY id

-- name: course-release
SELECT release FROM course WHERE id = :id

-- name: add-course
-- `catch_up` is a setting of each schedule since schema 0004; the column is no longer read.
INSERT INTO course (slug, state, catch_up, release_hash, release)
VALUES (:slug, 'active', 0, :hash, :release)

-- name: change-course
UPDATE course SET release_hash = :hash, release = :release WHERE id = :id

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
