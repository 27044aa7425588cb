'use strict';
// https.Agent: an agent whose connections are encrypted, and that remembers their
// sessions, so that the next one to the same place is cheaper.

const { Agent: HttpAgent } = require('_http_agent');
const tls = require('tls');
const { proxyOf } = require('internal/http/proxy');

const DEFAULT_MAX_SESSIONS = 100;

const kChecks = Symbol('kChecks');
const kCheckCount = Symbol('kCheckCount');

/** @param {object} [options] of http.Agent, and of tls.connect() */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  options = { __proto__: null, ...options };
  options.defaultPort ??= 443;
  options.protocol ??= 'https:';
  HttpAgent.call(this, options);
  this.maxCachedSessions = this.options.maxCachedSessions;
  this.maxCachedSessions ??= DEFAULT_MAX_SESSIONS;
  this._sessionCache = { map: {}, list: [] };
}
Object.setPrototypeOf(Agent.prototype, HttpAgent.prototype);
Object.setPrototypeOf(Agent, HttpAgent);

// (options), or of old (port[, host][, options])
function readArguments(port, host, options) {
  if (port !== null && typeof port === 'object') return port;
  if (host !== null && typeof host === 'object') {
    options = { ...host };
  } else {
    options = options === null || typeof options !== 'object' ?
      {} : { ...options };
    if (typeof host === 'string') options.host = host;
  }
  if (typeof port === 'number') options.port = port;
  return options;
}

/** Connects. `callback` (error, socket) if it does not return the socket. */
Agent.prototype.createConnection = function(port, host, options) {
  const callback = typeof arguments[arguments.length - 1] === 'function' ?
    arguments[arguments.length - 1] : undefined;
  options = readArguments(port, host, options);
  // A session passes over the checks that were made before. That may be wanted of
  // the agent's own check, as it is the same for all, but not of a request's.
  const hasOwnCheck =
    options.checkServerIdentity !== this.options.checkServerIdentity;
  const key = hasOwnCheck ? undefined : options._agentKey;
  if (key) {
    const session = this._getSession(key);
    if (session) options = { session, ...options };
  }
  const proxy = proxyOf(this, options);
  if (proxy !== null) {
    const { connectThroughTunnel } = require('internal/tls/tunnel');
    connectThroughTunnel(proxy, options, (error, socket) => {
      if (socket) watchSession(this, socket, key, options);
      callback(error, socket);
    });
    return undefined;
  }
  const socket = tls.connect(options);
  watchSession(this, socket, key, options);
  return socket;
};

function watchSession(agent, socket, key, options) {
  if (!key || agent.maxCachedSessions === 0) return;
  socket.on('session', (session) => {
    // Who was let through by the environment only (NODE_TLS_REJECT_UNAUTHORIZED)
    // is not trusted when that has changed: the key does not tell.
    if (!socket.authorized && options.rejectUnauthorized !== false) return;
    agent._cacheSession(key, session);
  });
  // It may be the session that has failed.
  socket.once('close', (hadError) => {
    if (hadError) agent._evictSession(key);
  });
}

// What connections may differ in, in the order in which the name has them.
const kNameParts = ['ca', 'cert', 'clientCertEngine', 'ciphers', 'key'];
const kLaterParts = [
  'minVersion', 'maxVersion', 'secureProtocol', 'crl', 'honorCipherOrder',
  'ecdhCurve', 'dhparam', 'secureOptions', 'sessionIdContext', 'sigalgs',
  'privateKeyIdentifier', 'privateKeyEngine',
];

// Objects of a list say nothing when they become text.
function pfxName(pfx) {
  if (!Array.isArray(pfx)) return pfx || '';
  return pfx.map((item) => (item?.buf === undefined ? `${item}` :
    JSON.stringify([`${item.buf}`, item.passphrase]))).join();
}

/** The name under which connections for such options are kept. */
Agent.prototype.getName = function(options = {}) {
  let name = HttpAgent.prototype.getName.call(this, options);
  for (const part of kNameParts) name += `:${options[part] || ''}`;
  name += `:${pfxName(options.pfx)}`;
  name += ':';
  if (options.rejectUnauthorized !== undefined) {
    name += options.rejectUnauthorized;
  }
  name += ':';
  if (options.servername && options.servername !== options.host) {
    name += options.servername;
  }
  for (const part of kLaterParts) {
    const value = options[part];
    name += ':';
    if (part === 'honorCipherOrder' || part === 'secureOptions') {
      if (value !== undefined) name += value;
    } else if (value) {
      name += part === 'sigalgs' ? JSON.stringify(value) : value;
    }
  }
  const { checkServerIdentity } = options;
  return checkServerIdentity === undefined ?
    name : `${name}:${checkName(this, checkServerIdentity)}`;
};

// Functions say nothing as text: each has a number.
function checkName(agent, check) {
  agent[kChecks] ??= new WeakMap();
  if (typeof check !== 'function') return `${check}`;
  let number = agent[kChecks].get(check);
  if (number === undefined) {
    agent[kCheckCount] = number = (agent[kCheckCount] ?? 0) + 1;
    agent[kChecks].set(check, number);
  }
  return number;
}

// ---- sessions -----------------------------------------------------------------------

Agent.prototype._getSession = function(key) {
  return this._sessionCache.map[key];
};

Agent.prototype._cacheSession = function(key, session) {
  const { map, list } = this._sessionCache;
  if (this.maxCachedSessions === 0) return;
  if (map[key]) {
    map[key] = session;
    return;
  }
  if (list.length >= this.maxCachedSessions) delete map[list.shift()];
  list.push(key);
  map[key] = session;
};

Agent.prototype._evictSession = function(key) {
  const { map, list } = this._sessionCache;
  const index = list.indexOf(key);
  if (index === -1) return;
  list.splice(index, 1);
  delete map[key];
};

module.exports = { Agent };
