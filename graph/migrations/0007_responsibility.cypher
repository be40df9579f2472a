// Who held a post, and which posts a unit has: an import finds a post by its title there.
CREATE CONSTRAINT holding_key IF NOT EXISTS FOR (n:Holding) REQUIRE n.key IS UNIQUE;
CREATE INDEX post_of IF NOT EXISTS FOR (n:Post) ON (n.unit, n.title);
