'use strict';
const assert = require('node:assert');
const { Agent, Pool, FormData, MockAgent, fetch, request, stream, pipeline } = require('undici');
const { Writable } = require('node:stream');
const { test, listen } = require('../app.js');
const { server } = require('../server.js');

let base;
test('requests, and reads bodies', async () => {
  base = await listen(server());
  const { statusCode, headers, body } = await request(`${base}/json`);
  assert.deepStrictEqual([statusCode, headers['content-type']], [200, 'application/json']);
  assert.deepStrictEqual(await body.json(), { hello: 'world' });
});
test('fetches: redirects, zipped bodies, forms, aborts', async () => {
  const response = await fetch(`${base}/go`);
  assert.deepStrictEqual([response.redirected, await response.json()], [true, { hello: 'world' }]);
  assert.strictEqual(await (await fetch(`${base}/gzip`)).text(), 'zipped');
  const form = new FormData();
  form.set('a', 'b');
  const echo = await (await fetch(`${base}/echo`, { method: 'POST', body: form })).json();
  assert.match(echo.body, /name="a"\r\n\r\nb\r\n/);
  await assert.rejects(fetch(`${base}/slow`, { signal: AbortSignal.timeout(30) }),
                       { name: 'TimeoutError' });
});
test('pools connections and pipelines requests', async () => {
  const pool = new Pool(base, { connections: 2, pipelining: 4 });
  const answers = await Promise.all(Array.from({ length: 20 }, async () => {
    const { body } = await pool.request({ path: '/json', method: 'GET' });
    return body.text();
  }));
  assert.ok(answers.every((a) => a === '{"hello":"world"}'));
  await pool.close();
});
test('streams both ways', async () => {
  let text = '';
  await stream(`${base}/json`, { method: 'GET' }, () => new Writable({
    write(chunk, _, done) { text += chunk; done(); } }));
  assert.strictEqual(text, '{"hello":"world"}');
  const duplex = pipeline(`${base}/echo`, { method: 'POST' }, ({ body }) => body);
  duplex.end('piped');
  let echoed = '';
  for await (const chunk of duplex) echoed += chunk;
  assert.strictEqual(JSON.parse(echoed).body, 'piped');
});
test('mocks', async () => {
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent.get('http://mocked').intercept({ path: '/x' }).reply(200, { mocked: true });
  const { body } = await request('http://mocked/x', { dispatcher: agent });
  assert.deepStrictEqual(await body.json(), { mocked: true });
});
test('has an agent with timeouts', async () => {
  const agent = new Agent({ headersTimeout: 50 });
  await assert.rejects(request(`${base}/slow`, { dispatcher: agent }),
                       { code: 'UND_ERR_HEADERS_TIMEOUT' });
  await agent.destroy();
});
