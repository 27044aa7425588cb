'use strict';
const assert = require('assert');
const { inspect } = require('util');
const { test } = require('../harness.js');

test('a URL has its parts', () => {
  const url = new URL('https://u:p@EXAMPLE.com:8080/a/../b?q=1#h');
  assert.strictEqual(url.href, 'https://u:p@example.com:8080/b?q=1#h');
  const { protocol, username, password, host, hostname, port, pathname, search,
          hash, origin } = url;
  assert.deepStrictEqual(
    [protocol, username, password, host, hostname, port, pathname, search, hash,
     origin],
    ['https:', 'u', 'p', 'example.com:8080', 'example.com', '8080', '/b',
     '?q=1', '#h', 'https://example.com:8080']);
});

test('a reference is resolved', () => {
  assert.strictEqual(new URL('../x', 'http://a/b/c/d').href, 'http://a/b/x');
  assert.strictEqual(new URL('//é.com', 'https://a').href, 'https://xn--9ca.com/');
});

test('an invalid URL throws with what was given', () => {
  assert.throws(() => new URL('/x', 'nope'), {
    name: 'TypeError',
    code: 'ERR_INVALID_URL',
    message: 'Invalid URL',
    input: '/x',
    base: 'nope',
  });
  assert.strictEqual(URL.parse('nope'), null);
  assert.strictEqual(URL.canParse('nope'), false);
  assert.strictEqual(URL.canParse('x', 'http://a'), true);
});

test('setters keep the href right and ignore what is not allowed', () => {
  const url = new URL('http://a/b');
  url.protocol = 'https';
  url.port = '99';
  url.search = 'x=1';
  url.hash = 'é';
  url.host = '';
  assert.strictEqual(url.href, 'https://a:99/b?x=1#%C3%A9');
});

test('searchParams and search follow each other', () => {
  const url = new URL('http://a/?x=1');
  url.searchParams.append('y', 'a b');
  assert.strictEqual(url.href, 'http://a/?x=1&y=a+b');
  url.search = '?z=2';
  assert.strictEqual(url.searchParams.get('z'), '2');
  url.searchParams.delete('z');
  url.hash = 'h';
  assert.strictEqual(url.href, 'http://a/#h');
});

test('URLSearchParams reads strings, pairs and records', () => {
  const text = (init) => new URLSearchParams(init).toString();
  assert.strictEqual(text('?a=1&b=%20&c'), 'a=1&b=+&c=');
  assert.strictEqual(text([['a', 1], ['a', 2]]), 'a=1&a=2');
  assert.strictEqual(text({ a: '~\'()!', b: 'é' }),
                     'a=%7E%27%28%29%21&b=%C3%A9');
  assert.throws(() => text([['a']]), { code: 'ERR_INVALID_TUPLE' });
  assert.strictEqual(new URLSearchParams('x=%ff%41%zz').get('x'),
                     '\ufffdA%zz');
});

test('sort is stable', () => {
  const params = new URLSearchParams('b=1&a=2&b=0&a=1');
  params.sort();
  assert.strictEqual(`${params}`, 'a=2&a=1&b=1&b=0');
});

test('inspections look like objects', () => {
  assert.match(inspect(new URL('http://a/?b')), /^URL {\n {2}href: 'http:/);
  assert.strictEqual(inspect(new URLSearchParams('a=b')),
                     "URLSearchParams { 'a' => 'b' }");
});

test('a wrong receiver is refused', () => {
  const { get } = Object.getOwnPropertyDescriptor(URL.prototype, 'href');
  assert.throws(() => get.call({}), TypeError);
  assert.throws(() => URLSearchParams.prototype.get.call({}, 'a'),
                { code: 'ERR_INVALID_THIS' });
});
