'use strict';
// readFile, writeFile and appendFile of fs.promises and of FileHandle.

const binding = internalBinding('fs');
const { Buffer } = require('buffer');
const { encodingNumber, getFlags, getOptions, getPath } =
  require('internal/fs/arguments');
const { isFileHandle } = require('internal/fs/file_handle');
const { retraced } = require('internal/fs/steps');
const { checkAborted, readAbortable, writeAbortable } =
  require('internal/fs/whole_files_abortable');
const {
  appendDefaults, readDefaults, tooLarge, validateData, writeDefaults,
  writeOptions,
} = require('internal/fs/whole_files');

const { kBuffer, kUsePromises } = binding;
const isView = ArrayBuffer.isView;

/** @param {string|Buffer|URL|FileHandle} file */
async function readFile(file, options) {
  options = getOptions(options, readDefaults);
  const flags = getFlags(options.flag);
  const { signal } = options;
  const isHandle = isFileHandle(file);
  if (!isHandle) file = getPath(file);
  if (signal !== undefined) {
    checkAborted(signal);
    return readAbortable(file, flags, options.encoding, signal);
  }
  const encoding = encodingNumber(options.encoding, kBuffer);
  const reading = isHandle ?
    file.runNative('read', binding.readFile, flags, encoding) :
    binding.readFile(file, flags, encoding, kUsePromises);
  let result;
  try {
    result = await reading;
  } catch (error) {
    throw retraced(error);
  }
  if (typeof result === 'number') throw tooLarge(result);
  return result;
}

// --- Writing -----------------------------------------------------------------------

async function writeData(file, data, options, native) {
  const { encoding, flags, flush, mode } = native;
  if (options.signal !== undefined) {
    await writeAbortable(isFileHandle(file) ? file : getPath(file), data,
                         native, options.signal);
  } else if (isFileHandle(file)) {
    await file.runNative('write', binding.writeFile, data, encoding, flags,
                         mode, flush);
  } else {
    const writing = binding.writeFile(getPath(file), data, encoding, flags,
                                      mode, flush, kUsePromises);
    try {
      await writing;
    } catch (error) {
      throw retraced(error);
    }
  }
}

/** Writes what an iterable gives, piece by piece. */
async function writeIterable(handle, data, signal, encoding) {
  checkAborted(signal);
  for await (let piece of data) {
    checkAborted(signal);
    if (!isView(piece)) {
      validateData(piece);
      piece = Buffer.from(piece, encoding || 'utf8');
    }
    for (let done = 0; done < piece.byteLength;) {
      const { bytesWritten } =
        await handle.write(piece, done, piece.byteLength - done);
      done += bytesWritten;
    }
    checkAborted(signal);
  }
}

async function writeIterableTo(file, data, options, native) {
  if (isFileHandle(file)) {
    await writeIterable(file, data, options.signal, options.encoding);
    return;
  }
  const { open } = require('fs/promises');
  const handle = await open(file, native.flags, native.mode);
  try {
    await writeIterable(handle, data, options.signal, options.encoding);
    if (native.flush) await handle.sync();
  } finally {
    await handle.close();
  }
}

function isIterable(data) {
  return data !== null && typeof data === 'object' && !isView(data) &&
    (Symbol.asyncIterator in data || Symbol.iterator in data);
}

async function writeWhole(file, data, options, defaults) {
  const native = writeOptions(options, defaults);
  options = getOptions(options, defaults);
  if (isIterable(data)) {
    checkAborted(options.signal);
    await writeIterableTo(file, data, options, native);
    return;
  }
  validateData(data);
  checkAborted(options.signal);
  await writeData(file, data, options, native);
}

async function writeFile(file, data, options) {
  await writeWhole(file, data, options, writeDefaults);
}

async function appendFile(file, data, options) {
  await writeWhole(file, data, options, appendDefaults);
}

module.exports = { appendFile, readFile, writeFile };
