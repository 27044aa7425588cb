'use strict';
const assert = require('node:assert');
const axios = require('axios');
const { test, listen } = require('../app.js');
const { server } = require('../server.js');

let base;
test('gets JSON, redirected and zipped', async () => {
  base = await listen(server());
  assert.deepStrictEqual((await axios.get(`${base}/json`)).data, { hello: 'world' });
  assert.deepStrictEqual((await axios.get(`${base}/go`)).data, { hello: 'world' });
  assert.strictEqual((await axios.get(`${base}/gzip`)).data, 'zipped');
});
test('posts JSON and forms', async () => {
  const { data } = await axios.post(`${base}/echo`, { a: 1 }, { params: { q: 'x y' } });
  assert.deepStrictEqual([data.method, data.body], ['POST', '{"a":1}']);
  const form = new FormData();
  form.append('field', 'value');
  form.append('file', new Blob(['text']), 'file.txt');
  const sent = (await axios.post(`${base}/echo`, form)).data;
  assert.match(sent.headers['content-type'], /^multipart\/form-data; boundary=/);
  assert.match(sent.body, /filename="file\.txt"/);
});
test('rejects by status, timeout and signal', async () => {
  await assert.rejects(axios.get(`${base}/missing`), (e) => e.response.status === 404);
  await assert.rejects(axios.get(`${base}/slow`, { timeout: 50 }), { code: 'ECONNABORTED' });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  await assert.rejects(axios.get(`${base}/slow`, { signal: controller.signal }),
                       { code: 'ERR_CANCELED' });
  await assert.rejects(axios.get('http://127.0.0.1:1/'), { code: 'ECONNREFUSED' });
});
test('has instances with interceptors, and streams', async () => {
  const client = axios.create({ baseURL: base, headers: { 'x-a': '1' } });
  client.interceptors.response.use((response) => response.data);
  assert.strictEqual((await client.put('/echo', 'text')).headers['x-a'], '1');
  const stream = await client.get('/json', { responseType: 'stream' });
  let text = '';
  for await (const chunk of stream) text += chunk;
  assert.strictEqual(text, '{"hello":"world"}');
});
