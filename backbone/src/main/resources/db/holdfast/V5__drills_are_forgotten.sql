-- What a drill left goes some time after its last transaction; so do the ids of its events.
CREATE INDEX document_of_drill ON document (key) WHERE strpos(key, '~') > 0;
CREATE INDEX scope_of_drill ON scope (at) WHERE strpos(key, '~') > 0;
ALTER TABLE inbox ADD COLUMN drill boolean NOT NULL DEFAULT false;
CREATE INDEX inbox_of_drill ON inbox (at) WHERE drill;
