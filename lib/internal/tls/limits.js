'use strict';
// How often a client may begin another handshake (TLS 1.2): tls's
// CLIENT_RENEG_LIMIT times in CLIENT_RENEG_WINDOW seconds.

const values = { limit: 3, window: 600 };

module.exports = {
  limit: () => values.limit,
  window: () => values.window,
  setLimit(limit) { values.limit = limit; },
  setWindow(window) { values.window = window; },
};
