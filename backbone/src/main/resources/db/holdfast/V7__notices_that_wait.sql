-- Drafts, and what finally failed, are read from the shelf "undone" alone: what was there before it goes
-- onto it. Only notifier-service has any.
INSERT INTO document (key, shelf, id, value, changed)
SELECT key, 'undone', id, value, changed
FROM document
WHERE shelf = 'notice' AND value ->> 'standing' IN ('DRAFT', 'FAILED')
ON CONFLICT DO NOTHING;
