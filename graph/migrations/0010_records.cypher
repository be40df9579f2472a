// What a fund confirmed, and what is given back.
CREATE CONSTRAINT refund_key IF NOT EXISTS FOR (n:Refund) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT fund_receipt_key IF NOT EXISTS FOR (n:FundReceipt) REQUIRE n.key IS UNIQUE;
CREATE INDEX refund_of IF NOT EXISTS FOR (n:Refund) ON (n.year, n.opened_on);
CREATE INDEX fund_receipt_of IF NOT EXISTS FOR (n:FundReceipt) ON (n.village, n.year);

// Facts by day, for pages of large units; what took a payment back.
CREATE INDEX payment_of IF NOT EXISTS FOR (n:Payment) ON (n.year, n.paid_on, n.recorded);
CREATE INDEX change_of IF NOT EXISTS FOR (n:Change) ON (n.on, n.recorded);
CREATE INDEX participation_of IF NOT EXISTS
FOR (n:Participation) ON (n.year, n.entered_on, n.recorded);
CREATE INDEX payment_reverses IF NOT EXISTS FOR (n:Payment) ON (n.reverses);

// Payments that were recorded without their year have it from their household.
MATCH (y:Payment) WHERE y.year IS NULL
CALL (y) {
  MATCH (y)-[:ON]->(a:Account) WITH y, a LIMIT 1 SET y.year = a.year
} IN TRANSACTIONS OF 10000 ROWS;
