// Subsidies by the village that counts them now, batches by department, and what undoes a batch.
CREATE INDEX subsidy_in IF NOT EXISTS FOR (n:Subsidy) ON (n.now_village);
CREATE INDEX advance_of IF NOT EXISTS FOR (n:Advance) ON (n.department, n.year);
CREATE INDEX advance_undoing IF NOT EXISTS FOR (n:Advance) ON (n.reverses);
