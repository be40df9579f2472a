// Who has not paid yet, of a village and year: few of many once a campaign has run.
CREATE INDEX account_of IF NOT EXISTS FOR (n:Account) ON (n.now_village, n.year, n.now_settled);
