'use strict';
// WebAssembly as ES modules: `import source` gives what a file was compiled to,
// `import` the exports of its one instance.
// https://github.com/WebAssembly/esm-integration

const { compileModule, syntheticModule } = internalBinding('module_records');
const files = require('internal/modules/files');
const { emitExperimentalWarning } = require('internal/util');

const { Global, Instance, LinkError, Module } = WebAssembly;

/** Compiled in, not imported from other modules. */
const compileOptions = {
  builtins: ['js-string'], importedStringConstants: 'wasm:js/string-constants',
};

/** What the module imports its own instance as; see ModuleJob.child. */
const kInstance = 'wasm:instance';

/** Job -> exports of its instance as they are, with their Globals. */
const rawExports = new WeakMap();

function compile({ source, url }) {
  try {
    return new Module(source, compileOptions);
  } catch (error) {
    error.message = `${files.toShown(url)}: ${error.message}`;
    throw error;
  }
}

const isReserved = (name) => /^wasm(?:-js)?:/.test(name);

/** @throws {WebAssembly.LinkError} for names that are kept for the future */
function checkNames(imports, exports, url) {
  for (const { module, name } of imports) {
    if (module.startsWith('wasm-js:')) {
      throw new LinkError(`Invalid Wasm import "${module}" in ${url}`);
    }
    if (isReserved(name)) {
      throw new LinkError(`Invalid Wasm import name "${name}" in ${url}`);
    }
  }
  for (const { name } of exports) {
    if (isReserved(name)) {
      throw new LinkError(`Invalid Wasm export name "${name}" in ${url}`);
    }
  }
}

/**
 * The record of a WebAssembly file: a text that imports what it imports, and
 * then exports what its instance does.
 * @param {ModuleJob} job
 * @returns {ModuleRecord}
 * @throws {WebAssembly.CompileError}
 */
function wasmRecord(job) {
  const module = compile(job);
  const imports = Module.imports(module), exports = Module.exports(module);
  const names = exports.map(({ name }) => name);
  job.sourceObject = module;
  job.beforeLink = () => {
    emitExperimentalWarning('Importing WebAssembly module instances');
    checkNames(imports, exports, job.url);
  };
  job.ownImports = new Map([[kInstance, {
    record: syntheticModule(job.url, names, (record) => {
      setExports(record, names, instantiate(job, module));
    }),
    children: [],
  }]]);
  return compileModule(facadeText(imports, names), job.url);
}

function facadeText(imports, names) {
  const specifiers = new Set(imports.map(({ module }) => module));
  const lines = [...specifiers, kInstance]
    .map((specifier) => `import ${JSON.stringify(specifier)};`);
  lines.push(`export * from '${kInstance}';`);
  if (names.includes('default')) {
    lines.push(`export { default } from '${kInstance}';`);
  }
  return lines.join('\n');
}

function instantiate(job, module) {
  const importObject = { __proto__: null };
  for (const [i, child] of job.children.entries()) {
    importObject[job.requests[i * 5]] =
      rawExports.get(child) ?? child.record.namespace();
  }
  const { exports } = new Instance(module, importObject);
  rawExports.set(job, exports);
  return exports;
}

function setExports(record, names, exports) {
  for (const name of names) record.setExport(name, valueOf(exports[name]));
}

/** Globals are exported by value. */
function valueOf(value) {
  if (!(value instanceof Global)) return value;
  try {
    return value.value;
  } catch {
    return undefined; // v128 has no value in JavaScript
  }
}

module.exports = { wasmRecord };
