'use strict';

const EventEmitter = require('node:events');

const { measure, sink, sizes } = require('../measure.js');

function emitterWith(listeners) {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  for (let i = 0; i < listeners; i++) {
    emitter.on('event', (value) => { sink.value = value; });
  }
  return emitter;
}

const emit = (listeners) => {
  const emitter = emitterWith(listeners);
  return (count) => {
    for (let i = 0; i < count; i++) emitter.emit('event', i, 'b');
  };
};
const listener = () => {};
const target = new EventTarget();
target.addEventListener('event', (event) => { sink.value = event; });

measure({
  'emit without listeners': emit(0),
  ...sizes('emit, {N} listeners', emit),
  'on + off': (count) => {
    const emitter = emitterWith(2);
    for (let i = 0; i < count; i++) {
      emitter.on('event', listener);
      emitter.off('event', listener);
    }
  },
  'once + emit': (count) => {
    const emitter = new EventEmitter();
    for (let i = 0; i < count; i++) {
      emitter.once('event', listener);
      emitter.emit('event', i);
    }
  },
  'new EventEmitter': (count) => {
    for (let i = 0; i < count; i++) sink.value = new EventEmitter();
  },
  'EventTarget dispatchEvent': (count) => {
    for (let i = 0; i < count; i++) target.dispatchEvent(new Event('event'));
  },
});
