'use strict';
// Clusters are not there yet: every process is a primary one.

const EventEmitter = require('events');
const { codes } = require('internal/errors');

function missing(name) {
  return { [name]() {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED(`cluster.${name}()`);
  } }[name];
}

const cluster = new EventEmitter();

module.exports = Object.assign(cluster, {
  SCHED_NONE: 1,
  SCHED_RR: 2,
  disconnect: missing('disconnect'),
  fork: missing('fork'),
  isMaster: true,
  isPrimary: true,
  isWorker: false,
  schedulingPolicy: 2,
  settings: {},
  setupMaster: missing('setupMaster'),
  setupPrimary: missing('setupPrimary'),
  workers: {},
});
