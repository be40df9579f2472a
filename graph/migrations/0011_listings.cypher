// The people of a group, for whoever explores the graph from the group.
CREATE INDEX listing_of IF NOT EXISTS FOR (n:Listing) ON (n.category);
