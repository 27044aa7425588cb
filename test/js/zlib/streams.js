'use strict';

const assert = require('node:assert');
const zlib = require('node:zlib');
const { once } = require('node:events');
const { Readable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { buffer } = require('node:stream/consumers');
const { test, mustCall } = require('../harness.js');

const data = Buffer.from(Array.from({ length: 300000 }, (_, i) =>
  (Math.imul(i >> 3, 2654435761) >>> 11) & 255));
const kinds = [
  ['Deflate', 'Inflate'], ['Gzip', 'Gunzip'], ['DeflateRaw', 'InflateRaw'],
  ['BrotliCompress', 'BrotliDecompress'], ['ZstdCompress', 'ZstdDecompress'],
];
const quick = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 2 } };
const optionsOf = (name) => (name === 'BrotliCompress' ? quick : undefined);

function* pieces(size) {
  for (let i = 0; i < data.length; i += size) yield data.subarray(i, i + size);
}

for (const [compress, decompress] of kinds) {
  for (const size of [1000, 65536, data.length]) {
    test(`${compress} and ${decompress} in pieces of ${size} bytes`, async () => {
      const output = Readable.from(pieces(size))
        .pipe(new zlib[compress](optionsOf(compress)))
        .pipe(new zlib[decompress]());
      assert.ok((await buffer(output)).equals(data));
    });
  }

  test(`${decompress} takes its input byte by byte`, async () => {
    const packed = zlib[`${compress[0].toLowerCase()}${compress.slice(1)}Sync`](
      'a few words, a few words');
    const stream = new zlib[decompress]();
    for (const byte of packed) stream.write(Buffer.from([byte]));
    stream.end();
    assert.strictEqual((await buffer(stream)).toString(),
                       'a few words, a few words');
    assert.strictEqual(stream.bytesWritten, packed.length);
  });

  test(`${compress} ended without data makes an empty stream`, async () => {
    const stream = new zlib[compress]();
    stream.end();
    const output = stream.pipe(new zlib[decompress]());
    assert.strictEqual((await buffer(output)).length, 0);
  });

  test(`${compress} is destroyed while it is at work`, async () => {
    const stream = new zlib[compress](optionsOf(compress));
    stream.on('data', () => {});
    stream.write(data);
    stream.destroy();
    await once(stream, 'close');
    assert.strictEqual(stream._handle, null);
  });

  test(`${decompress} tells of bad data`, async () => {
    const stream = new zlib[decompress]();
    stream.end('this is not what it should be');
    const [error] = await once(stream, 'error');
    assert.match(error.code, /^(Z_|ERR_|ZSTD_error_)/);
    assert.strictEqual(typeof error.errno, 'number');
  });
}

test('the smallest chunks give the same as large ones', async () => {
  const stream = new zlib.Gzip({ chunkSize: 64 });
  stream.end(data);
  const packed = await buffer(stream);
  assert.ok(zlib.gunzipSync(packed).equals(data));
  const back = new zlib.Gunzip({ chunkSize: 64 });
  back.end(packed);
  assert.ok((await buffer(back)).equals(data));
});

test('flush makes what was written readable', async () => {
  for (const [compress, decompress] of kinds) {
    const stream = new zlib[compress]();
    const back = stream.pipe(new zlib[decompress]());
    stream.write('here');
    stream.flush();
    const [chunk] = await once(back, 'data');
    assert.strictEqual(chunk.toString(), 'here');
    stream.destroy();
    back.destroy();
  }
});

test('params changes the level on the way', async () => {
  const stream = new zlib.Deflate({ level: 9 });
  const output = buffer(stream);
  stream.write(data);
  await new Promise((resolve) => stream.params(0, 0, resolve));
  stream.end(data);
  const packed = await output;
  assert.ok(packed.length > data.length);
  assert.ok(zlib.inflateSync(packed).equals(Buffer.concat([data, data])));
});

test('reset begins a new stream, and fails while a write is at work', async () => {
  const stream = new zlib.DeflateRaw();
  stream.resume();
  await new Promise((resolve) => stream.write('gone', resolve));
  stream.reset();
  stream.write(data);
  assert.throws(() => stream.reset(), {
    message: 'Cannot reset zlib stream while a write is in progress',
  });
  stream.destroy();
  assert.throws(() => stream.reset(), { code: 'ERR_INTERNAL_ASSERTION' });
});

test('a reader that does not read stops the codec', async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(64 << 20));
  const stream = new zlib.Gunzip();
  stream.end(bomb);
  await once(stream, 'readable');
  for (let i = 0; i < 50; i++) await new Promise(setImmediate);
  assert.ok(stream.readableLength <= stream.readableHighWaterMark + 16384);
  stream.destroy();
});

test('input behind the end is ignored, or refused if asked', async () => {
  const packed = Buffer.concat([zlib.deflateSync('a'), Buffer.from('junk')]);
  const lenient = new zlib.Inflate();
  lenient.end(packed);
  assert.strictEqual((await buffer(lenient)).toString(), 'a');
  const strict = new zlib.Inflate({ rejectGarbageAfterEnd: true });
  strict.end(packed);
  await assert.rejects(buffer(strict),
                       { code: 'ERR_TRAILING_JUNK_AFTER_STREAM_END' });
});

test('close calls back once the stream is closed', async () => {
  const stream = new zlib.Gzip();
  stream.write('x');
  await new Promise((resolve) => stream.close(resolve));
  assert.ok(stream.destroyed);
  stream.close(mustCall());
});

test('natives refuse ranges outside of their buffers', () => {
  const { _handle: codec } = new zlib.Gzip();
  const memory = Buffer.alloc(10);
  for (const args of [
    [0, memory, 0, 11, memory, 0, 10], [0, memory, 5, 6, memory, 0, 10],
    [0, memory, -1, 1, memory, 0, 10], [0, memory, 0, 1, memory, 11, 1],
    [0, memory, NaN, 1, memory, 0, 1], [9, memory, 0, 1, memory, 0, 1],
    [-1, memory, 0, 1, memory, 0, 1], [0, null, 0, 0, memory, 0, 1],
    [0, memory, 2 ** 53, 2 ** 53, memory, 0, 1],
  ]) {
    assert.throws(() => codec.write(...args), { code: 'ERR_OUT_OF_RANGE' });
  }
});

test('memory that is taken away during a write stays until its end', async () => {
  const stream = new zlib.Gzip({ level: 9 });
  const output = buffer(stream);
  const input = new Uint8Array(1 << 20).fill(7);
  stream.write(input);
  structuredClone(input.buffer, { transfer: [input.buffer] });
  stream.end();
  assert.strictEqual(zlib.gunzipSync(await output).length, 1 << 20);
});

test('CompressionStream and DecompressionStream undo each other', async () => {
  for (const format of ['gzip', 'deflate', 'deflate-raw', 'brotli']) {
    const back = new Blob(['some text']).stream()
      .pipeThrough(new CompressionStream(format))
      .pipeThrough(new DecompressionStream(format));
    assert.strictEqual(await textOf(back), 'some text');
  }
});

async function textOf(stream) {
  let all = '';
  for await (const chunk of stream) all += Buffer.from(chunk);
  return all;
}

test('pipeline ends a decompressor that fails', async () => {
  await assert.rejects(
    pipeline(Readable.from([Buffer.from('no gzip')]), zlib.createGunzip(),
             async (source) => { for await (const _ of source); }),
    { code: 'Z_DATA_ERROR' });
});
