-- Mail that came back: bounces and complaints.

-- name: delivery
SELECT d.enrolment_id, d.lesson_id, d.gen, d.state, e.contact_id, e.course_id, l.slug AS lesson
FROM delivery d JOIN enrolment e ON e.id = d.enrolment_id JOIN lesson l ON l.id = d.lesson_id
WHERE d.enrolment_id = :id AND d.lesson_id = :lesson_id AND d.gen = :gen
/*postgresql: FOR UPDATE OF e */

-- name: returned-before
SELECT data FROM event WHERE enrolment_id = :id AND kind = :kind ORDER BY id

-- name: note-return
UPDATE delivery SET code = :code, reply = :reply
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state = 2

-- name: count-soft
SELECT count(*) AS n FROM event v JOIN enrolment e ON e.id = v.enrolment_id
WHERE e.contact_id = :contact AND v.kind = 'soft-bounce' AND v.at > :since
  AND NOT EXISTS (SELECT 1 FROM event r WHERE r.enrolment_id = v.enrolment_id
                  AND r.kind = 'restored' AND r.id > v.id)

-- name: set-soft
UPDATE contact SET soft_bounces = :n WHERE id = :contact
