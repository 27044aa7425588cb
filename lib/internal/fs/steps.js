'use strict';
// One algorithm, synchronous and not: it is a generator that yields what is to
// be done as [function, ...arguments], and gets the result (or the error thrown).
// A native of the fs binding gets its last argument, `how`, here.

const { kUsePromises } = internalBinding('fs');

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

module.exports = { runAsync, runSync };
