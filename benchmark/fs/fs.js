'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { measure, sink } = require('../measure.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-fs-'));
const at = (name) => path.join(folder, name);

/** $FILES files in folders of ten. */
function makeTree(files) {
  for (let i = 0; i < files; i++) {
    const inner = at(`tree${files}/${Math.floor(i / 10)}`);
    fs.mkdirSync(inner, { recursive: true });
    fs.writeFileSync(path.join(inner, `${i}.txt`), 'x');
  }
}

function prepare() {
  fs.writeFileSync(at('small'), 'a'.repeat(1024));
  fs.writeFileSync(at('text'), 'abcdefgh\n'.repeat(116508));
  fs.writeFileSync(at('huge'), Buffer.alloc(64 * 1024 * 1024, 'a'));
  fs.writeFileSync(at('large'), Buffer.alloc(8 * 1024 * 1024, 'a'));
  for (const files of [10, 100, 1000]) makeTree(files);
}

/** `start(callback)` so many times, eight (or so many) under way at a time. */
const callbacks = (start, atOnce = 8) => (count) => new Promise((resolve, reject) => {
  let started = 0;
  let left = count;
  const done = (error, value) => {
    if (error) return reject(error);
    sink.value = value;
    if (--left === 0) resolve();
    else next();
  };
  const next = () => { if (started < count) { started++; start(done); } };
  for (let i = 0; i < atOnce; i++) next();
});
const sync = (run) => (count) => {
  for (let i = 0; i < count; i++) sink.value = run();
};
const promises = (run) => async (count) => {
  for (let i = 0; i < count; i++) sink.value = await run();
};

const copy = (done) => fs.createReadStream(at('large'))
  .on('error', done)
  .pipe(fs.createWriteStream(at('copy')))
  .on('error', done)
  .on('finish', done);

prepare();
measure({
  'readFileSync, 1 KiB': sync(() => fs.readFileSync(at('small'))),
  'readFileSync utf8, 1 KiB': sync(() => fs.readFileSync(at('small'), 'utf8')),
  'readFile, 1 KiB': callbacks((done) => fs.readFile(at('small'), done)),
  'promises.readFile, 1 KiB': promises(() => fs.promises.readFile(at('small'))),
  'promises.readFile, 1 KiB, 64 in flight': callbacks((done) =>
    fs.promises.readFile(at('small')).then((value) => done(null, value), done),
                                                      64),
  'readFileSync utf8, 1 MiB': sync(() => fs.readFileSync(at('text'), 'utf8')),
  'readFileSync, 64 MiB': sync(() => fs.readFileSync(at('huge'))),
  'readFileSync, 8 MiB': sync(() => fs.readFileSync(at('large'))),
  'readFile, 8 MiB': callbacks((done) => fs.readFile(at('large'), done)),
  'writeFileSync, 1 KiB': sync(() =>
    fs.writeFileSync(at('written'), 'a'.repeat(1024))),
  'statSync': sync(() => fs.statSync(at('small'))),
  'stat': callbacks((done) => fs.stat(at('small'), done)),
  'promises.stat': promises(() => fs.promises.stat(at('small'))),
  'accessSync': sync(() => fs.accessSync(at('small'))),
  'existsSync': sync(() => fs.existsSync(at('small'))),
  'existsSync, missing': sync(() => fs.existsSync(at('missing'))),
  'open + close': sync(() => fs.closeSync(fs.openSync(at('small')))),
  'readdirSync recursive, 10 files': sync(() =>
    fs.readdirSync(at('tree10'), { recursive: true })),
  'readdirSync recursive, 100 files': sync(() =>
    fs.readdirSync(at('tree100'), { recursive: true })),
  'readdirSync recursive, 1,000 files': sync(() =>
    fs.readdirSync(at('tree1000'), { recursive: true })),
  'readdirSync recursive withFileTypes, 1,000 files': sync(() =>
    fs.readdirSync(at('tree1000'), { recursive: true, withFileTypes: true })),
  'createReadStream copy, 8 MiB': async (count) => {
    for (let i = 0; i < count; i++) {
      await new Promise((resolve, reject) =>
        copy((error) => (error ? reject(error) : resolve())));
    }
  },
}).finally(() => fs.rmSync(folder, { recursive: true, force: true }));
