// Names and aliases of places, two characters at a time: finds any part of a name.
CREATE FULLTEXT INDEX place_names IF NOT EXISTS
FOR (place:Jurisdiction) ON EACH [place.name, place.aliases]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
