'use strict';
// Stacks and places of errors in the files that code was made from.

const { toShown } = require('internal/modules/files');
const { findSourceMap, sourceText } = require('internal/source_map/files');

/** @returns {{map, entry}|undefined} where a place (from 1) comes from */
function originOf(file, line, column) {
  if (typeof file !== 'string' || !(line > 0)) return undefined;
  const map = findSourceMap(file);
  const entry = map?.findEntry(line - 1, column - 1);
  return entry?.originalSource === undefined ? undefined : { map, entry };
}

function originOfFrame(frame) {
  return originOf(frame.getFileName(), frame.getLineNumber(),
                  frame.getColumnNumber());
}

/**
 * The lines of a stack.
 * @param {CallSite[]} frames
 * @returns {string[]}
 */
function frameTexts(frames) {
  const origins = frames.map(originOfFrame);
  return frames.map((frame, i) => (origins[i] === undefined ? `${frame}` :
    frameText(frame, origins[i].entry, origins[i + 1]?.entry.name)));
}

/** @param {string} [calledName] what its caller calls it in the original */
function frameText(frame, entry, calledName) {
  const place = `${toShown(entry.originalSource)}:${entry.originalLine + 1}:` +
    `${entry.originalColumn + 1}`;
  const text = `${frame}`;
  const open = text.lastIndexOf(' (');
  const head = open === -1 ? asyncPrefix(text) : text.slice(0, open);
  const name = nameIn(head, frame.getFunctionName(), calledName);
  return name === '' ? place : `${name} (${place})`;
}

function asyncPrefix(text) {
  return text.startsWith('async ') ? 'async' : '';
}

function nameIn(head, name, calledName) {
  if (name) return head;
  if (head === '') return calledName ?? '<anonymous>';
  return head === 'async' ? `async ${calledName ?? '<anonymous>'}` : head;
}

/**
 * What is shown above a stack.
 * @param {Array} place [file, line, source line, start column, end column]
 * @returns {Array} the same of the original
 */
function mapPlace(place) {
  const [file, line, , start] = place;
  const origin = originOf(file, line, start + 1);
  if (origin === undefined) return place;
  const { map, entry } = origin;
  const text = sourceText(map, entry.originalSource);
  const sourceLine = text?.split(/\r\n|[\n\r\u2028\u2029]/)[entry.originalLine];
  if (sourceLine === undefined) return place;
  return [toShown(entry.originalSource), entry.originalLine + 1, sourceLine,
          entry.originalColumn, entry.originalColumn + 1];
}

/** util.getCallSites({sourceMap: true}), one of them. */
function mapCallSite(site) {
  const origin = originOf(site.scriptName, site.lineNumber, site.columnNumber);
  if (origin === undefined) return site;
  const { entry } = origin;
  return {
    ...site,
    functionName: site.functionName || entry.name || '',
    scriptName: toShown(entry.originalSource),
    lineNumber: entry.originalLine + 1,
    columnNumber: entry.originalColumn + 1,
    column: entry.originalColumn + 1,
  };
}

module.exports = { frameTexts, mapCallSite, mapPlace };
