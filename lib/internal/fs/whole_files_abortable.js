'use strict';
// readFile and writeFile with an AbortSignal: in pieces, each a job of its own,
// so that an abort ends them at the next piece.

const binding = internalBinding('fs');
const { Buffer } = require('buffer');
const { AbortError, codes } = require('internal/errors');
const { isFileHandle } = require('internal/fs/file_handle');
const { traced } = require('internal/fs/steps');

const { kUsePromises } = binding;
const { S_IFMT, S_IFREG } = binding.constants;
const kPiece = 512 * 1024;
const kFirstPiece = 16 * 1024;
const kMostSize = 2 ** 31 - 1;
const kModeIndex = 1;
const kSizeIndex = 8;
const kCurrentPosition = -1;

/** @throws {AbortError} */
function checkAborted(signal) {
  if (signal?.aborted) {
    throw new AbortError(undefined, { cause: signal.reason });
  }
}

/** A native that takes the descriptor first, with one or a FileHandle. */
function run(file, syscall, native, ...rest) {
  return isFileHandle(file) ? file.runNative(syscall, native, ...rest) :
    traced(native(file, ...rest, kUsePromises));
}

/** Gives use() a file that is open, and closes it if it was opened here. */
async function withOpen(file, flags, mode, use) {
  if (typeof file === 'number' || isFileHandle(file)) return use(file);
  const fd = await traced(binding.open(file, flags, mode, kUsePromises));
  try {
    return await use(fd);
  } finally {
    await binding.close(fd, kUsePromises);
  }
}

/** The size that a file tells; 0 where it tells none. */
async function sizeOf(file) {
  const numbers = await run(file, 'fstat', binding.fstat, false, true);
  if ((numbers[kModeIndex] & S_IFMT) !== S_IFREG) return 0;
  const size = numbers[kSizeIndex];
  if (size > kMostSize) throw new codes.ERR_FS_FILE_TOO_LARGE(size);
  return size;
}

async function readPieces(file, signal) {
  checkAborted(signal);
  const size = await sizeOf(file);
  const pieces = [];
  let length = 0;
  do {
    checkAborted(signal);
    const wanted = Math.min(size > 0 ? size - length : kFirstPiece, kPiece);
    const piece = Buffer.allocUnsafeSlow(wanted);
    const bytesRead = await run(file, 'read', binding.read, piece, 0, wanted,
                                kCurrentPosition);
    if (bytesRead === 0) break;
    pieces.push(bytesRead === wanted ? piece : piece.subarray(0, bytesRead));
    length += bytesRead;
  } while (size === 0 || length < size);
  checkAborted(signal);
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, length);
}

/**
 * @param {string|Uint8Array|number|FileHandle} file
 * @param {number} flags
 * @param {string} [encoding]
 * @param {AbortSignal} signal
 * @returns {Promise<string|Buffer>}
 */
async function readAbortable(file, flags, encoding, signal) {
  const bytes = await withOpen(file, flags, 0o666,
                               (open) => readPieces(open, signal));
  return encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes;
}

async function writePieces(file, bytes, signal) {
  for (let done = 0; done < bytes.byteLength;) {
    checkAborted(signal);
    const length = Math.min(bytes.byteLength - done, kPiece);
    done += await run(file, 'write', binding.write, bytes, done, length,
                      kCurrentPosition);
  }
  checkAborted(signal);
}

/**
 * @param {string|Uint8Array|number|FileHandle} file
 * @param {string|ArrayBufferView} data
 * @param {{flags: number, mode: number, flush: boolean,
 *   encodingName: string}} options as writeOptions() makes them
 * @param {AbortSignal} signal
 */
async function writeAbortable(file, data, options, signal) {
  const bytes = typeof data === 'string' ?
    Buffer.from(data, options.encodingName || 'utf8') : data;
  await withOpen(file, options.flags, options.mode, async (open) => {
    await writePieces(open, bytes, signal);
    if (options.flush) await run(open, 'fsync', binding.fsync);
  });
}

/** Ends a promise in a callback, which may throw. */
function callBack(promise, callback) {
  const { nextTick } = require('internal/process');
  promise.then((value) => nextTick(callback, null, value),
               (error) => nextTick(callback, error));
}

module.exports = { callBack, checkAborted, readAbortable, writeAbortable };
