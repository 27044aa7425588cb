'use strict';
// One algorithm, synchronous and not: it is a generator that yields what is to
// be done as [function, ...arguments], and gets the result (or the error thrown).
// A native of the fs binding gets its last argument, `how`, here.

const { kUsePromises } = internalBinding('fs');

/** Gives an error from the thread pool the stack of those who await it. */
function retrace(error) {
  Error.captureStackTrace(error, retrace);
  throw error;
}

/** For a catch around an await, which costs nothing while all goes well. */
function retraced(error) {
  Error.captureStackTrace(error, retraced);
  return error;
}

/** The promise of a native, whose errors tell where it was called. */
function traced(promise) {
  return promise.then(undefined, retrace);
}

/** Runs all steps now. */
function runSync(steps) {
  let next = steps.next();
  while (!next.done) {
    const [operation, ...args] = next.value;
    let result;
    try {
      result = operation(...args, undefined);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(result);
  }
  return next.value;
}

/** Runs each step on the thread pool. */
async function runAsync(steps) {
  let next = steps.next();
  while (!next.done) {
    const [operation, ...args] = next.value;
    let result;
    try {
      result = await operation(...args, kUsePromises);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(result);
  }
  return next.value;
}

module.exports = { retraced, runAsync, runSync, traced };
