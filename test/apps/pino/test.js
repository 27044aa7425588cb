'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { Writable } = require('node:stream');
const pino = require('pino');
const { test, execute, folder } = require('../app.js');

function collect() {
  const lines = [];
  const stream = new Writable({ write(chunk, _, done) {
    lines.push(...String(chunk).trim().split('\n').map((l) => JSON.parse(l)));
    done();
  } });
  return { lines, stream };
}

test('writes JSON lines with levels, bindings and errors', () => {
  const { lines, stream } = collect();
  const log = pino({ base: { app: 'x' } }, stream);
  log.info({ a: 1 }, 'hello %s', 'you');
  log.debug('not seen');
  log.child({ request: 7 }).error(new TypeError('bad'));
  assert.deepStrictEqual(lines.map((l) => [l.level, l.msg, l.app]),
                         [[30, 'hello you', 'x'], [50, 'bad', 'x']]);
  assert.strictEqual(lines[1].request, 7);
  assert.strictEqual(lines[1].err.type, 'TypeError');
  assert.match(lines[1].err.stack, /test\.js/);
});
test('redacts and serializes', () => {
  const { lines, stream } = collect();
  const log = pino({ redact: ['user.password'],
    serializers: { when: (d) => d.toISOString() } }, stream);
  log.warn({ user: { name: 'a', password: 'b' }, when: new Date(0) });
  assert.deepStrictEqual(lines[0].user, { name: 'a', password: '[Redacted]' });
  assert.strictEqual(lines[0].when, '1970-01-01T00:00:00.000Z');
});
test('writes to a file, in step and buffered', async () => {
  const file = path.join(folder('pino'), 'log');
  const sync = pino(pino.destination({ dest: file, sync: true }));
  sync.info('one');
  const destination = pino.destination({ dest: file, sync: false, minLength: 4096 });
  const log = pino(destination);
  await new Promise((resolve) => destination.once('ready', resolve));
  for (let i = 0; i < 1000; i++) log.info({ i }, 'many');
  destination.flushSync();
  assert.strictEqual(fs.readFileSync(file, 'utf8').trim().split('\n').length, 1001);
});
test('writes to stdout until the process exits', async () => {
  const { stdout } = await execute(process.execPath,
    ['-e', "const l = require('pino')(); l.info('bye'); process.exit(3)"]);
  assert.strictEqual(JSON.parse(stdout).msg, 'bye');
});
