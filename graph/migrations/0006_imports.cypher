// Files that came in, newest first, and their rows that were not taken: key is import|number.
CREATE CONSTRAINT rejection_key IF NOT EXISTS FOR (n:Rejection) REQUIRE n.key IS UNIQUE;
CREATE INDEX import_started IF NOT EXISTS FOR (n:Import) ON (n.started_at);
