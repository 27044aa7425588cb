'use strict';

// There are no trace events yet, so none are enabled.

const { missingFunction } = require('internal/missing');

module.exports = {
  createTracing: missingFunction('trace_events.createTracing'),
  getEnabledCategories() { return undefined; },
};
