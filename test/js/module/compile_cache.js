'use strict';
const assert = require('assert');
const { test } = require('../harness.js');
const module_ = require('module');

test('the compile cache is not there, and says so in the documented way', () => {
  const { FAILED } = module_.constants.compileCacheStatus;
  const { status, message } = module_.enableCompileCache();
  assert.strictEqual(status, FAILED);
  assert.strictEqual(message, 'The compile cache is not implemented');
  assert.strictEqual(module_.getCompileCacheDir(), undefined);
  module_.flushCompileCache();
});
