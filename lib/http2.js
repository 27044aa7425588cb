'use strict';

// HTTP/2 is not there yet: its functions throw. What programs look at without
// using it is: the constants and the default settings.

const { constants } = require('internal/http2/constants');
const { missingClass, missingFunction } = require('internal/missing');

/** What a session begins with. */
function getDefaultSettings() {
  return {
    __proto__: null,
    headerTableSize: constants.DEFAULT_SETTINGS_HEADER_TABLE_SIZE,
    enablePush: true,
    initialWindowSize: constants.DEFAULT_SETTINGS_INITIAL_WINDOW_SIZE,
    maxFrameSize: constants.DEFAULT_SETTINGS_MAX_FRAME_SIZE,
    maxConcurrentStreams: constants.DEFAULT_SETTINGS_MAX_CONCURRENT_STREAMS,
    maxHeaderListSize: constants.DEFAULT_SETTINGS_MAX_HEADER_LIST_SIZE,
    maxHeaderSize: constants.DEFAULT_SETTINGS_MAX_HEADER_LIST_SIZE,
    enableConnectProtocol: false,
  };
}

module.exports = {
  connect: missingFunction('http2.connect'),
  constants,
  createServer: missingFunction('http2.createServer'),
  createSecureServer: missingFunction('http2.createSecureServer'),
  getDefaultSettings,
  getPackedSettings: missingFunction('http2.getPackedSettings'),
  getUnpackedSettings: missingFunction('http2.getUnpackedSettings'),
  performServerHandshake: missingFunction('http2.performServerHandshake'),
  sensitiveHeaders: Symbol('sensitiveHeaders'),
  Http2ServerRequest: missingClass('http2.Http2ServerRequest'),
  Http2ServerResponse: missingClass('http2.Http2ServerResponse'),
};
