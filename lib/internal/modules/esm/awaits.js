'use strict';
// Where a graph of modules awaits at its top level, for those who cannot wait
// (--experimental-print-required-tla). V8 tells only which modules do: so each
// `await` of a text is compiled as the only one that is left in it.

const { compileModule, markDecorated } = internalBinding('module_records');
const files = require('internal/modules/files');

/**
 * @param {Error} error gets the property topLevelAwaitLocations, and the places
 *   above its stack
 * @param {ModuleJob} job
 */
function addPlaces(error, job) {
  const places = [];
  for (const one of graphOf(job)) {
    if (one.record.hasTopLevelAwait()) places.push(...placesIn(one.url));
  }
  Object.defineProperty(error, 'topLevelAwaitLocations', {
    configurable: true, enumerable: false, writable: true, value: places,
  });
  error.stack = places.map(placeText).join('') + error.stack;
  markDecorated(error);
}

function graphOf(job) {
  const found = new Set([job]);
  for (const one of found) {
    for (const child of one.children ?? []) found.add(child);
  }
  return found;
}

function placeText({ url, line, column, sourceLine }) {
  return `${files.toShown(url)}:${line}\n\n${sourceLine}\n` +
    `${' '.repeat(column - 1)}^\n\n`;
}

function placesIn(url) {
  const text = files.readText(files.toPath(url));
  const words = [...text.matchAll(/\bfor\s+await\b|\bawait\b/g)];
  return words.filter((word) => isTopLevel(text, words, word))
    .map(({ index }) => placeAt(url, text, index));
}

/** Whether the module awaits if this is the only `await` in it. */
function isTopLevel(text, words, word) {
  let changed = text;
  for (const other of words) {
    if (other === word) continue;
    const [found] = other;
    const end = other.index + found.length;
    changed = changed.slice(0, other.index) +
      replacement(found, text.slice(end)) + changed.slice(end);
  }
  try {
    return compileModule(changed, 'awaits:').hasTopLevelAwait();
  } catch {
    return false;
  }
}

/** What stands for an `await` without waiting, and is as long. */
function replacement(found, rest) {
  if (found.startsWith('for')) return 'for'.padEnd(found.length);
  return /^\s+using\s/.test(rest) ? '     ' : 'void ';
}

function placeAt(url, text, index) {
  const start = text.lastIndexOf('\n', index) + 1;
  const end = text.indexOf('\n', index);
  return {
    __proto__: null,
    url,
    line: text.slice(0, index).split('\n').length,
    column: index - start + 1,
    sourceLine: text.slice(start, end === -1 ? undefined : end),
  };
}

module.exports = { addPlaces };
