// Every key of the graph is unique. Community knows no other constraint: the program keeps the rest.
CREATE CONSTRAINT migration_number IF NOT EXISTS FOR (n:Migration) REQUIRE n.number IS UNIQUE;
CREATE CONSTRAINT jurisdiction_code IF NOT EXISTS FOR (n:Jurisdiction) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT season_key IF NOT EXISTS FOR (n:Season) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT sequence_key IF NOT EXISTS FOR (n:Sequence) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT household_key IF NOT EXISTS FOR (n:Household) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT person_key IF NOT EXISTS FOR (n:Person) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT identity_key IF NOT EXISTS FOR (n:Identity) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT listing_key IF NOT EXISTS FOR (n:Listing) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT roster_key IF NOT EXISTS FOR (n:Roster) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT account_key IF NOT EXISTS FOR (n:Account) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT participation_key IF NOT EXISTS FOR (n:Participation) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT disposition_key IF NOT EXISTS FOR (n:Disposition) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT payment_key IF NOT EXISTS FOR (n:Payment) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT change_key IF NOT EXISTS FOR (n:Change) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT subsidy_key IF NOT EXISTS FOR (n:Subsidy) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT liability_key IF NOT EXISTS FOR (n:Liability) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT advance_key IF NOT EXISTS FOR (n:Advance) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT notice_key IF NOT EXISTS FOR (n:Notice) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT clause_key IF NOT EXISTS FOR (n:Clause) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT rule_key IF NOT EXISTS FOR (n:Rule) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT scheme_key IF NOT EXISTS FOR (n:Scheme) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT quota_key IF NOT EXISTS FOR (n:Quota) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT department_key IF NOT EXISTS FOR (n:Department) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT post_key IF NOT EXISTS FOR (n:Post) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT duty_key IF NOT EXISTS FOR (n:Duty) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT import_key IF NOT EXISTS FOR (n:Import) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT receipt_key IF NOT EXISTS FOR (n:Receipt) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT total_key IF NOT EXISTS FOR (n:Total) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT tally_key IF NOT EXISTS FOR (n:Tally) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT finding_key IF NOT EXISTS FOR (n:Finding) REQUIRE n.key IS UNIQUE;

// The sums of one group over many villages, now and on a day.
CREATE INDEX total_of IF NOT EXISTS FOR (n:Total) ON (n.year, n.group, n.village);
CREATE INDEX tally_of IF NOT EXISTS FOR (n:Tally) ON (n.year, n.group, n.village, n.on);
