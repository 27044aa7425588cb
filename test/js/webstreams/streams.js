'use strict';
const assert = require('assert');
const {
  ByteLengthQueuingStrategy,
  ReadableStream,
  TextDecoderStream,
  TextEncoderStream,
  TransformStream,
  WritableStream,
} = require('stream/web');
const { test } = require('../harness.js');

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

function numbers(count) {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      if (next === count) controller.close();
      else controller.enqueue(next++);
    },
  });
}

test('a reader gives the chunks and then done', async () => {
  const reader = numbers(2).getReader();
  assert.deepStrictEqual(await reader.read(), { value: 0, done: false });
  assert.deepStrictEqual(await reader.read(), { value: 1, done: false });
  assert.deepStrictEqual(await reader.read(), { value: undefined, done: true });
  await reader.closed;
});

test('releaseLock() rejects what waits', async () => {
  const reader = new ReadableStream().getReader();
  const pending = reader.read();
  reader.releaseLock();
  await assert.rejects(pending, { code: 'ERR_INVALID_STATE' });
  await assert.rejects(reader.closed, TypeError);
});

test('pull() is only called while there is room', async () => {
  let pulls = 0;
  new ReadableStream({ pull() { pulls++; } }, { highWaterMark: 0 });
  await new Promise(setImmediate);
  assert.strictEqual(pulls, 0);
});

test('tee() gives both branches all chunks', async () => {
  const [a, b] = numbers(3).tee();
  assert.deepStrictEqual(await Promise.all([collect(a), collect(b)]),
                         [[0, 1, 2], [0, 1, 2]]);
});

test('pipeTo() respects the sink and closes it', async () => {
  const written = [];
  let closed = false;
  await numbers(5).pipeTo(new WritableStream({
    async write(chunk) {
      await new Promise(setImmediate);
      written.push(chunk);
    },
    close() { closed = true; },
  }, { highWaterMark: 2 }));
  assert.deepStrictEqual(written, [0, 1, 2, 3, 4]);
  assert.strictEqual(closed, true);
});

test('pipeTo() cancels the source when the sink fails', async () => {
  let reason;
  const source = new ReadableStream({
    pull(controller) { controller.enqueue('a'); },
    cancel(why) { reason = why; },
  });
  const error = new Error('full');
  await assert.rejects(source.pipeTo(new WritableStream({
    write() { throw error; },
  })), error);
  assert.strictEqual(reason, error);
});

test('pipeTo() is aborted by a signal', async () => {
  const controller = new AbortController();
  const piping = new ReadableStream().pipeTo(
    new WritableStream(), { signal: controller.signal });
  controller.abort(new Error('enough'));
  await assert.rejects(piping, /enough/);
});

test('a TransformStream changes chunks and flushes', async () => {
  const doubled = numbers(3).pipeThrough(new TransformStream({
    transform(chunk, controller) { controller.enqueue(chunk * 2); },
    flush(controller) { controller.enqueue('end'); },
  }));
  assert.deepStrictEqual(await collect(doubled), [0, 2, 4, 'end']);
});

test('a BYOB reader fills the memory of its consumer', async () => {
  const stream = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const { view } = controller.byobRequest;
      view[0] = 7;
      controller.byobRequest.respond(1);
    },
  });
  const reader = stream.getReader({ mode: 'byob' });
  const memory = new Uint8Array(4);
  const { value } = await reader.read(memory);
  assert.deepStrictEqual([...value], [7]);
  assert.strictEqual(memory.byteLength, 0);
});

test('enqueued bytes are taken away from the producer', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const stream = new ReadableStream({
    type: 'bytes',
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  assert.strictEqual(bytes.byteLength, 0);
  assert.deepStrictEqual(await collect(stream), [new Uint8Array([1, 2, 3])]);
});

test('leaving for await cancels the stream, unless told not to', async () => {
  let cancelled = false;
  const stream = new ReadableStream({
    pull(controller) { controller.enqueue(1); },
    cancel() { cancelled = true; },
  });
  // eslint-disable-next-line no-unreachable-loop, no-unused-vars
  for await (const chunk of stream.values({ preventCancel: true })) break;
  assert.strictEqual(cancelled, false);
  // eslint-disable-next-line no-unreachable-loop, no-unused-vars
  for await (const chunk of stream) break;
  assert.strictEqual(cancelled, true);
});

test('ReadableStream.from() takes iterables of both kinds', async () => {
  assert.deepStrictEqual(await collect(ReadableStream.from('ab')), ['a', 'b']);
  async function* generate() { yield 1; }
  assert.deepStrictEqual(await collect(ReadableStream.from(generate())), [1]);
});

test('writes are refused after close() and abort() rejects what waits',
  async () => {
    const writer = new WritableStream().getWriter();
    await writer.close();
    await assert.rejects(writer.write('a'), { code: 'ERR_INVALID_STATE' });

    const stuck = new WritableStream({
      write() { return new Promise(() => {}); },
    }).getWriter();
    stuck.write('in flight').catch(() => {});
    const waiting = stuck.write('waits');
    stuck.abort(new Error('enough')).catch(() => {});
    await assert.rejects(stuck.ready, /enough/);
    void waiting.catch(() => {});
  });

test('strategies count chunks by their bytes', async () => {
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: 10 });
  let controller;
  new ReadableStream({ start(c) { controller = c; } }, strategy);
  controller.enqueue(new Uint8Array(4));
  assert.strictEqual(controller.desiredSize, 6);
});

test('text goes through encoder and decoder, surrogates torn apart',
  async () => {
    const source = ReadableStream.from(['a\ud83d', '\ude00']);
    const chunks = await collect(source
      .pipeThrough(new TextEncoderStream())
      .pipeThrough(new TextDecoderStream()));
    assert.strictEqual(chunks.join(''), 'a😀');
  });

test('setters on Object.prototype are not called', () => {
  Object.defineProperty(Object.prototype, 'size', {
    configurable: true,
    set() { throw new Error('called'); },
  });
  try {
    new TransformStream();
    new ReadableStream().tee();
  } finally {
    delete Object.prototype.size;
  }
});
