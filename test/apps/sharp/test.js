'use strict';
const assert = require('node:assert');
const sharp = require('sharp');
const { test } = require('../app.js');

const red = { create: { width: 64, height: 32, channels: 3, background: 'red' } };

test('encodes, resizes and reads back', async () => {
  const png = await sharp(red).png().toBuffer();
  const { data, info } = await sharp(png).resize(16, 16, { fit: 'fill' }).raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepStrictEqual([info.width, info.height, info.channels], [16, 16, 3]);
  assert.deepStrictEqual([...data.subarray(0, 3)], [255, 0, 0]);
});
test('converts to each format', async () => {
  for (const format of ['jpeg', 'webp', 'gif', 'avif', 'tiff']) {
    const { format: read, width } = await sharp(await sharp(red).toFormat(format).toBuffer())
      .metadata();
    assert.deepStrictEqual([read, width], [format === 'avif' ? 'heif' : format, 64]);
  }
});
test('is a stream', async () => {
  const stream = sharp().rotate(90).png();
  stream.end(await sharp(red).png().toBuffer());
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  assert.strictEqual((await sharp(Buffer.concat(chunks)).metadata()).height, 64);
});
test('rejects what is no image', async () => {
  await assert.rejects(sharp(Buffer.from('no')).toBuffer(), /unsupported image format/);
});
