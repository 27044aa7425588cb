'use strict';
// Signals: one native handle per signal that has listeners on `process`.

const { Signal } = internalBinding('signal');
const { errnoException } = require('internal/errors');

/** Signal name -> its handle. */
const handles = new Map();

function start(name) {
  if (handles.has(name)) return;
  const process = require('internal/process');
  const number = require('os').constants.signals[name];
  const handle = new Signal();
  handle.unref();
  handle.onsignal = () => process.emit(name, name, number);
  const status = handle.start(number);
  if (status !== 0) {
    handle.close();
    throw errnoException(status, 'uv_signal_start');
  }
  handles.set(name, handle);
}

function stop(name) {
  const handle = handles.get(name);
  const process = require('internal/process');
  if (handle === undefined || process.listenerCount(name) > 0) return;
  handles.delete(name);
  handle.close();
}

module.exports = { start, stop };
