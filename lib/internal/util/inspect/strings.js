'use strict';
// Quoting, escaping, and the width of strings.

// What must not stand in a quoted string as it is: quotes, control characters,
// backslashes and lone surrogates. The second form is for strings in which the
// single quote needs no escape.
/* eslint-disable no-control-regex */
const escapeTest =
  /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const escapeTestNoQuote =
  /[\x00-\x1f\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const escapeAll = new RegExp(escapeTest.source, 'g');
const escapeAllNoQuote = new RegExp(escapeTestNoQuote.source, 'g');
/* eslint-enable no-control-regex */

const namedEscapes = new Map([
  ['\b', '\\b'], ['\t', '\\t'], ['\n', '\\n'], ['\f', '\\f'], ['\r', '\\r'],
  ["'", "\\'"], ['\\', '\\\\'],
]);

function escapeOne(char) {
  const named = namedEscapes.get(char);
  if (named !== undefined) return named;
  const code = char.charCodeAt(0);
  return code < 256 ?
    `\\x${code.toString(16).toUpperCase().padStart(2, '0')}` :
    `\\u${code.toString(16)}`;
}

/** The quote that needs least escaping: ' then " then `. */
function chooseQuote(text) {
  if (!text.includes("'")) return "'";
  if (!text.includes('"')) return '"';
  if (!text.includes('`') && !text.includes('${')) return '`';
  return "'";
}

/** A string as a literal would be written. */
function quote(text) {
  const mark = chooseQuote(text);
  const keepsQuotes = mark !== "'";
  if (!(keepsQuotes ? escapeTestNoQuote : escapeTest).test(text)) {
    return `${mark}${text}${mark}`;
  }
  const pattern = keepsQuotes ? escapeAllNoQuote : escapeAll;
  return `${mark}${text.replace(pattern, escapeOne)}${mark}`;
}

/** Escapes control characters without quoting. */
function escapeControl(text) {
  return escapeTestNoQuote.test(text) ?
    text.replace(escapeAllNoQuote, escapeOne) : text;
}

// What a hyperlink's parameters and address may hold.
const oscText = "-a-zA-Z\\d\\/#&.:=?%@~_()!+\\[\\]$'*,";

// ECMA-48 escape sequences: CSI ... final byte, and OSC ... BEL or ST.
const controlSequences = new RegExp(
  '[\\u001B\\u009B][[\\]()#;?]*' +
  `(?:(?:(?:(?:;[${oscText}]+)*|[a-zA-Z\\d]+(?:;[${oscText}]*)*)?` +
  '(?:\\u0007|\\u001B\\u005C|\\u009C))' +
  '|(?:(?:\\d{1,4}(?:[;:]\\d{0,4})*)?[\\dA-PR-TZcf-nq-uy=><~]))', 'g');

/** A string without its terminal control sequences. */
function stripVTControlCharacters(text) {
  require('internal/validators').validateString(text, 'str');
  return text.includes('\u001B') || text.includes('\u009B') ?
    text.replace(controlSequences, '') : text;
}

// eslint-disable-next-line no-control-regex
const colorSequences = /\u001b\[\d\d?m/g;

/** A string without the colours that we add ourselves. */
function removeColors(text) {
  return text.replace(colorSequences, '');
}

/** Code points that take two columns (East Asian wide, emoji). */
const wideRanges = [
  0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec,
  0x23f0, 0x23f0, 0x23f3, 0x23f3, 0x25fd, 0x25fe, 0x2614, 0x2615,
  0x2630, 0x2637, 0x2648, 0x2653, 0x267f, 0x267f, 0x268a, 0x268f,
  0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab, 0x26bd, 0x26be,
  0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea,
  0x26f2, 0x26f3, 0x26f5, 0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd,
  0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274c,
  0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
  0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50,
  0x2b55, 0x2b55, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf,
  0x4dc0, 0x4dff, 0x4e00, 0x9fff, 0xa000, 0xa4cf, 0xa960, 0xa97c,
  0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6b,
  0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x16fe4, 0x17000, 0x18cff,
  0x1aff0, 0x1b2fb, 0x1d300, 0x1d376, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf,
  0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f200, 0x1f320, 0x1f32d, 0x1f335,
  0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca, 0x1f3cf, 0x1f3d3,
  0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4, 0x1f3f8, 0x1f43e, 0x1f440, 0x1f440,
  0x1f442, 0x1f4fc, 0x1f4ff, 0x1f53d, 0x1f54b, 0x1f54e, 0x1f550, 0x1f567,
  0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4, 0x1f5fb, 0x1f64f,
  0x1f680, 0x1f6c5, 0x1f6cc, 0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6d7,
  0x1f6dc, 0x1f6df, 0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7eb,
  0x1f7f0, 0x1f7f0, 0x1f90c, 0x1f93a, 0x1f93c, 0x1f945, 0x1f947, 0x1f9ff,
  0x1fa70, 0x1faff, 0x20000, 0x2fffd, 0x30000, 0x3fffd,
];

function isWide(code) {
  let low = 0;
  let high = wideRanges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < wideRanges[2 * middle]) high = middle - 1;
    else if (code > wideRanges[2 * middle + 1]) low = middle + 1;
    else return true;
  }
  return false;
}

const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]$/u;

function isZeroWidth(code, char) {
  if (code <= 0x1F || (code >= 0x7F && code <= 0x9F)) return true;
  return code >= 0x300 && code !== 0xAD && zeroWidth.test(char);
}

// eslint-disable-next-line no-control-regex
const printableAscii = /^[\x20-\x7e]*$/;

/** The columns that a string takes in a terminal. */
function getStringWidth(text, removeControlChars = true) {
  if (removeControlChars && text.includes('\u001B')) {
    text = stripVTControlCharacters(text);
  }
  if (printableAscii.test(text)) return text.length;
  let width = 0;
  for (const char of text.normalize('NFC')) {
    const code = char.codePointAt(0);
    if (isWide(code)) width += 2;
    else if (!isZeroWidth(code, char)) width++;
  }
  return width;
}

module.exports = {
  escapeControl,
  getStringWidth,
  quote,
  removeColors,
  stripVTControlCharacters,
};
