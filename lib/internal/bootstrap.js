'use strict';
// The first file that runs, once, while the snapshot is built. It makes the
// `require` of lib/, the process object and the globals, and loads what nearly
// every program uses. What it leaves in the heap is what a process starts with.

const { compile, ids, slotSet, ...slots } = internalBinding('builtins');

const allIds = new Set(ids());
/** Modules evaluated so far, by id; this one must not run a second time. */
const loaded = new Map([
  ['internal/bootstrap', { id: 'internal/bootstrap', exports: {} }],
]);

/**
 * The `require` of lib/.
 * @param {string} id as 'fs' or 'internal/errors'
 * @returns {*} the module's exports; of a module that is being evaluated (a
 *   cycle), what it has exported so far
 */
function requireBuiltin(id) {
  const module = loaded.get(id);
  return module === undefined ? load(id) : module.exports;
}

function load(id) {
  const module = { id, exports: {} };
  loaded.set(id, module);
  try {
    const run = compile(id);
    run(module.exports, requireBuiltin, module, internalBinding);
  } catch (error) {
    loaded.delete(id);
    throw error;
  }
  return module.exports;
}

loaded.set('internal/builtins', {
  id: 'internal/builtins',
  exports: {
    allIds,
    loaded,
    requireBuiltin,
    slotSet,
    slots,
    /** Whether a program may require it. */
    isPublic: (id) => allIds.has(id) && !id.startsWith('internal/'),
  },
});

slotSet(slots.SLOT_REQUIRE_BUILTIN, requireBuiltin);

requireBuiltin('internal/process');
requireBuiltin('internal/process/task_queues').setup();
requireBuiltin('internal/process/promises').setup();
requireBuiltin('internal/process/exceptions').setup();
requireBuiltin('internal/globals').setup();
requireBuiltin('internal/main').setup();

// Loaded by nearly every program at its start: so they are in the snapshot.
for (const id of [
  'fs', 'internal/modules/cjs', 'internal/options', 'internal/process/env',
  'internal/stdio', 'path', 'tty', 'util',
]) requireBuiltin(id);
