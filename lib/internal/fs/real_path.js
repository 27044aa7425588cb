'use strict';
// realpath: the path without links, '.' and '..'.

const binding = internalBinding('fs');
const {
  encodingNumber, getCallback, getOptions, getPath,
} = require('internal/fs/arguments');

const kUtf8 = 1;

function realpathSync(path, options) {
  options = getOptions(options);
  return resolve(getPath(path), options, undefined);
}

function realpath(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  options = getOptions(options);
  resolve(getPath(path), options, callback);
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
