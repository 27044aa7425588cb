'use strict';
// What the rest of lib/ asks of ES modules: import(), import.meta, require() of
// one, and the program's entry.

const { kPhaseSource } = internalBinding('module_records');
const chains = require('internal/modules/hook_chains');
const files = require('internal/modules/files');
const { fromList } = require('internal/modules/esm/attributes');
const {
  jobFor, jobForDynamic, jobOf, requireJob,
} = require('internal/modules/esm/job');

/** The URL of a module or script by the name that V8 knows it by. */
function urlOfReferrer(name) {
  if (typeof name === 'string') {
    if (name.startsWith('/')) return files.toUrl(name);
    // What a promise of the program calls comes from our own code.
    if (/^(?:file:|data:|node:(?!internal\/))/.test(name)) return name;
  }
  return folderUrl();
}

/** What stands for a file where there is none: -e, standard input, REPL. */
function folderUrl() {
  return files.toUrl(`${require('internal/process').cwd()}/`);
}

/** Calls of import() that have not begun to look for their modules. */
const starting = new Set();

/**
 * Of what import() has been asked for, nothing can be required before it has
 * been loaded.
 * @throws {Error} ERR_REQUIRE_ESM_RACE_CONDITION
 */
function checkRace(url, file, parent) {
  const { kInstantiated } = internalBinding('module_records');
  const { jobs } = require('internal/modules/esm/job');
  if (jobs.get(url)?.record?.status() >= kInstantiated) return;
  for (const { specifier, parentUrl, attributes } of starting) {
    try {
      jobFor(specifier, parentUrl, attributes).link();
    } catch {
      // Who has called import() will hear of it.
    }
  }
  const job = jobs.get(url);
  if (job?.record === undefined || job.record.status() >= kInstantiated) return;
  const { codes } = require('internal/errors');
  const { runsHooks } = require('internal/worker/thread');
  throw new codes.ERR_REQUIRE_ESM_RACE_CONDITION(file, parent?.filename,
                                                 runsHooks);
}

/**
 * import() of the default loader.
 * @param {string} specifier
 * @param {string} parentUrl
 * @param {?object} [attributes]
 * @returns {Promise<object>}
 */
async function importModule(specifier, parentUrl, attributes = null) {
  if (chains.importer !== undefined) {
    return chains.importer(specifier, parentUrl, attributes);
  }
  const request = { specifier, parentUrl, attributes };
  starting.add(request);
  await undefined; // what follows import() in the program goes first
  starting.delete(request);
  try {
    return await jobForDynamic(specifier, parentUrl, attributes).run();
  } catch (error) {
    if (isNeverSettled(error)) return new Promise(() => {});
    throw error;
  }
}

/** What hooks never answer to is imported never. */
function isNeverSettled(error) {
  return chains.thread !== null &&
    require('internal/modules/hooks_thread').isNeverSettled(error);
}

/** The job of a text that is no file's: -e, standard input. */
function importText(text, url) {
  return jobOf(url, null, text, 'module');
}

/** symbol -> import()'s own function, of vm's scripts and modules. */
const importers = new WeakMap();

/**
 * @param {symbol} symbol given to what was compiled as host-defined
 * @param {function(string, symbol, object): Promise} callback gives the
 *   namespace of (specifier, symbol, attributes)
 */
function setImporter(symbol, callback) {
  importers.set(symbol, callback);
}

/** import.source(): what a module was compiled to; it does not run. */
async function importSource(specifier, parentUrl, attributes) {
  await undefined;
  const { sourceObject, url } = jobFor(specifier, parentUrl, attributes);
  if (sourceObject === undefined) throw noSource(url);
  return sourceObject;
}

function noSource(url) {
  return new SyntaxError(
    `Source phase import object is not defined for module '${url}'`);
}

/** V8 asks: import(). */
function onImport(symbol, referrer, specifier, attributeList, phase) {
  const attributes = fromList(attributeList);
  const importer = symbol === undefined ? undefined :
    importers.get(symbol) ?? require('internal/vm').importerOf(symbol);
  if (importer !== undefined) {
    if (phase === kPhaseSource) throw noSource(specifier);
    return importer(specifier, symbol, attributes ?? { __proto__: null });
  }
  const parentUrl = urlOfReferrer(referrer);
  return phase === kPhaseSource ?
    importSource(specifier, parentUrl, attributes) :
    importModule(specifier, parentUrl, attributes);
}

// --- require() --------------------------------------------------------------------

/**
 * What require() of an ES module gives.
 * @param {string} file
 * @param {string} source its text
 * @param {?Module} parent the CommonJS module that requires it
 * @returns {*}
 */
function requireModule(file, source, parent) {
  if (starting.size > 0) checkRace(files.toUrl(file), file, parent);
  const job = chains.thread === null ?
    jobOf(files.toUrl(file), null, source, 'module') :
    jobFor(files.toUrl(file), urlOfReferrer(parent?.filename), null);
  const namespace = requireJob(job, file, parent);
  if (Object.hasOwn(namespace, 'module.exports')) {
    return namespace['module.exports'];
  }
  if (!Object.hasOwn(namespace, 'default') ||
      Object.hasOwn(namespace, '__esModule')) {
    return namespace;
  }
  return transpiledLike(job);
}

/** The namespace with `__esModule: true`, as tools that compile ESM expect. */
function transpiledLike(job) {
  const { compileModule } = internalBinding('module_records');
  job.facade ??= compileModule(
    "export * from 'original'; export { default } from 'original'; " +
    'export const __esModule = true;', job.url);
  const { facade } = job;
  if (facade.status() === 0) {
    facade.link(new Array(facade.requests().length / 5).fill(job.record));
    facade.instantiate();
    facade.evaluate();
  }
  return facade.namespace();
}

module.exports = {
  folderUrl, importModule, importText, onImport, requireModule, setImporter,
  urlOfReferrer,
};
