-- A page begins where the one before ended, however many have the same time.
CREATE INDEX document_in_order ON document (shelf, changed DESC, id DESC);
DROP INDEX document_newest;
