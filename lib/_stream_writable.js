'use strict';

// The deprecated name of require('stream')'s class.
module.exports = require('internal/streams/writable');
