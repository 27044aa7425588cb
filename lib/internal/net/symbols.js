'use strict';
// Private properties of sockets and servers that several files share.

module.exports = {
  // What was asked of a socket before it had a handle.
  kNoDelay: Symbol('kNoDelay'),
  kKeepAlive: Symbol('kKeepAlive'),
  kKeepAliveDelay: Symbol('kKeepAliveDelay'),
  kKeepAliveInterval: Symbol('kKeepAliveInterval'),
  kKeepAliveCount: Symbol('kKeepAliveCount'),
  kTypeOfService: Symbol('kTypeOfService'),
  // The attempt to connect that is under way (connect.js), or null.
  kAttempt: Symbol('kAttempt'),
  // The socket was made with a BoundSocket, whose handle it still has.
  kAdoptedBound: Symbol('kAdoptedBound'),
  // What a closed handle counted.
  kBytesRead: Symbol('kBytesRead'),
  kBytesWritten: Symbol('kBytesWritten'),
  // Method of a BoundSocket: gives its handle away.
  kReleaseHandle: Symbol('kReleaseHandle'),
  // Method of a socket: takes a handle as its own.
  kTakeHandle: Symbol('kTakeHandle'),
  // Method of a socket: (handle, onClosed) closes it; tls may have to ask another.
  kCloseHandle: Symbol('kCloseHandle'),
  // Method of a socket: the handle is connected now.
  kConnected: Symbol('kConnected'),
  // Method of a server, called with its handle when that has begun to listen;
  // for subclasses (http) that take connections in their own way.
  kListening: Symbol('kListening'),
};
