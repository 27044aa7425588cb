'use strict';
// The files of the compile cache: one for each text and kind of code, with a
// header that says what it was made from.

const path = require('path');
const { Buffer } = require('buffer');
const fs = require('fs');
const { compileFunction, functionCache } = internalBinding('script');
const { compileModule } = internalBinding('module_records');
const { cachedDataVersionTag } = internalBinding('v8');
const { crc32 } = internalBinding('zlib');
const { validateBoolean, validateString } = require('internal/validators');
const { codes } = require('internal/errors');
const { compileCacheStatus } = require('internal/modules/compile_cache');
const process = require('internal/process');
const sourceMaps = require('internal/source_map/support');

let folder;
/** The folder that the program gave: portable names are relative to it. */
let base;
let isPortable = false;
let isVerbose = false;

function say(text) {
  if (!isVerbose) return;
  internalBinding('process').writeSync(2, `[compile cache] ${text}\n`);
}

// --- Enabling -----------------------------------------------------------------------

function readOptions(options) {
  if (options === undefined || typeof options === 'string') {
    return { directory: options, portable: undefined };
  }
  if (options === null || typeof options !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', ['string', 'Object'],
                                         options);
  }
  const { directory, portable } = options;
  if (directory !== undefined) validateString(directory, 'options.directory');
  if (portable !== undefined) validateBoolean(portable, 'options.portable');
  return { directory, portable };
}

/** Another version, other flags or another user: another folder. */
function folderName() {
  const tag = cachedDataVersionTag().toString(16).padStart(8, '0');
  return `${process.version}-${process.arch}-${tag}-${process.getuid()}`;
}

/** @returns {[number, string|undefined]} the status, and folder or message */
function enable(options) {
  const { directory, portable } = readOptions(options);
  const { env } = process;
  isVerbose = /(?:^|,)COMPILE_CACHE(?:,|$)/.test(env.NODE_DEBUG_NATIVE ?? '');
  if (folder !== undefined) return [compileCacheStatus.ALREADY_ENABLED, folder];
  if (env.NODE_DISABLE_COMPILE_CACHE) {
    say('Disabled by NODE_DISABLE_COMPILE_CACHE.');
    return [compileCacheStatus.DISABLED,
            'Disabled by NODE_DISABLE_COMPILE_CACHE'];
  }
  const root = path.resolve(directory || env.NODE_COMPILE_CACHE ||
    path.join(require('os').tmpdir(), 'node-compile-cache'));
  try {
    fs.mkdirSync(path.join(root, folderName()), { recursive: true });
    base = fs.realpathSync(root);
  } catch (error) {
    return [compileCacheStatus.FAILED,
            `Cannot create cache directory: ${error.message}`];
  }
  isPortable = portable ?? env.NODE_COMPILE_CACHE_PORTABLE === '1';
  folder = path.join(base, folderName());
  require('internal/process/exit').setFlush(flush);
  return [compileCacheStatus.ENABLED, folder];
}

// --- Entries ------------------------------------------------------------------------

const kMagic = 0x6e63_6331;
const kHeaderNumbers = 5; // magic, code's length and sum, data's length and sum

/** What is cached of one text. */
class Entry {
  /** @type {Buffer|undefined} what the file holds, if it fits the text */
  data;
  /** @type {function(): Buffer|undefined} makes what is to be written */
  make;

  constructor(kind, name, text) {
    this.kind = kind;
    this.name = name;
    this.length = text.length;
    this.sum = crc32(text, 0);
    this.file = path.join(folder, fileName(kind, name));
  }

  get label() { return `${this.kind} ${this.name}`; }

  read() {
    const outcome = this.#readFile();
    say(`reading cache from ${this.file} for ${this.label}... ${outcome}`);
    return this.data;
  }

  #readFile() {
    let bytes;
    try {
      bytes = fs.readFileSync(this.file);
    } catch (error) {
      return error.code;
    }
    const header = new Uint32Array(kHeaderNumbers);
    if (bytes.length < header.byteLength) return 'too short';
    Buffer.from(header.buffer).set(bytes.subarray(0, header.byteLength));
    const [magic, length, sum, dataLength, dataSum] = header;
    if (magic !== kMagic) return 'magic number mismatch';
    if (length !== this.length) {
      return `code hash mismatch: of ${this.length} characters, not ${length}`;
    }
    if (sum !== this.sum) {
      return `code hash mismatch: expected ${this.sum}, actual ${sum}`;
    }
    const data = bytes.subarray(header.byteLength);
    if (data.length !== dataLength) return 'cache size mismatch';
    if (crc32(data, 0) !== dataSum) return 'cache hash mismatch';
    this.data = data;
    return 'success';
  }

  write() {
    if (this.data !== undefined) {
      say(`skip persisting ${this.label} because cache was the same`);
      return;
    }
    if (this.make === undefined) {
      say(`skip persisting ${this.label} because the cache was not initialized`);
      return;
    }
    const data = this.make();
    if (data === undefined || data.length === 0) return;
    say(`writing cache for ${this.label} in ${this.file}...${
      this.#writeFile(data)}`);
    this.data = data;
    this.make = undefined;
  }

  /** By way of another name: another process may read it now. */
  #writeFile(data) {
    const header = new Uint32Array([
      kMagic, this.length, this.sum, data.length, crc32(data, 0),
    ]);
    const draft = `${this.file}.${process.pid}`;
    try {
      const fd = fs.openSync(draft, 'w', 0o600);
      try {
        fs.writevSync(fd, [Buffer.from(header.buffer), data]);
      } finally {
        fs.closeSync(fd);
      }
      fs.renameSync(draft, this.file);
    } catch (error) {
      return ` failed: ${error.message}`;
    }
    return 'success';
  }
}

function fileName(kind, name) {
  const key = isPortable ? path.relative(base, name.replace(/^file:\/\//, '')) :
    name;
  return crc32(`${kind}:${key}`, 0).toString(16).padStart(8, '0');
}

/** `${kind} ${name}` -> Entry of its latest text. */
const entries = new Map();

function entryOf(kind, name, text) {
  const known = entries.get(`${kind} ${name}`);
  if (known !== undefined && known.length === text.length &&
      known.sum === crc32(text, 0)) {
    return known;
  }
  const entry = new Entry(kind, name, text);
  entry.read();
  entries.set(entry.label, entry);
  return entry;
}

/** Code was compiled: with the cache, without, or although there was one. */
function note(entry, isRejected, make) {
  const { label } = entry;
  if (entry.data === undefined) {
    say(`${label} was not initialized, initializing the in-memory entry`);
    entry.make = make;
  } else if (isRejected) {
    say(`V8 code cache for ${label} was rejected, replacing the in-memory ` +
        'entry');
    entry.data = undefined;
    entry.make = make;
  } else {
    say(`V8 code cache for ${label} was accepted, keeping the in-memory entry`);
  }
}

const parameters =
  ['exports', 'require', 'module', '__filename', '__dirname'];

/** As compileModuleFunction(), with the cache. */
function compileCommonJs(text, filename, module) {
  const entry = entryOf('CommonJS', filename, text);
  const [run, isRejected, mapUrl] = compileFunction(text, filename, 0, 0, parameters, [],
                                            entry.data);
  note(entry, isRejected, () => functionCache(run));
  if (sourceMaps.enabled) {
    require('internal/source_map/files')
      .register(filename, text, mapUrl, module);
  }
  return run;
}

/** As compileModule(), with the cache. */
function compileEsm(text, url) {
  const entry = entryOf('ESM', url, text);
  const record = compileModule(text, url, 0, 0, undefined, entry.data);
  note(entry, record.cachedDataRejected, () => record.createCachedData());
  return record;
}

/**
 * What a text becomes by other means than V8's.
 * @param {string} kind as 'StrippedTypeScript'
 * @param {string} name
 * @param {string} text
 * @param {function(): string} convert
 * @returns {string}
 */
function transpile(kind, name, text, convert) {
  const entry = entryOf(kind, name, text);
  if (entry.data !== undefined) {
    say(`retrieving transpile cache for ${entry.label}...success`);
    return entry.data.toString();
  }
  say(`no transpile cache for ${entry.label}`);
  const code = convert();
  say(`saving transpilation cache for ${entry.label}`);
  entry.make = () => Buffer.from(code);
  return code;
}

/** Writes what is not on disk. */
function flush() {
  for (const entry of entries.values()) entry.write();
}

module.exports = {
  compileCommonJs, compileEsm, directory: () => folder, enable, flush, say,
  transpile,
};
