'use strict';
const assert = require('node:assert');
const { test, ask, post, finally: atEnd } = require('../app.js');
const Fastify = require('fastify');

const app = Fastify({ logger: { level: 'silent' } });
atEnd(() => app.close());
app.decorate('answer', 42);
app.addHook('onRequest', async (request) => { request.seen = true; });
app.get('/hello', async (request) => ({ hello: 'world', seen: request.seen }));
app.post('/items/:id', {
  schema: {
    params: { type: 'object', properties: { id: { type: 'integer' } } },
    body: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    response: { 200: { type: 'object', properties: { id: { type: 'integer' },
                                                     name: { type: 'string' } } } },
  },
}, async (request) => ({ id: request.params.id, name: request.body.name, secret: 1 }));
app.register(async (scope) => {
  scope.get('/answer', (request, reply) => reply.send({ answer: scope.answer }));
  scope.get('/fails', async () => { throw Object.assign(new Error('no'), { statusCode: 418 }); });
}, { prefix: '/nested' });

let base;
test('answers a route over a connection', async () => {
  base = await app.listen({ port: 0, host: '127.0.0.1' });
  const { text, headers } = await ask(`${base}/hello`);
  assert.deepStrictEqual(JSON.parse(text), { hello: 'world', seen: true });
  assert.match(headers['content-type'], /application\/json/);
});
test('checks and serializes by schema', async () => {
  const good = await post(`${base}/items/7`, { name: 'x' });
  assert.strictEqual(good.text, '{"id":7,"name":"x"}');
  const bad = await post(`${base}/items/seven`, { name: 'x' });
  assert.strictEqual(bad.status, 400);
  const none = await post(`${base}/items/7`, {});
  assert.match(none.text, /must have required property 'name'/);
});
test('keeps plugins apart and handles their errors', async () => {
  assert.strictEqual((await ask(`${base}/nested/answer`)).text, '{"answer":42}');
  const { status, text } = await ask(`${base}/nested/fails`);
  assert.deepStrictEqual([status, JSON.parse(text).message], [418, 'no']);
});
test('answers injected requests', async () => {
  const response = await app.inject({ method: 'GET', url: '/hello' });
  assert.strictEqual(response.statusCode, 200);
  assert.strictEqual(response.json().hello, 'world');
});
