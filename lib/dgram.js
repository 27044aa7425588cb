'use strict';

// Datagrams are not there yet.

const { missingClass, missingFunction } = require('internal/missing');

module.exports = {
  createSocket: missingFunction('dgram.createSocket'),
  Socket: missingClass('dgram.Socket'),
};
