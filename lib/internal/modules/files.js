'use strict';
// Files and their addresses, as both module loaders need them: with one system
// call a file, and no URL object where the text says it all.

const binding = internalBinding('modules');

/** Folder -> its path without symbolic links. */
const realFolders = new Map([['', '']]);

function realFolder(folder) {
  let real = realFolders.get(folder);
  if (real === undefined) {
    real = binding.realPath(folder);
    if (typeof real !== 'string') real = folder;
    else if (real === '/') real = '';
    realFolders.set(folder, real);
  }
  return real;
}

const kLink = 2;

/**
 * @param {string} file an absolute path without '.' and '..'
 * @returns {string|number} the file's path without symbolic links, or what
 *   kind() says of what is no file: 1 a folder, negative: there is none
 */
function realFile(file) {
  const kind = binding.entryKind(file);
  if (kind === 0) {
    const slash = file.lastIndexOf('/');
    return realFolder(file.slice(0, slash)) + file.slice(slash);
  }
  if (kind !== kLink) return kind;
  const followed = binding.kind(file);
  if (followed !== 0) return followed;
  const real = binding.realPath(file);
  return typeof real === 'string' ? real : file;
}

// Characters that stand for themselves in a file: URL's path.
const plainPath = /^\/[\w\-./@+,=:$!&'()*;]*$/;

/** @param {string} file absolute @returns {string} its URL */
function toUrl(file) {
  if (plainPath.test(file)) return `file://${file}`;
  return require('internal/url').pathToFileURL(file).href;
}

/**
 * @param {string} url a file: URL
 * @returns {string} the path, without query and fragment
 */
function toPath(url) {
  if (url.startsWith('file:///') && !/[%?#]/.test(url)) return url.slice(7);
  return require('internal/url').fileURLToPath(url);
}

/** What stands for a file or URL in messages: a path where there is one. */
function toShown(url) {
  if (!url?.startsWith('file:')) return url;
  try {
    return toPath(url);
  } catch {
    return url;
  }
}

/** @returns {string} the text of a file @throws {Error} as fs's */
function readText(file) {
  const text = binding.readText(file);
  if (typeof text === 'string') return text;
  const { uvException } = require('internal/errors');
  throw uvException({ errno: text, syscall: 'open', path: file });
}

module.exports = { readText, realFile, toPath, toShown, toUrl };
