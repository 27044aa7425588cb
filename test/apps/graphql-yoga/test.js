'use strict';
const assert = require('node:assert');
const http = require('node:http');
const { createSchema, createYoga } = require('graphql-yoga');
const { test, listen, ask, post } = require('../app.js');

const yoga = createYoga({ logging: false, maskedErrors: true, schema: createSchema({
  typeDefs: `type Query { hello(name: String!): String!, items(n: Int = 2): [Item!]!, fails: Int }
             type Item { id: ID!, square: Int! }
             type Mutation { add(a: Int!, b: Int!): Int! }
             type Subscription { count(to: Int!): Int! }`,
  resolvers: {
    Query: {
      hello: (_, { name }) => `hello ${name}`,
      items: (_, { n }) => Array.from({ length: n }, (_unused, id) => ({ id })),
      fails: () => { throw new Error('secret'); },
    },
    Item: { square: async ({ id }) => id * id },
    Mutation: { add: (_, { a, b }) => a + b },
    Subscription: { count: { async *subscribe(_, { to }) {
      for (let i = 1; i <= to; i++) yield { count: i };
    } } },
  },
}) });

let url;
const query = async (text, variables) =>
  JSON.parse((await post(url, { query: text, variables })).text);

test('answers queries with variables', async () => {
  url = `${await listen(http.createServer(yoga))}/graphql`;
  assert.deepStrictEqual(
    await query('query ($n: String!) { hello(name: $n) items(n: 3) { id square } }', { n: 'you' }),
    { data: { hello: 'hello you', items: [0, 1, 2].map((i) => ({ id: `${i}`, square: i * i })) } });
});
test('mutates, and reads queries from the address', async () => {
  assert.deepStrictEqual(await query('mutation { add(a: 1, b: 2) }'), { data: { add: 3 } });
  const { text } = await ask(`${url}?query=${encodeURIComponent('{ hello(name: "x") }')}`);
  assert.strictEqual(JSON.parse(text).data.hello, 'hello x');
});
test('hides what resolvers throw, tells what the query has wrong', async () => {
  const { errors: [hidden] } = await query('{ fails }');
  assert.strictEqual(hidden.message, 'Unexpected error.');
  const { errors: [wrong] } = await query('{ nothing }');
  assert.match(wrong.message, /Cannot query field "nothing"/);
});
test('streams subscriptions as events', async () => {
  const { text } = await ask(`${url}?query=${encodeURIComponent('subscription { count(to: 3) }')}`,
                             { headers: { accept: 'text/event-stream' } });
  assert.deepStrictEqual([...text.matchAll(/"count":(\d)/g)].map((m) => m[1]), ['1', '2', '3']);
});
