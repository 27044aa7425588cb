'use strict';
// A browser loads pages from a server. Needs Chromium ($CHROMIUM_PATH, or `chromium`
// in the PATH); without it the tests are skipped, and say so.

const assert = require('assert');
const { spawn, spawnSync } = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');
const zlib = require('zlib');
const { test } = require('../harness.js');
const { withServer } = require('./exchange.js');

const CHROMIUM = process.env.CHROMIUM_PATH ?? 'chromium';
const isMissing = spawnSync(CHROMIUM, ['--version']).error !== undefined;

const kAssets = 200;
const kFlags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
  '--disable-extensions', '--disable-background-networking', '--no-first-run',
];

/** Opens a page until `done` is fulfilled, with what the page has reported. */
async function browse(url, done) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chromium-'));
  const child = spawn(
    CHROMIUM, [...kFlags, `--user-data-dir=${folder}`,
               '--remote-debugging-port=0', url],
    { stdio: 'ignore', detached: true });
  const ended = new Promise((resolve) => child.on('close', resolve));
  try {
    return await Promise.race([done, ended.then(() => {
      throw new Error('the browser has ended');
    })]);
  } finally {
    // It has children of its own.
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function bodyOf(req) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Each is a script that adds its number to `sum`, in one of the ways to send it. */
function sendAsset(res, number) {
  const text = `sum += ${number};${' '.repeat(number * 97)}`;
  res.setHeader('Content-Type', 'text/javascript');
  switch (number % 4) {
    case 0: // of known length, at once
      res.end(text);
      break;
    case 1: // chunked, in pieces
      res.write(text.slice(0, 5));
      setImmediate(() => res.end(text.slice(5)));
      break;
    case 2: // compressed
      res.setHeader('Content-Encoding', 'gzip');
      res.end(zlib.gzipSync(text));
      break;
    default: // until the connection closes
      res.setHeader('Connection', 'close');
      res.useChunkedEncodingByDefault = false;
      res.write(text);
      res.end();
  }
}

const kPage = `<!doctype html><title>assets</title>
<script>
var sum = 0;
onload = () => fetch('/report', { method: 'POST', body: String(sum) });
</script>
${Array.from({ length: kAssets }, (_, i) =>
    `<script async src="/asset/${i}"></script>`).join('\n')}`;

function tests() {
  test('a page with 200 assets is loaded in full', async () => {
    const { promise, resolve } = Promise.withResolvers();
    const seen = new Set();
    const sockets = new Set();
    await withServer(async (req, res) => {
      sockets.add(req.socket);
      if (req.url === '/') {
        res.setHeader('Content-Type', 'text/html');
        res.end(kPage);
      } else if (req.url.startsWith('/asset/')) {
        seen.add(req.url);
        sendAsset(res, Number(req.url.slice(7)));
      } else if (req.url === '/report') {
        resolve(Number(await bodyOf(req)));
        res.end();
      } else {
        res.writeHead(404).end();
      }
    }, async (port) => {
      const sum = await browse(`http://127.0.0.1:${port}/`, promise);
      assert.strictEqual(sum, kAssets * (kAssets - 1) / 2);
      assert.strictEqual(seen.size, kAssets);
      // A quarter closes its connection; the others share theirs.
      assert.ok(sockets.size < kAssets / 2, `${sockets.size} connections`);
    });
  });

  test('a browser is told 304 for what it has', async () => {
    const { promise, resolve } = Promise.withResolvers();
    const statuses = [];
    await withServer(async (req, res) => {
      if (req.url === '/') {
        res.setHeader('Content-Type', 'text/html');
        res.end(`<script>
          (async () => {
            const first = await (await fetch('/kept')).text();
            const second = await (await fetch('/kept')).text();
            await fetch('/report', { method: 'POST', body: first + second });
          })();
        </script>`);
      } else if (req.url === '/kept') {
        res.setHeader('ETag', '"1"');
        res.setHeader('Cache-Control', 'no-cache');
        res.statusCode = req.headers['if-none-match'] === '"1"' ? 304 : 200;
        statuses.push(res.statusCode);
        res.end(res.statusCode === 200 ? 'text' : undefined);
      } else if (req.url === '/report') {
        resolve(String(await bodyOf(req)));
        res.end();
      } else {
        res.writeHead(404).end();
      }
    }, async (port) => {
      const text = await browse(`http://127.0.0.1:${port}/`, promise);
      assert.strictEqual(text, 'texttext');
      assert.deepStrictEqual(statuses, [200, 304]);
    });
  });

  test('a browser uploads what it has made', async () => {
    const { promise, resolve } = Promise.withResolvers();
    const size = 5_000_000;
    await withServer(async (req, res) => {
      if (req.url === '/') {
        res.setHeader('Content-Type', 'text/html');
        res.end(`<script>
          const bytes = new Uint8Array(${size}).map((_, i) => i * 7);
          fetch('/upload', { method: 'POST', body: bytes });
        </script>`);
      } else if (req.url === '/upload') {
        resolve(await bodyOf(req));
        res.end();
      } else {
        res.writeHead(404).end();
      }
    }, async (port) => {
      const body = await browse(`http://127.0.0.1:${port}/`, promise);
      assert.ok(body.equals(Buffer.from(new Uint8Array(size).map((_, i) => i * 7))));
    });
  });

  test('events reach a browser as they are sent', async () => {
    const { promise, resolve } = Promise.withResolvers();
    const token = crypto.randomUUID();
    let events;
    await withServer(async (req, res) => {
      if (req.url === '/') {
        res.setHeader('Content-Type', 'text/html');
        res.end(`<script>
          new EventSource('/events').onmessage = ({ data }) =>
            fetch('/report', { method: 'POST', body: data });
        </script>`);
      } else if (req.url === '/events') {
        events = res;
        res.writeHead(200, { 'Content-Type': 'text/event-stream' });
        res.write('data: first\n\n');
      } else if (req.url === '/report') {
        // The second is sent when the first has arrived.
        const data = String(await bodyOf(req));
        res.end();
        if (data === 'first') events.write(`data: ${token}\n\n`);
        else resolve(data);
      } else {
        res.writeHead(404).end();
      }
    }, async (port) => {
      const data = await browse(`http://127.0.0.1:${port}/`, promise);
      assert.strictEqual(data, token);
    });
  });
}

if (isMissing) console.log(`SKIPPED: no ${CHROMIUM}: nothing was tested`);
else tests();
