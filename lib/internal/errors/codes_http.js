'use strict';
// Codes of http, http2, tls and proxies. For the rows see codes_core.js.

const { toText } = require('internal/errors/grammar');

module.exports = {
  ERR_HTTP_BODY_NOT_ALLOWED: [
    Error,
    'Adding content for this request method or response status is not allowed.',
  ],
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: [
    Error,
    (body, header) => `Response body's content-length of ${body} byte(s) does ` +
      `not match the content-length of ${header} byte(s) set in header`,
  ],
  ERR_HTTP_HEADERS_SENT: [
    Error, (verb) => `Cannot ${verb} headers after they are sent to the client`,
  ],
  ERR_HTTP_INVALID_HEADER_VALUE: [
    TypeError,
    (value, name) => `Invalid value "${value}" for header "${name}"`,
  ],
  ERR_HTTP_INVALID_STATUS_CODE: [
    RangeError, (code) => `Invalid status code: ${toText(code)}`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [Error, 'Request timeout'],
  ERR_HTTP_SOCKET_ASSIGNED: [
    Error, 'ServerResponse has an already assigned socket',
  ],
  ERR_HTTP_SOCKET_ENCODING: [
    Error,
    'Changing the socket encoding is not allowed per RFC7230 Section 3.',
  ],
  ERR_HTTP_TRAILER_INVALID: [
    Error, 'Trailers are invalid with this transfer encoding',
  ],
  ERR_INVALID_HTTP_TOKEN: [
    TypeError,
    (name, field) => `${name} must be a valid HTTP token ["${field}"]`,
  ],
  ERR_INVALID_PROTOCOL: [
    TypeError,
    (protocol, expected) =>
      `Protocol "${protocol}" not supported. Expected "${expected}"`,
  ],
  ERR_PROXY_INVALID_CONFIG: [Error, (text) => text],
  ERR_PROXY_TUNNEL: [Error, (text) => text],

  ERR_HTTP2_ALTSVC_INVALID_ORIGIN: [
    TypeError, 'HTTP/2 ALTSVC frames require a valid origin',
  ],
  ERR_HTTP2_ALTSVC_LENGTH: [
    TypeError, 'HTTP/2 ALTSVC frames are limited to 16382 bytes',
  ],
  ERR_HTTP2_CONNECT_AUTHORITY: [
    Error, ':authority header is required for CONNECT requests',
  ],
  ERR_HTTP2_CONNECT_PATH: [
    Error, 'The :path header is forbidden for CONNECT requests',
  ],
  ERR_HTTP2_CONNECT_SCHEME: [
    Error, 'The :scheme header is forbidden for CONNECT requests',
  ],
  ERR_HTTP2_ERROR: [Error, (text) => text],
  ERR_HTTP2_GOAWAY_SESSION: [
    Error, 'New streams cannot be created after receiving a GOAWAY',
  ],
  ERR_HTTP2_HEADERS_AFTER_RESPOND: [
    Error,
    'Cannot specify additional headers after response initiated',
  ],
  ERR_HTTP2_HEADERS_SENT: [Error, 'Response has already been initiated.'],
  ERR_HTTP2_HEADER_SINGLE_VALUE: [
    TypeError,
    (name) => `Header field "${name}" must only have a single value`,
  ],
  ERR_HTTP2_INFO_STATUS_NOT_ALLOWED: [
    RangeError, 'Informational status codes cannot be used',
  ],
  ERR_HTTP2_INVALID_CONNECTION_HEADERS: [
    TypeError,
    (name) => `HTTP/1 Connection specific headers are forbidden: "${name}"`,
  ],
  ERR_HTTP2_INVALID_HEADER_VALUE: [
    TypeError,
    (value, name) => `Invalid value "${value}" for header "${name}"`,
  ],
  ERR_HTTP2_INVALID_INFO_STATUS: [
    RangeError,
    (code) => `Invalid informational status code: ${code}`,
  ],
  ERR_HTTP2_INVALID_ORIGIN: [
    TypeError, 'HTTP/2 ORIGIN frames require a valid origin',
  ],
  ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH: [
    RangeError, 'Packed settings length must be a multiple of six',
  ],
  ERR_HTTP2_INVALID_PSEUDOHEADER: [
    TypeError,
    (name) => `"${name}" is an invalid pseudoheader or is used incorrectly`,
  ],
  ERR_HTTP2_INVALID_SESSION: [Error, 'The session has been destroyed'],
  ERR_HTTP2_INVALID_SETTING_VALUE: [
    TypeError,
    (name, value) => `Invalid value for setting "${name}": ${value}`,
    RangeError,
  ],
  ERR_HTTP2_INVALID_STREAM: [Error, 'The stream has been destroyed'],
  ERR_HTTP2_MAX_PENDING_SETTINGS_ACK: [
    Error, 'Maximum number of pending settings acknowledgements',
  ],
  ERR_HTTP2_NESTED_PUSH: [
    Error, 'A push stream cannot initiate another push stream.',
  ],
  ERR_HTTP2_NO_MEM: [Error, 'Out of memory'],
  ERR_HTTP2_NO_SOCKET_MANIPULATION: [
    Error,
    'HTTP/2 sockets should not be directly manipulated (e.g. read and written)',
  ],
  ERR_HTTP2_ORIGIN_LENGTH: [
    TypeError, 'HTTP/2 ORIGIN frames are limited to 16382 bytes',
  ],
  ERR_HTTP2_OUT_OF_STREAMS: [
    Error,
    'No stream ID is available because maximum stream ID has been reached',
  ],
  ERR_HTTP2_PAYLOAD_FORBIDDEN: [
    Error,
    (status) => `Responses with ${status} status must not have a payload`,
  ],
  ERR_HTTP2_PING_CANCEL: [Error, 'HTTP2 ping cancelled'],
  ERR_HTTP2_PING_LENGTH: [RangeError, 'HTTP2 ping payload must be 8 bytes'],
  ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED: [
    TypeError, 'Cannot set HTTP/2 pseudo-headers',
  ],
  ERR_HTTP2_PUSH_DISABLED: [Error, 'HTTP/2 client has disabled push streams'],
  ERR_HTTP2_SEND_FILE: [Error, 'Directories cannot be sent'],
  ERR_HTTP2_SEND_FILE_NOSEEK: [
    Error, 'Offset or length can only be specified for regular files',
  ],
  ERR_HTTP2_SESSION_ERROR: [
    Error, (code) => `Session closed with error code ${code}`,
  ],
  ERR_HTTP2_SETTINGS_CANCEL: [Error, 'HTTP2 session settings canceled'],
  ERR_HTTP2_SOCKET_BOUND: [
    Error, 'The socket is already bound to an Http2Session',
  ],
  ERR_HTTP2_SOCKET_UNBOUND: [
    Error, 'The socket has been disconnected from the Http2Session',
  ],
  ERR_HTTP2_STATUS_101: [
    Error,
    'HTTP status code 101 (Switching Protocols) is forbidden in HTTP/2',
  ],
  ERR_HTTP2_STATUS_INVALID: [
    RangeError, (code) => `Invalid status code: ${toText(code)}`,
  ],
  ERR_HTTP2_STREAM_CANCEL: [
    Error,
    (cause) => (cause ? `The pending stream has been canceled (caused by: ${
      typeof cause.message === 'string' ? cause.message : cause})` :
      'The pending stream has been canceled'),
  ],
  ERR_HTTP2_STREAM_ERROR: [
    Error, (code) => `Stream closed with error code ${code}`,
  ],
  ERR_HTTP2_STREAM_SELF_DEPENDENCY: [
    Error, 'A stream cannot depend on itself',
  ],
  ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS: [
    Error, 'Number of custom settings exceeds MAX_ADDITIONAL_SETTINGS',
  ],
  ERR_HTTP2_TOO_MANY_INVALID_FRAMES: [Error, 'Too many invalid HTTP/2 frames'],
  ERR_HTTP2_TOO_MANY_ORIGINS: [
    Error,
    'The number of origins sent by the server exceeds maxOriginSetSize',
  ],
  ERR_HTTP2_TRAILERS_ALREADY_SENT: [
    Error, 'Trailing headers have already been sent',
  ],
  ERR_HTTP2_TRAILERS_NOT_READY: [
    Error,
    'Trailing headers cannot be sent until after the wantTrailers event is ' +
    'emitted',
  ],
  ERR_HTTP2_UNSUPPORTED_PROTOCOL: [
    Error, (protocol) => `protocol "${protocol}" is unsupported.`,
  ],

  ERR_TLS_ALPN_CALLBACK_INVALID_RESULT: [
    TypeError,
    (value, protocols) =>
      `ALPN callback returned a value (${value}) that did not match any of ` +
      `the client's offered protocols (${protocols.join(', ')})`,
  ],
  ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS: [
    TypeError,
    'The ALPNCallback and ALPNProtocols TLS options are mutually exclusive',
  ],
  ERR_TLS_CERT_ALTNAME_FORMAT: [
    SyntaxError, 'Invalid subject alternative name string',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    Error,
    (reason) =>
      `Hostname/IP does not match certificate's altnames: ${reason}`,
  ],
  ERR_TLS_DH_PARAM_SIZE: [
    Error, (size) => `DH parameter size ${size} is less than 2048`,
  ],
  ERR_TLS_HANDSHAKE_TIMEOUT: [Error, 'TLS handshake timeout'],
  ERR_TLS_INVALID_CONTEXT: [
    TypeError, (name) => `${name} must be a SecureContext`,
  ],
  ERR_TLS_INVALID_PROTOCOL_METHOD: [TypeError, (text) => text],
  ERR_TLS_INVALID_PROTOCOL_VERSION: [
    TypeError,
    (value, which) =>
      `${JSON.stringify(value)} is not a valid ${which} TLS protocol version`,
  ],
  ERR_TLS_INVALID_STATE: [
    Error, 'TLS socket connection must be securely established',
  ],
  ERR_TLS_PROTOCOL_VERSION_CONFLICT: [
    TypeError,
    (version, method) =>
      `TLS protocol version ${JSON.stringify(version)} conflicts with ` +
      `secureProtocol ${JSON.stringify(method)}`,
  ],
  ERR_TLS_PSK_SET_IDENTITY_HINT_FAILED: [
    Error, 'Failed to set PSK identity hint',
  ],
  ERR_TLS_RENEGOTIATE: [Error, 'Attempt to renegotiate TLS session failed'],
  ERR_TLS_RENEGOTIATION_DISABLED: [
    Error, 'TLS session renegotiation disabled for this socket',
  ],
  ERR_TLS_RENEGOTIATION_UNSUPPORTED: [
    Error,
    'TLS session renegotiation is unsupported by this TLS implementation',
  ],
  ERR_TLS_REQUIRED_SERVER_NAME: [
    Error, '"servername" is required parameter for Server.addContext',
  ],
  ERR_TLS_SESSION_ATTACK: [
    Error, 'TLS session renegotiation attack detected',
  ],
  ERR_TLS_SNI_FROM_SERVER: [
    Error, 'Cannot issue SNI from a TLS server-side socket',
  ],

  ERR_QUIC_APPLICATION_ERROR: [
    Error,
    (code, reason) => `A QUIC application error occurred. ${code} [${reason}]`,
  ],
  ERR_QUIC_CONNECTION_FAILED: [Error, 'QUIC connection failed'],
  ERR_QUIC_ENDPOINT_CLOSED: [
    Error, (name, text) => `QUIC endpoint closed: ${name} (${text})`,
  ],
  ERR_QUIC_OPEN_STREAM_FAILED: [Error, 'Failed to open QUIC stream'],
  ERR_QUIC_STREAM_ABORTED: [Error, (text) => text],
  ERR_QUIC_STREAM_RESET: [
    Error,
    (code) => `The QUIC stream was reset by the peer with error code ${code}`,
  ],
  ERR_QUIC_TRANSPORT_ERROR: [
    Error,
    (code, reason) => `A QUIC transport error occurred. ${code} [${reason}]`,
  ],
  ERR_QUIC_VERSION_NEGOTIATION_ERROR: [
    Error, 'The QUIC session requires version negotiation',
  ],
};
