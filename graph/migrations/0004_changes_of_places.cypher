// How divisions were renamed, merged, split, moved, recoded or abolished.
CREATE CONSTRAINT jurisdiction_change_key IF NOT EXISTS FOR (n:JurisdictionChange) REQUIRE n.key IS UNIQUE;
