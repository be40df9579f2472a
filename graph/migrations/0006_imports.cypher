// Files that came in, newest first, and their rows that were not taken: key is import|number.
CREATE CONSTRAINT rejection_key IF NOT EXISTS FOR (n:Rejection) REQUIRE n.key IS UNIQUE;
CREATE INDEX import_started IF NOT EXISTS FOR (n:Import) ON (n.started_at);
CREATE CONSTRAINT fund_receipt_key IF NOT EXISTS FOR (n:FundReceipt) REQUIRE n.key IS UNIQUE;

// Who stands in a group: those whom a complete list omits.
CREATE INDEX listing_category IF NOT EXISTS FOR (n:Listing) ON (n.category);
