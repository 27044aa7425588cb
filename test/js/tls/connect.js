'use strict';
const assert = require('assert');
const tls = require('tls');
const { once } = require('events');
const { test } = require('../harness.js');
const { connect, identity, listen, pair, root } = require('./pair.js');

async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('bytes arrive on the other side, both ways', async () => {
  const { client, socket, close } = await pair();
  client.write('ping');
  assert.strictEqual(`${(await once(socket, 'data'))[0]}`, 'ping');
  socket.write('pong');
  assert.strictEqual(`${(await once(client, 'data'))[0]}`, 'pong');
  await close();
});

test('what is written before the handshake arrives after it', async () => {
  const server = await listen({}, (socket) => socket.pipe(socket));
  const client = connect(server);
  client.end('early');
  assert.strictEqual(`${await readAll(client)}`, 'early');
  server.close();
});

test('an end before the handshake does not prevent it', async () => {
  const server = await listen({});
  const client = connect(server);
  client.on('connect', () => client.end());
  await once(client.resume(), 'secureConnect');
  await once(client, 'close');
  server.close();
});

test('many megabytes arrive unchanged', async () => {
  const server = await listen({}, (socket) => socket.pipe(socket));
  const client = connect(server);
  const sent = Buffer.alloc(8 << 20, 'Some text that is longer than a bit. ');
  client.end(sent);
  assert.ok((await readAll(client)).equals(sent));
  server.close();
});

test('an end is an end, with data before it', async () => {
  const server = await listen({}, (socket) => socket.end('bye'));
  const client = connect(server);
  assert.strictEqual(`${await readAll(client)}`, 'bye');
  server.close();
});

test('who is there can be asked', async () => {
  const { client, socket, close } = await pair();
  assert.strictEqual(client.authorized, true);
  assert.strictEqual(client.getProtocol(), 'TLSv1.3');
  assert.strictEqual(client.getPeerCertificate().subject.CN, 'server');
  assert.strictEqual(
    client.getPeerCertificate(true).issuerCertificate.subject.CN, 'Root');
  assert.deepStrictEqual(client.getCipher(), socket.getCipher());
  assert.strictEqual(socket.servername, 'localhost');
  assert.deepStrictEqual(client.getFinished(), socket.getPeerFinished());
  assert.deepStrictEqual(
    client.exportKeyingMaterial(16, 'label'),
    socket.exportKeyingMaterial(16, 'label'));
  await close();
});

test('a certificate of nobody one trusts is refused', async () => {
  const server = await listen();
  const client = connect(server, { ca: identity('other').cert });
  const [error] = await once(client, 'error');
  assert.strictEqual(error.code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  server.close();
});

test('a certificate of another host is refused', async () => {
  const server = await listen();
  const client = connect(server, { servername: 'example.com' });
  const [error] = await once(client, 'error');
  assert.strictEqual(error.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
  assert.strictEqual(error.host, 'example.com');
  server.close();
});

test('with rejectUnauthorized: false it is told only', async () => {
  const { client, close } =
    await pair({}, { ca: [], rejectUnauthorized: false });
  assert.strictEqual(client.authorized, false);
  assert.strictEqual(client.authorizationError,
                     'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  await close();
});

test('nothing is sent to a server that is refused', async () => {
  const server = await listen({}, (socket) => {
    socket.on('data', () => assert.fail('it has heard something'));
    socket.on('error', () => {});
  });
  const client = connect(server, { servername: 'example.com' });
  client.write('secret');
  await once(client, 'error');
  server.close();
  await once(server, 'close');
});

test('a server asks for the certificate of a client', async () => {
  const options = { requestCert: true, ca: root };
  const { socket, close } = await pair(options, identity('client'));
  assert.strictEqual(socket.authorized, true);
  assert.strictEqual(socket.getPeerCertificate().subject.CN, 'client');
  await close();
});

test('a client without a certificate is refused', async () => {
  const server = await listen({ requestCert: true, ca: root });
  const client = connect(server);
  client.on('error', () => {});
  const [error] = await once(server, 'tlsClientError');
  assert.strictEqual(error.code, 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE');
  server.close();
});

test('the name that is asked for chooses the certificate', async () => {
  const server = await listen();
  server.addContext('other.example.org', identity('other'));
  const client = connect(server, { servername: 'other.example.org' });
  await once(client, 'secureConnect');
  assert.strictEqual(client.getPeerCertificate().subject.CN, 'other');
  client.destroy();
  server.close();
});

test('an SNICallback may take its time', async () => {
  const context = tls.createSecureContext(identity('other'));
  const SNICallback = (name, callback) => {
    setImmediate(callback, null, name.startsWith('other') ? context : null);
  };
  const { client, close } =
    await pair({ SNICallback }, { servername: 'other.example.org' });
  assert.strictEqual(client.getPeerCertificate().subject.CN, 'other');
  await close();
});

test('both sides agree on a protocol (ALPN)', async () => {
  const { client, socket, close } = await pair(
    { ALPNProtocols: ['b', 'a'] }, { ALPNProtocols: ['a', 'b'] });
  assert.strictEqual(client.alpnProtocol, 'b');
  assert.strictEqual(socket.alpnProtocol, 'b');
  await close();
});

test('without a common protocol there is no connection', async () => {
  const server = await listen({ ALPNProtocols: ['a'] });
  const client = connect(server, { ALPNProtocols: ['b'] });
  const [error] = await once(client, 'error');
  assert.strictEqual(error.code,
                     'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
  server.close();
});

for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
  test(`a session is resumed (${maxVersion})`, async () => {
    const server = await listen({ maxVersion }, (socket) => socket.end('x'));
    const first = connect(server);
    const [session] = await once(first, 'session');
    first.resume();
    await once(first, 'close');
    const second = connect(server, { session });
    await once(second, 'secureConnect');
    assert.strictEqual(second.isSessionReused(), true);
    second.destroy();
    server.close();
  });
}

test('someone who speaks no TLS is told of, and let go', async () => {
  const server = await listen();
  const raw = require('net').connect(server.address().port, '127.0.0.1');
  raw.on('error', () => {});
  raw.end('GET / HTTP/1.1\r\n\r\n');
  const [error] = await once(server, 'tlsClientError');
  assert.strictEqual(error.code, 'ERR_SSL_HTTP_REQUEST');
  assert.strictEqual(error.library, 'SSL routines');
  raw.destroy();
  server.close();
});

test('a server that hangs up before it is secure is an error', async () => {
  const server = require('net').createServer((socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect(server);
  const [error] = await once(client, 'error');
  assert.strictEqual(error.code, 'ECONNRESET');
  server.close();
});

test('an existing socket can be encrypted', async () => {
  const server = await listen({}, (socket) => socket.end('over it'));
  const socket =
    require('net').connect(server.address().port, '127.0.0.1');
  await once(socket, 'connect');
  const client = tls.connect({ socket, ca: root, servername: 'localhost' });
  assert.strictEqual(`${await readAll(client)}`, 'over it');
  server.close();
});

test('any Duplex can carry a connection, also another one', async () => {
  const { duplexPair } = require('stream');
  const [a, b] = duplexPair();
  const server = new tls.TLSSocket(b, { isServer: true, ...identity('server') });
  server.pipe(server);
  const client = tls.connect({ socket: a, ca: root, servername: 'localhost' });
  await once(client, 'secureConnect');
  const inner = tls.connect({ socket: client, rejectUnauthorized: false });
  inner.destroy();
  await once(client, 'close');
});

test('bytes go through a Duplex', async () => {
  const { duplexPair } = require('stream');
  const [a, b] = duplexPair();
  const server = new tls.TLSSocket(b, { isServer: true, ...identity('server') });
  server.pipe(server);
  const client = tls.connect({ socket: a, ca: root, servername: 'localhost' });
  client.end('x'.repeat(100_000));
  assert.strictEqual((await readAll(client)).length, 100_000);
});
