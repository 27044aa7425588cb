import assert from 'node:assert';
import fs from 'node:fs';
import { build, createServer } from 'vite';
import app from '../app.js';

const { test, ask } = app;

test('builds a page', async () => {
  await build({ root: 'site', logLevel: 'error', build: { outDir: '../built', emptyOutDir: true } });
  const html = fs.readFileSync('built/index.html', 'utf8');
  const script = /src="\/(assets\/[^"]+\.js)"/.exec(html)[1];
  assert.match(fs.readFileSync(`built/${script}`, 'utf8'), / production/);
  assert.match(html, /href="\/assets\/[^"]+\.css"/);
});
test('serves it while it is written', async () => {
  const server = await createServer({ root: 'site', logLevel: 'error',
    server: { host: '127.0.0.1', port: 0 }, optimizeDeps: { noDiscovery: true } });
  try {
    await server.listen();
    const base = `http://127.0.0.1:${server.httpServer.address().port}`;
    assert.match((await ask(`${base}/`, { headers: { accept: 'text/html' } })).text,
                 /@vite\/client/);
    assert.match((await ask(`${base}/main.ts`)).text, /const greeting = "hello"/);
  } finally {
    await server.close();
  }
});
