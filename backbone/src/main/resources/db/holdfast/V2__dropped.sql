-- Events whose cause did not come within 30 s, and records that are none of ours, as they were read.
-- Nothing reads them but people; they are forgotten after 30 days.
CREATE TABLE dropped (
    position   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         text NOT NULL,
    topic      text NOT NULL,
    key        text NOT NULL,
    headers    json NOT NULL,
    value      bytea NOT NULL,
    reason     text NOT NULL,
    dropped_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
