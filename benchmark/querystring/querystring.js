'use strict';

const querystring = require('node:querystring');

const { measure, sink, sizes } = require('../measure.js');

const repeat = (run) => (count) => {
  for (let i = 0; i < count; i++) sink.value = run(i);
};
const many = (pairs) =>
  Array.from({ length: pairs }, (_, i) => `key${i}=value${i}`).join('&');
const plain = many(4);
const encoded = 'name=J%C3%BCrgen+Gro%C3%9F&text=a%20b%20c&x=%E6%97%A5&x=2';
const object = { name: 'J\u00fcrgen', list: ['a', 'b', 'c'], n: 42, t: true };

measure({
  'parse, plain': repeat(() => querystring.parse(plain)),
  'parse, encoded': repeat(() => querystring.parse(encoded)),
  ...sizes('parse, {N} pairs', (pairs) => {
    const text = many(pairs);
    return repeat(() => querystring.parse(text, '&', '=', { maxKeys: 0 }));
  }),
  'stringify': repeat(() => querystring.stringify(object)),
  'escape': repeat(() => querystring.escape('a b&c=d/\u00fc')),
  'unescape': repeat(() => querystring.unescape('a%20b%26c%3Dd%2F%C3%BC')),
});
