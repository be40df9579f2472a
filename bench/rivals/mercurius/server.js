// mercurius with graphql-jit on fastify: one Cypher a request.   PORT, BOLT, BOLT_PASSWORD
'use strict';
const neo4j = require('neo4j-driver');

const driver = neo4j.driver(
  process.env.BOLT,
  neo4j.auth.basic('neo4j', process.env.BOLT_PASSWORD),
  { disableLosslessIntegers: true, fetchSize: -1 }, // plain numbers, all records in one go
);

const schema = `
  type Place {
    code: String! name: String! level: String!
    quota: Int! enrolled: Int! paid: Int! fen: Float! completion: Float!
    children: [Place!]!
  }
  type City { code: String! name: String! quota: Int! enrolled: Int! paid: Int! }
  type Post { key: String! title: String! holder: String! }
  type Station { code: String! name: String! level: String! posts: [Post!]! }
  type Person { key: String! name: String! }
  type Household { number: String! head: String! fen: Int! village: String! members: [Person!]! }
  type Paid { key: String! fen: Int! village: String! villagePaid: Int! villageFen: Float! }
  type Query {
    place(code: String!): Place
    cities(code: String!): [City!]!
    chain(household: String!): [Station!]!
    unpaid(code: String!, after: String!, first: Int!): [Household!]!
  }
  type Mutation { recordPayment(key: String!, household: String!, fen: Int!): Paid }`;

// (place)<-[:PART_OF*]-(below); so many levels as the query selects, each a text of its own
const tree = [0, 1, 2, 3].map((levels) => `
  MATCH (:Place {code: $code})<-[up:PART_OF*0..${levels}]-(p:Place)
  RETURN CASE size(up) WHEN 0 THEN null ELSE endNode(last(up)).code END AS above,
    p.code AS code, p.name AS name, p.level AS level, p.quota AS quota, p.enrolled AS enrolled,
    p.paid AS paid, p.fen AS fen, p.completion AS completion
  ORDER BY code`);

// (village)-[:PART_OF]->()-[:PART_OF]->()-[:PART_OF]->(city)-[:PART_OF]->(province)
const CITIES = `
  MATCH (:Place {code: $code})<-[:PART_OF]-(c)<-[:PART_OF]-()<-[:PART_OF]-()<-[:PART_OF]-(v)
  WITH c, sum(v.village_quota) AS quota, sum(v.village_enrolled) AS enrolled,
    sum(v.village_paid) AS paid
  RETURN c.code AS code, c.name AS name, quota, enrolled, paid ORDER BY code`;

// (:Household)-[:IN_GRID]->(grid)-[:PART_OF*]->(above)<-[:ANSWERS_FOR]-(:Post)
const CHAIN = `
  MATCH (:Household {number: $household})-[:IN_GRID]->()-[up:PART_OF*0..5]->(p:Place)
  RETURN p.code AS code, p.name AS name, p.level AS level, COLLECT {
    MATCH (one:Post)-[:ANSWERS_FOR]->(p)
    RETURN one {.key, .title, .holder} ORDER BY one.key
  } AS posts
  ORDER BY size(up)`;

// (:Person)-[:MEMBER_OF]->(:Household)-[:LIVES_IN]->(village)-[:PART_OF]->(township)
const UNPAID = `
  MATCH (:Place {code: $code})<-[:PART_OF]-(v)<-[:LIVES_IN]-(h:Household)
  WHERE NOT h.paid AND h.number > $after
  WITH v, h ORDER BY h.number LIMIT $first
  RETURN h.number AS number, h.head AS head, h.fen AS fen, v.code AS village, COLLECT {
    MATCH (m:Person)-[:MEMBER_OF]->(h) RETURN m {.key, .name} ORDER BY m.key
  } AS members
  ORDER BY number`;

// (:Payment)-[:PAID_FOR]->(:Household)-[:LIVES_IN]->(village)
const PAY = `
  MATCH (h:Household {number: $household})-[:LIVES_IN]->(v)
  CREATE (p:Payment {key: $key, fen: $fen})-[:PAID_FOR]->(h)
  SET v.village_paid = v.village_paid + 1, v.village_fen = v.village_fen + $fen
  RETURN p.key AS key, p.fen AS fen, v.code AS village, v.village_paid AS villagePaid,
    v.village_fen AS villageFen`;

async function read(statement, parameters) {
  const session = driver.session({ database: 'neo4j', defaultAccessMode: 'READ' });
  try {
    return (await session.run(statement, parameters)).records;
  } finally {
    session.close();
  }
}

const objects = async (statement, parameters) =>
  (await read(statement, parameters)).map((record) => record.toObject());

// How often `children` is nested in what the query selects.
function levels(selections, fragments) {
  return Math.max(0, ...selections.map((one) => {
    if (one.kind === 'FragmentSpread') {
      return levels(fragments[one.name.value].selectionSet.selections, fragments);
    }
    if (!one.selectionSet) return 0;
    const below = levels(one.selectionSet.selections, fragments);
    return one.kind === 'Field' && one.name.value === 'children' ? below + 1 : below;
  }));
}

async function place(_, { code }, __, info) {
  const most = Math.min(3, levels(info.fieldNodes[0].selectionSet.selections, info.fragments));
  const records = await read(tree[most], { code });
  const places = new Map();
  for (const { _fields: f } of records) {
    places.set(f[1], {
      code: f[1], name: f[2], level: f[3], quota: f[4], enrolled: f[5], paid: f[6], fen: f[7],
      completion: f[8], children: [],
    });
  }
  for (const { _fields: f } of records) {
    if (f[0] !== null) places.get(f[0]).children.push(places.get(f[1]));
  }
  return places.get(code) ?? null;
}

async function recordPayment(_, { key, household, fen }) {
  const session = driver.session({ database: 'neo4j' });
  try {
    const parameters = { key, household, fen: neo4j.int(fen) };
    const result = await session.executeWrite((transaction) => transaction.run(PAY, parameters));
    return result.records[0]?.toObject() ?? null;
  } finally {
    session.close();
  }
}

const resolvers = {
  Query: {
    place,
    cities: (_, asked) => objects(CITIES, asked),
    chain: (_, asked) => objects(CHAIN, asked),
    unpaid: (_, asked) => objects(UNPAID, { ...asked, first: neo4j.int(asked.first) }),
  },
  Mutation: { recordPayment },
};

const app = require('fastify')();
app.register(require('mercurius'), { schema, resolvers, jit: 1 });
app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
