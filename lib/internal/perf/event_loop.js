'use strict';
// How busy the event loop is.

const binding = internalBinding('performance');

// The loop measures its waiting only after somebody has asked.
let since;

function start() {
  if (since !== undefined) return;
  since = binding.now();
  binding.enableIdleTime();
}

/** Milliseconds the loop has waited since it was first asked. */
function idleTime() {
  if (since === undefined) {
    start();
    return 0;
  }
  return binding.idleTime();
}

function ratio(idle, active) {
  const sum = idle + active;
  return { idle, active, utilization: sum === 0 ? 0 : active / sum };
}

/**
 * How long the loop was idle and active: since the first call, since an earlier
 * result, or between two results.
 * @param {object} [later] A result.
 * @param {object} [earlier] A result from before `later`.
 * @returns {{idle: number, active: number, utilization: number}}
 */
function eventLoopUtilization(later, earlier) {
  if (earlier !== undefined) {
    return ratio(later.idle - earlier.idle, later.active - earlier.active);
  }
  const { loopStart } = require('internal/perf/node_timing').nodeTiming;
  const idle = idleTime();
  if (loopStart < 0) return { idle: 0, active: 0, utilization: 0 };
  const active = binding.now() - Math.max(loopStart, since) - idle;
  if (later === undefined) return ratio(idle, active);
  return ratio(idle - later.idle, active - later.active);
}

module.exports = { eventLoopUtilization, idleTime };
