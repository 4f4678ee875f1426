-- "Under which scope lies the incident of this id?" without asking every scope.
CREATE INDEX document_id ON document (shelf, id);
