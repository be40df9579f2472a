// What a reader in memory has not seen yet: rows above a number of the sequence of their year, places of the tree's.
CREATE INDEX total_since IF NOT EXISTS FOR (n:Total) ON (n.year, n.seq);
CREATE INDEX quota_since IF NOT EXISTS FOR (n:Quota) ON (n.year, n.seq);
CREATE INDEX jurisdiction_since IF NOT EXISTS FOR (n:Jurisdiction) ON (n.seq);
// The sequence of the tree is counted from an epoch on, like those of the years.
MATCH (s:Sequence {key: 'tree'}) WHERE s.epoch IS NULL SET s.epoch = randomUUID();
