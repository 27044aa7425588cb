'use strict';
// Punycode, RFC 3492, with the interface of the punycode.js package, version
// 2.1.0. Deprecated for programs: use url.domainToASCII().

const { isInsideNodeModules } = require('internal/util');

// This module is not part of the snapshot: here it is loaded by a program.
if (!isInsideNodeModules()) {
  const process = require('internal/process');
  process.emitWarning(
    'The `punycode` module is deprecated. Please use a userland alternative ' +
    'instead.', 'DeprecationWarning', 'DEP0040');
}

// RFC 3492, section 5: the parameters of Punycode.
const kBase = 36;
const kTMin = 1;
const kTMax = 26;
const kSkew = 38;
const kDamp = 700;
const kInitialBias = 72;
const kInitialN = 0x80;
const kMaxInt = 0x7fffffff;

const messages = {
  'overflow': 'Overflow: input needs wider integers to process',
  'not-basic': 'Illegal input >= 0x80 (not a basic code point)',
  'invalid-input': 'Invalid input',
};

function fail(type) {
  throw new RangeError(messages[type]);
}

/** The code points of a string; lone surrogates stand for themselves. */
function ucs2decode(string) {
  return Array.from(string, (character) => character.codePointAt(0));
}

/** The string of an array of code points. */
function ucs2encode(codePoints) {
  return codePoints.map((point) => String.fromCodePoint(point)).join('');
}

// The value of a digit's character; kBase: it is none.
function digitOf(unit) {
  if (unit >= 0x30 && unit < 0x3a) return 26 + (unit - 0x30);
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x61 : kBase;
}

function characterOf(digit) {
  return String.fromCharCode(digit < 26 ? digit + 0x61 : digit - 26 + 0x30);
}

// RFC 3492, section 6.1.
function adapt(delta, count, isFirst) {
  delta = isFirst ? Math.floor(delta / kDamp) : delta >> 1;
  delta += Math.floor(delta / count);
  let k = 0;
  while (delta > ((kBase - kTMin) * kTMax) >> 1) {
    delta = Math.floor(delta / (kBase - kTMin));
    k += kBase;
  }
  return k + Math.floor((kBase - kTMin + 1) * delta / (delta + kSkew));
}

function threshold(k, bias) {
  return Math.min(Math.max(k - bias, kTMin), kTMax);
}

// The basic code points before the last delimiter.
function decodeBasic(input, length) {
  const output = [];
  for (let i = 0; i < length; i++) {
    if (input.charCodeAt(i) >= 0x80) fail('not-basic');
    output.push(input.charCodeAt(i));
  }
  return output;
}

/** Decodes a label without its "xn--". RFC 3492, section 6.2. */
function decode(input) {
  const delimiter = Math.max(input.lastIndexOf('-'), 0);
  const output = decodeBasic(input, delimiter);
  let n = kInitialN;
  let i = 0;
  let bias = kInitialBias;
  let index = delimiter > 0 ? delimiter + 1 : 0;
  while (index < input.length) {
    const before = i;
    let weight = 1;
    for (let k = kBase; ; k += kBase) {
      if (index >= input.length) fail('invalid-input');
      const digit = digitOf(input.charCodeAt(index++));
      if (digit >= kBase) fail('invalid-input');
      if (digit > Math.floor((kMaxInt - i) / weight)) fail('overflow');
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(kMaxInt / (kBase - t))) fail('overflow');
      weight *= kBase - t;
    }
    const count = output.length + 1;
    bias = adapt(i - before, count, before === 0);
    if (Math.floor(i / count) > kMaxInt - n) fail('overflow');
    n += Math.floor(i / count);
    i %= count;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

// A number in the variable-length digits of section 3.3.
function encodeNumber(number, bias) {
  let text = '';
  for (let k = kBase; ; k += kBase) {
    const t = threshold(k, bias);
    if (number < t) return text + characterOf(number);
    const base = kBase - t;
    text += characterOf(t + (number - t) % base);
    number = Math.floor((number - t) / base);
  }
}

function smallestFrom(points, least) {
  let smallest = kMaxInt;
  for (const point of points)
    if (point >= least && point < smallest) smallest = point;
  return smallest;
}

/** Encodes a label, without its "xn--". RFC 3492, section 6.3. */
function encode(input) {
  const points = ucs2decode(input);
  let output = points.filter((point) => point < 0x80)
    .map((point) => String.fromCharCode(point)).join('');
  const basicLength = output.length;
  let handled = basicLength;
  if (basicLength > 0) output += '-';
  let n = kInitialN;
  let delta = 0;
  let bias = kInitialBias;
  while (handled < points.length) {
    const next = smallestFrom(points, n);
    if (next - n > Math.floor((kMaxInt - delta) / (handled + 1)))
      fail('overflow');
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n && ++delta > kMaxInt) fail('overflow');
      if (point !== n) continue;
      output += encodeNumber(delta, bias);
      bias = adapt(delta, handled + 1, handled === basicLength);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

// Applies a function to each label of a domain or of an address.
function mapLabels(domain, callback) {
  const at = domain.indexOf('@');
  const user = at >= 0 ? domain.slice(0, at + 1) : '';
  let rest = at >= 0 ? domain.slice(at + 1) : domain;
  // Only the first "@" separates; what follows a second is dropped, as ever.
  if (at >= 0 && rest.includes('@')) rest = rest.slice(0, rest.indexOf('@'));
  // RFC 3490: other full stops count as one.
  const labels = rest.replace(/[\u3002\uff0e\uff61]/g, '.').split('.');
  return user + labels.map(callback).join('.');
}

/** Decodes the labels of a domain that are Punycode. */
function toUnicode(input) {
  return mapLabels(input, (label) => (/^xn--/.test(label) ?
    decode(label.slice(4).toLowerCase()) : label));
}

/** Encodes the labels of a domain that are not ASCII. */
function toASCII(input) {
  return mapLabels(input, (label) => (/[^\0-\x7f]/.test(label) ?
    `xn--${encode(label)}` : label));
}

module.exports = {
  version: '2.1.0',
  ucs2: {
    decode: ucs2decode,
    encode: ucs2encode,
  },
  decode,
  encode,
  toASCII,
  toUnicode,
};
