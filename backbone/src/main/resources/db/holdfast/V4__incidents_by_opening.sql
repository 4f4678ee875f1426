-- Lists of incidents are read in the order of opening, from an entry an incident: of all on the shelf
-- "opened", of those that are open on the shelf "open". Only decision-service has any.
INSERT INTO document (key, shelf, id, value, changed)
SELECT key, 'opened', id, json_build_object('at', value ->> 'openedAt'), (value ->> 'openedAt')::timestamptz
FROM document
WHERE shelf = 'incident' AND current_schema() = 'decision' AND value ->> 'openedAt' IS NOT NULL
ON CONFLICT DO NOTHING;

INSERT INTO document (key, shelf, id, value, changed)
SELECT i.key, 'open', i.id, i.value, i.changed
FROM document i JOIN document s ON s.shelf = 'site' AND s.key = i.key AND s.value ->> 'open' = i.id
WHERE i.shelf = 'opened' AND current_schema() = 'decision'
ON CONFLICT DO NOTHING;
