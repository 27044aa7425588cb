'use strict';
const assert = require('node:assert');

describe('sum', () => {
  let base;
  beforeEach(() => { base = 1; });
  it('adds', () => assert.strictEqual(base + 1, 2));
  it('waits for promises', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  it('waits for a callback', (done) => setImmediate(done));
  it('is pending');
  it('fails', () => assert.deepStrictEqual({ a: 1 }, { a: 2 }));
});
