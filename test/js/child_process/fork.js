'use strict';
const assert = require('assert');
const { once } = require('events');
const net = require('net');
const { fork } = require('child_process');
const { test } = require('../harness.js');

const roles = {
  echo() {
    process.on('message', (message, handle) => {
      if (message === 'bye') process.disconnect();
      else if (handle) handle.end('from the child');
      else process.send({ echo: message, connected: process.connected });
    });
  },
  silent() {
    // Nobody listens: the channel must not keep us alive.
    process.send(process.env.NODE_CHANNEL_FD === undefined);
  },
};

if (process.argv[2] in roles) {
  roles[process.argv[2]]();
  return;
}

const start = (role) => fork(__filename, [role]);

test('messages go both ways', async () => {
  const child = start('echo');
  for (const message of ['text', 5, null, { a: [1, 'ü\n'] }]) {
    assert.strictEqual(child.send(message), true);
    const [answer] = await once(child, 'message');
    assert.deepStrictEqual(answer, { echo: message, connected: true });
  }
  child.send('bye');
  await once(child, 'disconnect');
  assert.strictEqual(child.connected, false);
  assert.deepStrictEqual(await once(child, 'exit'), [0, null]);
});

test('many messages keep their order', async () => {
  const child = start('echo');
  const got = [];
  const done = new Promise((resolve) => {
    child.on('message', ({ echo }) => {
      got.push(echo.i);
      if (got.length === 200) resolve();
    });
  });
  for (let i = 0; i < 200; i++) child.send({ i, filler: 'x'.repeat(5000) });
  await done;
  assert.deepStrictEqual(got, Array.from({ length: 200 }, (_, i) => i));
  child.disconnect();
  await once(child, 'exit');
});

test('a child that does not listen ends by itself', async () => {
  const child = start('silent');
  const [[isHidden], [code]] =
    await Promise.all([once(child, 'message'), once(child, 'exit')]);
  assert.strictEqual(isHidden, true);
  assert.strictEqual(code, 0);
});

test('a socket can be given to the child', async () => {
  const child = start('echo');
  const server = net.createServer((socket) => child.send('take', socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  let text = '';
  client.on('data', (chunk) => { text += chunk; });
  await once(client, 'end');
  assert.strictEqual(text, 'from the child');
  server.close();
  child.disconnect();
  await once(child, 'exit');
});

test('nothing can be sent after the end', async () => {
  const child = start('echo');
  child.disconnect();
  await once(child, 'exit');
  const error = await new Promise((resolve) => child.send('late', resolve));
  assert.strictEqual(error.code, 'ERR_IPC_CHANNEL_CLOSED');
  const [second] = await Promise.all([
    once(child, 'error'), child.disconnect()]).then(([args]) => args);
  assert.strictEqual(second.code, 'ERR_IPC_DISCONNECTED');
});

test('what cannot be sent is refused', async () => {
  const child = start('echo');
  assert.throws(() => child.send(), { code: 'ERR_MISSING_ARGS' });
  assert.throws(() => child.send(Symbol('s')), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => child.send('a', {}), { code: 'ERR_INVALID_HANDLE_TYPE' });
  assert.throws(() => fork(__filename, { stdio: [0, 1, 2] }),
                { code: 'ERR_CHILD_PROCESS_IPC_REQUIRED' });
  child.disconnect();
  await once(child, 'exit');
});
