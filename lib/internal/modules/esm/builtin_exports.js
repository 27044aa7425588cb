'use strict';
// `import fs, {readFile} from 'node:fs'`: the modules of lib/ as ES modules.

const { requireBuiltin } = require('internal/builtins');
const { syntheticModule } = internalBinding('module_records');

/** Id -> {id, record, names, isSet}. */
const facades = new Map();

/**
 * Id -> exports for which much is loaded and that hardly any program uses, where
 * every server imports the module. They are set when a module mentions one.
 */
const rare = new Map([['http', ['CloseEvent', 'WebSocket']]]);
let isRareWanted = false;

function namesOf(exports) {
  const names = Object.keys(exports);
  if (!names.includes('default')) names.push('default');
  return names;
}

function setExports({ id, record, names }, exports) {
  const skipped = isRareWanted ? undefined : rare.get(id);
  for (const name of names) {
    if (skipped?.includes(name)) continue;
    record.setExport(name, name === 'default' ? exports :
      valueOf(exports, name));
  }
}

function valueOf(exports, name) {
  try {
    const descriptor = Object.getOwnPropertyDescriptor(exports, name);
    return descriptor?.get === undefined ? descriptor?.value :
      Reflect.apply(quiet(descriptor.get), exports, []);
  } catch {
    return undefined; // what is not there yet says so when it is read
  }
}

/** A deprecated getter inherits from the one that does not warn. */
function quiet(getter) {
  const original = Object.getPrototypeOf(getter);
  return original === Function.prototype ? getter : original;
}

/**
 * @param {string} id as 'fs'
 * @returns {ModuleRecord}
 */
function record(id) {
  let facade = facades.get(id);
  if (facade !== undefined) return facade.record;
  const exports = requireBuiltin(id);
  const names = namesOf(exports);
  facade = { id, record: undefined, names, isSet: false };
  facades.set(id, facade);
  facade.record = syntheticModule(`node:${id}`, names, () => {
    facade.isSet = true;
    setExports(facade, exports);
  });
  return facade.record;
}

/** From now on all exports have their values. */
function wantRare() {
  if (isRareWanted) return;
  isRareWanted = true;
  for (const [id, names] of rare) {
    const facade = facades.get(id);
    if (facade?.isSet) setExports({ ...facade, names }, requireBuiltin(id));
  }
}

/**
 * Tells of an ES module before it is linked: what it imports by name is in it.
 * @param {string|Uint8Array} source
 */
function noteSource(source) {
  if (isRareWanted) return;
  if (typeof source !== 'string' || mentionsRare(source)) wantRare();
}

function mentionsRare(source) {
  for (const names of rare.values()) {
    if (names.some((name) => source.includes(name))) return true;
  }
  return false;
}

/** module.syncBuiltinESMExports: what a program has changed is seen anew. */
function syncAll() {
  for (const [id, facade] of facades) {
    if (facade.isSet) setExports(facade, requireBuiltin(id));
  }
}

module.exports = { noteSource, record, syncAll, wantRare };
