'use strict';
// The part of undici that connects: fetch(), WebSocket, EventSource, and the
// dispatcher that their requests go through.

require('internal/fetch');
const { getOptionValue } = require('internal/options');
const { load } = require('internal/deps/undici/undici');

// Where undici keeps its dispatcher: so does a copy that the program has installed.
const isDispatcherSet =
  globalThis[Symbol.for('undici.globalDispatcher.1')] !== undefined;

const {
  EnvHttpProxyAgent, EventSource, WebSocket, fetch, getGlobalDispatcher,
  setGlobalDispatcher,
} = load('index-fetch.js');

if (getOptionValue('--use-env-proxy') && !isDispatcherSet) {
  setGlobalDispatcher(new EnvHttpProxyAgent());
}

/**
 * http.setGlobalProxyFromEnv(), as far as the requests made here go.
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

module.exports = { EventSource, WebSocket, fetch, setProxyFromEnv };
