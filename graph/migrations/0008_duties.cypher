// What was done about duties, and the duties that are on record by place.
CREATE CONSTRAINT completion_key IF NOT EXISTS FOR (n:Completion) REQUIRE n.key IS UNIQUE;
CREATE INDEX duty_of IF NOT EXISTS FOR (n:Duty) ON (n.year, n.unit);
