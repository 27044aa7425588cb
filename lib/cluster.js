'use strict';
// Clusters are not there yet: every process is a primary one.

const EventEmitter = require('events');
const { missingFunction } = require('internal/missing');

const cluster = new EventEmitter();

module.exports = Object.assign(cluster, {
  SCHED_NONE: 1,
  SCHED_RR: 2,
  disconnect: missingFunction('cluster.disconnect()'),
  fork: missingFunction('cluster.fork()'),
  isMaster: true,
  isPrimary: true,
  isWorker: false,
  schedulingPolicy: 2,
  settings: {},
  setupMaster: missingFunction('cluster.setupMaster()'),
  setupPrimary: missingFunction('cluster.setupPrimary()'),
  workers: {},
});
