'use strict';
// One module on its way from a URL to its namespace, and the graph below it.
// All of it is synchronous: files are read as they are found, so that only a
// top-level await makes anything wait.

const {
  kErrored, kEvaluating, kInstantiated, kPhaseSource,
} = internalBinding('module_records');
const chains = require('internal/modules/hook_chains');
const files = require('internal/modules/files');
const { fromList, validate } = require('internal/modules/esm/attributes');
const { wantRare } = require('internal/modules/esm/builtin_exports');
const { load, loadForHooks, withoutTypes } =
  require('internal/modules/esm/load');
const {
  baseFormat, hasTextModules, hookFormat, kAmbiguous, ofUrl,
} = require('internal/modules/esm/formats');
const { resolve, resolveDynamic } = require('internal/modules/esm/resolve');
const {
  keepCommonJsExports, translate,
} = require('internal/modules/esm/translate');

keepCommonJsExports();

/** URL (and type, of imports that name one) -> ModuleJob. */
const jobs = new Map();

class ModuleJob {
  url;
  format;
  source;
  record;
  /** Jobs of what it imports, in the order of its requests; null: not yet. */
  children = null;
  requests = null;
  isCommonJs = false;
  isMain = false;
  /** Whether hooks of the program have loaded it, and given its text. */
  isHooked = false;
  isCustomSource = false;
  /** Of WebAssembly: what `import source` gives, and what comes before linking. */
  sourceObject = undefined;
  beforeLink = undefined;
  /** Specifier -> job of what it imports from nowhere else, or undefined. */
  ownImports = undefined;
  /** Whether only its text told that it is an ES module. */
  isDetected = false;
  /** What resolve hooks have said that it is, 'commonjs-typescript' ... */
  toldFormat = undefined;
  /** What reading or compiling it threw, for whoever asks again. */
  error = null;

  constructor(url, format) {
    this.url = url;
    this.format = format;
  }

  /** Reads and compiles it, once. */
  prepare() {
    if (this.record !== undefined) return;
    if (this.error !== null) throw this.error.value;
    if (!this.isHooked) this.source ??= load(this.url, this.format);
    try {
      this.record = translate(this);
    } catch (error) {
      this.error = { value: error };
      throw error;
    }
    this.source = undefined;
  }

  /** Finds all modules below it, and links it to them. */
  link() {
    const queue = [this];
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      if (job.children === null) job.linkOne();
      for (let i = 0; i < job.children.length; i++) {
        const child = job.children[i];
        if (child.children === null && !job.wantsSource(i)) queue.push(child);
      }
    }
    return this;
  }

  /** Whether a request is an `import source`. */
  wantsSource(index) {
    return this.requests[index * 5 + 4] === kPhaseSource;
  }

  linkOne() {
    this.beforeLink?.();
    const requests = this.record.requests();
    const children = [];
    for (let i = 0; i < requests.length; i += 5) {
      children.push(this.child(requests[i], requests[i + 1]));
    }
    this.requests = requests;
    this.record.link(children.map((child, i) => (this.wantsSource(i) ?
      child.sourceObject ?? child.record : child.record)));
    this.children = children;
  }

  child(specifier, attributeList) {
    const own = this.ownImports?.get(specifier);
    if (own !== undefined) return own;
    const job = jobFor(specifier, this.url, fromList(attributeList));
    if (requiring > 0) checkCycle(job, specifier, this.url);
    return job;
  }

  instantiate() {
    this.link();
    if (this.record.status() >= kInstantiated) return;
    try {
      this.record.instantiate();
    } catch (error) {
      require('internal/modules/esm/details').explain(error);
      throw error;
    }
  }

  /** @returns {Promise<object>} the namespace */
  run() {
    this.instantiate();
    return this.evaluate().then(() => this.record.namespace());
  }

  /** @returns {Promise} pending while something below awaits */
  evaluate() {
    const promise = this.record.evaluate();
    const error = this.record.error();
    if (error !== undefined) explainScope(error, this);
    else if (this.record.isGraphAsync()) return this.explainLater(promise);
    return promise;
  }

  explainLater(promise) {
    return promise.catch((error) => {
      explainScope(error, this);
      throw error;
    });
  }
}

let requiring = 0;

/** A module that is being run cannot be a part of what it requires. */
function checkCycle(job, specifier, parentUrl) {
  const kind = job.isCommonJs ? 'CommonJS Module' : 'Module';
  if (!(job.isCommonJs ? isLoading(job) : job.record.status() === kEvaluating)) {
    return;
  }
  const { codes } = require('internal/errors');
  throw new codes.ERR_REQUIRE_CYCLE_MODULE(
    `Cannot import ${kind} ${specifier} in a cycle. ` +
    `(from ${files.toShown(parentUrl)})`);
}

function isLoading(job) {
  const { Module } = require('internal/modules/cjs');
  return Module._cache[files.toPath(job.url)]?.loaded === false;
}

/**
 * @param {string} url
 * @param {?object} attributes
 * @param {string} [source] its text, if it is known already
 * @param {string} [format]
 * @param {string} [toldFormat] as resolve hooks have put it
 * @returns {ModuleJob} compiled
 */
function jobOf(url, attributes, source, format, toldFormat) {
  const type = attributes?.type;
  const key = type === undefined ? url : `${url}\0${type}`;
  let job = jobs.get(key);
  if (job === undefined) {
    job = new ModuleJob(url, format ?? formatOf(url, type));
    job.source = source;
    job.toldFormat = toldFormat;
    if (source === undefined && hasLoaders()) {
      loadHooked(job, attributes);
    }
  }
  if (!job.isHooked) validate(url, job.format, attributes);
  jobs.set(key, job);
  try {
    job.prepare();
  } catch (error) {
    // A file that cannot be read may be there the next time.
    if (job.error === null) jobs.delete(key);
    throw error;
  }
  return job;
}

const hasLoaders = () => chains.loaders.length > 0 || chains.thread !== null;
const hasResolvers = () =>
  chains.resolvers.length > 0 || chains.thread !== null;

function formatOf(url, type) {
  return type === 'text' && hasTextModules() ? 'text' : ofUrl(url);
}

/** As hooks of the program say, the last of which is the usual way. */
function loadHooked(job, attributes) {
  const { importConditions } = require('internal/modules/package');
  const { loadByHooks } = require('internal/modules/hooks');
  const told = job.toldFormat ?? hookFormat(job.url, job.format);
  const { source, format } = withoutTypes(job.url, loadByHooks(job.url, {
    conditions: [...importConditions()],
    format: told === kAmbiguous ? null : told,
    importAttributes: attributes ?? { __proto__: null },
  }, defaultLoad));
  job.isHooked = true;
  job.format = format ?? kAmbiguous;
  job.source = source;
  job.isCustomSource = source !== undefined;
}

function defaultLoad(url, context) {
  if (chains.thread !== null) return chains.thread.load(url, context);
  validate(url, baseFormat(context.format) ?? ofUrl(url),
           context.importAttributes ?? null);
  const { format, source } = loadForHooks(url, context.format);
  return { format, responseURL: url, source };
}

/** @returns {ModuleJob} of what an import in a module at parentUrl names */
function jobFor(specifier, parentUrl, attributes) {
  if (hasResolvers()) {
    return hookedJobFor(specifier, parentUrl, attributes);
  }
  return jobOf(resolve(specifier, parentUrl), attributes);
}

/** As jobFor, of the program's entry: hooks are told that no module imports it. */
function jobForEntry(url) {
  if (hasResolvers()) return hookedJobFor(url, undefined, null);
  const { folderUrl } = require('internal/modules/esm/loader');
  return jobOf(resolve(url, folderUrl()), null);
}

/** As jobFor, of what import() names. */
function jobForDynamic(specifier, parentUrl, attributes) {
  const parent = jobs.get(parentUrl);
  const job = hasResolvers() ?
    hookedJobFor(specifier, parentUrl, attributes) :
    jobOf(urlOfImport(parent, specifier) ??
      resolveDynamic(specifier, parentUrl), attributes);
  // What the text of anything but an ES module mentions is not known.
  if (job.format === 'builtin' && parent?.format !== 'module') wantRare();
  return job;
}

/** The URL that a module's own import declarations have led to, if one has. */
function urlOfImport(job, specifier) {
  const { children, requests } = job ?? {};
  if (!children) return undefined;
  for (let i = 0; i < children.length; i++) {
    if (requests[i * 5] === specifier) return children[i].url;
  }
  return undefined;
}

/** As import.meta.resolve asks: the URL alone. */
function resolveUrl(specifier, parentUrl) {
  return hasResolvers() ?
    resolveHooked(specifier, parentUrl, null).url :
    resolve(specifier, parentUrl);
}

function hookedJobFor(specifier, parentUrl, attributes) {
  const found = resolveHooked(specifier, parentUrl, attributes);
  return jobOf(found.url, found.importAttributes ?? attributes, undefined,
               baseFormat(found.format), found.format ?? undefined);
}

/** @returns {{url, format, importAttributes}} */
function resolveHooked(specifier, parentUrl, attributes) {
  const { importConditions } = require('internal/modules/package');
  const { conditionsOf, resolveByHooks } = require('internal/modules/hooks');
  const conditions = [...importConditions()];
  return resolveByHooks(specifier, {
    conditions, importAttributes: attributes ?? { __proto__: null },
    parentURL: parentUrl,
  }, (given, context) => {
    if (chains.thread !== null) return chains.thread.resolve(given, context);
    const { folderUrl } = require('internal/modules/esm/loader');
    const url = resolve(`${given}`, context.parentURL ?? folderUrl(),
                        conditionsOf(context, conditions));
    const format = hookFormat(url);
    return {
      url, format: format === kAmbiguous ? null : format,
      importAttributes: context.importAttributes,
    };
  });
}

/**
 * Runs an ES module for require().
 * @param {ModuleJob} job
 * @param {string} file that is required
 * @param {?Module} parent the CommonJS module that requires it
 * @returns {object} the namespace
 * @throws {Error} ERR_REQUIRE_ASYNC_MODULE, ERR_REQUIRE_CYCLE_MODULE
 */
function requireJob(job, file, parent) {
  if (job.record.status() === kEvaluating) throw cycleError(file, parent);
  requiring++;
  try {
    job.instantiate();
  } finally {
    requiring--;
  }
  if (job.record.isGraphAsync()) {
    throw require('internal/modules/esm/details')
      .asyncError(job, file, parent);
  }
  if (job.record.status() === kErrored) throw job.record.error();
  requiring++;
  try {
    const promise = job.evaluate();
    if (job.record.status() === kErrored) {
      promise.catch(() => {}); // the exception goes to who requires
      throw job.record.error();
    }
  } finally {
    requiring--;
  }
  return job.record.namespace();
}

function cycleError(file, parent) {
  const { codes } = require('internal/errors');
  const from = parent?.filename ? ` (from ${parent.filename})` : '';
  return new codes.ERR_REQUIRE_CYCLE_MODULE(
    `Cannot require() ES Module ${file} in a cycle.${from} A cycle involving ` +
    'require(esm) is not allowed to maintain invariants mandated by the ' +
    'ECMAScript specification. Try making at least part of the dependency in ' +
    'the graph lazily loaded.');
}

function explainScope(error, job) {
  if (error instanceof ReferenceError) {
    require('internal/modules/esm/details').explainScope(error, job);
  }
}

module.exports = {
  ModuleJob, cycleError, jobFor, jobForDynamic, jobForEntry, jobOf, jobs, requireJob, resolveUrl,
};
