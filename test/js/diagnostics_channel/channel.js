'use strict';
const assert = require('assert');
const { AsyncLocalStorage } = require('async_hooks');
const { once } = require('events');
const dc = require('diagnostics_channel');
const { test } = require('../harness.js');

test('a message reaches the subscribers with the name', () => {
  const channel = dc.channel('a');
  assert.strictEqual(dc.channel('a'), channel);
  assert.strictEqual(channel.hasSubscribers, false);
  const seen = [];
  const subscriber = (message, name) => seen.push([message, name]);
  dc.subscribe('a', subscriber);
  assert.strictEqual(dc.hasSubscribers('a'), true);
  channel.publish(1);
  assert.strictEqual(dc.unsubscribe('a', subscriber), true);
  assert.strictEqual(dc.unsubscribe('a', subscriber), false);
  channel.publish(2);
  assert.deepStrictEqual(seen, [[1, 'a']]);
});

test('a subscriber that throws stops nobody', async () => {
  const channel = dc.channel('b');
  let called = false;
  channel.subscribe(() => {
    throw new Error('in a subscriber');
  });
  channel.subscribe(() => {
    called = true;
  });
  const uncaught = once(process, 'uncaughtException');
  channel.publish(1);
  assert.strictEqual(called, true);
  assert.strictEqual((await uncaught)[0].message, 'in a subscriber');
});

test('bound stores are set while runStores() runs', () => {
  const channel = dc.channel('c');
  const store = new AsyncLocalStorage();
  channel.bindStore(store, (context) => context.value);
  channel.runStores({ value: 3 }, () => assert.strictEqual(store.getStore(), 3));
  assert.strictEqual(store.getStore(), undefined);
  assert.strictEqual(channel.unbindStore(store), true);
});

test('a traced call tells its start, its end and its error', async () => {
  const tracing = dc.tracingChannel('d');
  const seen = [];
  tracing.subscribe({
    start: () => seen.push('start'),
    end: () => seen.push('end'),
    asyncStart: () => seen.push('asyncStart'),
    asyncEnd: () => seen.push('asyncEnd'),
    error: (context) => seen.push(context.error.message),
  });
  assert.throws(() => tracing.traceSync(() => {
    throw new Error('sync');
  }), /sync/);
  await assert.rejects(tracing.tracePromise(async () => {
    throw new Error('async');
  }), /async/);
  await new Promise((resolve) => {
    tracing.traceCallback(setImmediate, 0, {}, null, resolve);
  });
  assert.deepStrictEqual(seen.slice(0, 3), ['start', 'sync', 'end']);
  assert.deepStrictEqual(seen.slice(3, 8),
                         ['start', 'end', 'async', 'asyncStart', 'asyncEnd']);
});
