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
  return originOf(frame.getScriptNameOrSourceURL(), frame.getLineNumber(),
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
    frameText(frame, origins[i], origins[i + 1])));
}

function frameText(frame, { map, entry }, caller) {
  const place = `${toShown(entry.originalSource)}:${entry.originalLine + 1}:` +
    `${entry.originalColumn + 1}`;
  const name = originalName(frame, map) ?? caller?.entry.name;
  return `${name === undefined ? headOf(frame) : nameIn(frame, name)} (${place})`;
}

/** What the map says where the function starts. */
function originalName(frame, map) {
  return map.findEntry(frame.getEnclosingLineNumber() - 1,
                       frame.getEnclosingColumnNumber() - 1).name;
}

function nameIn(frame, name) {
  if (frame.isConstructor()) return `new ${name}`;
  const prefix = frame.isAsync() ? 'async ' : '';
  const type = frame.isToplevel() ? null : frame.getTypeName();
  return type === null ? prefix + name : `${prefix}${type}.${name}`;
}

/** What V8 writes before the place. */
function headOf(frame) {
  const text = `${frame}`;
  const open = text.lastIndexOf(' (');
  if (open !== -1) return text.slice(0, open);
  return frame.isAsync() ? 'async <anonymous>' : '<anonymous>';
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
