-- Events whose cause did not come within 30 s, as they were read. Nothing reads them but people; they
-- are forgotten after 30 days.
CREATE TABLE dropped (
    position   bigint PRIMARY KEY,
    id         text NOT NULL,
    topic      text NOT NULL,
    key        text NOT NULL,
    headers    json NOT NULL,
    value      bytea NOT NULL,
    at         timestamptz NOT NULL,
    dropped_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
