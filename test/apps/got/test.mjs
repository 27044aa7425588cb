import assert from 'node:assert';
import { once } from 'node:events';
import got, { HTTPError, TimeoutError } from 'got';
import app from '../app.js';
import servers from '../server.js';

const { test, listen } = app;
let base;
test('gets JSON, redirected and zipped', async () => {
  base = await listen(servers.server());
  assert.deepStrictEqual(await got(`${base}/json`).json(), { hello: 'world' });
  assert.deepStrictEqual(await got(`${base}/go`).json(), { hello: 'world' });
  assert.strictEqual(await got(`${base}/gzip`).text(), 'zipped');
});
test('posts JSON and forms', async () => {
  const json = await got.post(`${base}/echo`, { json: { a: 1 }, searchParams: { q: 1 } }).json();
  assert.strictEqual(json.body, '{"a":1}');
  const form = await got.post(`${base}/echo`, { form: { a: 'b c' } }).json();
  assert.strictEqual(form.body, 'a=b+c');
});
test('tries again', async () => {
  const answer = await got(`${base}/flaky`, { retry: { limit: 3,
    calculateDelay: ({ computedValue }) => computedValue && 5 } }).text();
  assert.strictEqual(answer, '3');
});
test('rejects by status and time', async () => {
  await assert.rejects(got(`${base}/missing`), HTTPError);
  await assert.rejects(got(`${base}/slow`, { timeout: { request: 50 }, retry: { limit: 0 } }),
                       TimeoutError);
});
test('streams and paginates', async () => {
  const stream = got.stream(`${base}/json`);
  let text = '';
  stream.on('data', (chunk) => { text += chunk; });
  await once(stream, 'end');
  assert.strictEqual(text, '{"hello":"world"}');
});
