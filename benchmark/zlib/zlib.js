'use strict';

const zlib = require('node:zlib');

const { measure, sink, sizes } = require('../measure.js');

const words = Array.from({ length: 8192 }, (_, i) => `word${(i * 31) % 977} `);
const text = Buffer.from(words.join('')).subarray(0, 64 * 1024);
const gzipped = zlib.gzipSync(text);
const brotlied = zlib.brotliCompressSync(text, {
  params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 },
});

const sync = (run) => (count) => {
  for (let i = 0; i < count; i++) sink.value = run();
};
const callbacks = (start) => async (count) => {
  for (let i = 0; i < count; i++) {
    await new Promise((resolve, reject) => start((error, value) => {
      if (error) reject(error);
      else resolve(value);
    }));
  }
};

measure({
  'gzipSync, 64 KiB': sync(() => zlib.gzipSync(text)),
  'gunzipSync, 64 KiB': sync(() => zlib.gunzipSync(gzipped)),
  'gzip, 64 KiB': callbacks((done) => zlib.gzip(text, done)),
  'gunzip, 64 KiB': callbacks((done) => zlib.gunzip(gzipped, done)),
  'brotliCompressSync quality 4, 64 KiB': sync(() =>
    zlib.brotliCompressSync(text, {
      params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 },
    })),
  'brotliDecompressSync, 64 KiB': sync(() =>
    zlib.brotliDecompressSync(brotlied)),
  'crc32, 64 KiB': sync(() => zlib.crc32(text)),
  ...sizes('gzipSync, {N} bytes', (bytes) => {
    const part = text.subarray(0, bytes);
    return sync(() => zlib.gzipSync(part));
  }, [10, 100, 1000, 10000]),
});
