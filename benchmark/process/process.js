'use strict';

const { execFile, spawn, spawnSync } = require('node:child_process');

const { measure, sink, sizes } = require('../measure.js');

const spawned = () => new Promise((resolve, reject) => {
  spawn('/bin/true', { stdio: 'ignore' })
    .on('exit', resolve).on('error', reject);
});
const output = () => new Promise((resolve, reject) => {
  execFile('/bin/echo', ['hello'], (error, stdout) => {
    if (error) reject(error);
    else resolve(stdout);
  });
});
const repeat = (run) => async (count) => {
  for (let i = 0; i < count; i++) sink.value = await run();
};

measure({
  'spawn': repeat(spawned),
  'execFile with output': repeat(output),
  ...sizes('spawn, {N} at a time', (many) => async (count) => {
    for (let i = 0; i < count; i++) {
      await Promise.all(Array.from({ length: many }, spawned));
    }
  }, [1, 10, 100]),
  'spawnSync': repeat(() => spawnSync('/bin/true')),
});
