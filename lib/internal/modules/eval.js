'use strict';
// -e, -p and standard input: text that is a program.

const path = require('path');
const { Script } = internalBinding('script');
const { requireBuiltin } = require('internal/builtins');
const { codes } = require('internal/errors');
const { Module, makeRequire } = require('internal/modules/cjs');

const commonJsGlobals =
  ['exports', 'module', 'require', '__filename', '__dirname'];

/** -e and standard input: a script has `require` and `module` as globals. */
function defineGlobals(name) {
  const { cwd } = require('internal/process');
  const module = new Module(name, undefined);
  module.filename = path.join(cwd(), name);
  module.paths = Module._nodeModulePaths(cwd());
  const globals = {
    exports: module.exports, module, require: makeRequire(module),
    __filename: name, __dirname: '.',
  };
  for (const key of commonJsGlobals) {
    Object.defineProperty(globalThis, key, {
      configurable: true, enumerable: false, writable: true,
      value: globals[key],
    });
  }
  defineBuiltinGlobals();
}

/**
 * Runs a text as --input-type says, or as what it turns out to be.
 * @param {string} source
 * @param {string} name as '[eval]'
 * @param {boolean} print
 */
function run(source, name, print) {
  const type = require('internal/options').getOptionValue('--input-type');
  if (type.endsWith('-typescript')) {
    const { stripText } = require('internal/modules/typescript');
    runAs(type.slice(0, -'-typescript'.length), stripText(source, name), name,
          print);
  } else {
    runAs(type, source, name, print);
  }
}

/** @param {string} type 'module', 'commonjs', '' for whatever it is */
function runAs(type, source, name, print) {
  if (type === 'module') {
    runModule(source, name, print);
    return;
  }
  let script;
  // Only what compiling throws: what the program throws keeps its place.
  try {
    script = new Script(source, name);
  } catch (error) {
    if (type === 'commonjs') throw error;
    runOther(error, source, name, print);
    return;
  }
  defineGlobals(name);
  const result = script.run();
  if (print) require('internal/console').globalConsole.log(result);
}

/** What does not compile as a script: TypeScript, or an ES module. */
function runOther(error, source, name, print) {
  const stripped = require('internal/modules/typescript')
    .stripFailed(error, source, name);
  if (stripped !== undefined) {
    runStripped(stripped, name, print);
  } else if (isModule(error, source)) {
    runModule(source, name, print, true);
  } else {
    throw error;
  }
}

/** What was TypeScript: it compiles, as one or the other. */
function runStripped(source, name, print) {
  const { isModuleText } = require('internal/modules/syntax');
  runAs(isModuleText(source, name) ? 'module' : 'commonjs', source, name, print);
}

function isModule(error, source) {
  return error instanceof SyntaxError &&
    require('internal/modules/syntax').isModuleError(error, source);
}

function runModule(source, name, print, isDetected = false) {
  if (print) throw new codes.ERR_EVAL_ESM_CANNOT_PRINT();
  const { folderUrl, importText } = require('internal/modules/esm/loader');
  const { runJob } = require('internal/modules/esm/entry');
  const url = `${folderUrl()}${name.replace(']', '1]')}`;
  const job = importText(source, url);
  job.isDetected = isDetected;
  runJob(job);
}

/** `fs`, `path` ... are there by their names in -e. */
function defineBuiltinGlobals() {
  for (const id of Module.builtinModules) {
    if (/[/:]/.test(id) || id.startsWith('_') || id in globalThis) continue;
    Object.defineProperty(globalThis, id, {
      configurable: true,
      enumerable: false,
      get() {
        const value = requireBuiltin(id);
        define(value);
        return value;
      },
      set: define,
    });
    function define(value) {
      Object.defineProperty(globalThis, id, {
        configurable: true, enumerable: false, writable: true, value,
      });
    }
  }
}

module.exports = { run };
