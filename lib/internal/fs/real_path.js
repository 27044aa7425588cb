'use strict';
// realpath: the path without links, '.' and '..'.

const binding = internalBinding('fs');
const {
  encodingNumber, getCallback, getOptions, getPath,
} = require('internal/fs/arguments');

const kUtf8 = 1;

/**
 * Pipes and sockets have no real path, but those of open files can be looked
 * at (/dev/stdin): their name in the folder where the links end. Undefined for
 * what is really missing.
 */
function pipePath(path, encoding) {
  if (binding.stat(path, false, false, undefined) === undefined) {
    return undefined;
  }
  const { basename, dirname, resolve } = require('path');
  let end = resolve(`${path}`);
  let next = end;
  while (binding.lstat(next, false, false, undefined) !== undefined) {
    end = next;
    next = resolve(dirname(end), binding.readlink(end, kUtf8, undefined));
  }
  const folder = binding.realpath(dirname(next), kUtf8, undefined);
  const { Buffer } = require('buffer');
  const found = `${folder}/${basename(next)}`;
  return encoding === 'buffer' ? Buffer.from(found) : found;
}

function realpathSync(path, options) {
  options = getOptions(options);
  path = getPath(path);
  try {
    return resolve(path, options, undefined);
  } catch (error) {
    const found = error.code === 'ENOENT' ?
      pipePath(path, options.encoding) : undefined;
    if (found === undefined) throw error;
    return found;
  }
}

function realpath(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  options = getOptions(options);
  path = getPath(path);
  resolve(path, options, (error, found) => {
    if (error?.code === 'ENOENT') found = pipePath(path, options.encoding);
    if (found === undefined) {
      callback(error);
    } else {
      callback(null, found);
    }
  });
}

function resolve(path, options, how) {
  return binding.realpath(path, encodingNumber(options.encoding, kUtf8), how);
}

realpathSync.native = (path, options) => {
  options = getOptions(options);
  return binding.realpath(getPath(path),
                          encodingNumber(options.encoding, kUtf8), undefined);
};

realpath.native = (path, options, callback) => {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  options = getOptions(options);
  binding.realpath(getPath(path), encodingNumber(options.encoding, kUtf8),
                   callback);
};

module.exports = { realpath, realpathSync };
