'use strict';
const assert = require('assert');
const path = require('path');
const { test } = require('../harness.js');

const { posix, win32 } = path;

test('the platform decides which is the default', () => {
  assert.strictEqual(path, process.platform === 'win32' ? win32 : posix);
  assert.strictEqual(require('path/posix'), posix);
  assert.strictEqual(require('path/win32'), win32);
});

test('normalize', () => {
  for (const [from, to] of [
    ['', '.'], ['/', '/'], ['.', '.'], ['./', './'], ['a//b/../c/.', 'a/c'],
    ['/../a', '/a'], ['../../a', '../../a'], ['a/..', '.'], ['a/.b/', 'a/.b/'],
  ]) {
    assert.strictEqual(posix.normalize(from), to, from);
  }
  assert.strictEqual(win32.normalize('C:/a//..\\b'), 'C:\\b');
  assert.strictEqual(win32.normalize('//server/share/a/..'),
                     '\\\\server\\share\\');
  assert.strictEqual(win32.normalize('./C:/a'), '.\\C:\\a');
});

test('join and resolve', () => {
  assert.strictEqual(posix.join('/a', '..', '..', 'b'), '/b');
  assert.strictEqual(posix.join(), '.');
  assert.strictEqual(posix.resolve('/a', 'b', '../c/'), '/a/c');
  assert.strictEqual(posix.resolve('a'), `${process.cwd()}/a`);
  assert.strictEqual(win32.resolve('c:/a', 'd:/b', 'c:x'), 'c:\\a\\x');
  assert.throws(() => posix.join(1), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('relative', () => {
  for (const [from, to, expected] of [
    ['/a/b', '/a/b', ''], ['/a/b', '/a', '..'], ['/a', '/a/b/c', 'b/c'],
    ['/a/bc', '/a/bd', '../bd'], ['/', '/a', 'a'], ['/a', '/', '..'],
  ]) {
    assert.strictEqual(posix.relative(from, to), expected);
  }
  assert.strictEqual(win32.relative('C:\\A\\b', 'c:\\a\\C'), '..\\C');
  assert.strictEqual(win32.relative('C:\\a', 'D:\\a'), 'D:\\a');
});

test('parts of a path', () => {
  assert.strictEqual(posix.dirname('/a/b/'), '/a');
  assert.strictEqual(posix.basename('/a/b.html', '.html'), 'b');
  assert.strictEqual(posix.extname('.a.b'), '.b');
  assert.strictEqual(posix.extname('.bashrc'), '');
  assert.deepStrictEqual(posix.parse('/home/x/file.txt'), {
    root: '/', dir: '/home/x', base: 'file.txt', ext: '.txt', name: 'file',
  });
  assert.strictEqual(posix.format({ dir: '/a', name: 'b', ext: 'c' }), '/a/b.c');
});
