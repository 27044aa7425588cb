'use strict';
const assert = require('assert');
const url = require('url');
const { test } = require('../harness.js');

test('parse takes a URL apart', () => {
  const { protocol, auth, host, port, pathname, search, query, hash } =
      url.parse('HTTP://u:p@EXAMPLE.com:80/a b?x=1#h');
  assert.deepStrictEqual(
    [protocol, auth, host, port, pathname, search, query, hash],
    ['http:', 'u:p', 'example.com:80', '80', '/a%20b', '?x=1', 'x=1', '#h']);
});

test('parse makes an object of the query if asked to', () => {
  assert.deepStrictEqual({ ...url.parse('/a?x=1&x=2', true).query },
                         { x: ['1', '2'] });
});

test('slashes denote a host only if asked to', () => {
  assert.strictEqual(url.parse('//a/b').host, null);
  assert.strictEqual(url.parse('//a/b', false, true).host, 'a');
});

test('format is the inverse of parse', () => {
  for (const text of ['http://a/', 'mailto:a@b.c', 'file:///x', '/a?b#c',
                      'javascript:alert(1)', 'http://[::1]:8080/'])
    assert.strictEqual(url.format(url.parse(text)), text);
});

test('format leaves parts of a URL out', () => {
  const full = new URL('http://u:p@xn--9ca.com/?a#b');
  assert.strictEqual(
    url.format(full, { auth: false, search: false, fragment: false }),
    'http://xn--9ca.com/');
  assert.strictEqual(url.format(full, { unicode: true }),
                     'http://u:p@é.com/?a#b');
});

test('resolve follows a reference', () => {
  const cases = [
    ['/one/two/three', 'four', '/one/two/four'],
    ['http://a.com/b/c', '../d', 'http://a.com/d'],
    ['http://a.com/b', '//c.com/d', 'http://c.com/d'],
    ['http://a.com/b?c', '?d', 'http://a.com/b?d'],
    ['http://a.com/b', 'https:/x', 'https://x/'],
    ['mailto:a@b.c', '#x', 'mailto:a@b.c#x'],
  ];
  for (const [from, to, expected] of cases)
    assert.strictEqual(url.resolve(from, to), expected, `${from} + ${to}`);
});

test('a host that cannot be is refused', () => {
  assert.throws(() => url.parse('http://a\u2100b/'), { code: 'ERR_INVALID_URL' });
});
