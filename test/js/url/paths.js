'use strict';
const assert = require('assert');
const { fileURLToPath, pathToFileURL, urlToHttpOptions } = require('url');
const { test } = require('../harness.js');

test('a path survives being a URL', () => {
  for (const path of ['/a b', '/a%20b', '/a?b#c', '/é/€', '/a\\b', '/~x', '/a/'])
    assert.strictEqual(fileURLToPath(pathToFileURL(path)), path);
});

test('a relative path is made absolute', () => {
  assert.strictEqual(fileURLToPath(pathToFileURL('x')), `${process.cwd()}/x`);
});

test('Windows paths have drives and hosts', () => {
  const options = { windows: true };
  assert.strictEqual(pathToFileURL('C:\\a b', options).href, 'file:///C:/a%20b');
  assert.strictEqual(pathToFileURL('\\\\h\\s\\f', options).href, 'file://h/s/f');
  assert.strictEqual(fileURLToPath('file:///C:/a%20b', options), 'C:\\a b');
  assert.strictEqual(fileURLToPath('file://h/s/f', options), '\\\\h\\s\\f');
});

test('what is no local path is refused', () => {
  assert.throws(() => fileURLToPath('http://a'),
                { code: 'ERR_INVALID_URL_SCHEME' });
  assert.throws(() => fileURLToPath('file://host/a'),
                { code: 'ERR_INVALID_FILE_URL_HOST' });
  assert.throws(() => fileURLToPath('file:///a%2fb'),
                { code: 'ERR_INVALID_FILE_URL_PATH' });
});

test('a URL turns into options of a request', () => {
  const options = urlToHttpOptions(new URL('http://a%20:b@[::1]:8/p?q'));
  assert.strictEqual(options.hostname, '::1');
  assert.strictEqual(options.port, 8);
  assert.strictEqual(options.path, '/p?q');
  assert.strictEqual(options.auth, 'a :b');
});
