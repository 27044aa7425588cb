'use strict';
// What this thread is: worker_threads shows it. Of the main thread unless
// internal/worker/main has said otherwise.

module.exports = {
  isMainThread: true,
  threadId: 0,
  threadName: '',
  parentPort: null,
  workerData: null,
  resourceLimits: {},
  /** Whether it is the one of module.register. */
  runsHooks: false,
  /** setEnvironmentData() of this thread and its ancestors. */
  environmentData: new Map(),
};
