'use strict';
// Private properties of TLS sockets and servers that several files share.

module.exports = {
  // What connect() was called with.
  kConnectOptions: Symbol('connect-options'),
  // Of a server's socket: its server knows of an error.
  kErrorEmitted: Symbol('kErrorEmitted'),
  // Of a socket: what the program's pskCallback is.
  kPskCallback: Symbol('kPskCallback'),
  // Method of a socket: (event, ...) from C, see bindings/tls.h.
  kOnEvent: Symbol('kOnEvent'),
  // Of a TLSConnection: its TLSSocket.
  kSocket: Symbol('kSocket'),
  // Of a client: its server is the right one, or may be any.
  kIsVerified: Symbol('verified'),
  // Of a client: a session that came before kIsVerified.
  kPendingSession: Symbol('pendingSession'),
};
