'use strict';
// Why a test failed: ERR_TEST_FAILURE, whose `cause` is what was thrown and
// whose `failureType` says by what.

const { codes: { ERR_TEST_FAILURE } } = require('internal/errors');

const failures = {
  __proto__: null,
  kCallbackAndPromise: 'callbackAndPromisePresent',
  kCancelledByParent: 'cancelledByParent',
  kAborted: 'testAborted',
  kParentFinished: 'parentAlreadyFinished',
  kSubtestsFailed: 'subtestsFailed',
  kExpectedFailure: 'expectedFailure',
  kTestCode: 'testCodeFailure',
  kTimeout: 'testTimeoutFailure',
  kHook: 'hookFailed',
  kMultipleCallbacks: 'multipleCallbackInvocations',
  kUncaughtException: 'uncaughtException',
  kUnhandledRejection: 'unhandledRejection',
};

const cancellations = new Set([
  failures.kCancelledByParent, failures.kAborted, failures.kTimeout,
]);

/** Frames of the runner's own files say nothing about the test. */
function isForeign(frame) {
  return !(frame.getFileName() ?? '').startsWith('node:internal');
}

function withoutOwnFrames(error, trace) {
  return [`Error [${error.code}]: ${error.message}`,
          ...trace.filter(isForeign)].join('\n    at ');
}

/**
 * @param {any} cause what was thrown, or a text
 * @param {string} failureType one of `failures`
 * @returns {Error}
 */
function testFailure(cause, failureType) {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = withoutOwnFrames;
  try {
    const error = new ERR_TEST_FAILURE(cause, failureType);
    void error.stack; // made now, while the frames are ours to choose
    return error;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

/** A hook's: its own text, and as cause what the hook threw. */
function hookFailure(hook, thrown) {
  const error = testFailure(`failed running ${hook} hook`, failures.kHook);
  error.cause = isTestFailure(thrown) ? thrown.cause : thrown;
  return error;
}

function isTestFailure(value) {
  return value?.code === 'ERR_TEST_FAILURE';
}

/** What was thrown, as a failure; one of those stays what it is. */
function toFailure(thrown, failureType = failures.kTestCode) {
  return isTestFailure(thrown) ? thrown : testFailure(thrown, failureType);
}

module.exports = {
  cancellations, failures, hookFailure, isTestFailure, testFailure, toFailure,
};
