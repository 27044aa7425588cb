'use strict';
const assert = require('assert');
const { once, getEventListeners } = require('events');
const { test } = require('../harness.js');

test('a listener is added once for each capture', () => {
  const target = new EventTarget();
  let calls = 0;
  const listener = () => calls++;
  target.addEventListener('x', listener);
  target.addEventListener('x', listener);
  target.addEventListener('x', listener, { capture: true });
  target.dispatchEvent(new Event('x'));
  assert.strictEqual(calls, 2);
  assert.strictEqual(getEventListeners(target, 'x').length, 2);
});

test('objects with handleEvent are listeners', () => {
  const target = new EventTarget();
  const listener = {
    handleEvent(event) {
      this.type = event.type;
    },
  };
  target.addEventListener('x', listener);
  target.dispatchEvent(new Event('x'));
  assert.strictEqual(listener.type, 'x');
});

test('preventDefault counts only for cancelable events', () => {
  const target = new EventTarget();
  target.addEventListener('x', (event) => event.preventDefault());
  assert.strictEqual(target.dispatchEvent(new Event('x')), true);
  const event = new Event('x', { cancelable: true });
  assert.strictEqual(target.dispatchEvent(event), false);
  assert.strictEqual(event.defaultPrevented, true);
});

test('a signal removes the listener', () => {
  const target = new EventTarget();
  const controller = new AbortController();
  target.addEventListener('x', assert.fail, { signal: controller.signal });
  controller.abort();
  target.dispatchEvent(new Event('x'));
});

test('a listener that throws is an uncaught exception and stops no other',
     async () => {
       const target = new EventTarget();
       let called = false;
       target.addEventListener('x', () => {
         throw new Error('in a listener');
       });
       target.addEventListener('x', () => {
         called = true;
       });
       const uncaught = once(process, 'uncaughtException');
       target.dispatchEvent(new Event('x'));
       assert.strictEqual(called, true);
       assert.strictEqual((await uncaught)[0].message, 'in a listener');
     });

test('methods refuse a foreign this', () => {
  assert.throws(() => EventTarget.prototype.dispatchEvent.call({}, new Event('x')),
                { code: 'ERR_INVALID_THIS' });
  assert.throws(() => new EventTarget().dispatchEvent({}),
                { code: 'ERR_INVALID_ARG_TYPE' });
});

test('a CustomEvent carries a detail', () => {
  assert.strictEqual(new CustomEvent('x', { detail: 7 }).detail, 7);
  assert.strictEqual(new CustomEvent('x').detail, null);
});
