'use strict';
// stream/iter and the streams of before.
const assert = require('assert');
const EventEmitter = require('events');
const { finished } = require('stream/promises');
const { Readable, Writable } = require('stream');
const { mustCall, test } = require('../harness');
const { isOn, stateOf, watchedSource } = require('./fixtures/iter');

if (!isOn(__filename)) return;
const {
  bytes, from, fromReadable, fromWritable, ondrain, pipeTo, push, text, toReadable,
  toReadableSync, toWritable,
} = require('stream/iter');

const batchesOf = (...strings) => (async function* () {
  for (const string of strings) yield [Buffer.from(string)];
})();

test('a Readable is a source', async () => {
  const chunks = ['a', Buffer.from('b'), 'c'];
  assert.strictEqual(await text(Readable.from(chunks)), 'abc');
  const encoded = Readable.from(chunks, { objectMode: false });
  encoded.setEncoding('utf8');
  assert.strictEqual(await text(fromReadable(encoded)), 'abc');
});

test('a Readable that is left is destroyed', async () => {
  const stream = new Readable({ read() { this.push('x'); } });
  for await (const batch of from(stream)) {
    assert.strictEqual(String(batch[0]), 'x');
    break;
  }
  assert(stream.destroyed);
  await finished(stream).catch(() => {});
});

test('calls of next() that wait for a Readable are answered in order', async () => {
  const stream = new Readable({ read() {} });
  const iterator = fromReadable(stream)[Symbol.asyncIterator]();
  const results = [iterator.next(), iterator.next(), iterator.next()];
  for (const letter of ['a', 'b', null]) {
    stream.push(letter);
    await new Promise(setImmediate);
  }
  assert.deepStrictEqual(
    (await Promise.all(results)).map(({ value }) => value && String(value[0])),
    ['a', 'b', undefined]);
  assert.strictEqual(stream.listenerCount('readable'), 0);
});

test('what looks like a Readable is one', async () => {
  const like = new EventEmitter();
  like.chunks = ['a', 'b'];
  like.read = () => like.chunks.shift() ?? null;
  const reading = text(fromReadable(like));
  await new Promise(setImmediate);
  like.emit('end');
  assert.strictEqual(await reading, 'ab');
  assert.deepStrictEqual(like.eventNames(), []);
  const closed = text(fromReadable(Object.assign(new EventEmitter(), {
    read() {
      setImmediate(() => this.emit('close'));
      return null;
    },
  })));
  await assert.rejects(closed, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
});

test('a Readable of batches reads no more than it is asked for', async () => {
  const watched = watchedSource(...[1, 2, 3].map(() => [Buffer.alloc(1000)]));
  const stream = toReadable(watched.source, { highWaterMark: 1000 });
  stream.read(0);
  await new Promise(setImmediate);
  assert.strictEqual(watched.read, 1);
  stream.destroy();
  await finished(stream).catch(() => {});
  assert(watched.isClosed);
});

test('a Readable that waits for its source can be destroyed', async () => {
  const source = {
    isClosed: false,
    [Symbol.asyncIterator]() { return this; },
    next: () => new Promise(() => {}),
    return() {
      this.isClosed = true;
      return new Promise(() => {});
    },
  };
  const stream = toReadable(source);
  stream.read(0);
  stream.destroy();
  await new Promise((resolve) => stream.once('close', resolve));
  assert(source.isClosed);
});

test('a synchronous one has its data at once', () => {
  const stream = toReadableSync([[Buffer.from('abc')]]);
  assert.strictEqual(String(stream.read()), 'abc');
});

test('a writer for a Writable waits for its drain', async () => {
  const written = [];
  let callback;
  const stream = new Writable({
    highWaterMark: 2,
    write(chunk, encoding, done) {
      written.push(String(chunk));
      callback = done;
    },
  });
  const writer = fromWritable(stream, { backpressure: 'unbounded' });
  await writer.write('a');
  const write = writer.write('b');
  const drained = ondrain(writer);
  assert.strictEqual(await stateOf(write), 'pending');
  while (written.length < 2) {
    callback();
    await new Promise(setImmediate);
  }
  callback();
  await write;
  assert.strictEqual(await drained, true);
  assert.strictEqual(stream.listenerCount('error'), 0);
});

test('an error of a Writable is that of the pipe', async () => {
  const stream = new Writable({
    write(chunk, encoding, done) { setImmediate(done, new Error('no disk')); },
  });
  const writer = fromWritable(stream, { backpressure: 'unbounded' });
  await assert.rejects(pipeTo(batchesOf('a', 'b', 'c'), writer),
                       { message: 'no disk' });
});

test('end() of a writer waits for the Writable', async () => {
  const written = [];
  const stream = new Writable({
    write(chunk, encoding, done) {
      written.push(String(chunk));
      setImmediate(done);
    },
  });
  const writer = fromWritable(stream);
  await writer.writev(['a', 'b']);
  assert.strictEqual(await writer.end(), 2);
  assert.deepStrictEqual(written, ['a', 'b']);
});

test('a Writable of a writer hands on, and ends it', async () => {
  const { writer, readable } = push({ backpressure: 'unbounded' });
  const stream = toWritable(writer);
  const reading = text(readable);
  Readable.from(['a', 'b', 'c']).pipe(stream);
  await finished(stream);
  assert.strictEqual(await reading, 'abc');
});

test('who listens to the errors of such a Writable hears of them', async () => {
  const stream = toWritable({ write() { throw new Error('broken'); } });
  stream.on('error', mustCall((error) => {
    assert.strictEqual(error.message, 'broken');
  }));
  stream.write('a');
  await assert.rejects(finished(stream), { message: 'broken' });
});

test('there and back again', async () => {
  const data = Buffer.alloc(300000, 'there and back again');
  assert.deepStrictEqual(
    Buffer.from(await bytes(toReadable(from(data)))), data);
});
