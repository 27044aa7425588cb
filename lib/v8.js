'use strict';
// What V8 tells of itself. https://nodejs.org/api/v8.html

const { codes } = require('internal/errors');
const {
  validateFunction, validateObject, validateOneOf, validateString,
  validateUint32,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const binding = internalBinding('v8');
const {
  DefaultDeserializer, DefaultSerializer, Deserializer, Serializer,
  deserialize, serialize,
} = require('internal/v8/serdes');
const { GCProfiler, startCpuProfile } = require('internal/v8/profilers');

// --- Statistics ------------------------------------------------------------------

/** @returns {object} of the whole heap, in bytes where they are sizes */
function getHeapStatistics() {
  const n = binding.heapStatistics();
  return {
    total_heap_size: n[0],
    total_heap_size_executable: n[1],
    total_physical_size: n[2],
    total_available_size: n[3],
    used_heap_size: n[4],
    heap_size_limit: n[5],
    malloced_memory: n[6],
    peak_malloced_memory: n[7],
    does_zap_garbage: n[8],
    number_of_native_contexts: n[9],
    number_of_detached_contexts: n[10],
    total_global_handles_size: n[11],
    used_global_handles_size: n[12],
    external_memory: n[13],
  };
}

function spaceObject([name, size, used, available, physical]) {
  return {
    space_name: name,
    space_size: size,
    space_used_size: used,
    space_available_size: available,
    physical_space_size: physical,
  };
}

/** @returns {object[]} of each part of the heap */
function getHeapSpaceStatistics() {
  return binding.heapSpaces().map(spaceObject);
}

/** @returns {object} of code and what belongs to it, in bytes */
function getHeapCodeStatistics() {
  const n = binding.heapCodeStatistics();
  return {
    code_and_metadata_size: n[0],
    bytecode_and_metadata_size: n[1],
    external_script_source_size: n[2],
    cpu_profiler_metadata_size: n[3],
  };
}

function getCppHeapStatistics(type = 'detailed') {
  validateOneOf(type, 'type', ['brief', 'detailed']);
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('v8.getCppHeapStatistics()');
}

// --- Heap snapshots -----------------------------------------------------------------

const kInternals = 1;
const kNumbers = 2;

function readSnapshotOptions(options) {
  validateObject(options, 'options');
  const { exposeInternals = false, exposeNumericValues = false } = options;
  return (exposeInternals ? kInternals : 0) |
    (exposeNumericValues ? kNumbers : 0);
}

/**
 * @param {{exposeInternals?: boolean, exposeNumericValues?: boolean}} [options]
 * @returns {Readable} of JSON; the heap is as it was at the call
 */
function getHeapSnapshot(options = kEmptyObject) {
  const { Readable } = require('stream');
  const pieces = [];
  binding.heapSnapshot(readSnapshotOptions(options),
                       (piece) => { pieces.push(piece); });
  let next = 0;
  return new Readable({
    read() {
      if (next === pieces.length) {
        this.push(null);
        return;
      }
      const piece = pieces[next];
      pieces[next++] = undefined;
      this.push(piece, 'latin1');
    },
  });
}

let snapshotCount = 0;

const digits = (number, count) => String(number).padStart(count, '0');

/** "Heap.20240131.120000.1234.0.001.heapsnapshot" */
function snapshotName() {
  const { pid } = require('internal/process');
  const { threadId } = require('worker_threads');
  const now = new Date();
  const day = digits(now.getFullYear(), 4) + digits(now.getMonth() + 1, 2) +
    digits(now.getDate(), 2);
  const time = digits(now.getHours(), 2) + digits(now.getMinutes(), 2) +
    digits(now.getSeconds(), 2);
  return `Heap.${day}.${time}.${pid}.${threadId}.` +
    `${digits(++snapshotCount, 3)}.heapsnapshot`;
}

/**
 * Writes a heap snapshot into a file, at once.
 * @param {string|Buffer|URL} [filename] by default one in the current folder
 * @param {object} [options] as of getHeapSnapshot
 * @returns {string} the file's name
 */
function writeHeapSnapshot(filename, options = kEmptyObject) {
  const fs = require('fs');
  if (filename !== undefined) {
    const { getPath } = require('internal/fs/arguments');
    filename = getPath(filename);
  }
  const bits = readSnapshotOptions(options);
  filename ??= snapshotName();
  const fd = fs.openSync(filename, 'w');
  try {
    binding.heapSnapshot(bits, (piece) => {
      fs.writeSync(fd, piece, null, 'latin1');
    });
  } finally {
    fs.closeSync(fd);
  }
  return filename;
}

let isNearLimitSet = false;

/**
 * Has heap snapshots written when the heap comes near its limit.
 * @param {integer} limit how many at most; only the first call counts
 */
function setHeapSnapshotNearHeapLimit(limit) {
  validateUint32(limit, 'limit', true);
  if (isNearLimitSet) return;
  isNearLimitSet = true;
  binding.snapshotNearHeapLimit(limit);
}

/**
 * Objects in the heap that inherit from a constructor's prototype.
 * @param {Function} ctor
 * @param {{format?: 'count'|'summary'}} [options]
 * @returns {integer|string[]}
 */
function queryObjects(ctor, options = kEmptyObject) {
  const { emitExperimentalWarning } = require('internal/util');
  emitExperimentalWarning('v8.queryObjects()');
  validateFunction(ctor, 'constructor');
  if (options !== undefined) validateObject(options, 'options');
  const { format = 'count' } = options;
  validateOneOf(format, 'options.format', ['count', 'summary']);
  const objects = binding.objectsOf(ctor.prototype);
  if (format === 'count') return objects.length;
  const { inspect } = require('internal/util/inspect');
  return objects.map((object) => inspect(object, { depth: 0 }));
}

// --- Flags, strings, coverage ----------------------------------------------------------

/** @param {string} flags as on the command line; only V8's own */
function setFlagsFromString(flags) {
  validateString(flags, 'flags');
  binding.setFlags(flags);
}

/**
 * @param {string} content
 * @returns {boolean} whether V8 holds it with one byte a character
 */
function isStringOneByteRepresentation(content) {
  validateString(content, 'content');
  return binding.isOneByte(content);
}

/** Without NODE_V8_COVERAGE there is nothing to take or to stop. */
function requireNoCoverage(name) {
  const { env } = require('internal/process');
  if (env.NODE_V8_COVERAGE) {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED(`v8.${name}()`);
  }
}

function takeCoverage() {
  requireNoCoverage('takeCoverage');
}

function stopCoverage() {
  requireNoCoverage('stopCoverage');
}

// --- Snapshots of programs: there are none to be built ------------------------------------

function refuseSnapshot() {
  throw new codes.ERR_NOT_BUILDING_SNAPSHOT();
}

const startupSnapshot = {
  addDeserializeCallback: refuseSnapshot,
  addSerializeCallback: refuseSnapshot,
  setDeserializeMainFunction: refuseSnapshot,
  isBuildingSnapshot: () => false,
};

module.exports = {
  cachedDataVersionTag: binding.cachedDataVersionTag,
  getHeapSnapshot,
  getHeapStatistics,
  getHeapSpaceStatistics,
  getHeapCodeStatistics,
  getCppHeapStatistics,
  setFlagsFromString,
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  deserialize,
  takeCoverage,
  stopCoverage,
  serialize,
  writeHeapSnapshot,
  promiseHooks: require('internal/promise_hooks').promiseHooks,
  queryObjects,
  startupSnapshot,
  setHeapSnapshotNearHeapLimit,
  GCProfiler,
  isStringOneByteRepresentation,
  startCpuProfile,
};
