'use strict';
const assert = require('node:assert');
const { runSelf, test, withServer } = require('./run.js');

const classes = [
  'CloseEvent', 'FormData', 'Headers', 'MessageEvent', 'Request', 'Response',
  'WebSocket',
];

test('they are properties as Node.js has them', () => {
  const { value, ...attributes } =
    Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  assert.deepStrictEqual(attributes, {
    configurable: true, enumerable: true, writable: true,
  });
  assert.deepStrictEqual([value.name, value.length], ['fetch', 1]);
  for (const name of classes) {
    assert.strictEqual(typeof globalThis[name], 'function');
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    assert.deepStrictEqual(descriptor, {
      configurable: true, enumerable: false, writable: true,
      value: globalThis[name],
    });
  }
});

test('a program may put its own in their place', () =>
  runSelf('-p', 'fetch = 1; Headers = 2; [fetch, Headers].join()')
    .then((printed) => assert.strictEqual(printed, '1,2')));

test('what they give are instances of our classes', async () => {
  const response = new Response('text', { headers: { 'content-type': 'a/b' } });
  assert.ok(response.body instanceof ReadableStream);
  assert.ok(await response.blob() instanceof Blob);
  const request = new Request('http://localhost/', { method: 'POST', body: 'x' });
  assert.ok(request.signal instanceof AbortSignal);
  const form = new FormData();
  form.set('file', new Blob(['x']), 'name');
  assert.ok(form.get('file') instanceof File);
  assert.ok(new CloseEvent('close') instanceof Event);
});

test('they are not cloned', () => {
  const values = [
    new Headers(), new Request('http://localhost/'), new Response(),
    new FormData(), new CloseEvent('close'),
  ];
  for (const value of values) {
    assert.throws(() => structuredClone(value), { name: 'DataCloneError' });
  }
});

test('what a program does to other globals does them no harm', () =>
  withServer((request, response) => response.end('unharmed'), async (url) => {
    const printed = await runSelf('-e', `
      for (const name of ['AbortController', 'Blob', 'Buffer', 'Event', 'File',
                          'ReadableStream', 'TextEncoder', 'URL', 'process',
                          'queueMicrotask', 'setTimeout', 'setImmediate'])
        globalThis[name] = undefined;
      fetch('${url}', { method: 'POST', body: 'x' })
        .then((response) => response.text()).then(console.log)`);
    assert.strictEqual(printed, 'unharmed');
  }));

test('the command line adds EventSource, and takes WebSocket away', async () => {
  const names = 'p => [typeof EventSource, typeof WebSocket, typeof CloseEvent]';
  const print = `(${names})().join()`;
  assert.strictEqual(await runSelf('-p', print), 'undefined,function,function');
  assert.strictEqual(await runSelf('--experimental-eventsource', '-p', print),
                     'function,function,function');
  assert.strictEqual(await runSelf('--no-experimental-websocket', '-p', print),
                     'undefined,undefined,undefined');
  assert.strictEqual(
    await runSelf('--no-experimental-global-navigator', '-p', 'typeof navigator'),
    'undefined');
});

test('in workers, too', async () => {
  const print = 'console.log(typeof fetch, typeof EventSource, typeof WebSocket)';
  const program = `new (require('node:worker_threads').Worker)(
    ${JSON.stringify(print)}, { eval: true })`;
  assert.strictEqual(await runSelf('-e', program), 'function undefined function');
  assert.strictEqual(
    await runSelf('--experimental-eventsource', '--no-experimental-websocket',
                  '-e', program),
    'function function undefined');
});

// What it costs would be every server's: see lib/internal/modules/esm.
const isLoaded =
  'Symbol.for("undici.globalDispatcher.1") in globalThis';

test('importing node:http loads nothing of it', async () => {
  const program = `import http from 'node:http'; console.log(${isLoaded})`;
  assert.strictEqual(await runSelf('--input-type=module', '-e', program), 'false');
  assert.strictEqual(await runSelf('-p', `require('http'); ${isLoaded}`), 'false');
});

test('modules that name WebSocket import it from node:http', async () => {
  const run = (program) => runSelf('--input-type=module', '-e', program);
  assert.strictEqual(await run(`
    import * as http from 'node:http';
    import { WebSocket as Imported } from 'node:http';
    console.log(http.WebSocket === WebSocket, Imported === WebSocket)`), 'true true');
  const later = 'export { WebSocket as late } from "node:http"';
  assert.strictEqual(await run(`
    import * as http from 'node:http';
    const name = 'Web' + 'Socket';
    console.log(http[name] === undefined);
    const { late } = await import('data:text/javascript,' +
      ${JSON.stringify(later)}.replace('Web', 'Web'));
    console.log(late === globalThis[name], http[name] === late)`
    .replaceAll('WebSocket as', 'Web" + "Socket as')), 'true\ntrue true');
  assert.strictEqual(await runSelf('-e', `import('node:http').then((http) =>
    console.log(http['Web' + 'Socket'] === WebSocket))`), 'true');
});
