'use strict';
const assert = require('node:assert');
const http = require('node:http');
const fs = require('node:fs');
const path = require('node:path');
const express = require('express');
const { test, listen, ask, post, folder } = require('../app.js');

const files = folder('static');
fs.writeFileSync(path.join(files, 'page.html'), '<h1>file</h1>');

const app = express();
app.use((req, res, next) => { res.set('x-seen', req.method); next(); });
app.use(express.json());
app.use(express.urlencoded({ extended: true }));
app.use('/files', express.static(files));
app.get('/hello', (req, res) => res.send('hello'));
app.get('/users/:id', (req, res) => res.json({ id: req.params.id, q: req.query.q }));
app.post('/echo', (req, res) => res.status(201).json(req.body));
app.get('/throws', () => { throw new Error('on purpose'); });
app.get('/rejects', async () => { throw new Error('later'); });
app.get('/go', (req, res) => res.redirect('/hello'));
app.use('/api', express.Router().get('/v', (req, res) => res.json({ v: 1 })));
app.use((error, req, res, next) => res.status(500).json({ error: error.message }));

const server = http.createServer(app);
let base;

test('answers a route', async () => {
  base = await listen(server);
  const { status, headers, text } = await ask(`${base}/hello`);
  assert.deepStrictEqual([status, text], [200, 'hello']);
  assert.strictEqual(headers['x-seen'], 'GET');
  assert.match(headers.etag, /^W\/"5-/);
});
test('reads parameters of the path and the query', async () => {
  const { text } = await ask(`${base}/users/7?q=a%20b`);
  assert.deepStrictEqual(JSON.parse(text), { id: '7', q: 'a b' });
});
test('parses JSON bodies, and refuses broken ones', async () => {
  const good = await post(`${base}/echo`, { a: ['\u00e4'] });
  assert.deepStrictEqual([good.status, JSON.parse(good.text)], [201, { a: ['\u00e4'] }]);
  const bad = await ask(`${base}/echo`, { method: 'POST', body: '{',
    headers: { 'content-type': 'application/json' } });
  assert.strictEqual(bad.status, 500);
});
test('parses forms', async () => {
  const { text } = await ask(`${base}/echo`, { method: 'POST', body: 'a[b]=1&c=2',
    headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  assert.deepStrictEqual(JSON.parse(text), { a: { b: '1' }, c: '2' });
});
test('sends files, whole, in part and not at all', async () => {
  const whole = await ask(`${base}/files/page.html`);
  assert.match(whole.headers['content-type'], /text\/html/);
  assert.strictEqual(whole.text, '<h1>file</h1>');
  const part = await ask(`${base}/files/page.html`, { headers: { range: 'bytes=4-7' } });
  assert.deepStrictEqual([part.status, part.text], [206, 'file']);
  const none = await ask(`${base}/files/page.html`,
    { headers: { 'if-none-match': whole.headers.etag } });
  assert.strictEqual(none.status, 304);
});
test('handles what routes throw and reject', async () => {
  for (const [where, error] of [['throws', 'on purpose'], ['rejects', 'later']]) {
    const { status, text } = await ask(`${base}/${where}`);
    assert.deepStrictEqual([status, JSON.parse(text)], [500, { error }]);
  }
});
test('redirects, mounts routers, and knows what it has not', async () => {
  assert.strictEqual((await ask(`${base}/go`)).headers.location, '/hello');
  assert.strictEqual((await ask(`${base}/api/v`)).text, '{"v":1}');
  assert.strictEqual((await ask(`${base}/none`)).status, 404);
});
