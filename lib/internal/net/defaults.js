'use strict';

const { getOptionValue } = require('internal/options');
const { validateBoolean, validateInt32 } = require('internal/validators');

/** Milliseconds; shorter attempts would give up where a host merely is far. */
const MIN_ATTEMPT_TIMEOUT = 10;

let autoSelectFamily;
let attemptTimeout;

/** The default of connect()'s option `autoSelectFamily`. */
function getDefaultAutoSelectFamily() {
  return autoSelectFamily ??=
    getOptionValue('--network-family-autoselection') ?? true;
}

/** @param {boolean} value */
function setDefaultAutoSelectFamily(value) {
  validateBoolean(value, 'value');
  autoSelectFamily = value;
}

/** The default of `autoSelectFamilyAttemptTimeout`, in milliseconds. */
function getDefaultAutoSelectFamilyAttemptTimeout() {
  return attemptTimeout ??= Math.max(MIN_ATTEMPT_TIMEOUT, getOptionValue(
    '--network-family-autoselection-attempt-timeout') ?? 250);
}

/** @param {number} value milliseconds; at least 10 are used */
function setDefaultAutoSelectFamilyAttemptTimeout(value) {
  validateInt32(value, 'value', 1);
  attemptTimeout = Math.max(value, MIN_ATTEMPT_TIMEOUT);
}

module.exports = {
  MIN_ATTEMPT_TIMEOUT,
  getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout,
};
