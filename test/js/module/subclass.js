'use strict';
// Tools make a Module of their own from the runtime's.

const assert = require('assert');
const { Module } = require('module');
const { test } = require('../harness');

test('its properties can be set on a class that inherits from it', () => {
  class Other extends Module {}
  Other.SourceMap = Other.builtinModules = 1;
  assert.strictEqual(Other.SourceMap, 1);
  assert.strictEqual(typeof Module.SourceMap, 'function');
  for (const [key, value] of Object.entries(Module)) Other[key] = value;
  assert.strictEqual(Other.SourceMap, Module.SourceMap);
});
