'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const { test } = require('../harness.js');

test('listeners run in the order they were added, with the arguments', () => {
  const emitter = new EventEmitter();
  const seen = [];
  emitter.on('x', (...args) => seen.push(['a', ...args]));
  emitter.prependListener('x', (...args) => seen.push(['b', ...args]));
  assert.strictEqual(emitter.emit('x', 1, 2, 3, 4), true);
  assert.deepStrictEqual(seen, [['b', 1, 2, 3, 4], ['a', 1, 2, 3, 4]]);
});

test('a listener removed while emitting is still called, one added is not',
     () => {
       const emitter = new EventEmitter();
       const seen = [];
       const second = () => seen.push('second');
       emitter.on('x', () => {
         emitter.removeListener('x', second);
         emitter.on('x', () => seen.push('third'));
       });
       emitter.on('x', second);
       emitter.emit('x');
       assert.deepStrictEqual(seen, ['second']);
     });

test('once listeners are removed before their only call', () => {
  const emitter = new EventEmitter();
  let calls = 0;
  emitter.once('x', () => {
    calls++;
    assert.strictEqual(emitter.listenerCount('x'), 0);
    emitter.emit('x');
  });
  emitter.emit('x');
  assert.strictEqual(calls, 1);
});

test("'error' without a listener throws", () => {
  const emitter = new EventEmitter();
  const error = new RangeError('no');
  assert.throws(() => emitter.emit('error', error), error);
  assert.throws(() => emitter.emit('error', 5), {
    code: 'ERR_UNHANDLED_ERROR', message: 'Unhandled error. (5)', context: 5,
  });
});

test('an error monitor sees errors and handles none', () => {
  const emitter = new EventEmitter();
  let seen;
  emitter.on(EventEmitter.errorMonitor, (error) => {
    seen = error;
  });
  assert.throws(() => emitter.emit('error', new Error('x')), /x/);
  assert.strictEqual(seen.message, 'x');
});

test('newListener comes before the listener is added, removeListener after',
     () => {
       const emitter = new EventEmitter();
       const seen = [];
       emitter.on('newListener', (type) => {
         seen.push(`+${type} ${emitter.listenerCount(type)}`);
       });
       emitter.on('removeListener', (type) => {
         seen.push(`-${type} ${emitter.listenerCount(type)}`);
       });
       const listener = () => {};
       emitter.on('x', listener).off('x', listener);
       assert.deepStrictEqual(seen, ['+removeListener 0', '+x 0', '-x 0']);
     });

test('a rejected listener becomes an error event with captureRejections',
     async () => {
       const emitter = new EventEmitter({ captureRejections: true });
       const failed = EventEmitter.once(emitter, 'error');
       emitter.on('x', async () => {
         throw new Error('later');
       });
       emitter.emit('x');
       const [error] = await failed;
       assert.strictEqual(error.message, 'later');
     });

test('too many listeners of an event warn once', async () => {
  const emitter = new EventEmitter().setMaxListeners(1);
  const warned = EventEmitter.once(process, 'warning');
  emitter.on('x', () => {}).on('x', () => {}).on('x', () => {});
  const [warning] = await warned;
  assert.strictEqual(warning.name, 'MaxListenersExceededWarning');
  assert.strictEqual(warning.count, 2);
  assert.strictEqual(warning.emitter, emitter);
});

test('names of any kind are only names', () => {
  const emitter = new EventEmitter();
  const symbol = Symbol('s');
  for (const name of ['__proto__', 'toString', symbol]) emitter.on(name, () => {});
  assert.deepStrictEqual(emitter.eventNames(), ['__proto__', 'toString', symbol]);
});
