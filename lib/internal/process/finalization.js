'use strict';
// process.finalization: callbacks for objects that are still alive when the
// process exits, without keeping them alive.

const { validateFunction, validateObject } = require('internal/validators');

/** WeakRef to an object -> {fn, event}; filled at run time only. */
const registered = new Map();
let listening = false;

function run(event) {
  for (const [ref, entry] of registered) {
    if (entry.event !== event) continue;
    const object = ref.deref();
    registered.delete(ref);
    if (object !== undefined) entry.fn(object, event);
  }
}

function add(object, fn, event) {
  validateObject(object, 'ref', { allowFunction: true });
  validateFunction(fn, 'fn');
  if (!listening) {
    const process = require('internal/process');
    process.on('exit', () => run('exit'));
    process.on('beforeExit', () => run('beforeExit'));
    listening = true;
  }
  registered.set(new WeakRef(object), { fn, event });
}

module.exports = {
  /** @param {object} object @param {Function} fn called with (object, event) */
  register(object, fn) { add(object, fn, 'exit'); },
  /** As register, but before the loop would end. */
  registerBeforeExit(object, fn) { add(object, fn, 'beforeExit'); },
  /** @param {object} object */
  unregister(object) {
    for (const ref of registered.keys()) {
      if (ref.deref() === object) registered.delete(ref);
    }
  },
};
