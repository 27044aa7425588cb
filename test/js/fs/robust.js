'use strict';
// What goes wrong with files: aborts, sizes that lie, full disks, leaks.

const assert = require('node:assert');
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('../harness.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-robust-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const at = (name) => path.join(folder, name);
const descriptors = () => fs.readdirSync('/proc/self/fd').length;

/** Runs what is given, and checks that as many descriptors are open as before. */
async function withoutLeaks(run) {
  const before = descriptors();
  await run();
  assert.strictEqual(descriptors(), before);
}

test('an abort ends a promised readFile and closes its file', async () => {
  fs.writeFileSync(at('large'), Buffer.alloc(16 << 20));
  await withoutLeaks(async () => {
    const controller = new AbortController();
    const reading = fs.promises.readFile(at('large'),
                                         { signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await assert.rejects(reading, (error) => error.name === 'AbortError' &&
      error.cause.message === 'enough');
  });
});

test('an abort ends writeFile before all is written', async () => {
  await withoutLeaks(async () => {
    const controller = new AbortController();
    const { promise, resolve } = Promise.withResolvers();
    fs.writeFile(at('cut'), Buffer.alloc(64 << 20),
                 { signal: controller.signal }, resolve);
    setImmediate(() => controller.abort());
    assert.strictEqual((await promise).name, 'AbortError');
    assert.ok(fs.statSync(at('cut')).size < 64 << 20);
  });
});

test('with a signal that stays silent all is read and written', async () => {
  const { signal } = new AbortController();
  const text = 'h\u00e9llo \u{1f600}'.repeat(100000);
  await fs.promises.writeFile(at('silent'), text, { signal, flush: true });
  assert.strictEqual(
    await fs.promises.readFile(at('silent'), { signal, encoding: 'utf8' }),
    text);
});

test('errors leave no descriptor open', async () => {
  await withoutLeaks(async () => {
    for (let i = 0; i < 20; i++) {
      assert.throws(() => fs.readFileSync(folder), { code: 'EISDIR' });
      assert.throws(() => fs.readdirSync(at('missing')), { code: 'ENOENT' });
      assert.throws(() => fs.readdirSync(__filename), { code: 'ENOTDIR' });
      assert.throws(() => fs.truncateSync(folder), { code: 'EISDIR' });
      await assert.rejects(fs.promises.readFile(folder), { code: 'EISDIR' });
      await assert.rejects(fs.promises.truncate(at('missing')),
                           { code: 'ENOENT' });
    }
    const stream = fs.createReadStream(folder).resume();
    const [error] = await once(stream, 'error');
    assert.strictEqual(error.code, 'EISDIR');
    if (!stream.closed) await once(stream, 'close');
  });
});

test('files of /proc are read although their size is 0', async () => {
  assert.strictEqual(fs.statSync('/proc/self/status').size, 0);
  assert.match(fs.readFileSync('/proc/self/status', 'utf8'), /^Name:/);
  const { signal } = new AbortController();
  assert.match(await fs.promises.readFile('/proc/self/status',
                                          { encoding: 'utf8', signal }),
               /^Name:/);
});

test('a FIFO is read to its end', async () => {
  execFileSync('mkfifo', [at('fifo')]);
  const writer = spawn('sh', ['-c', `printf one > "${at('fifo')}"`]);
  const ended = once(writer, 'exit');
  assert.strictEqual(await fs.promises.readFile(at('fifo'), 'utf8'), 'one');
  await ended;
});

test('positions and sizes beyond 4 GiB work', async () => {
  const far = 5 * 2 ** 30;
  const fd = fs.openSync(at('sparse'), 'w+');
  assert.strictEqual(fs.writeSync(fd, 'end', far), 3);
  assert.strictEqual(fs.fstatSync(fd).size, far + 3);
  const buffer = Buffer.alloc(8);
  assert.strictEqual(fs.readSync(fd, buffer, 0, 8, far), 3);
  assert.strictEqual(buffer.toString('latin1', 0, 3), 'end');
  assert.throws(() => fs.readFileSync(at('sparse')),
                { code: 'ERR_FS_FILE_TOO_LARGE' });
  await assert.rejects(
    fs.promises.readFile(at('sparse'),
                         { signal: new AbortController().signal }),
    { code: 'ERR_FS_FILE_TOO_LARGE' });
  fs.closeSync(fd);
  let text = '';
  for await (const part of fs.createReadStream(
    at('sparse'), { start: far - 1, encoding: 'latin1' })) text += part;
  assert.strictEqual(text, '\0end');
});

test('a file that shrinks while it is read gives what is left', async () => {
  fs.writeFileSync(at('shrinks'), Buffer.alloc(4 << 20, 'a'));
  const stream = fs.createReadStream(at('shrinks'));
  let length = 0;
  for await (const part of stream) {
    if (length === 0) fs.truncateSync(at('shrinks'), 1 << 20);
    length += part.length;
  }
  assert.ok(length >= 1 << 20 && length < 4 << 20, `${length}`);
});

test('large text is read whole in every encoding', () => {
  for (const text of ['a'.repeat(3 << 20), '\u00e9'.repeat(1 << 20),
                      '\u20ac'.repeat(1 << 20)]) {
    fs.writeFileSync(at('text'), text);
    assert.ok(fs.readFileSync(at('text'), 'utf8') === text);
    const bytes = fs.readFileSync(at('text'));
    assert.ok(fs.readFileSync(at('text'), 'latin1') ===
      bytes.toString('latin1'));
  }
});

test('a synchronous stat does not change an earlier one', () => {
  fs.writeFileSync(at('one'), '1');
  fs.writeFileSync(at('three'), '333');
  const one = fs.statSync(at('one'));
  const three = fs.statSync(at('three'));
  assert.deepStrictEqual([one.size, three.size], [1, 3]);
  assert.notStrictEqual(one.ino, three.ino);
});

test('a folder of many names is read in their order', () => {
  fs.mkdirSync(at('many'));
  const names = Array.from({ length: 3000 },
                           (_, i) => `a-rather-long-name-${i}`);
  for (const name of names) fs.writeFileSync(at(`many/${name}`), '');
  assert.deepStrictEqual(fs.readdirSync(at('many')), names.sort());
  const found = fs.readdirSync(at('many'), { withFileTypes: true });
  assert.ok(found.every((entry) => entry.isFile()));
  assert.strictEqual(fs.readdirSync(Buffer.from(at('many')), 'buffer').length,
                     3000);
});

test('folders that fill before they are watched are told with their content',
     async () => {
       fs.mkdirSync(at('watched'));
       const watcher = fs.watch(at('watched'), { recursive: true });
       const told = new Set();
       const { promise, resolve } = Promise.withResolvers();
       watcher.on('change', (type, name) => {
         told.add(name);
         if (told.has('a/b/c/file')) resolve();
       });
       fs.mkdirSync(at('watched/a/b/c'), { recursive: true });
       fs.writeFileSync(at('watched/a/b/c/file'), 'x');
       await promise;
       watcher.close();
     });

/**
 * What a program prints whose working directory is a file system of its own,
 * mounted by a shell in a namespace of its own; undefined where that may not be.
 */
function runOnDisk(unshare, options, program) {
  const disk = fs.mkdtempSync(at('disk-'));
  const script = `mount -t tmpfs -o ${options} none "${disk}" || exit 77
    cd "${disk}" && exec "${process.execPath}" -e "$PROGRAM"`;
  try {
    return execFileSync('unshare', [unshare, 'sh', '-c', script], {
      encoding: 'utf8', env: { ...process.env, PROGRAM: program },
      stdio: 'pipe',
    });
  } catch (error) {
    if (error.status !== 77 && error.code !== 'ENOENT' &&
        !/unshare/.test(error.stderr)) throw error;
    return undefined;
  }
}

const writeTooMuch = `
  const earlier = 'k'.repeat(1000);
  const large = Buffer.alloc(4 << 20);
  const codes = [];
  const note = (error) => codes.push(error.code);
  fs.writeFileSync('earlier', earlier);
  (async () => {
    try { fs.writeFileSync('sync', large); } catch (error) { note(error); }
    await fs.promises.writeFile('promise', large).catch(note);
    await new Promise((done) => fs.createWriteStream('stream').end(large)
      .on('error', (error) => { note(error); done(); }));
    await new Promise((done) => fs.appendFile('earlier', large, (error) => {
      note(error);
      done();
    }));
    const kept = fs.readFileSync('earlier', 'latin1').startsWith(earlier);
    const descriptors = fs.readdirSync('/proc/self/fd').length;
    console.log(...codes, kept, descriptors === before);
  })();`;

test('a full disk gives ENOSPC and keeps what was there', () => {
  const output = runOnDisk('-rm', 'size=1m', `
    const fs = require('fs');
    const before = fs.readdirSync('/proc/self/fd').length;
    ${writeTooMuch}`);
  if (output === undefined) {
    console.log('SKIPPED: this system lets us mount no tmpfs');
    return;
  }
  assert.strictEqual(output, 'ENOSPC ENOSPC ENOSPC ENOSPC true true\n');
});

test('a used-up quota gives EDQUOT and keeps what was there', () => {
  // Only root may mount with quotas, and none holds for root.
  const output = runOnDisk(
    '-m', 'size=16m,mode=0777,usrquota,usrquota_block_hardlimit=1m', `
    const fs = require('fs');
    process.setgid(65534);
    process.setuid(65534);
    const before = fs.readdirSync('/proc/self/fd').length;
    ${writeTooMuch}`);
  if (output === undefined) {
    console.log('SKIPPED: this system lets us mount no tmpfs with quotas ' +
      '(root, Linux 6.6 with CONFIG_TMPFS_QUOTA)');
    return;
  }
  assert.strictEqual(output, 'EDQUOT EDQUOT EDQUOT EDQUOT true true\n');
});

test('Utf8Stream writes in order, whole characters, and flushes at will',
     async () => {
       const stream = new fs.Utf8Stream({ dest: at('log'), minLength: 4096 });
       await once(stream, 'ready');
       stream.write('\u20acone\n');
       assert.strictEqual(fs.readFileSync(at('log'), 'utf8'), '');
       stream.flushSync();
       assert.strictEqual(fs.readFileSync(at('log'), 'utf8'), '\u20acone\n');
       fs.renameSync(at('log'), at('log.1'));
       stream.reopen();
       await once(stream, 'ready');
       stream.write('two\n');
       stream.end();
       await once(stream, 'finish');
       assert.strictEqual(fs.readFileSync(at('log'), 'utf8'), 'two\n');
     });
