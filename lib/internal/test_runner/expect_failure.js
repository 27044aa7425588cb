'use strict';
// The option `expectFailure`: a test that fails as expected has passed.

const assert = require('assert');
const { failures, testFailure } = require('internal/test_runner/failure');

function unmet(test) {
  test.passed = false;
  test.error = testFailure('test was expected to fail but passed',
                           failures.kExpectedFailure);
}

/** Whether what was thrown is what was expected, by the rules of assert.throws. */
function mismatch(thrown, match) {
  try {
    assert.throws(() => { throw thrown; }, match);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Turns a test's result round. */
function judge(test) {
  if (test.error === null) {
    unmet(test);
    return;
  }
  if (test.isCancelled || test.error.failureType === failures.kParentFinished) {
    return;
  }
  const { match } = test.expectFailure;
  if (match !== undefined) {
    const { error } = test;
    const problem = mismatch(error.cause ?? error, match);
    if (problem !== undefined) {
      const failure = testFailure(
        'The test failed, but the error did not match the expected validation',
        failures.kTestCode);
      failure.cause = problem;
      test.error = failure;
      return;
    }
  }
  test.error = null;
  test.passed = true;
}

module.exports = { judge };
