'use strict';
// Where C's calls about TLS connections arrive.

const { kSocket } = require('internal/tls/symbols');

/** What a program's listener throws ends its connection, not the program. */
function failing(socket, call, a, b) {
  try {
    call.call(socket, a, b);
  } catch (error) {
    socket.destroy(error);
  }
}

/** Called by C with a TLSConnection as `this`; see tls_event of bindings/tls.h. */
function onEvent(event, a, b, c) {
  const socket = this[kSocket];
  switch (event) {
    case 0: return socket._onSecure();
    case 1: return socket._onSSLError(a);
    case 2: return failing(socket, socket._onCertCallback, a, b);
    case 3: return failing(socket, socket._onClientHello, a);
    case 4: return failing(socket, socket._onSession, a, b);
    case 5: return socket._onKeylog(a);
    case 6: return socket._onRenegotiation();
    case 7: return socket.emit('OCSPResponse', a);
    case 8: return socket._onALPN(a);
    case 9: return socket._onPsk(a, b, c);
    default: return undefined;
  }
}

module.exports = { onEvent };
