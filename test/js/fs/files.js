'use strict';
const assert = require('assert');
const fs = require('fs');
const inFolder = require('./folder');
const { test } = require('../harness');

test('a written file reads as the same text and bytes', () => {
  const file = inFolder('text');
  fs.writeFileSync(file, 'h\u00e9llo \u{1f600}');
  assert.strictEqual(fs.readFileSync(file, 'utf8'), 'h\u00e9llo \u{1f600}');
  assert.deepStrictEqual(fs.readFileSync(file),
                         Buffer.from('h\u00e9llo \u{1f600}'));
});

test('appending adds at the end', () => {
  const file = inFolder('append');
  fs.writeFileSync(file, 'a');
  fs.appendFileSync(file, 'b');
  assert.strictEqual(fs.readFileSync(file, 'latin1'), 'ab');
});

test('errors say what failed, where and why', () => {
  const file = inFolder('missing');
  assert.throws(() => fs.readFileSync(file), {
    code: 'ENOENT', errno: -2, path: file, syscall: 'open',
    message: `ENOENT: no such file or directory, open '${file}'`,
  });
  assert.throws(() => fs.renameSync(file, `${file}2`), {
    code: 'ENOENT', path: file, dest: `${file}2`, syscall: 'rename',
  });
});

test('files of unknown size are read to their end', () => {
  assert.match(fs.readFileSync('/proc/self/status', 'utf8'), /^Name:/);
});

test('reading from a position leaves the descriptor where it stands', () => {
  const file = inFolder('position');
  fs.writeFileSync(file, 'abcdef');
  const fd = fs.openSync(file);
  const bytes = Buffer.alloc(2);
  assert.strictEqual(fs.readSync(fd, bytes, 0, 2, 4), 2);
  assert.strictEqual(`${bytes}`, 'ef');
  assert.strictEqual(fs.readSync(fd, bytes), 2);
  assert.strictEqual(`${bytes}`, 'ab');
  fs.closeSync(fd);
});

test('a path with NUL is refused', () => {
  assert.throws(() => fs.statSync('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' });
});

test('a stat has dates, and BigInts if asked for', () => {
  const file = inFolder('stat');
  fs.writeFileSync(file, 'abc');
  fs.utimesSync(file, 1, 2.5);
  const stats = fs.statSync(file);
  assert.strictEqual(stats.size, 3);
  assert.strictEqual(stats.mtime.getTime(), 2500);
  assert.ok(stats.isFile() && stats instanceof fs.Stats);
  assert.strictEqual(fs.statSync(file, { bigint: true }).mtimeNs,
                     2500000000n);
});

test('an aborted reading rejects with AbortError', async () => {
  await assert.rejects(
    fs.promises.readFile(__filename, { signal: AbortSignal.abort() }),
    { name: 'AbortError' });
});

test('a closed FileHandle refuses', async () => {
  const handle = await fs.promises.open(__filename);
  await handle.close();
  assert.strictEqual(handle.fd, -1);
  await assert.rejects(handle.stat(), { code: 'EBADF' });
});

test('streams read a range, and write it', async () => {
  const { pipeline } = require('stream/promises');
  const file = inFolder('stream');
  fs.writeFileSync(file, '0123456789');
  await pipeline(fs.createReadStream(file, { start: 2, end: 5 }),
                 fs.createWriteStream(`${file}.out`, { flush: true }));
  assert.strictEqual(fs.readFileSync(`${file}.out`, 'utf8'), '2345');
});
