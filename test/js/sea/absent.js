'use strict';
// node:sea where the program is not part of the executable.

const assert = require('assert');
const sea = require('node:sea');
const { test } = require('../harness');

const absent = { code: 'ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION' };

test('this is no single executable application', () => {
  assert.strictEqual(sea.isSea(), false);
});

test('so there are no assets', () => {
  for (const name of ['getAsset', 'getRawAsset', 'getAssetAsBlob']) {
    assert.throws(() => sea[name]('x'), absent);
    assert.throws(() => sea[name](1), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  assert.throws(() => sea.getAssetKeys(), absent);
});

test('it is only known by its prefix', () => {
  assert.ok(require('module').builtinModules.includes('node:sea'));
  assert.throws(() => require('sea'), { code: 'MODULE_NOT_FOUND' });
});
