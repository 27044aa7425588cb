'use strict';
// require('constants'): deprecated; those of os, fs and crypto in one object. It
// has a prototype, which they have not: graceful-fs calls its hasOwnProperty.

const { constants: os } = require('os');

module.exports = Object.freeze(Object.assign(
  {}, os.dlopen, os.errno, os.priority, os.signals,
  require('fs').constants, require('crypto').constants));
