'use strict';
// events.once()

const assert = require('assert');
const { EventEmitter, once } = require('events');
const { test } = require('../harness');

test('what has on() and once() is enough', async () => {
  const emitter = new EventEmitter();
  const wrapper = {
    on: (...args) => emitter.on(...args),
    once: (...args) => emitter.once(...args),
  };
  const promise = once(wrapper, 'exit');
  emitter.emit('exit', 3);
  assert.deepStrictEqual(await promise, [3]);
});
