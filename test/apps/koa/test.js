'use strict';
const assert = require('node:assert');
const http = require('node:http');
const Koa = require('koa');
const Router = require('@koa/router');
const { bodyParser } = { bodyParser: require('koa-bodyparser') };
const { Readable } = require('node:stream');
const { test, listen, ask, post } = require('../app.js');

const app = new Koa();
const seen = [];
app.on('error', (error) => seen.push(error.message));
app.use(async (ctx, next) => {
  const start = process.hrtime.bigint();
  await next();
  ctx.set('x-time', String(process.hrtime.bigint() - start));
});
app.use(bodyParser());
const router = new (Router.Router ?? Router)();
router.get('/hello/:name', (ctx) => { ctx.body = `hello ${ctx.params.name}`; });
router.post('/sum', (ctx) => { ctx.body = { sum: ctx.request.body.reduce((a, b) => a + b) }; });
router.get('/stream', (ctx) => { ctx.body = Readable.from(['a', 'b', 'c']); });
router.get('/fails', (ctx) => ctx.throw(403, 'not you'));
router.get('/breaks', () => { throw new Error('broken'); });
router.get('/cookie', (ctx) => { ctx.cookies.set('a', '1'); ctx.body = ctx.cookies.get('b'); });
app.use(router.routes()).use(router.allowedMethods());

let base;
test('answers through its chain of middleware', async () => {
  base = await listen(http.createServer(app.callback()));
  const { text, headers } = await ask(`${base}/hello/you`);
  assert.strictEqual(text, 'hello you');
  assert.ok(BigInt(headers['x-time']) > 0n);
});
test('parses JSON', async () => {
  assert.strictEqual((await post(`${base}/sum`, [1, 2, 3])).text, '{"sum":6}');
});
test('sends streams', async () => {
  assert.strictEqual((await ask(`${base}/stream`)).text, 'abc');
});
test('answers errors, and hides those that are its own', async () => {
  const refused = await ask(`${base}/fails`);
  assert.deepStrictEqual([refused.status, refused.text], [403, 'not you']);
  const broken = await ask(`${base}/breaks`);
  assert.deepStrictEqual([broken.status, broken.text], [500, 'Internal Server Error']);
  assert.ok(seen.includes('broken'));
});
test('reads and sets cookies; refuses other methods', async () => {
  const { text, headers } = await ask(`${base}/cookie`, { headers: { cookie: 'b=2' } });
  assert.strictEqual(text, '2');
  assert.match(headers['set-cookie'][0], /^a=1/);
  assert.strictEqual((await ask(`${base}/sum`)).status, 405);
});
