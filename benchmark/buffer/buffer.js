'use strict';

const { measure, sink, sizes } = require('../measure.js');

const ascii = Buffer.from('the quick brown fox '.repeat(52));
const mixed = Buffer.from('gr\u00fc\u00dfe \u65e5\u672c\u8a9e '.repeat(48));
const asciiText = ascii.toString();
const mixedText = mixed.toString();
const base64Text = ascii.toString('base64');
const hexText = ascii.toString('hex');
const pieces = Array.from({ length: 16 }, () => Buffer.alloc(1024, 'a'));
const target = Buffer.alloc(4096);

const toString = (buffer, encoding) => (count) => {
  for (let i = 0; i < count; i++) sink.value = buffer.toString(encoding);
};
const from = (text, encoding) => (count) => {
  for (let i = 0; i < count; i++) sink.value = Buffer.from(text, encoding);
};

measure({
  'toString utf8, 1 KiB ASCII': toString(ascii, 'utf8'),
  'toString utf8, 1 KiB mixed': toString(mixed, 'utf8'),
  'toString latin1, 1 KiB': toString(ascii, 'latin1'),
  'toString ascii, 1 KiB': toString(ascii, 'ascii'),
  'toString utf16le, 1 KiB': toString(ascii, 'utf16le'),
  'toString hex, 1 KiB': toString(ascii, 'hex'),
  'toString base64, 1 KiB': toString(ascii, 'base64'),
  'toString base64url, 1 KiB': toString(ascii, 'base64url'),
  'from utf8, 1 KiB ASCII': from(asciiText, 'utf8'),
  'from utf8, 1 KiB mixed': from(mixedText, 'utf8'),
  'from hex, 1 KiB': from(hexText, 'hex'),
  'from base64, 1 KiB': from(base64Text, 'base64'),
  'from utf8, 5 bytes': from('hello', 'utf8'),
  'write utf8, 1 KiB mixed': (count) => {
    for (let i = 0; i < count; i++) sink.value = target.write(mixedText);
  },
  'byteLength, 1 KiB mixed': (count) => {
    for (let i = 0; i < count; i++) sink.value = Buffer.byteLength(mixedText);
  },
  'alloc 1 KiB': (count) => {
    for (let i = 0; i < count; i++) sink.value = Buffer.alloc(1024);
  },
  'allocUnsafe 1 KiB': (count) => {
    for (let i = 0; i < count; i++) sink.value = Buffer.allocUnsafe(1024);
  },
  'concat 16 of 1 KiB': (count) => {
    for (let i = 0; i < count; i++) sink.value = Buffer.concat(pieces);
  },
  ...sizes('concat {N} of 64 bytes', (many) => {
    const list = Array.from({ length: many }, () => Buffer.alloc(64, 'x'));
    return (count) => {
      for (let i = 0; i < count; i++) sink.value = Buffer.concat(list);
    };
  }),
  'indexOf a word at the end, 1 KiB': (count) => {
    for (let i = 0; i < count; i++) sink.value = ascii.indexOf('fox!');
  },
  'readUInt32LE + writeUInt32LE': (count) => {
    for (let i = 0; i < count; i++) {
      target.writeUInt32LE(target.readUInt32LE(8) >>> 1, 8);
    }
  },
  'subarray': (count) => {
    for (let i = 0; i < count; i++) sink.value = ascii.subarray(8, 64);
  },
  'compare and equals, 1 KiB': (count) => {
    for (let i = 0; i < count; i++) {
      sink.value = pieces[0].equals(pieces[1]) && pieces[2].compare(pieces[3]);
    }
  },
});
