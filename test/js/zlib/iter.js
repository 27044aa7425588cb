'use strict';
// zlib/iter: compression as transforms.
const assert = require('assert');
const zlib = require('zlib');
const { test } = require('../harness');
const { isOn } = require('../stream/fixtures/iter');

if (!isOn(__filename)) return;
const iter = require('zlib/iter');
const { bytes, bytesSync, pull, pullSync, text } = require('stream/iter');

const data = Buffer.alloc(500000);
for (let i = 0; i < data.length; i++) data[i] = (i * i) >> 7;

function* pieces(size) {
  for (let i = 0; i < data.length; i += size) yield [data.subarray(i, i + size)];
}

for (const name of ['Gzip', 'Deflate', 'Brotli', 'Zstd']) {
  const compress = iter[`compress${name}`];
  const decompress = iter[`decompress${name}`];
  const compressSync = iter[`compress${name}Sync`];
  const decompressSync = iter[`decompress${name}Sync`];

  test(`${name}: what goes in comes out, in whatever pieces`, async () => {
    for (const size of [1000, 65536, data.length]) {
      const packed = await bytes(pull(pieces(size), compress()));
      assert(packed.length < data.length);
      assert(data.equals(await bytes(pull(packed, decompress()))));
      const unpacked = pullSync(packed, decompressSync({ chunkSize: 64 }));
      assert(data.equals(bytesSync(unpacked)));
      const packedSync = bytesSync(pullSync(pieces(size), compressSync()));
      assert(data.equals(await bytes(pull(packedSync, decompress({ chunkSize: 64 })))));
    }
  });

  test(`${name}: data that is cut off, or damaged, is an error`, async () => {
    const packed = bytesSync(pullSync(data, compressSync()));
    for (const wrong of [packed.subarray(0, -10), Buffer.from('no such thing')]) {
      await assert.rejects(bytes(pull(wrong, decompress())), Error);
      assert.throws(() => bytesSync(pullSync(wrong, decompressSync())), Error);
    }
  });
}

test('many small chunks of a batch are one write', async () => {
  const batch = Array.from({ length: 10000 }, (_, i) => Buffer.from(`${i},`));
  const source = (async function* () { yield batch; })();
  const packed = await bytes(pull(source, iter.compressGzip()));
  assert.deepStrictEqual(zlib.gunzipSync(packed), Buffer.concat(batch));
});

test('output comes in chunks of the size that is asked for', async () => {
  const packed = zlib.gzipSync(Buffer.alloc(1000000));
  const sizes = new Set();
  for (const batch of pullSync(packed, iter.decompressGzipSync({ chunkSize: 8192 }))) {
    for (const chunk of batch) sizes.add(chunk.byteLength);
  }
  for await (const batch of pull(packed, iter.decompressGzip({ chunkSize: 8192 }))) {
    for (const chunk of batch) sizes.add(chunk.byteLength);
  }
  assert.deepStrictEqual([...sizes], [8192, 1000000 % 8192]);
});

test('a transform can be used for many streams', async () => {
  const compress = iter.compressGzip({ level: 9 });
  const [a, b] = await Promise.all([
    bytes(pull('first', compress)), bytes(pull('second', compress)),
  ]);
  assert.strictEqual(String(zlib.gunzipSync(a)), 'first');
  assert.strictEqual(String(zlib.gunzipSync(b)), 'second');
});

test('a dictionary is used, where both sides have it', async () => {
  const dictionary = Buffer.from('the quick brown fox');
  const packed = await bytes(
    pull('the quick brown fox', iter.compressDeflate({ dictionary })));
  assert.strictEqual(
    await text(pull(packed, iter.decompressDeflate({ dictionary }))),
    'the quick brown fox');
  await assert.rejects(text(pull(packed, iter.decompressDeflate())),
                       { code: 'Z_NEED_DICT' });
});

test('a stream that is left in the middle of a write frees its codec', async () => {
  for (let i = 0; i < 20; i++) {
    const controller = new AbortController();
    const { signal } = controller;
    const iterator = pull(pieces(65536), iter.compressBrotli(), { signal })[
      Symbol.asyncIterator]();
    const next = iterator.next();
    await new Promise(setImmediate);
    controller.abort();
    await next.catch((error) => assert.strictEqual(error.name, 'AbortError'));
  }
});
