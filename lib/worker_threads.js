'use strict';
// Threads are not there yet: this says what the only thread is, and refuses the
// rest.

const { codes } = require('internal/errors');

function missing(name) {
  return { [name]: class {
    constructor() {
      throw new codes.ERR_METHOD_NOT_IMPLEMENTED(`worker_threads.${name}`);
    }
  } }[name];
}

function missingFunction(name) {
  return { [name]() {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED(`worker_threads.${name}()`);
  } }[name];
}

module.exports = {
  BroadcastChannel: missing('BroadcastChannel'),
  MessageChannel: missing('MessageChannel'),
  MessagePort: missing('MessagePort'),
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  Worker: missing('Worker'),
  getEnvironmentData: missingFunction('getEnvironmentData'),
  isInternalThread: false,
  isMainThread: true,
  isMarkedAsUntransferable: missingFunction('isMarkedAsUntransferable'),
  markAsUncloneable: missingFunction('markAsUncloneable'),
  markAsUntransferable: missingFunction('markAsUntransferable'),
  moveMessagePortToContext: missingFunction('moveMessagePortToContext'),
  parentPort: null,
  postMessageToThread: missingFunction('postMessageToThread'),
  receiveMessageOnPort: missingFunction('receiveMessageOnPort'),
  resourceLimits: {},
  setEnvironmentData: missingFunction('setEnvironmentData'),
  threadId: 0,
  threadName: '',
  workerData: null,
};
