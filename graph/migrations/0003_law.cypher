// Groups of people, extensions that were granted, and figures that only people can give.
CREATE CONSTRAINT category_key IF NOT EXISTS FOR (n:Category) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT extension_key IF NOT EXISTS FOR (n:Extension) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT assessment_input_key IF NOT EXISTS
FOR (n:AssessmentInput) REQUIRE n.key IS UNIQUE;
