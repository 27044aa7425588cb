'use strict';

// Agent: keeps the connections of clients, so that requests to one place share
// them. A socket is in exactly one of `sockets` (a request has it) and
// `freeSockets` (it waits for one); requests that may not have a socket yet wait
// in `requests`. All three are by name, see getName().

const EventEmitter = require('events');
const net = require('net');
const {
  validateNumber,
  validateOneOf,
  validateString,
} = require('internal/validators');
const { once } = require('internal/util');
const asyncContext = require('internal/async_context');
const { kOnRead } = require('internal/net/handles');
const { kIsTimeout, kProxy, kTunnel, parseProxyEnv, proxyOf } =
  require('internal/http/proxy');

const kRequestOptions = Symbol('requestOptions');
const kOnKeylog = Symbol('onkeylog');

const KEEP_ALIVE_TIMEOUT = /^timeout=(\d+)/;

/**
 * @param {object} [options] see new Agent()
 */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  EventEmitter.call(this);
  this.options = { __proto__: null, ...options };
  this.options.noDelay ??= true;
  // Of a request; a socket would take it for a Unix domain socket's.
  this.options.path = null;

  this.defaultPort = this.options.defaultPort || 80;
  this.protocol = this.options.protocol || 'http:';
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };
  this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
  this.maxFreeSockets = this.options.maxFreeSockets || 256;
  this.scheduling = this.options.scheduling || 'lifo';
  this.maxTotalSockets = this.options.maxTotalSockets;
  this.totalSocketCount = 0;
  const buffer = this.options.agentKeepAliveTimeoutBuffer;
  this.agentKeepAliveTimeoutBuffer =
    typeof buffer === 'number' && buffer >= 0 && Number.isFinite(buffer) ?
      buffer : 1000;

  this[kProxy] = parseProxyEnv(this.options.proxyEnv, this.protocol);
  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (this.maxTotalSockets === undefined) this.maxTotalSockets = Infinity;
  else validateNumber(this.maxTotalSockets, 'maxTotalSockets', 1);

  this.on('free', onFree);
  this.on('newListener', onNewListener);
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);

Agent.defaultMaxSockets = Infinity;

Agent.prototype.createConnection = net.createConnection;

function onNewListener(event) {
  if (event !== 'keylog' || this[kOnKeylog]) return;
  // Sockets that are open already tell of their keys, too.
  const agent = this;
  this[kOnKeylog] = function(keylog) { agent.emit('keylog', keylog, this); };
  for (const lists of [this.sockets, this.freeSockets]) {
    for (const socket of Object.values(lists).flat()) {
      socket.on('keylog', this[kOnKeylog]);
    }
  }
}

/**
 * The name under which connections for such options are kept.
 *
 * @param {{host?: string, port?: number, localAddress?: string,
 *   family?: number, socketPath?: string}} [options]
 */
Agent.prototype.getName = function getName(options = {}) {
  let name = `${options.host || 'localhost'}:`;
  if (options.port) name += options.port;
  name += ':';
  if (options.localAddress) name += options.localAddress;
  // Asked for explicitly, it gives another connection.
  if (options.family === 4 || options.family === 6) name += `:${options.family}`;
  if (options.socketPath) name += `:${options.socketPath}`;
  return name;
};

// ---- lists by name -----------------------------------------------------------------

function add(lists, name, item) {
  (lists[name] ??= []).push(item);
}

function remove(lists, name, item) {
  const list = lists[name];
  const at = list === undefined ? -1 : list.indexOf(item);
  if (at < 0) return;
  list.splice(at, 1);
  if (list.length === 0) delete lists[name];
}

function count(lists, name) {
  return lists[name]?.length ?? 0;
}

/** The first request that waits for a place. */
function takeRequest(agent, name) {
  const list = agent.requests[name];
  const request = list.shift();
  if (list.length === 0) delete agent.requests[name];
  return request;
}

// ---- a request wants a socket --------------------------------------------------------

// The options of a connection: the request's, and those of the agent above them.
function connectionOptions(agent, options) {
  const merged = { __proto__: null, ...options, ...agent.options };
  if (merged.socketPath) merged.path = merged.socketPath;
  return merged;
}

function normalizeServerName(options, request) {
  if (!options.servername && options.servername !== '') {
    options.servername = calculateServerName(options, request);
  }
}

// What TLS is to ask for: the name that the request is meant for.
function calculateServerName(options, request) {
  const hostHeader = request.getHeader('host');
  let name = options.host;
  if (hostHeader) {
    validateString(hostHeader, 'options.headers.host');
    name = hostHeader.startsWith('[') ?
      hostHeader.slice(1, Math.max(hostHeader.indexOf(']'), 1)) :
      hostHeader.split(':', 1)[0];
  }
  return net.isIP(name) ? '' : name;
}

function takeFreeSocket(agent, name) {
  const free = agent.freeSockets[name];
  if (free === undefined) return undefined;
  while (free.length > 0 && free[0].destroyed) free.shift();
  const socket = agent.scheduling === 'fifo' ? free.shift() : free.pop();
  if (free.length === 0) delete agent.freeSockets[name];
  return socket;
}

/**
 * Gives a request a socket, now or when there is one.
 */
Agent.prototype.addRequest =
  function addRequest(request, options, port, localAddress) {
    // The signature of old: (request, host, port, localAddress).
    if (typeof options === 'string') {
      options = { __proto__: null, host: options, port, localAddress };
    }
    options = connectionOptions(this, options);
    normalizeServerName(options, request);
    const name = this.getName(options);
    this.sockets[name] ||= [];

    const socket = takeFreeSocket(this, name);
    if (socket) {
      this.reuseSocket(socket, request);
      giveSocket(this, request, socket);
      add(this.sockets, name, socket);
    } else if (count(this.sockets, name) + count(this.freeSockets, name) <
                 this.maxSockets &&
               this.totalSocketCount < this.maxTotalSockets) {
      this.createSocket(request, options, (error, made) => {
        if (error) refuseSocket(request, made, error);
        else giveSocket(this, request, made);
      });
    } else {
      request[kRequestOptions] = options;
      add(this.requests, name, request);
    }
  };

function refuseSocket(request, socket, error) {
  if (error[kIsTimeout]) request.emit('timeout');
  request.onSocket(socket, error);
}

function giveSocket(agent, request, socket) {
  request.onSocket(socket);
  const agentTimeout = agent.options.timeout || 0;
  if (request.timeout === undefined || request.timeout === agentTimeout) return;
  socket.setTimeout(request.timeout);
}

/**
 * Makes a socket for a request.
 *
 * @param {Function} callback (error, socket)
 */
Agent.prototype.createSocket =
  function createSocket(request, options, callback) {
    options = connectionOptions(this, options);
    normalizeServerName(options, request);
    // Of the request: addAbortSignal has been called for it.
    delete options.signal;
    const name = this.getName(options);
    options._agentKey = name;
    options.encoding = null;
    if (this.protocol === 'https:' && this[kProxy] !== null) {
      options[kTunnel] = {
        timeout: request.timeout ?? options.timeout,
        isKeptAlive: request.shouldKeepAlive,
      };
    }
    if (this.keepAlive) {
      options.keepAlive = this.keepAlive;
      options.keepAliveInitialDelay = this.keepAliveMsecs;
    }
    const onCreated = once((error, socket) => {
      if (error) {
        dropEmpty(this, name);
        callback(error);
        return;
      }
      add(this.sockets, name, socket);
      this.totalSocketCount++;
      watchSocket(this, socket, options);
      callback(null, socket);
    });
    const socket = connectTo(this, options, onCreated);
    if (socket) onCreated(null, socket);
  };

// Makes the connection, to the proxy if there is one. (What is encrypted goes
// through a tunnel: the agent of https sees to that.)
function connectTo(agent, options, onCreated) {
  const proxy = agent.protocol === 'http:' ? proxyOf(agent, options) : null;
  if (proxy === null) return agent.createConnection(options, onCreated);
  const redirected = proxy.redirect(options);
  if (proxy.protocol === 'https:') return require('tls').connect(redirected);
  return agent.createConnection(redirected, onCreated);
}

function dropEmpty(agent, name) {
  if (agent.sockets[name]?.length === 0) delete agent.sockets[name];
}

// ---- a socket's life -------------------------------------------------------------------

function watchSocket(agent, socket, options) {
  function onSocketFree() {
    agent.emit('free', socket, options);
  }
  function onSocketClose() {
    // The last chance to notice that it is gone.
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
  }
  function onSocketTimeout() {
    // Nobody has it: nobody else would close it.
    for (const list of Object.values(agent.freeSockets)) {
      if (list.includes(socket)) {
        socket.destroy();
        return;
      }
    }
  }
  function onSocketRemove() {
    // It is to live on without the agent (an upgrade).
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
    socket.removeListener('close', onSocketClose);
    socket.removeListener('free', onSocketFree);
    socket.removeListener('timeout', onSocketTimeout);
    socket.removeListener('agentRemove', onSocketRemove);
  }
  socket.on('free', onSocketFree);
  socket.on('close', onSocketClose);
  socket.on('timeout', onSocketTimeout);
  socket.on('agentRemove', onSocketRemove);
  if (agent[kOnKeylog]) socket.on('keylog', agent[kOnKeylog]);
}

// Listener of the agent's own 'free': a request is done with its socket.
function onFree(socket, options) {
  const name = this.getName(options);
  if (!socket.writable) {
    socket.destroy();
  } else if (count(this.requests, name) > 0) {
    giveSocket(this, takeRequest(this, name), socket);
  } else if (mayKeep(this, socket, name)) {
    keepSocket(this, socket, name, options);
  } else {
    socket.destroy();
  }
}

function mayKeep(agent, socket, name) {
  const request = socket._httpMessage;
  if (!request || !request.shouldKeepAlive || !agent.keepAlive) return false;
  const free = count(agent.freeSockets, name);
  return agent.totalSocketCount <= agent.maxTotalSockets &&
    free + count(agent.sockets, name) <= agent.maxSockets &&
    free < agent.maxFreeSockets && agent.keepSocketAlive(socket);
}

function keepSocket(agent, socket, name, options) {
  socket._httpMessage = null;
  agent.removeSocket(socket, options);
  socket.once('error', onFreeSocketError);
  if (asyncContext.state.isUsed) forgetContext(socket);
  guardFreeSocket(socket);
  add(agent.freeSockets, name, socket);
}

// A socket that nobody uses must not keep alive what its last user has stored.
function forgetContext(socket) {
  const handle = socket._handle;
  if (!handle?.adoptContext) return;
  asyncContext.runUnder(undefined, handle.adoptContext, handle, []);
}

function onFreeSocketError() {
  this.destroy();
}

// Nothing may arrive while no request is under way: it would be taken for the
// answer to the next one.
function guardFreeSocket(socket) {
  if (typeof socket[kOnRead] !== 'function') return;
  socket[kOnRead] = onFreeSocketRead;
  if (socket.readableLength > 0) socket.destroy();
  else socket.read(0);
}

function onFreeSocketRead(data, pendingHandle, handle) {
  if (typeof data === 'number') {
    unguardSocket(this);
    this[kOnRead](data, pendingHandle, handle);
    // Nobody reads it to its end: an end is the end.
    this.destroy();
    return;
  }
  this.destroy();
}

function unguardSocket(socket) {
  if (Object.hasOwn(socket, kOnRead)) delete socket[kOnRead];
}

/** Forgets a socket; a request that waits gets one in its place. */
Agent.prototype.removeSocket = function removeSocket(socket, options) {
  const name = this.getName(options);
  remove(this.sockets, name, socket);
  if (!socket.writable) remove(this.freeSockets, name, socket);
  const waiting = nextWaiting(this, name);
  if (waiting === undefined) return;
  const requestOptions = waiting[kRequestOptions];
  waiting[kRequestOptions] = undefined;
  this.createSocket(waiting, requestOptions, (error, made) => {
    if (error) refuseSocket(waiting, made, error);
    // It is given to the request through its queue, see onFree.
    else made.emit('free');
  });
};

// A request that may have a socket, now that there is one less: to the same
// place, or to one that has none.
function nextWaiting(agent, name) {
  let request;
  if (count(agent.requests, name) > 0) {
    request = agent.requests[name][0];
  } else {
    const other = Object.keys(agent.requests)
      .find((key) => count(agent.sockets, key) === 0);
    if (other !== undefined) request = agent.requests[other][0];
  }
  return request?.[kRequestOptions] ? request : undefined;
}

/**
 * Whether a socket may wait for another request, and for how long.
 */
Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();
  let timeout = this.options.timeout || 0;
  const hint = keepAliveHint(socket);
  if (hint !== undefined) {
    const limit = Math.max(hint - this.agentKeepAliveTimeoutBuffer, 0);
    // The server may close it any moment.
    if (limit === 0) return false;
    if (timeout === 0 || limit < timeout) timeout = limit;
  }
  if (socket.timeout !== timeout) socket.setTimeout(timeout);
  return true;
};

// How long the server has said it will wait, in ms.
function keepAliveHint(socket) {
  const header = socket._httpMessage?.res?.headers['keep-alive'];
  const seconds = header && KEEP_ALIVE_TIMEOUT.exec(header)?.[1];
  return seconds ? Number(seconds) * 1000 : undefined;
}

Agent.prototype.reuseSocket = function reuseSocket(socket, request) {
  unguardSocket(socket);
  socket.removeListener('error', onFreeSocketError);
  request.reusedSocket = true;
  socket.ref();
};

/** Destroys all sockets, also those in use. */
Agent.prototype.destroy = function destroy() {
  for (const lists of [this.freeSockets, this.sockets]) {
    for (const list of Object.values(lists)) {
      for (const socket of [...list]) socket.destroy();
    }
  }
};

/** A global agent: it goes by the environment, when that is known. */
function makeGlobalAgent(Class) {
  const agent =
    new Class({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
  agent[kProxy] = undefined;
  return agent;
}

module.exports = { Agent, globalAgent: makeGlobalAgent(Agent), makeGlobalAgent };
