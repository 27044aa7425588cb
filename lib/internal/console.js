'use strict';
const write = (fd) => (...a) => { const { inspect } = require('internal/util/inspect'); const p = require('internal/process'); p[fd].write(a.map((x) => typeof x === 'string' ? x : inspect(x)).join(' ') + '\n'); };
const c = { log: write('stdout'), error: write('stderr'), warn: write('stderr'), info: write('stdout'), debug: write('stdout'), trace: write('stderr') };
module.exports = { globalConsole: c };
