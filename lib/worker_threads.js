'use strict';
// node:worker_threads.

const { missingFunction } = require('internal/missing');
const { MessageChannel, MessagePort, receiveMessageOnPort } =
  require('internal/messaging/port');
const { BroadcastChannel } = require('internal/messaging/broadcast_channel');
const {
  isMarkedAsUntransferable, markAsUncloneable, markAsUntransferable,
} = require('internal/messaging/cloneable');
const thread = require('internal/worker/thread');
const { SHARE_ENV, Worker } = require('internal/worker/worker');

/**
 * A value for this thread and the workers it starts from now on, which get a
 * copy of it.
 * @param {any} key
 * @param {any} [value] undefined removes it
 */
function setEnvironmentData(key, value) {
  if (value === undefined) thread.environmentData.delete(key);
  else thread.environmentData.set(key, value);
}

/** @returns {any} what setEnvironmentData has set here or in a parent */
function getEnvironmentData(key) {
  return thread.environmentData.get(key);
}

module.exports = {
  BroadcastChannel,
  MessageChannel,
  MessagePort,
  SHARE_ENV,
  Worker,
  getEnvironmentData,
  isInternalThread: false,
  isMainThread: thread.isMainThread,
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
  moveMessagePortToContext:
    missingFunction('worker_threads.moveMessagePortToContext()'),
  parentPort: thread.parentPort,
  postMessageToThread:
    missingFunction('worker_threads.postMessageToThread()'),
  receiveMessageOnPort,
  resourceLimits: thread.resourceLimits,
  setEnvironmentData,
  threadId: thread.threadId,
  threadName: thread.threadName,
  workerData: thread.workerData,
};
