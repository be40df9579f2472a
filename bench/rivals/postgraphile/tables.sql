-- The same rows as in the graphs. A place holds the sums of all below it, a village its own as well.
CREATE TABLE place (
  code text PRIMARY KEY, name text NOT NULL, level text NOT NULL, parent text REFERENCES place,
  quota int NOT NULL, enrolled int NOT NULL, paid int NOT NULL, fen bigint NOT NULL,
  completion double precision NOT NULL,
  village_quota int, village_enrolled int, village_paid int, village_fen bigint
);
CREATE TABLE household (
  number text PRIMARY KEY, head text NOT NULL, paid boolean NOT NULL, fen int NOT NULL,
  village text NOT NULL REFERENCES place, grid text NOT NULL REFERENCES place
);
CREATE TABLE person (
  key text PRIMARY KEY, name text NOT NULL, household text NOT NULL REFERENCES household
);
CREATE TABLE post (
  key text PRIMARY KEY, title text NOT NULL, holder text NOT NULL,
  place text NOT NULL REFERENCES place
);
CREATE TABLE payment (
  key text PRIMARY KEY, household text NOT NULL REFERENCES household, fen int NOT NULL
);

CREATE INDEX ON place (parent, code);
CREATE INDEX ON household (village, number) WHERE NOT paid;
CREATE INDEX ON household (village);
CREATE INDEX ON household (grid);
CREATE INDEX ON person (household);
CREATE INDEX ON post (place);
CREATE INDEX ON payment (household);

-- What tables alone do not give: sums over villages, a page below a township, a payment in one go.
CREATE TYPE city AS (code text, name text, quota bigint, enrolled bigint, paid bigint);
CREATE FUNCTION cities(province text) RETURNS SETOF city LANGUAGE sql STABLE AS $$
  SELECT c.code, c.name, sum(v.village_quota), sum(v.village_enrolled), sum(v.village_paid)
  FROM place c
  JOIN place county ON county.parent = c.code
  JOIN place township ON township.parent = county.code
  JOIN place v ON v.parent = township.code
  WHERE c.parent = province
  GROUP BY c.code, c.name
  ORDER BY c.code
$$;

CREATE FUNCTION unpaid(township text, after text, most int) RETURNS SETOF household
LANGUAGE sql STABLE AS $$
  SELECT h.* FROM place v JOIN household h ON h.village = v.code AND NOT h.paid
  WHERE v.parent = township AND h.number > after
  ORDER BY h.number
  LIMIT most
$$;

CREATE TYPE paid AS (key text, fen int, village text, village_paid int, village_fen bigint);
CREATE FUNCTION record_payment(key text, household text, fen int) RETURNS paid
LANGUAGE sql VOLATILE STRICT AS $$
  WITH added AS (INSERT INTO payment VALUES ($1, $2, $3) RETURNING *),
  counted AS (
    UPDATE place v SET village_paid = v.village_paid + 1, village_fen = v.village_fen + $3
    FROM added JOIN household h ON h.number = added.household
    WHERE v.code = h.village
    RETURNING v.*
  )
  SELECT added.key, added.fen, counted.code, counted.village_paid, counted.village_fen
  FROM added, counted
$$;
