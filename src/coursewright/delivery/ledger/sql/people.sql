-- Contacts and suppression: who may be written to.

-- name: contacts-by-key
-- lists: keys
SELECT id, address_key, name, tz, locale, status, attrs FROM contact WHERE address_key IN :keys

-- name: add-contact
INSERT INTO contact (address, address_key, name, tz, locale, domain, status, soft_bounces, attrs,
                     consent_source, consent_at, created_at)
VALUES (:address, :address_key, :name, :tz, :locale, :domain, 'active', 0, :attrs,
        :source, :consent_at, :now)
ON CONFLICT (address_key) DO NOTHING

-- name: change-contact
UPDATE contact SET name = :name, tz = :tz, locale = :locale, attrs = :attrs WHERE id = :id

-- name: contact-by-key
SELECT id, address, address_key, name, tz, locale, domain, status, soft_bounces, attrs,
       consent_source, consent_at, created_at
FROM contact WHERE address_key = :key

-- name: contact
SELECT id, address, address_key, name, tz, locale, domain, status, soft_bounces, attrs,
       consent_source, consent_at, created_at
FROM contact WHERE id = :id

-- name: set-contact-status
UPDATE contact SET status = :status WHERE id = :id

-- name: consent
UPDATE contact SET status = 'active', consent_source = :source, consent_at = :now WHERE id = :id

-- name: suppressed
-- lists: hashes
SELECT address_hash, reason FROM suppression WHERE address_hash IN :hashes

-- name: suppressions
-- lists: hashes
SELECT address_hash, reason, at, source, run, detail FROM suppression
WHERE address_hash IN :hashes

-- name: suppress
-- A complaint, a wish or an erasure outweighs a bounce: it must not be undone with one.
INSERT INTO suppression (address_hash, reason, at, source, run, detail)
VALUES (:hash, :reason, :now, :source, :run, :detail)
ON CONFLICT (address_hash) DO UPDATE
SET reason = excluded.reason, at = excluded.at, source = excluded.source, run = excluded.run,
    detail = excluded.detail
WHERE suppression.reason = 'bounced' AND excluded.reason <> 'bounced'

-- name: suppressed-by-reply
SELECT detail FROM suppression
WHERE reason = 'bounced' AND source = 'reply' AND at >= :since ORDER BY address_hash

-- name: stands
SELECT id, state, why, lesson_id, gen, due_at, tries, shift_days, override_due, paused_on, last_on,
       finished_on, plan_rev
FROM enrolment WHERE id = :id

-- name: stand-again
UPDATE enrolment
SET state = :state, why = :why, lesson_id = :lesson_id, gen = :gen, due_at = :due_at,
    wake_at = :wake_at, tries = :tries, shift_days = :shift_days, override_due = :override_due,
    paused_on = :paused_on, last_on = :last_on, finished_on = :finished_on,
    plan_rev = plan_rev + 1
WHERE id = :id AND claim IS NULL AND plan_rev = :plan_rev + 1

-- name: owe-again
-- No server accepted it: it stays the same email, with the text and the date of the day it goes.
UPDATE delivery SET state = 5, content_hash = ''
WHERE enrolment_id = :id AND lesson_id = :lesson_id AND gen = :gen AND state = 3

-- name: unsuppress
-- lists: hashes
DELETE FROM suppression WHERE address_hash IN :hashes

-- name: addresses-like
SELECT address FROM contact WHERE domain = :domain ORDER BY id LIMIT :most

-- name: erase-events
DELETE FROM event WHERE enrolment_id IN (SELECT id FROM enrolment WHERE contact_id = :id)

-- name: erase-deliveries
DELETE FROM delivery WHERE enrolment_id IN (SELECT id FROM enrolment WHERE contact_id = :id)

-- name: erase-enrolments
DELETE FROM enrolment WHERE contact_id = :id

-- name: erase-contact
DELETE FROM contact WHERE id = :id

-- name: deliveries-of-contact
SELECT e.id AS enrolment_id, l.slug AS lesson, d.gen, d.state, d.at, d.date_hdr, d.content_hash,
       d.code, d.reply
FROM delivery d JOIN enrolment e ON e.id = d.enrolment_id JOIN lesson l ON l.id = d.lesson_id
WHERE e.contact_id = :id ORDER BY d.at, l.slug

-- name: events-of-contact
SELECT v.at, v.kind, v.enrolment_id, v.data
FROM event v JOIN enrolment e ON e.id = v.enrolment_id
WHERE e.contact_id = :id ORDER BY v.id
