'use strict';
// Every public module of Node.js 24 that needs no flag. One that a runtime lacks
// costs it nothing here, so the list of those is printed: see it before judging.

const modules = [
  'assert', 'assert/strict', 'async_hooks', 'buffer', 'child_process',
  'cluster', 'console', 'constants', 'crypto', 'dgram', 'diagnostics_channel',
  'dns', 'dns/promises', 'events', 'fs', 'fs/promises', 'http', 'http2',
  'https', 'inspector', 'module', 'net', 'os', 'path', 'path/posix',
  'path/win32', 'perf_hooks', 'process', 'querystring', 'readline',
  'readline/promises', 'repl', 'stream', 'stream/consumers',
  'stream/promises', 'stream/web', 'string_decoder', 'test', 'timers',
  'timers/promises', 'tls', 'tty', 'url', 'util', 'util/types', 'v8', 'vm',
  'worker_threads', 'zlib',
];
const missing = modules.filter((name) => {
  try {
    return !require(`node:${name}`);
  } catch {
    return true;
  }
});
if (missing.length > 0) console.log('missing:', missing.join(' '));
