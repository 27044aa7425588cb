'use strict';

// The base of all streams, which is also the stream of Node's first versions:
// an event emitter with a `pipe()` that has push and pause, but no buffer.

const EventEmitter = require('events');

const { listenerCount } = EventEmitter.prototype;

function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

/**
 * Pipes to `dest`, pausing while it is full.
 *
 * @param {Writable} dest
 * @param {{ end?: boolean }} [options] `end: false` leaves `dest` open
 * @returns {Writable} dest
 */
Stream.prototype.pipe = function pipe(dest, options) {
  const source = this;
  let didEnd = false;

  function ondata(chunk) {
    if (dest.writable && dest.write(chunk) === false) source.pause?.();
  }
  function ondrain() {
    if (source.readable) source.resume?.();
  }
  function onend() {
    if (didEnd) return;
    didEnd = true;
    dest.end();
  }
  function onclose() {
    if (didEnd) return;
    didEnd = true;
    if (typeof dest.destroy === 'function') dest.destroy();
  }
  // The first listener for 'error', so that the error is thrown when there is
  // no other.
  function onerror(error) {
    cleanup();
    if (listenerCount.call(this, 'error') === 0) {
      this.emit('error', error);
    }
  }
  function cleanup() {
    source.removeListener('data', ondata);
    dest.removeListener('drain', ondrain);
    source.removeListener('end', onend);
    source.removeListener('close', onclose);
    source.removeListener('error', onerror);
    dest.removeListener('error', onerror);
    source.removeListener('end', cleanup);
    source.removeListener('close', cleanup);
    dest.removeListener('close', cleanup);
  }

  source.on('data', ondata);
  dest.on('drain', ondrain);
  // console's streams are never ended by a pipe.
  if (!dest._isStdio && options?.end !== false) {
    source.on('end', onend);
    source.on('close', onclose);
  }
  prependListener(source, 'error', onerror);
  prependListener(dest, 'error', onerror);
  source.on('end', cleanup);
  source.on('close', cleanup);
  dest.on('close', cleanup);
  dest.emit('pipe', source);
  return dest;
};

// `_events` of a stream has the names of its usual events from the beginning,
// so that the tables of all streams have one shape and are fast. events.js
// knows such a name by the table's prototype, and does not delete it. Nothing
// else is inherited.

class ReadableEvents {
  close = undefined;
  error = undefined;
  data = undefined;
  end = undefined;
  readable = undefined;
}

class WritableEvents {
  close = undefined;
  error = undefined;
  prefinish = undefined;
  finish = undefined;
  drain = undefined;
}

class DuplexEvents {
  close = undefined;
  error = undefined;
  prefinish = undefined;
  finish = undefined;
  drain = undefined;
  data = undefined;
  end = undefined;
  readable = undefined;
}

for (const Events of [ReadableEvents, WritableEvents, DuplexEvents]) {
  delete Events.prototype.constructor;
  Object.setPrototypeOf(Events.prototype, null);
  Object.assign(Events.prototype, new Events());
}

// The usual names are not events that somebody listens to.
Stream.prototype.eventNames = function eventNames() {
  return Reflect.ownKeys(this._events ?? {})
    .filter((name) => this._events[name] !== undefined);
};

/**
 * `emitter.prependListener`, also on emitters of old copies of `events` that
 * lack it.
 */
function prependListener(emitter, event, listener) {
  if (typeof emitter.prependListener === 'function') {
    return emitter.prependListener(event, listener);
  }
  const listeners = emitter._events?.[event];
  if (!listeners) return emitter.on(event, listener);
  emitter._events[event] = [listener].concat(listeners);
}

module.exports = {
  DuplexEvents,
  ReadableEvents,
  Stream,
  WritableEvents,
  prependListener,
};
