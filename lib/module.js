'use strict';
// require('module')

module.exports = require('internal/modules/cjs').Module;
