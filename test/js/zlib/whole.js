'use strict';

const assert = require('node:assert');
const zlib = require('node:zlib');
const { promisify } = require('node:util');
const { test } = require('../harness.js');

const pairs = [
  ['deflate', 'inflate'], ['gzip', 'gunzip'], ['deflateRaw', 'inflateRaw'],
  ['deflate', 'unzip'], ['gzip', 'unzip'],
  ['brotliCompress', 'brotliDecompress'], ['zstdCompress', 'zstdDecompress'],
];
const text = 'The quick brown fox jumps over the lazy dog. '.repeat(500);
const noise = Buffer.from(Array.from({ length: 70000 }, (_, i) =>
  (Math.imul(i, 2654435761) >>> 13) & 255));

for (const [compress, decompress] of pairs) {
  for (const [name, data] of [
    ['nothing', Buffer.alloc(0)], ['one byte', Buffer.from('x')],
    ['text', Buffer.from(text)], ['noise', noise],
    ['a megabyte of zeros', Buffer.alloc(1 << 20)],
  ]) {
    test(`${decompress} gives back ${name} that ${compress} was given`,
         async () => {
           const packed = zlib[`${compress}Sync`](data);
           assert.ok(zlib[`${decompress}Sync`](packed).equals(data));
           const later = await promisify(zlib[compress])(data);
           assert.ok(later.equals(packed));
           const back = await promisify(zlib[decompress])(later);
           assert.ok(back.equals(data));
         });
  }

  test(`${decompress} fails on any truncation of what ${compress} made`, () => {
    const packed = zlib[`${compress}Sync`](text.slice(0, 300));
    for (let length = 0; length < packed.length; length++) {
      assert.throws(() => zlib[`${decompress}Sync`](packed.subarray(0, length)),
                    { code: 'Z_BUF_ERROR', errno: -5,
                      message: 'unexpected end of file' }, `${length}`);
    }
  });

  test(`${decompress} survives any changed byte of what ${compress} made`, () => {
    const packed = zlib[`${compress}Sync`](text.slice(0, 300));
    for (let at = 0; at < packed.length; at++) {
      const broken = Buffer.from(packed);
      broken[at] ^= 0x55;
      try {
        zlib[`${decompress}Sync`](broken, { maxOutputLength: 1 << 20 });
      } catch (error) {
        assert.match(error.code, /^(Z_|ERR_|ZSTD_error_)/);
      }
    }
  });
}

test('strings, ArrayBuffers and all views are taken', () => {
  const bytes = Buffer.from('abcdefgh');
  const memory = new Uint8Array(bytes).buffer;
  const packed = zlib.deflateSync('abcdefgh');
  for (const input of [bytes, memory, new DataView(memory),
                       new Uint16Array(memory), new Float64Array(memory)]) {
    assert.ok(zlib.deflateSync(input).equals(packed));
  }
});

test('maxOutputLength is exact', () => {
  for (const [compress, decompress] of pairs) {
    const packed = zlib[`${compress}Sync`](text);
    const unpack = (maxOutputLength) =>
      zlib[`${decompress}Sync`](packed, { maxOutputLength });
    assert.strictEqual(unpack(text.length).length, text.length);
    assert.throws(() => unpack(text.length - 1), {
      code: 'ERR_BUFFER_TOO_LARGE', name: 'RangeError',
      message: `Cannot create a Buffer larger than ${text.length - 1} bytes`,
    });
  }
});

test('a bomb is stopped where it is told to', () => {
  const bomb = zlib.gzipSync(Buffer.alloc(64 << 20));
  assert.throws(() => zlib.gunzipSync(bomb, { maxOutputLength: 1 << 20 }),
                { code: 'ERR_BUFFER_TOO_LARGE' });
});

test('a gzip trailer that lies about the length is found out', () => {
  const packed = zlib.gzipSync(text);
  packed.writeUInt32LE(5, packed.length - 4);
  assert.throws(() => zlib.gunzipSync(packed),
                { code: 'Z_DATA_ERROR', message: 'incorrect length check' });
});

test('all members of a gzip file are read, zeros behind them are not', () => {
  const two = Buffer.concat([zlib.gzipSync('one'), zlib.gzipSync('two'),
                             Buffer.alloc(7)]);
  assert.strictEqual(zlib.gunzipSync(two).toString(), 'onetwo');
  assert.throws(() => zlib.gunzipSync(two, { rejectGarbageAfterEnd: true }),
                { code: 'ERR_TRAILING_JUNK_AFTER_STREAM_END' });
});

test('data that is cut off can be read as far as it goes', () => {
  const packed = zlib.deflateSync(text);
  const output = zlib.inflateSync(packed.subarray(0, packed.length / 2),
                                  { finishFlush: zlib.constants.Z_SYNC_FLUSH });
  assert.ok(output.length > 0);
  assert.ok(text.startsWith(output.toString()));
});

test('dictionaries make small data smaller and are asked for', () => {
  const dictionary = Buffer.from(text.slice(0, 200));
  const packed = zlib.deflateSync(text.slice(0, 150), { dictionary });
  assert.ok(packed.length < zlib.deflateSync(text.slice(0, 150)).length);
  assert.strictEqual(zlib.inflateSync(packed, { dictionary }).toString(),
                     text.slice(0, 150));
  assert.throws(() => zlib.inflateSync(packed),
                { code: 'Z_NEED_DICT', message: 'Missing dictionary' });
  assert.throws(
    () => zlib.inflateSync(packed, { dictionary: Buffer.from('no') }),
    { code: 'Z_NEED_DICT', message: 'Bad dictionary' });
});

test('info gives the engine, too', async () => {
  const { buffer, engine } = zlib.gzipSync('a', { info: true });
  assert.ok(Buffer.isBuffer(buffer));
  assert.ok(engine instanceof zlib.Gzip);
  const later = await promisify(zlib.gunzip)(buffer, { info: true });
  assert.strictEqual(later.buffer.toString(), 'a');
  assert.ok(later.engine instanceof zlib.Gunzip);
});

test('every level and window is understood by the other side', () => {
  for (let level = -1; level <= 9; level++) {
    for (let windowBits = 9; windowBits <= 15; windowBits++) {
      const packed = zlib.gzipSync(text, { level, windowBits });
      assert.strictEqual(zlib.gunzipSync(packed).toString(), text);
    }
  }
});

test('crc32 goes on from what came before', () => {
  assert.strictEqual(zlib.crc32('hello world'), 0x0d4a1185);
  assert.strictEqual(zlib.crc32(' world', zlib.crc32('hello')), 0x0d4a1185);
  assert.strictEqual(zlib.crc32('\u00e4\u20ac'),
                     zlib.crc32(Buffer.from('\u00e4\u20ac')));
  assert.strictEqual(zlib.crc32(''), 0);
});
