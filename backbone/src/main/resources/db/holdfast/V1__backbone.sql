-- What every service with a database has: the tables behind backbone's work package.

-- One row a scope. Locked first by every transaction on the scope; holds the sequence of the last
-- event that we wrote under it, and the time of the last transaction, which never goes back.
CREATE TABLE scope (
    key      text PRIMARY KEY,
    sequence bigint NOT NULL DEFAULT 0,
    at       timestamptz NOT NULL
);

-- State, as JSON exactly as written (json, not jsonb: hashes are made over it).
CREATE TABLE document (
    key     text NOT NULL,
    shelf   text NOT NULL,
    id      text NOT NULL,
    value   json NOT NULL,
    changed timestamptz NOT NULL,
    PRIMARY KEY (shelf, key, id)
);
CREATE INDEX document_newest ON document (shelf, changed DESC);

-- Events that were taken in: whatever comes again is recognised by its id.
CREATE TABLE inbox (
    id text PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX inbox_oldest ON inbox (at);

-- Events that wait to be sent, in order of position within a bucket.
CREATE TABLE outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bucket   smallint NOT NULL,
    topic    text NOT NULL,
    key      text NOT NULL,
    time     timestamptz NOT NULL,
    headers  json NOT NULL,
    value    bytea NOT NULL
);
CREATE INDEX outbox_bucket_order ON outbox (bucket, position);

-- Who may send a bucket, by lease.
CREATE TABLE bucket (
    bucket      smallint PRIMARY KEY,
    owner       text,
    lease_until timestamptz
);

CREATE TABLE timer (
    key    text NOT NULL,
    name   text NOT NULL,
    bucket smallint NOT NULL,
    due    timestamptz NOT NULL,
    PRIMARY KEY (key, name)
);
CREATE INDEX timer_due ON timer (due);

-- Work outside transactions, by lease. A row goes when nothing is left to do. The epoch is drawn
-- anew for every claim, ever higher, also over rows that went, and fences older holders;
-- asked grows with every request, so that one that comes while it runs is not forgotten.
CREATE TABLE errand (
    key         text NOT NULL,
    name        text NOT NULL,
    due         timestamptz,
    epoch       bigint NOT NULL DEFAULT 0,
    asked       bigint NOT NULL DEFAULT 0,
    failures    int NOT NULL DEFAULT 0,
    owner       text,
    lease_until timestamptz,
    PRIMARY KEY (key, name)
);
CREATE SEQUENCE errand_epoch;
CREATE INDEX errand_due ON errand (due) WHERE due IS NOT NULL;

-- Events set aside: their cause is not known yet (waits_until is set), or they cannot be taken in,
-- and then every later one of that topic and key waits behind them.
CREATE TABLE aside (
    position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          text NOT NULL UNIQUE,
    topic       text NOT NULL,
    key         text NOT NULL,
    headers     json NOT NULL,
    value       bytea NOT NULL,
    reason      text NOT NULL,
    waits_until timestamptz,
    at          timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX aside_key ON aside (key, topic);
