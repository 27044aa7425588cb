'use strict';
// performance.nodeTiming: the milestones of the process.

const { PerformanceEntry, kConstruct } = require('internal/perf/entry');
const { customInspectSymbol } = require('internal/util');
const { idleTime } = require('internal/perf/event_loop');
const binding = internalBinding('performance');

const kMilestones = ['nodeStart', 'v8Start', 'environment', 'loopStart',
                     'loopExit', 'bootstrapComplete'];

// Times are milliseconds since the time origin; -1: not yet, or not known.
class PerformanceNodeTiming extends PerformanceEntry {
  constructor() {
    super(kConstruct, 'node', 'node', 0, 0);
  }

  get duration() {
    return binding.now();
  }

  get idleTime() {
    return idleTime();
  }

  toJSON() {
    const json = {
      name: 'node', entryType: 'node', startTime: 0, duration: this.duration,
    };
    for (const name of kMilestones) json[name] = this[name];
    json.idleTime = this.idleTime;
    return json;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `PerformanceNodeTiming ${inspect(this.toJSON(), options)}`;
  }
}

kMilestones.forEach((name, index) => {
  Object.defineProperty(PerformanceNodeTiming.prototype, name, {
    enumerable: true,
    configurable: true,
    get: () => binding.milestone(index),
  });
});

module.exports = {
  PerformanceNodeTiming,
  nodeTiming: new PerformanceNodeTiming(),
  isMilestone: (name) => kMilestones.includes(name),
};
