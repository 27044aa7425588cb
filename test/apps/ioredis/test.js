'use strict';
const assert = require('node:assert');
const { Redis } = require('ioredis');
const { test, executable, folder, service, finally: atEnd } = require('../app.js');

const data = folder('redis');
const path = `${data}/redis.sock`;
const server = executable('redis-server', 'redis-server');
let redis;

test('connects to a server of its own', async () => {
  await service(server, ['--port', '0', '--unixsocket', path, '--dir', data, '--save', ''],
                /ready to accept connections|The server is now ready/i);
  redis = new Redis({ path, lazyConnect: true });
  atEnd(() => redis.quit());
  await redis.connect();
  assert.strictEqual(await redis.ping(), 'PONG');
});
test('keeps strings, bytes, hashes and sorted sets', async () => {
  await redis.set('k', 'h\u00e4', 'EX', 100);
  assert.strictEqual(await redis.get('k'), 'h\u00e4');
  await redis.set('b', Buffer.from([0, 255]));
  assert.deepStrictEqual([...await redis.getBuffer('b')], [0, 255]);
  await redis.hset('h', { a: '1', b: '2' });
  assert.deepStrictEqual(await redis.hgetall('h'), { a: '1', b: '2' });
  await redis.zadd('z', 2, 'two', 1, 'one');
  assert.deepStrictEqual(await redis.zrange('z', 0, -1), ['one', 'two']);
});
test('pipelines, transacts and runs scripts', async () => {
  const pipeline = redis.pipeline();
  for (let i = 0; i < 1000; i++) pipeline.incr('n');
  const results = await pipeline.exec();
  assert.deepStrictEqual(results.at(-1), [null, 1000]);
  assert.deepStrictEqual(await redis.multi().set('m', '1').incr('m').exec(),
                         [[null, 'OK'], [null, 2]]);
  redis.defineCommand('twice', { numberOfKeys: 1, lua: 'return redis.call("incrby", KEYS[1], 2)' });
  assert.strictEqual(await redis.twice('m'), 4);
});
test('publishes and subscribes', async () => {
  const listener = redis.duplicate();
  await listener.subscribe('news');
  const heard = new Promise((resolve) => listener.on('message', (c, m) => resolve([c, m])));
  await redis.publish('news', 'hi');
  assert.deepStrictEqual(await heard, ['news', 'hi']);
  await listener.quit();
});
test('scans as a stream, and rejects errors', async () => {
  const keys = [];
  for await (const some of redis.scanStream({ match: '*' })) keys.push(...some);
  assert.ok(keys.includes('h'));
  await assert.rejects(redis.call('NONE'), /unknown command/);
});
