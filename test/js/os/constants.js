'use strict';
const assert = require('assert');
const { test } = require('../harness.js');

test("require('constants') holds those of os, fs and crypto, and is a plain object", () => {
  const constants = require('constants');
  assert.strictEqual(Object.getPrototypeOf(constants), Object.prototype);
  assert.strictEqual(constants.hasOwnProperty('O_RDONLY'), true);
  assert.strictEqual(constants.SIGINT, 2);
  assert.strictEqual(constants.RSA_PKCS1_PADDING,
                     require('crypto').constants.RSA_PKCS1_PADDING);
});
