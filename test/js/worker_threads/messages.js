'use strict';
// MessageChannel, BroadcastChannel and what structuredClone shares with them.

const assert = require('assert');
const { once } = require('events');
const {
  BroadcastChannel, MessageChannel, markAsUncloneable, markAsUntransferable,
  receiveMessageOnPort,
} = require('worker_threads');
const { test } = require('../harness');

test('values arrive as copies, in order', async () => {
  const { port1, port2 } = new MessageChannel();
  port1.ref();
  const value = { map: new Map([[1, { deep: 2n }]]), date: new Date(5) };
  port1.postMessage(value);
  port1.postMessage('second');
  const got = [];
  port2.on('message', (message) => {
    got.push(message);
    if (got.length === 2) port2.close();
  });
  await once(port1, 'close');
  assert.deepStrictEqual(got, [value, 'second']);
  assert.notStrictEqual(got[0], value);
});

test('closing one end closes the other', async () => {
  const { port1, port2 } = new MessageChannel();
  port1.ref();
  const closed = Promise.all([once(port1, 'close'), once(port2, 'close')]);
  port2.close();
  await closed;
  port1.postMessage('to nobody');
});

test('onmessage gets an event with the ports that came along', async () => {
  const { port1, port2 } = new MessageChannel();
  const inner = new MessageChannel();
  const arrived = new Promise((resolve) => { port2.onmessage = resolve; });
  port1.postMessage({ port: inner.port1 }, [inner.port1]);
  const event = await arrived;
  assert.strictEqual(event.ports[0], event.data.port);
  event.data.port.postMessage('through the moved port');
  const [message] = await once(inner.port2, 'message');
  assert.strictEqual(message, 'through the moved port');
  inner.port2.close();
  port2.close();
});

test('receiveMessageOnPort takes at once', () => {
  const { port1, port2 } = new MessageChannel();
  assert.strictEqual(receiveMessageOnPort(port2), undefined);
  port1.postMessage({ a: 1 });
  assert.deepStrictEqual(receiveMessageOnPort(port2), { message: { a: 1 } });
  assert.throws(() => receiveMessageOnPort({}), { code: 'ERR_INVALID_ARG_TYPE' });
  port1.close();
});

test('transferred memory leaves the sender, also after a failure it does not',
     () => {
       const { port1, port2 } = new MessageChannel();
       const bytes = new Uint8Array([1, 2, 3]);
       assert.throws(() => port1.postMessage([bytes, () => {}], [bytes.buffer]),
                     { name: 'DataCloneError' });
       assert.strictEqual(bytes.length, 3);
       port1.postMessage(bytes, [bytes.buffer]);
       assert.strictEqual(bytes.length, 0);
       assert.deepStrictEqual(receiveMessageOnPort(port2).message,
                              new Uint8Array([1, 2, 3]));
       port1.close();
     });

test('transfer lists with what cannot move', () => {
  const { port1, port2 } = new MessageChannel();
  const buffer = new ArrayBuffer(1);
  for (const list of [[port1], [port2, port2], [buffer, buffer], [{}]]) {
    assert.throws(() => port1.postMessage(1, list), { name: 'DataCloneError' });
  }
  markAsUntransferable(buffer);
  assert.throws(() => port1.postMessage(buffer, [buffer]),
                { name: 'DataCloneError' });
  assert.throws(() => port1.postMessage(port2), { name: 'DataCloneError' });
  assert.throws(() => structuredClone(port2), { name: 'DataCloneError' });
  port1.close();
});

test('what is marked as uncloneable is not cloned', () => {
  const marked = { a: 1 };
  markAsUncloneable(marked);
  assert.throws(() => structuredClone({ marked }), { name: 'DataCloneError' });
});

test('DOMExceptions are cloned as what they are', () => {
  const clone = structuredClone(new DOMException('text', 'AbortError'));
  assert.ok(clone instanceof DOMException);
  assert.deepStrictEqual([clone.name, clone.message, clone.code],
                         ['AbortError', 'text', 20]);
});

test('a broadcast reaches all others of its name', async () => {
  const [sender, first, second, other] =
    ['a', 'a', 'a', 'b'].map((name) => new BroadcastChannel(name));
  other.onmessage = () => assert.fail('a message of another channel');
  sender.onmessage = () => assert.fail('its own message');
  const arrivals = [first, second].map((channel) => new Promise((resolve) => {
    channel.onmessage = ({ data }) => resolve(data);
  }));
  sender.postMessage([1]);
  assert.deepStrictEqual(await Promise.all(arrivals), [[1], [1]]);
  for (const channel of [sender, first, second, other]) channel.close();
  assert.throws(() => sender.postMessage(1), { name: 'InvalidStateError' });
});

test('objects of our classes are cloned as what they are', async () => {
  const { BlockList, SocketAddress } = require('net');
  const list = new BlockList();
  list.addSubnet('10.0.0.0', 8, 'ipv4');
  const clone = structuredClone({
    blob: new Blob(['ab', new Uint8Array([99])], { type: 'x/y' }),
    file: new File(['q'], 'name', { lastModified: 5 }),
    address: new SocketAddress({ address: '1.2.3.4', port: 5 }),
    list,
  });
  assert.strictEqual(await clone.blob.text(), 'abc');
  assert.strictEqual(clone.blob.type, 'x/y');
  assert.deepStrictEqual([clone.file.name, clone.file.lastModified],
                         ['name', 5]);
  assert.strictEqual(clone.address.address, '1.2.3.4');
  assert.ok(clone.list.check('10.1.1.1'));
});

test('streams move', async () => {
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue('a');
      controller.enqueue({ b: 1 });
      controller.close();
    },
  });
  const moved = structuredClone(source, { transfer: [source] });
  assert.ok(source.locked);
  assert.deepStrictEqual(await Array.fromAsync(moved), ['a', { b: 1 }]);

  const doubled = new TransformStream({
    transform(chunk, controller) { controller.enqueue(chunk * 2); },
  });
  const { readable, writable } =
    structuredClone(doubled, { transfer: [doubled] });
  writable.getWriter().write(21);
  assert.deepStrictEqual(await readable.getReader().read(),
                         { value: 42, done: false });
});
