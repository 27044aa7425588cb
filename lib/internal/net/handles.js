'use strict';
// Where the event loop's calls about streams arrive.
//
// bindings/stream.c calls one function per kind of event, with the handle (TCP,
// Pipe or TTY) as `this`. Whoever uses a handle makes itself its owner,
// `handle[kOwner] = this`, and has the methods named here. A listening handle
// has a function `onconnection` instead.

const { setCallbacks } = internalBinding('stream');

const kOwner = Symbol('kOwner');
/** owner[kOnRead](buffer | nread | negative errno, pendingHandle, handle) */
const kOnRead = Symbol('kOnRead');
/** owner[kOnWriteDone](status) */
const kOnWriteDone = Symbol('kOnWriteDone');
/** owner[kOnConnectDone](status, handle) */
const kOnConnectDone = Symbol('kOnConnectDone');
/** owner[kOnShutdownDone](status) */
const kOnShutdownDone = Symbol('kOnShutdownDone');

// A handle loses its owner when it is closed; what comes after is nobody's.

function onRead(data, pendingHandle) {
  this[kOwner]?.[kOnRead](data, pendingHandle, this);
}

function onConnection(status, clientHandle) {
  this.onconnection(status, clientHandle);
}

function onWriteDone(status) {
  this[kOwner]?.[kOnWriteDone](status);
}

function onConnectDone(status) {
  this[kOwner]?.[kOnConnectDone](status, this);
}

function onShutdownDone(status) {
  this[kOwner]?.[kOnShutdownDone](status);
}

setCallbacks(onRead, onConnection, onWriteDone, onConnectDone, onShutdownDone);

module.exports = {
  kOwner,
  kOnRead,
  kOnWriteDone,
  kOnConnectDone,
  kOnShutdownDone,
};
