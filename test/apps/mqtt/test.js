'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const { once } = require('node:events');
const mqtt = require('mqtt');
const { test, executable, folder, service, finally: atEnd } = require('../app.js');

const broker = executable('mosquitto', 'mosquitto');

/** A port that was free a moment ago: mosquitto cannot tell of one it has chosen. */
async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

let url;
async function client(options) {
  const connected = await mqtt.connectAsync(url, { reconnectPeriod: 0, ...options });
  atEnd(() => connected.endAsync(true));
  return connected;
}

test('connects to a broker of its own', async () => {
  const data = folder('mqtt');
  const port = await freePort();
  fs.writeFileSync(`${data}/conf`, `listener ${port} 127.0.0.1\nallow_anonymous true\n`);
  url = `mqtt://127.0.0.1:${port}`;
  await service(broker, ['-c', `${data}/conf`], /mosquitto version .* running/);
  assert.ok((await client()).connected);
});
for (const protocolVersion of [4, 5]) {
  for (const qos of [0, 1, 2]) {
    test(`delivers (version ${protocolVersion}, qos ${qos})`, async () => {
      const [a, b] = [await client({ protocolVersion }), await client({ protocolVersion })];
      await a.subscribeAsync(`rooms/+/${qos}`, { qos });
      const heard = once(a, 'message');
      await b.publishAsync(`rooms/1/${qos}`, 'warm', { qos });
      const [topic, payload] = await heard;
      assert.deepStrictEqual([topic, String(payload)], [`rooms/1/${qos}`, 'warm']);
    });
  }
}
test('keeps messages and last wills', async () => {
  const watcher = await client();
  const leaver = await client({ will: { topic: 'gone', payload: 'me', qos: 1 } });
  await leaver.publishAsync('kept', 'still here', { retain: true, qos: 1 });
  await watcher.subscribeAsync('gone');
  const will = once(watcher, 'message');
  leaver.stream.destroy();
  assert.strictEqual(String((await will)[1]), 'me');
  const late = await client();
  const kept = once(late, 'message');
  await late.subscribeAsync('kept');
  assert.strictEqual(String((await kept)[1]), 'still here');
});
