'use strict';
// `import fs, {readFile} from 'node:fs'`: the modules of lib/ as ES modules.

const { requireBuiltin } = require('internal/builtins');
const { syntheticModule } = internalBinding('module_records');

/** Id -> {record, names, isSet}. */
const facades = new Map();

function namesOf(exports) {
  const names = Object.keys(exports);
  if (!names.includes('default')) names.push('default');
  return names;
}

function setExports({ record, names }, exports) {
  for (const name of names) {
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
  facade = { record: undefined, names, isSet: false };
  facades.set(id, facade);
  facade.record = syntheticModule(`node:${id}`, names, () => {
    facade.isSet = true;
    setExports(facade, exports);
  });
  return facade.record;
}

/** module.syncBuiltinESMExports: what a program has changed is seen anew. */
function syncAll() {
  for (const [id, facade] of facades) {
    if (facade.isSet) setExports(facade, requireBuiltin(id));
  }
}

module.exports = { record, syncAll };
