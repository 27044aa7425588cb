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

module.exports = {
  get CloseEvent() { return load('lib/web/websocket/events.js').CloseEvent; },
  get FormData() { return load('lib/web/fetch/formdata.js').FormData; },
  get Headers() { return load('lib/web/fetch/headers.js').Headers; },
  get Request() { return load('lib/web/fetch/request.js').Request; },
  get Response() { return load('lib/web/fetch/response.js').Response; },
  get EventSource() { return require('internal/fetch/client').EventSource; },
  get WebSocket() { return require('internal/fetch/client').WebSocket; },
};
