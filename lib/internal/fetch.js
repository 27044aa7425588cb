'use strict';
// The web's HTTP client is undici (deps/undici), of which as much is loaded as the
// globals need that a program touches: a server may use Request and Response only.

const { MessageEvent } = require('internal/messaging/event');
const { load } = require('internal/deps/undici/undici');

// Its events are of the class that globalThis has.
Object.assign(load('lib/web/websocket/events.js'), {
  MessageEvent,
  createFastMessageEvent: (type, init) => new MessageEvent(type, init),
});

/** These use each other's converters of arguments without requiring them. */
function loadMessages() {
  const { FormData } = load('lib/web/fetch/formdata.js');
  const { Headers } = load('lib/web/fetch/headers.js');
  const { Response } = load('lib/web/fetch/response.js');
  const { Request } = load('lib/web/fetch/request.js');
  return { FormData, Headers, Request, Response };
}

module.exports = {
  get CloseEvent() { return load('lib/web/websocket/events.js').CloseEvent; },
  get FormData() { return loadMessages().FormData; },
  get Headers() { return loadMessages().Headers; },
  get Request() { return loadMessages().Request; },
  get Response() { return loadMessages().Response; },
  get EventSource() { return require('internal/fetch/client').EventSource; },
  get WebSocket() { return require('internal/fetch/client').WebSocket; },
};
