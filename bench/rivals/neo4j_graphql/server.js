// @neo4j/graphql with Apollo Server: Cypher is made from the types.   PORT, BOLT, BOLT_PASSWORD
'use strict';
const { ApolloServer } = require('@apollo/server');
const { startStandaloneServer } = require('@apollo/server/standalone');
const { Neo4jGraphQL } = require('@neo4j/graphql');
const neo4j = require('neo4j-driver');

const typeDefs = `
  type Place @node {
    code: String! name: String! level: String!
    quota: Int! enrolled: Int! paid: Int! fen: BigInt! completion: Float!
    above: [Place!]! @relationship(type: "PART_OF", direction: OUT)
    children: [Place!]! @relationship(type: "PART_OF", direction: IN)
    posts: [Post!]! @relationship(type: "ANSWERS_FOR", direction: IN)
  }
  type Post @node {
    key: String! title: String! holder: String!
    place: [Place!]! @relationship(type: "ANSWERS_FOR", direction: OUT)
  }
  type Household @node {
    number: String! head: String! paid: Boolean! fen: Int!
    village: [Place!]! @relationship(type: "LIVES_IN", direction: OUT)
    grid: [Place!]! @relationship(type: "IN_GRID", direction: OUT)
    members: [Person!]! @relationship(type: "MEMBER_OF", direction: IN)
  }
  type Person @node {
    key: String! name: String!
    household: [Household!]! @relationship(type: "MEMBER_OF", direction: OUT)
  }
  type City { code: String! name: String! quota: Int! enrolled: Int! paid: Int! }
  type Paid { key: String! fen: Int! village: String! villagePaid: Int! villageFen: BigInt! }
  type Query {
    cities(code: String!): [City!]! @cypher(columnName: "city", statement: """
      MATCH (:Place {code: $code})<-[:PART_OF]-(c)<-[:PART_OF]-()<-[:PART_OF]-()<-[:PART_OF]-(v)
      WITH c, sum(v.village_quota) AS quota, sum(v.village_enrolled) AS enrolled,
        sum(v.village_paid) AS paid ORDER BY c.code
      RETURN {code: c.code, name: c.name, quota: quota, enrolled: enrolled, paid: paid} AS city
    """)
  }
  type Mutation {
    recordPayment(key: String!, household: String!, fen: Int!): Paid @cypher(
      columnName: "done", statement: """
      MATCH (h:Household {number: $household})-[:LIVES_IN]->(v)
      CREATE (p:Payment {key: $key, fen: $fen})-[:PAID_FOR]->(h)
      SET v.village_paid = v.village_paid + 1, v.village_fen = v.village_fen + $fen
      RETURN {key: p.key, fen: p.fen, village: v.code, villagePaid: v.village_paid,
        villageFen: v.village_fen} AS done
    """)
  }`;

async function main() {
  const driver = neo4j.driver(
    process.env.BOLT,
    neo4j.auth.basic('neo4j', process.env.BOLT_PASSWORD),
  );
  const features = { filters: { String: { GT: true } } };
  const schema = await new Neo4jGraphQL({ typeDefs, driver, features }).getSchema();
  await startStandaloneServer(new ApolloServer({ schema }), {
    listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
    context: async () => ({ sessionConfig: { database: 'neo4j' } }),
  });
}

main();
