'use strict';
const assert = require('assert');
const { once } = require('events');
const { PassThrough, Readable } = require('stream');
const readline = require('readline');
const promises = require('readline/promises');
const { test } = require('../harness.js');

async function linesOf(chunks) {
  const input = Readable.from(chunks, { objectMode: false });
  const lines = [];
  for await (const line of readline.createInterface({ input })) {
    lines.push(line);
  }
  return lines;
}

test('lines end with any line ending, the last one with the input',
  async () => {
    assert.deepStrictEqual(
      await linesOf(['a\nb\r\nc\rd\u2028e']), ['a', 'b', 'c', 'd', 'e']);
  });

test('a line ending may be torn apart', async () => {
  assert.deepStrictEqual(await linesOf(['a\r', '\nb\n']), ['a', 'b']);
});

test('a character may be torn apart', async () => {
  const euro = Buffer.from('€\n');
  assert.deepStrictEqual(
    await linesOf([euro.subarray(0, 2), euro.subarray(2)]), ['€']);
});

test('leaving for await closes the interface', async () => {
  const rl = readline.createInterface({ input: Readable.from(['a\nb\nc\n']) });
  for await (const line of rl) {
    assert.strictEqual(line, 'a');
    break;
  }
  assert.strictEqual(rl.closed, true);
});

test('question() gives the next line only to its callback', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  const rl = readline.createInterface({ input, output });
  rl.on('line', () => assert.fail('line'));
  const answer = new Promise((resolve) => rl.question('name? ', resolve));
  input.write('node\n');
  assert.strictEqual(await answer, 'node');
  assert.strictEqual(String(output.read()), 'name? ');
  rl.close();
  assert.throws(() => rl.question('?', () => {}),
                { code: 'ERR_USE_AFTER_CLOSE' });
});

test('a question is cancelled by its signal', async () => {
  const rl = promises.createInterface({ input: new PassThrough() });
  const controller = new AbortController();
  const answer = rl.question('?', { signal: controller.signal });
  controller.abort();
  await assert.rejects(answer, { name: 'AbortError' });
  rl.close();
});

test('the end of the input closes the interface', async () => {
  const input = new PassThrough();
  const rl = readline.createInterface({ input });
  input.end('rest');
  const lines = [];
  rl.on('line', (line) => lines.push(line));
  await once(rl, 'close');
  assert.deepStrictEqual(lines, ['rest']);
});
