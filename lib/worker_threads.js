'use strict';
// Threads are not there yet: this says what the only thread is, and refuses the
// rest.

const { codes } = require('internal/errors');
const { MessageChannel, MessagePort, receiveMessageOnPort } =
  require('internal/messaging/port');
const { BroadcastChannel } = require('internal/messaging/broadcast_channel');
const {
  isMarkedAsUntransferable, markAsUncloneable, markAsUntransferable,
} = require('internal/messaging/cloneable');

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
  BroadcastChannel,
  MessageChannel,
  MessagePort,
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  Worker: missing('Worker'),
  getEnvironmentData: missingFunction('getEnvironmentData'),
  isInternalThread: false,
  isMainThread: true,
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
  moveMessagePortToContext: missingFunction('moveMessagePortToContext'),
  parentPort: null,
  postMessageToThread: missingFunction('postMessageToThread'),
  receiveMessageOnPort,
  resourceLimits: {},
  setEnvironmentData: missingFunction('setEnvironmentData'),
  threadId: 0,
  threadName: '',
  workerData: null,
};
