'use strict';
// FileHandle's pull(), pullSync() and writer().
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { open } = require('fs/promises');
const { test } = require('../harness');
const { isOn } = require('../stream/fixtures/iter');

if (!isOn(__filename)) return;
const { pipeTo, pipeToSync, text, textSync } = require('stream/iter');
const { compressGzip, compressGzipSync } = require('zlib/iter');

const file = (name) => path.join(process.env.NODE_TEST_DIR ?? require('os').tmpdir(),
                                 `iter-${process.pid}-${name}`);
const digits = file('digits');
fs.writeFileSync(digits, '0123456789');
const output = file('output');
process.on('exit', () => {
  fs.rmSync(digits, { force: true });
  fs.rmSync(output, { force: true });
});

test('a part of a file is read, in chunks', async () => {
  await using handle = await open(digits);
  const options = { start: 2, limit: 5, chunkSize: 2 };
  const read = [];
  for await (const batch of handle.pull(options)) read.push(String(batch[0]));
  assert.deepStrictEqual(read, ['23', '45', '6']);
  read.length = 0;
  for (const batch of handle.pullSync(options)) read.push(String(batch[0]));
  assert.deepStrictEqual(read, ['23', '45', '6']);
});

test('a handle is locked while one reads from it, until that leaves', async () => {
  await using handle = await open(digits);
  const iterator = handle.pull()[Symbol.asyncIterator]();
  assert.throws(() => handle.pull(), { code: 'ERR_INVALID_STATE' });
  assert.throws(() => handle.writer(), { code: 'ERR_INVALID_STATE' });
  await iterator.return();
  assert.strictEqual(textSync(handle.pullSync({ start: 8 })), '89');
});

test('a wrong option does not lock it', async () => {
  await using handle = await open(digits);
  assert.throws(() => handle.pull({ start: -1 }), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => handle.pull(5, {}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.strictEqual(await text(handle.pull()), '0123456789');
});

test('autoClose closes when all is read, when it is left, and on errors', async () => {
  const all = await open(digits);
  await text(all.pull({ autoClose: true }));
  assert.strictEqual(all.fd, -1);
  const left = await open(digits);
  for (const batch of left.pullSync({ autoClose: true })) {
    assert(batch);
    break;
  }
  assert.strictEqual(left.fd, -1);
  const failed = await open(digits);
  const failing = () => { throw new Error('mine'); };
  await assert.rejects(text(failed.pull(failing, { autoClose: true })),
                       { message: 'mine' });
  assert.strictEqual(failed.fd, -1);
  const aborted = await open(digits);
  const signal = AbortSignal.abort();
  await assert.rejects(text(aborted.pull({ autoClose: true, signal })),
                       { name: 'AbortError' });
  assert.strictEqual(aborted.fd, -1);
});

test('a file is compressed into another', async () => {
  const { gunzipSync } = require('zlib');
  const from = await open(digits);
  const to = await open(output, 'w');
  await pipeTo(from.pull({ autoClose: true }), compressGzip(),
               to.writer({ autoClose: true }));
  assert.strictEqual(String(gunzipSync(fs.readFileSync(output))), '0123456789');
  const source = await open(digits);
  const target = await open(output, 'w');
  pipeToSync(source.pullSync(compressGzipSync(), { autoClose: true }),
             target.writer({ autoClose: true }));
  assert.strictEqual(target.fd, -1);
  assert.strictEqual(String(gunzipSync(fs.readFileSync(output))), '0123456789');
});

test('writes that are not waited for go one by one', async () => {
  await using handle = await open(output, 'w');
  const writer = handle.writer();
  const writes = [];
  for (let i = 0; i < 50; i++) writes.push(writer.write(`${i},`));
  assert.strictEqual(writer.writeSync('x'), false);
  assert.strictEqual(writer.endSync(), -1);
  const written = await writer.end();
  await Promise.all(writes);
  const expected = Array.from({ length: 50 }, (_, i) => `${i},`).join('');
  assert.strictEqual(fs.readFileSync(output, 'utf8'), expected);
  assert.strictEqual(written, expected.length);
});

test('a batch of more than the system takes at once is written', async () => {
  await using handle = await open(output, 'w');
  const writer = handle.writer();
  const chunks = Array.from({ length: 3000 }, (_, i) => String(i % 10));
  await writer.writev(chunks);
  assert.strictEqual(writer.writevSync(chunks), true);
  assert.strictEqual(await writer.end(), 6000);
  assert.strictEqual(fs.readFileSync(output, 'utf8'), chunks.join('').repeat(2));
});

test('a write that fails is told', async () => {
  await using handle = await open(digits, 'r');
  const writer = handle.writer();
  await assert.rejects(writer.write('x'), { code: 'EBADF', syscall: 'write' });
  writer.fail(new Error('given up'));
  await assert.rejects(writer.write('x'), { message: 'given up' });
  assert.strictEqual(textSync(handle.pullSync({ limit: 1 })), '0');
});

test('a limit is kept', async () => {
  await using handle = await open(output, 'w');
  const writer = handle.writer({ limit: 4, start: 1 });
  await writer.write('abc');
  await assert.rejects(writer.write('de'), { code: 'ERR_OUT_OF_RANGE' });
  assert.strictEqual(writer.writeSync('de'), false);
  assert.strictEqual(writer.writeSync('d'), true);
  assert.strictEqual(writer.endSync(), 4);
  assert.strictEqual(fs.readFileSync(output, 'latin1'), '\0abcd');
});
