'use strict';

const url = require('node:url');

const { measure, sink, sizes } = require('../measure.js');

const LONG = 'https://user:pass@sub.example.com:8080/a/b/../c/d.html' +
  '?query=string&list=1&list=2&text=%E6%97%A5%E6%9C%AC#fragment';
const SHORT = 'http://localhost:3000/';
const QUERY = 'a=1&b=two&c=three+words&d=%E6%97%A5';

const repeat = (run) => (count) => {
  for (let i = 0; i < count; i++) sink.value = run(i);
};
const parsed = new URL(LONG);
const params = new URLSearchParams(QUERY);

measure({
  'new URL, short': repeat(() => new URL(SHORT)),
  'new URL, long': repeat(() => new URL(LONG)),
  'new URL, with base': repeat(() => new URL('../x?y=1', LONG)),
  'URL.canParse': repeat(() => URL.canParse(LONG)),
  'get href, host, pathname, search': repeat(() =>
    parsed.href + parsed.host + parsed.pathname + parsed.search),
  'set pathname': repeat((i) => { parsed.pathname = i & 1 ? '/a' : '/b'; }),
  'new URLSearchParams': repeat(() => new URLSearchParams(QUERY)),
  'searchParams get': repeat(() => params.get('c')),
  'searchParams toString': repeat(() => params.toString()),
  ...sizes('new URLSearchParams of {N} pairs', (pairs) => {
    const text = Array.from({ length: pairs }, (_, i) => `key${i}=${i}`).join('&');
    return repeat(() => new URLSearchParams(text));
  }),
  'url.parse': repeat(() => url.parse(LONG)),
  'fileURLToPath + pathToFileURL': repeat(() =>
    url.fileURLToPath(url.pathToFileURL('/tmp/a b/c.js'))),
});
