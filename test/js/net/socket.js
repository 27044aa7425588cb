'use strict';
const assert = require('assert');
const net = require('net');
const { once } = require('events');
const { test } = require('../harness');

/** A server on an ephemeral port of the loopback, and a client of it. */
async function pair(serverOptions = {}, clientOptions = {}) {
  const server = net.createServer(serverOptions);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect({
    host: '127.0.0.1', ...clientOptions, port: server.address().port,
  });
  const [[peer]] = await Promise.all([
    once(server, 'connection'), once(client, 'connect'),
  ]);
  return { server, client, peer };
}

async function text(stream) {
  let all = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) all += chunk;
  return all;
}

test('bytes written on one side arrive on the other', async () => {
  const { server, client, peer } = await pair();
  server.close();
  client.end('hello');
  peer.end();
  assert.strictEqual(await text(peer), 'hello');
});

test('strings go out in the encoding that was asked for', async () => {
  const { server, client, peer } = await pair();
  server.close();
  client.write('é', 'latin1');
  client.write('é', 'utf8');
  client.write('é', 'utf16le');
  client.write('ff', 'hex');
  client.end(Buffer.from('!'));
  peer.end();
  const chunks = [];
  for await (const chunk of peer) chunks.push(chunk);
  assert.strictEqual(Buffer.concat(chunks).toString('hex'), 'e9c3a9e900ff21');
});

test('corked writes of mixed kinds become one message', async () => {
  const { server, client, peer } = await pair();
  server.close();
  client.cork();
  for (let i = 0; i < 100; i++) {
    client.write(`${i},`);
    client.write(Buffer.from('b,'));
    client.write('ü,', 'latin1');
  }
  client.uncork();
  client.end();
  peer.end();
  const chunks = [];
  for await (const chunk of peer) chunks.push(chunk);
  const expected = Array.from({ length: 100 }, (_, i) => `${i},b,ü,`).join('');
  assert.strictEqual(Buffer.concat(chunks).toString('latin1'), expected);
});

test('what the kernel does not take is queued and arrives whole', async () => {
  const { server, client, peer } = await pair();
  server.close();
  const big = Buffer.alloc(16 * 1024 * 1024, 'abcdefghij');
  let isDone = false;
  assert.strictEqual(client.write(big, () => { isDone = true; }), false);
  client.end();
  peer.end();
  let length = 0;
  for await (const chunk of peer) {
    assert.strictEqual(chunk[0], big[length % big.length]);
    length += chunk.length;
  }
  assert.strictEqual(length, big.length);
  assert.strictEqual(isDone, true);
  assert.strictEqual(client.bytesWritten, big.length);
  assert.strictEqual(peer.bytesRead, big.length);
});

test('a large string that is not ASCII arrives whole', async () => {
  const { server, client, peer } = await pair();
  server.close();
  const big = 'äöü€'.repeat(500_000);
  client.end(big);
  peer.end();
  assert.ok(await text(peer) === big);
});

test('the callbacks of writes are called in their order', async () => {
  const { server, client, peer } = await pair();
  server.close();
  peer.resume();
  const order = [];
  client.write('a', () => order.push(1));
  client.write(Buffer.alloc(4 * 1024 * 1024), () => order.push(2));
  client.end('b', () => order.push(3));
  peer.end();
  await once(client, 'close');
  assert.deepStrictEqual(order, [1, 2, 3]);
});

test('names of both ends agree', async () => {
  const { server, client, peer } = await pair();
  assert.strictEqual(client.remotePort, server.address().port);
  assert.strictEqual(client.localPort, peer.remotePort);
  assert.strictEqual(client.remoteAddress, '127.0.0.1');
  assert.strictEqual(client.remoteFamily, 'IPv4');
  assert.deepStrictEqual(client.address(), {
    address: '127.0.0.1', family: 'IPv4', port: client.localPort,
  });
  assert.strictEqual(client.readyState, 'open');
  server.close();
  client.destroy();
  peer.destroy();
});

test('with allowHalfOpen one side may end long before the other', async () => {
  const { server, client, peer } = await pair({ allowHalfOpen: true });
  server.close();
  client.end('question');
  assert.strictEqual(await text(peer), 'question');
  assert.strictEqual(peer.writable, true);
  peer.end('answer');
  assert.strictEqual(await text(client), 'answer');
});

test('writing after both sides have ended is EPIPE', async () => {
  const { server, client, peer } = await pair();
  server.close();
  client.resume();
  peer.end();
  peer.on('end', () => {
    peer.write('x', (error) => assert.strictEqual(error.code, 'EPIPE'));
  });
  peer.resume();
  client.end();
  const [error] = await once(peer, 'error');
  assert.strictEqual(error.message,
                     'This socket has been ended by the other party');
});

test('a refused connection names the address', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  const client = net.connect(port, '127.0.0.1');
  const [error] = await once(client, 'error');
  assert.strictEqual(error.message, `connect ECONNREFUSED 127.0.0.1:${port}`);
  assert.strictEqual(error.code, 'ECONNREFUSED');
  assert.strictEqual(error.syscall, 'connect');
  assert.strictEqual(error.address, '127.0.0.1');
  assert.strictEqual(error.port, port);
});

test('resetAndDestroy makes the other side see ECONNRESET', async () => {
  const { server, client, peer } = await pair();
  server.close();
  peer.resume();
  const failed = once(peer, 'error');
  client.resetAndDestroy();
  const [error] = await failed;
  assert.strictEqual(error.code, 'ECONNRESET');
});

test('pause stops the flow, resume continues it', async () => {
  const { server, client, peer } = await pair();
  server.close();
  peer.pause();
  peer.on('data', () => {});
  peer.pause();
  client.write('waiting');
  await new Promise((resolve) => setImmediate(resolve));
  assert.strictEqual(peer.isPaused(), true);
  const got = once(peer, 'data');
  peer.resume();
  assert.strictEqual(String((await got)[0]), 'waiting');
  client.destroy();
  peer.destroy();
});

test('onread puts bytes into the program\'s buffer', async () => {
  const buffer = Buffer.alloc(4);
  let seen = '';
  const { server, client, peer } = await pair({}, {
    onread: {
      buffer,
      callback(length, used) {
        assert.strictEqual(used, buffer);
        seen += used.toString('latin1', 0, length);
      },
    },
  });
  server.close();
  peer.end('0123456789');
  await once(client, 'end');
  assert.strictEqual(seen, '0123456789');
});

test('setTimeout tells of idleness, and activity puts it off', async () => {
  const { server, client, peer } = await pair();
  server.close();
  client.setTimeout(20);
  await once(client, 'timeout');
  assert.strictEqual(client.timeout, 20);
  client.setTimeout(0);
  client.destroy();
  peer.destroy();
});

test('a signal destroys the socket', async () => {
  const controller = new AbortController();
  const { server, client, peer } =
    await pair({}, { signal: controller.signal });
  server.close();
  peer.on('error', () => {});
  const failed = once(client, 'error');
  controller.abort();
  assert.strictEqual((await failed)[0].name, 'AbortError');
  peer.destroy();
});

test('writes before the connection wait for it', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new net.Socket();
  client.connect(server.address().port, '127.0.0.1');
  client.write('a');
  client.write('b');
  assert.strictEqual(client.bytesWritten, 2);
  client.end('c');
  const [peer] = await once(server, 'connection');
  server.close();
  peer.end();
  assert.strictEqual(await text(peer), 'abc');
});

test('wrong arguments are refused', () => {
  assert.throws(() => net.connect({}), { code: 'ERR_MISSING_ARGS' });
  assert.throws(() => net.connect(70000), { code: 'ERR_SOCKET_BAD_PORT' });
  assert.throws(() => net.connect({ port: 1, host: 1 }),
                { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => new net.Socket({ objectMode: true }),
                { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => net.connect({ port: 1, localAddress: 'x' }),
                { code: 'ERR_INVALID_IP_ADDRESS' });
});
