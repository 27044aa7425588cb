'use strict';
// require('constants'): deprecated; os.constants and fs.constants in one object.

const { constants: os } = require('os');

module.exports = Object.freeze(Object.assign(
  Object.create(null), os.dlopen, os.errno, os.priority, os.signals,
  require('fs').constants));
