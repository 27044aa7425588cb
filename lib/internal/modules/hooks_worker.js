'use strict';
// The thread that runs the hooks of module.register: answers what
// lib/internal/modules/hooks_thread.js asks, one question after the other.

const { codes } = require('internal/errors');
const { baseFormat, hookFormat, kAmbiguous, ofUrl } =
  require('internal/modules/esm/formats');
const chains = require('internal/modules/hook_chains');
const { validateObject, validateString } = require('internal/validators');
const process = require('internal/process');

/** The threads that ask: the one that has started this one, and its workers. */
const clients = new Set();

/** Hooks, the oldest first: {url, call}. */
const resolvers = [];
const loaders = [];

/** @param {{port: MessagePort, answers: Int32Array}} channel */
function run(channel) {
  writeAtOnce();
  preload();
  clients.add(new Client(channel));
  // The program waits: nothing else in this thread can settle it any more.
  process.on('beforeExit', () => answerAll({ never: true }));
  process.on('exit', (exitCode) => answerAll({ exitCode }));
}

/** What -r names runs here, too. */
function preload() {
  const { getOptionValue } = require('internal/options');
  require('internal/modules/cjs').preload(getOptionValue('--require'));
}

/** A promise while hooks are registered that no question waits for. */
let registering = null;

/** module.register() of this thread's own modules, which may not wait for it. */
function registerHere(content) {
  const current = Promise.resolve(registering).then(() => register(content));
  registering = current;
  current.then(() => { if (registering === current) registering = null; },
               () => {});
}

function answerAll(message) {
  for (const client of clients) client.answer(message);
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

/** A thread that asks; it waits for the answer to one question at a time. */
class Client {
  #port;
  #answers;
  /** Whether it waits for an answer. */
  isAsking = false;

  constructor({ port, answers }) {
    this.#port = port;
    this.#answers = answers;
    port.on('message', (message) => this.#onMessage(message));
    port.on('close', () => {
      this.isAsking = false;
      clients.delete(this);
    });
    keepAlive();
  }

  #onMessage({ type, content }) {
    if (type === 'join') clients.add(new Client(content));
    else this.#onQuestion(type, content);
  }

  async #onQuestion(type, content) {
    this.isAsking = true;
    keepAlive();
    try {
      // Otherwise at once: what a hook warns of comes before its answer.
      if (registering !== null) await registering;
      this.answer({ result: await operations[type](content) });
    } catch (error) {
      const { writeError } = require('internal/worker/error');
      this.answer({ error: writeError(error) });
    }
  }

  answer(message) {
    if (!this.isAsking) return; // it came too late
    this.isAsking = false;
    this.#port.postMessage(message);
    Atomics.add(this.#answers, 0, 1);
    Atomics.notify(this.#answers, 0);
    keepAlive();
  }

  ref(isRef) {
    if (isRef) this.#port.ref();
    else this.#port.unref();
  }
}

/** Questions to come keep the thread alive, but not while one has no answer. */
function keepAlive() {
  let isIdle = true;
  for (const client of clients) isIdle &&= !client.isAsking;
  for (const client of clients) client.ref(isIdle);
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
  const { withoutTypes } = require('internal/modules/esm/load');
  const { format, source } = withoutTypes(
    found.url, { format: loaded.format, source: text });
  return jobOf(found.url, context.importAttributes, source, format);
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
  const format = hookFormat(url);
  return { __proto__: null, url, format: format === kAmbiguous ? null : format };
}

async function load({ url, context }) {
  const { format, source } = await runChain(
    loaders, 'load', url, context, defaultLoad);
  return { format, source: source ?? undefined };
}

function defaultLoad(url, { format, importAttributes }) {
  const { loadForHooks } = require('internal/modules/esm/load');
  const { validate } = require('internal/modules/esm/attributes');
  validate(url, baseFormat(format) ?? ofUrl(url), importAttributes ?? null);
  const loaded = loadForHooks(url, format);
  const source = baseFormat(loaded.format) === 'commonjs' ? null :
    loaded.source;
  return { __proto__: null, format: loaded.format, source };
}

module.exports = { registerHere, run };
