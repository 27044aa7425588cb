'use strict';
// The thread that runs the hooks of module.register: answers what
// lib/internal/modules/hooks_thread.js asks, one question after the other.

const { codes } = require('internal/errors');
const { kAmbiguous, ofUrl } = require('internal/modules/esm/formats');
const chains = require('internal/modules/hook_chains');
const { validateObject, validateString } = require('internal/validators');
const process = require('internal/process');

let port;
let answers;
/** Whether the program waits for an answer. */
let isAsked = false;

/** Hooks, the oldest first: {url, call}. */
const resolvers = [];
const loaders = [];

/** @param {{port: MessagePort, answers: Int32Array}} data */
function run(data) {
  ({ port, answers } = data);
  writeAtOnce();
  port.on('message', onQuestion);
  // The program waits: nothing else in this thread can settle it any more.
  process.on('beforeExit', () => {
    if (isAsked) answer({ never: true });
  });
  process.on('exit', (exitCode) => {
    if (isAsked) answer({ exitCode });
  });
}

/** The other side is blocked, and cannot pass on what is written. */
function writeAtOnce() {
  const { Writable } = require('stream');
  const { writeSync } = require('fs');
  for (const [fd, name] of [[1, 'stdout'], [2, 'stderr']]) {
    const stream = new Writable({
      write(chunk, encoding, callback) {
        writeSync(fd, chunk);
        callback();
      },
    });
    stream._isStdio = true;
    Object.defineProperty(process, name, {
      configurable: true, enumerable: true, writable: true, value: stream,
    });
  }
}

const operations = { __proto__: null, load, register, resolve };

async function onQuestion({ type, content }) {
  isAsked = true;
  port.unref();
  try {
    answer({ result: await operations[type](content) });
  } catch (error) {
    const { writeError } = require('internal/worker/error');
    answer({ error: writeError(error) });
  }
}

function answer(message) {
  if (!isAsked) return; // it came too late
  isAsked = false;
  port.ref();
  port.postMessage(message);
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
}

/** import() in this thread: what was registered first has a say in it. */
async function importHooked(specifier, parentURL, attributes) {
  return (await jobHooked(specifier, parentURL, attributes)).run();
}

async function jobHooked(specifier, parentURL, attributes) {
  const { importConditions } = require('internal/modules/package');
  const found = await resolve({ specifier, context: {
    conditions: [...importConditions()], importAttributes: { ...attributes },
    parentURL,
  } });
  const context = {
    format: found.format,
    importAttributes: found.importAttributes ?? { ...attributes },
  };
  const loaded = await load({ url: found.url, context });
  const { jobOf } = require('internal/modules/esm/job');
  const text = typeof loaded.source === 'string' || loaded.source === undefined ?
    loaded.source : require('buffer').Buffer.from(loaded.source).toString();
  return jobOf(found.url, context.importAttributes, text, loaded.format);
}

async function register({ specifier, parentURL, data }) {
  const job = await jobHooked(specifier, parentURL, null);
  const { url } = job;
  const hooks = await job.run();
  const { initialize, globalPreload, resolve: resolver, load: loader } = hooks;
  if (globalPreload !== undefined && initialize === undefined) warnOfPreload();
  await initialize?.(data);
  if (resolver !== undefined) resolvers.push({ url, call: resolver });
  if (loader !== undefined) loaders.push({ url, call: loader });
  chains.importer = importHooked;
}

let hasWarned = false;

function warnOfPreload() {
  if (hasWarned) return;
  hasWarned = true;
  process.emitWarning(
    '`globalPreload` has been removed; use `initialize` instead.',
    'UnsupportedWarning');
}

// --- The chains -------------------------------------------------------------------

/** What programs may give to the next hook, and what it must give back. */
const kinds = {
  resolve: { next: 'nextResolve', subject: 'specifier', check: checkResolved },
  load: { next: 'nextLoad', subject: 'url', check: checkLoaded },
};

async function runChain(hooks, name, subject, context, last) {
  const kind = kinds[name];
  let url; // of the hooks that were called last
  async function call(index, givenSubject, givenContext) {
    if (index < 0) return last(givenSubject, givenContext);
    const hook = hooks[index];
    ({ url } = hook);
    let hasContinued = false;
    const next = { async [kind.next](nextSubject = givenSubject,
                                     nextContext = undefined) {
      const what = `${url} '${name}' hook's ${kind.next}()`;
      validateString(nextSubject, `${what} ${kind.subject}`);
      if (nextContext !== undefined) {
        validateObject(nextContext, `${what} context`);
      }
      if (name === 'load') checkUrl(nextSubject, what);
      hasContinued = true;
      const merged = withAssertions({
        ...givenContext, ...renamed(nextContext),
      });
      return checkObject(await call(index - 1, nextSubject, merged), what);
    } }[kind.next];
    const result = await hook.call(givenSubject, givenContext, next);
    checkObject(result, `${hook.url} '${name}' hook's ${kind.next}()`);
    if (!hasContinued && result.shortCircuit !== true) {
      throw new codes.ERR_LOADER_CHAIN_INCOMPLETE(`"${hook.url} '${name}'"`);
    }
    return result;
  }
  const result = await call(hooks.length - 1, subject, withAssertions(context));
  kind.check(result, `${url} '${name}'`);
  return result;
}

function checkUrl(url, what) {
  const { URL } = require('internal/url');
  if (!URL.canParse(url)) {
    throw new codes.ERR_INVALID_ARG_VALUE(`${what} url`, url,
                                          'should be a URL string');
  }
}

function checkObject(result, what) {
  if (result === null || typeof result !== 'object') {
    throw new codes.ERR_INVALID_RETURN_VALUE('an object', what, result);
  }
  return result;
}

let hasWarnedOfAssertions = false;

function warnOfAssertions() {
  if (hasWarnedOfAssertions) return;
  hasWarnedOfAssertions = true;
  process.emitWarning('Use `importAttributes` instead of `importAssertions`',
                      'ExperimentalWarning');
}

/** What a hook has given by the old name of importAttributes. */
function renamed(given) {
  if (given === undefined || given === null ||
      Object.getOwnPropertyDescriptor(given, 'importAssertions')?.value ===
        undefined) {
    return given;
  }
  warnOfAssertions();
  const { importAssertions: importAttributes, ...others } = given;
  return { importAttributes, ...others };
}

/** The old name of importAttributes. */
function withAssertions(context) {
  return Object.defineProperty(context, 'importAssertions', {
    configurable: true,
    enumerable: false,
    get() {
      warnOfAssertions();
      return this.importAttributes;
    },
    set(value) {
      warnOfAssertions();
      this.importAttributes = value;
    },
  });
}

function checkResolved({ url, format, importAttributes }, hook) {
  const { URL } = require('internal/url');
  if (typeof url !== 'string') {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(
      'a URL string', hook, 'url', url);
  }
  if (!URL.canParse(url)) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(
      'a URL string', hook, 'url', url);
  }
  if (format != null && typeof format !== 'string') {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(
      'a string', hook, 'format', format);
  }
  if (importAttributes != null && typeof importAttributes !== 'object') {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(
      'an object', hook, 'importAttributes', importAttributes);
  }
}

const formatsWithoutSource = new Set(['addon', 'builtin', 'commonjs',
  'commonjs-typescript']);

function checkLoaded({ format, source }, hook) {
  if (format != null && typeof format !== 'string') {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(
      'a string', hook, 'format', format);
  }
  const { isAnyArrayBuffer } = require('internal/util/types');
  if (source == null && formatsWithoutSource.has(format)) return;
  if (typeof source !== 'string' && !isAnyArrayBuffer(source) &&
      !ArrayBuffer.isView(source)) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(
      'a string, an ArrayBuffer, or a TypedArray', hook, 'source', source);
  }
}

// --- The questions ------------------------------------------------------------------

async function resolve({ specifier, context }) {
  const { url, format, importAttributes } = renamed(await runChain(
    resolvers, 'resolve', specifier, context, defaultResolve));
  return { url, format: format ?? undefined, importAttributes };
}

function defaultResolve(specifier, { conditions, parentURL }) {
  const { folderUrl } = require('internal/modules/esm/loader');
  const { resolve: find } = require('internal/modules/esm/resolve');
  const url = find(specifier, parentURL ?? folderUrl(), new Set(conditions));
  const format = ofUrl(url);
  return { __proto__: null, url, format: format === kAmbiguous ? null : format };
}

async function load({ url, context }) {
  const { format, source } = await runChain(
    loaders, 'load', url, context, defaultLoad);
  return { format, source: source ?? undefined };
}

function defaultLoad(url, { format, importAttributes }) {
  const { Buffer } = require('buffer');
  const { load: read } = require('internal/modules/esm/load');
  const { validate } = require('internal/modules/esm/attributes');
  format ??= ofUrl(url);
  validate(url, format, importAttributes ?? null);
  if (format === 'builtin') return { __proto__: null, format, source: null };
  let source = read(url, format);
  if (format === kAmbiguous) {
    const { isModuleText } = require('internal/modules/syntax');
    format = isModuleText(source, url) ? 'module' : 'commonjs';
  }
  if (format === 'commonjs') source = null;
  else if (typeof source === 'string') source = Buffer.from(source);
  return { __proto__: null, format, source };
}

module.exports = { run };
