'use strict';
const assert = require('assert');
const { test } = require('../harness');

process.removeAllListeners('warning');
const { WASI } = require('wasi');

// (module
//   (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
//   (memory (export "memory") 1)
//   (func (export "_start") i32.const 42 call 0))
const bytes = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0,
  1, 8, 2, 96, 1, 127, 0, 96, 0, 0,
  2, 36, 1, 22, ...Buffer.from('wasi_snapshot_preview1'),
  9, ...Buffer.from('proc_exit'), 0, 0,
  3, 2, 1, 1,
  5, 3, 1, 0, 1,
  7, 19, 2, 6, ...Buffer.from('memory'), 2, 0,
  6, ...Buffer.from('_start'), 0, 1,
  10, 8, 1, 6, 0, 65, 42, 16, 0, 11,
]);

const instantiate = async (wasi) => {
  const { instance } =
    await WebAssembly.instantiate(bytes, wasi.getImportObject());
  return instance;
};

test('start() gives the status that the program exits with', async () => {
  const wasi = new WASI({ version: 'preview1' });
  assert.strictEqual(wasi.start(await instantiate(wasi)), 42);
});

test('an instance starts once', async () => {
  const wasi = new WASI({ version: 'preview1' });
  const instance = await instantiate(wasi);
  wasi.start(instance);
  assert.throws(() => wasi.start(instance),
                { code: 'ERR_WASI_ALREADY_STARTED' });
});

test('system calls before it are refused', () => {
  const wasi = new WASI({ version: 'preview1' });
  assert.throws(() => wasi.wasiImport.fd_close(1),
                { code: 'ERR_WASI_NOT_STARTED' });
});

test('addresses beyond the memory are an error of the call', async () => {
  const wasi = new WASI({ version: 'preview1' });
  wasi.start(await instantiate(wasi));
  const { wasiImport: calls } = wasi;
  const kInvalid = 28;
  const kOverflow = 61;
  assert.strictEqual(calls.random_get(0, 8), 0);
  assert.strictEqual(calls.random_get(65530, 8), kOverflow);
  assert.strictEqual(calls.args_sizes_get(65536, 0), kOverflow);
  assert.strictEqual(calls.fd_write(1, 65532, 100, 0), kOverflow);
  assert.strictEqual(calls.random_get('0', 8), kInvalid);
  assert.strictEqual(calls.random_get(0), kInvalid);
});

test('a folder that is not there is an error', () => {
  assert.throws(
    () => new WASI({ version: 'preview1', preopens: { '/a': '/not/there' } }),
    { code: 'UVWASI_ENOENT', message: /uvwasi_init/ });
});
