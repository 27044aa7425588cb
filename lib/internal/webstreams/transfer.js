'use strict';
// Streams that move to another thread, or to a copy. What moves is one end of a
// channel; the stream that stays behind is piped into or out of the other.
// https://streams.spec.whatwg.org/#transferrable-streams
//
// Messages: 'pull' asks for a chunk, 'chunk' brings one, 'close' and 'error'
// end it. A port keeps its thread alive only while a program waits for a read or
// a write, not for the pipe of a stream that was sent away.

const { MessageChannel } = require('internal/messaging/port');
const { throwDataCloneError } = require('internal/messaging/cloneable');

function checkUnlocked(stream) {
  if (stream.locked) throwDataCloneError('A locked stream could not be cloned.');
}

/** Tells the other side; a reason that cannot be cloned becomes an error. */
function postError(port, value) {
  try {
    port.postMessage({ type: 'error', value });
  } catch (error) {
    port.postMessage({ type: 'error', value: error });
  }
}

// --- The two ends ------------------------------------------------------------------

/** A WritableStream whose chunks go through a port. */
function writableOf(port, isPiped = false) {
  const { WritableStream } = require('internal/webstreams/writable');
  let wanted = Promise.withResolvers();
  return new WritableStream({
    start(controller) {
      port.onmessage = ({ data: { type, value } }) => {
        if (type === 'error') controller.error(value);
        port.unref();
        wanted.resolve();
      };
      port.unref();
    },
    async write(value) {
      if (!isPiped) port.ref();
      await wanted.promise;
      wanted = Promise.withResolvers();
      try {
        port.postMessage({ type: 'chunk', value });
      } catch (error) {
        postError(port, error);
        port.close();
        throw error;
      }
    },
    close() {
      port.postMessage({ type: 'close' });
      port.close();
    },
    abort(reason) {
      postError(port, reason);
      port.close();
    },
  });
}

/** A ReadableStream of the chunks that come through a port. */
function readableOf(port, isPiped = false) {
  const { ReadableStream } = require('internal/webstreams/readable');
  function receive(controller, { type, value }) {
    port.unref();
    if (type === 'chunk') {
      controller.enqueue(value);
      return;
    }
    if (type === 'close') controller.close();
    else controller.error(value);
    port.close();
  }
  return new ReadableStream({
    start(controller) {
      port.onmessage = ({ data }) => receive(controller, data);
      port.unref();
    },
    pull() {
      if (!isPiped) port.ref();
      port.postMessage({ type: 'pull' });
    },
    cancel(reason) {
      postError(port, reason);
      port.close();
    },
  }, { highWaterMark: 0 });
}

// --- What cloneable.js asks for ------------------------------------------------------

function ignore(promise) {
  promise.catch(() => {});
}

function sendReadable(stream) {
  checkUnlocked(stream);
  const { port1, port2 } = new MessageChannel();
  ignore(stream.pipeTo(writableOf(port1, true)));
  return { data: { port: port2 }, list: [port2] };
}

function sendWritable(stream) {
  checkUnlocked(stream);
  const { port1, port2 } = new MessageChannel();
  ignore(readableOf(port1, true).pipeTo(stream));
  return { data: { port: port2 }, list: [port2] };
}

function sendTransform({ readable, writable }) {
  checkUnlocked(readable);
  checkUnlocked(writable);
  const sent = [sendReadable(readable), sendWritable(writable)];
  return {
    data: { readable: sent[0].data.port, writable: sent[1].data.port },
    list: [...sent[0].list, ...sent[1].list],
  };
}

module.exports = {
  readableOf, sendReadable, sendTransform, sendWritable, writableOf,
};
