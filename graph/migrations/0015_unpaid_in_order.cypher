// Who has not paid yet, in the order of their pages: a page costs its own households, however many a village has.
MATCH (a:Account) WHERE a.number IS NULL
CALL (a) {
  MATCH (h:Household {key: a.household}) SET a.number = h.number
} IN TRANSACTIONS OF 10000 ROWS;
CREATE INDEX account_unpaid IF NOT EXISTS
FOR (n:Account) ON (n.now_village, n.year, n.now_settled, n.number, n.household);
DROP INDEX account_of IF EXISTS;
