'use strict';
// fetch(), WebSocket, EventSource and their classes: undici's (deps/undici), loaded
// when a program first touches one of them.

const { getOptionValue } = require('internal/options');
const { MessageEvent } = require('internal/messaging/event');
const { load } = require('internal/deps/undici/undici');

// What Symbol.for() says is where undici keeps the dispatcher that all requests go
// through: a copy that the program has installed keeps its own there, too.
const isDispatcherSet =
  globalThis[Symbol.for('undici.globalDispatcher.1')] !== undefined;

// Its events are of the class that globalThis has.
Object.assign(load('lib/web/websocket/events.js'), {
  MessageEvent,
  createFastMessageEvent: (type, init) => new MessageEvent(type, init),
});

const undici = load('index-fetch.js');
const { EnvHttpProxyAgent, getGlobalDispatcher, setGlobalDispatcher } = undici;

if (getOptionValue('--use-env-proxy') && !isDispatcherSet) {
  setGlobalDispatcher(new EnvHttpProxyAgent());
}

/**
 * http.setGlobalProxyFromEnv(), as far as requests by fetch() go.
 * @param {object} env the variables
 * @returns {Function} undoes it
 */
function setProxyFromEnv(env) {
  const dispatcher = getGlobalDispatcher();
  // Without empty texts it would read process.env.
  setGlobalDispatcher(new EnvHttpProxyAgent({
    httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? '',
    httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? '',
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
  }));
  return () => setGlobalDispatcher(dispatcher);
}

module.exports = {
  CloseEvent: undici.CloseEvent,
  EventSource: undici.EventSource,
  FormData: undici.FormData,
  Headers: undici.Headers,
  Request: undici.Request,
  Response: undici.Response,
  WebSocket: undici.WebSocket,
  fetch: undici.fetch,
  setProxyFromEnv,
};
