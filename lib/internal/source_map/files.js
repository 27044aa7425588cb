'use strict';
// The source maps of files that were compiled while source maps were in use.

const { readText } = internalBinding('modules');
const moduleFiles = require('internal/modules/files');
const support = require('internal/source_map/support');

/** What is known of one compiled text; its map is read when it is needed. */
class Mapped {
  #name;
  #text;
  #mapUrl;
  #map;

  constructor(name, text, mapUrl) {
    this.#name = name;
    this.#text = text;
    this.#mapUrl = mapUrl;
  }

  /** @returns {SourceMap|undefined} */
  get map() {
    if (this.#text !== undefined) {
      this.#map = readMap(this.#name, this.#text, this.#mapUrl);
      this.#text = undefined;
    }
    return this.#map;
  }
}

/** Name of a script -> Mapped, or a WeakRef of one. */
const known = new Map();

const kMapped = Symbol('source map');

/** What stacks call the script, if its text says so, and where its map is. */
const nameComment = /\/\/[#@][ \t]+sourceURL=([^\s'"]+)[ \t]*$/gm;
const mapComment = /\/\/[#@][ \t]+sourceMappingURL=([^\s'"]+)[ \t]*$/gm;

/** The last of such comments counts. */
function said(text, comment) {
  let found;
  for (const [, value] of text.matchAll(comment)) found = value;
  return found;
}

/**
 * Remembers a text that is compiled.
 * @param {string} name of the script: a path or URL
 * @param {string} text
 * @param {string|undefined} mapUrl what it says of its map, if it does
 * @param {object} [owner] the map may go with it
 */
function register(name, text, mapUrl, owner) {
  if (mapUrl === undefined || isLeftOut(name)) {
    known.delete(name); // of what was there before
    return;
  }
  const mapped = new Mapped(name, text, mapUrl);
  const kept = owner === undefined ? mapped : new WeakRef(mapped);
  known.set(name, kept);
  const otherName = said(text, nameComment);
  if (otherName !== undefined) known.set(otherName, kept);
  if (owner !== undefined) {
    Object.defineProperty(owner, kMapped, {
      configurable: true, enumerable: false, value: mapped,
    });
  }
}

function isLeftOut(name) {
  return !support.nodeModules && /\/node_modules\//.test(name);
}

/**
 * Remembers a text of eval or Function, under the name that it gives itself.
 * @param {string} text
 */
function registerGenerated(text) {
  const mapUrl = said(text, mapComment);
  const shown = said(text, nameComment);
  if (mapUrl === undefined || shown === undefined || isLeftOut(shown)) return;
  const name = hasScheme.test(shown) ? shown :
    require('path').resolve(shown);
  const mapped = new Mapped(name, text, mapUrl);
  known.set(name, mapped);
  known.set(shown, mapped);
}

const hasScheme = /^[a-z][a-z\d+.-]*:/i;

function lookup(name) {
  const found = known.get(name);
  if (!(found instanceof WeakRef)) return found;
  const mapped = found.deref();
  if (mapped === undefined) known.delete(name);
  return mapped;
}

/**
 * @param {string} name a path or URL, as in stacks
 * @returns {SourceMap|undefined}
 */
function findSourceMap(name) {
  const mapped = lookup(name) ?? lookup(otherName(`${name}`));
  return mapped?.map;
}

function otherName(name) {
  if (name.startsWith('/')) return moduleFiles.toUrl(name);
  return name.startsWith('file:') ? moduleFiles.toShown(name) : name;
}

// --- Reading ----------------------------------------------------------------------

function readMap(name, text, mapUrl) {
  const base = name.startsWith('/') ? moduleFiles.toUrl(name) : name;
  const { SourceMap } = require('internal/source_map/source_map');
  try {
    const payload = readPayload(mapUrl, base);
    if (payload === undefined) return undefined;
    return new SourceMap(payload, { lineLengths: lineLengths(text) });
  } catch (error) {
    require('internal/util/debuglog').debuglog('sourcemap')?.('%o', error);
    return undefined; // a map that is broken changes nothing
  }
}

function lineLengths(text) {
  return text.replace(/\n$/, '').split(/\n|\u2028|\u2029/)
    .map((line) => line.length);
}

function readPayload(mapUrl, base) {
  if (mapUrl.startsWith('data:')) return withUrls(readData(mapUrl), base);
  const { URL } = require('internal/url');
  const url = URL.parse(mapUrl, base);
  if (url?.protocol !== 'file:') return undefined;
  const text = readText(moduleFiles.toPath(url.href));
  return typeof text === 'string' ? withUrls(JSON.parse(text), url.href) :
    undefined;
}

function readData(url) {
  const comma = url.indexOf(',');
  const head = url.slice(5, comma), body = url.slice(comma + 1);
  const { Buffer } = require('buffer');
  const text = head.endsWith(';base64') ?
    Buffer.from(body, 'base64').toString() : decodeURIComponent(body);
  return JSON.parse(text);
}

/** Sources are relative to the map. */
function withUrls(payload, base) {
  const { URL } = require('internal/url');
  const root = payload.sourceRoot ? `${payload.sourceRoot}`.replace(/\/?$/, '/') :
    '';
  payload.sources = payload.sources?.map((source) =>
    URL.parse(root + source, base)?.href ?? source);
  for (const { map } of payload.sections ?? []) withUrls(map, base);
  return payload;
}

/**
 * The text of an original file.
 * @param {SourceMap} map
 * @param {string} source
 * @returns {string|undefined}
 */
function sourceText(map, source) {
  const { payload } = map;
  const index = payload.sources?.indexOf(source) ?? -1;
  const content = payload.sourcesContent?.[index];
  if (typeof content === 'string') return content;
  if (!source.startsWith('file:')) return undefined;
  const text = readText(moduleFiles.toShown(source));
  return typeof text === 'string' ? text : undefined;
}

module.exports = { findSourceMap, register, registerGenerated, sourceText };
