// PostGraphile 4: the API is made from tables.sql.   PORT, PG
'use strict';
const { createServer } = require('http');
const { postgraphile } = require('postgraphile');

const options = {
  simpleCollections: 'only', // lists instead of connections: less to send
  dynamicJson: true,
  graphiql: false,
  disableQueryLog: true,
  ignoreRBAC: true,
  setofFunctionsContainNulls: false,
  watchPg: false,
};
createServer(postgraphile(process.env.PG, 'public', options))
  .listen(Number(process.env.PORT), '127.0.0.1');
