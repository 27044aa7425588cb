'use strict';
const assert = require('assert');
const { Blob, File } = require('buffer');
const { test } = require('../harness.js');

test('a blob joins its parts', async () => {
  const blob = new Blob(['a', Buffer.from('b'), new Blob(['c']), 1], {
    type: 'Text/Plain',
  });
  assert.strictEqual(blob.size, 4);
  assert.strictEqual(blob.type, 'text/plain');
  assert.strictEqual(await blob.text(), 'abc1');
});

test('a blob does not change with what it was made of', async () => {
  const bytes = Buffer.from('abc');
  const blob = new Blob([bytes]);
  bytes.fill(0);
  assert.strictEqual(await blob.text(), 'abc');
});

test('a slice is a blob over a part, across parts', async () => {
  const blob = new Blob(['hello', ' ', 'world']);
  assert.strictEqual(await blob.slice(3, 8).text(), 'lo wo');
  assert.strictEqual(await blob.slice(-5).slice(1, 3).text(), 'or');
  assert.strictEqual(blob.slice(8, 2).size, 0);
});

test('a file has a name and a time', () => {
  const file = new File(['x'], 'x.txt', { lastModified: 5 });
  assert.strictEqual(file.name, 'x.txt');
  assert.strictEqual(file.lastModified, 5);
  assert.ok(file instanceof Blob);
  assert.throws(() => new File([]), { code: 'ERR_MISSING_ARGS' });
});

test('a wrong receiver is refused', async () => {
  assert.throws(() => Blob.prototype.slice.call({}),
                { code: 'ERR_INVALID_THIS' });
  await assert.rejects(Blob.prototype.text.call({}),
                       { code: 'ERR_INVALID_THIS' });
});
