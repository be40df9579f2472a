// Who read which identity number in full: newest first.
CREATE CONSTRAINT id_read_key IF NOT EXISTS FOR (n:IdRead) REQUIRE n.key IS UNIQUE;
CREATE INDEX id_read_at IF NOT EXISTS FOR (n:IdRead) ON (n.at);
