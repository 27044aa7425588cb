'use strict';
// Errors made of libuv's error numbers.
//
// Each is a function to be called with or without `new`. It passes itself to
// Reflect.construct as new.target because V8 leaves the frames above and
// including that function out of the stack; hence its prototype.

let uv;
function lazyUv() {
  return uv ??= internalBinding('uv');
}

let errorsByNumber;

/** libuv's errors: Map of number -> [code, message]. */
function uvErrorMap() {
  return errorsByNumber ??= new Map(lazyUv().errmap);
}

const unknownError = ['UNKNOWN', 'unknown error'];

function lookUp(errno) {
  return uvErrorMap().get(errno) ?? unknownError;
}

/** 'ENOENT' of -2; 'UNKNOWN' or libuv's own text for anything else. */
function errorCode(errno) {
  return uvErrorMap().get(errno)?.[0] ?? lazyUv().errname(errno);
}

/** What stands in a message for an address: ' host:port' or ' path'. */
function describeAddress(address, port, additional) {
  let text = '';
  if (port && port > 0) text = ` ${address}:${port}`;
  else if (address) text = ` ${address}`;
  return additional ? `${text} - Local (${additional})` : text;
}

function addAddress(error, errno, code, syscall, address, port) {
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  error.address = address;
  if (port) error.port = port;
  return error;
}

/**
 * 'ENOENT: no such file or directory, open 'path' -> 'dest''.
 * @param {{errno: number, syscall: string, message?: string, path?: string|Buffer,
 *   dest?: string|Buffer}} context other properties are copied to the error
 */
function UVException(context) {
  const [code, text] = lookUp(context.errno);
  let message = `${code}: ${context.message || text}, ${context.syscall}`;
  const path = context.path?.toString();
  const dest = context.dest?.toString();
  if (path) message += ` '${path}'`;
  if (dest) message += ` -> '${dest}'`;
  const error = Reflect.construct(Error, [message], UVException);
  for (const name of Object.keys(context)) {
    if (name === 'message' || name === 'path' || name === 'dest') continue;
    error[name] = context[name];
  }
  error.code = code;
  if (path) error.path = path;
  if (dest) error.dest = dest;
  return error;
}

/** 'listen EADDRINUSE: address already in use 127.0.0.1:80'. */
function UVExceptionWithHostPort(errno, syscall, address, port) {
  const [code, text] = lookUp(errno);
  const message =
    `${syscall} ${code}: ${text}${describeAddress(address, port)}`;
  const error = Reflect.construct(Error, [message], UVExceptionWithHostPort);
  error.code = code;
  return addAddress(error, errno, code, syscall, address, port);
}

/** 'syscall ECODE original'. */
function ErrnoException(errno, syscall, original) {
  const code = errorCode(errno);
  const message =
    original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`;
  const error = Reflect.construct(Error, [message], ErrnoException);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  return error;
}

/** 'connect ECONNREFUSED 127.0.0.1:80 - Local (...)'. */
function ExceptionWithHostPort(errno, syscall, address, port, additional) {
  const code = errorCode(errno);
  const message =
    `${syscall} ${code}${describeAddress(address, port, additional)}`;
  const error = Reflect.construct(Error, [message], ExceptionWithHostPort);
  return addAddress(error, errno, code, syscall, address, port);
}

/**
 * 'queryA ENOTFOUND example.org'.
 * @param {number|string} code libuv's number, or the code's text from c-ares
 */
function DNSException(code, syscall, hostname) {
  let errno;
  if (typeof code === 'number') {
    errno = code;
    const { UV_EAI_NODATA, UV_EAI_NONAME } = lazyUv();
    code = code === UV_EAI_NODATA || code === UV_EAI_NONAME ?
      'ENOTFOUND' : errorCode(code);
  }
  const message = `${syscall} ${code}${hostname ? ` ${hostname}` : ''}`;
  const error = Reflect.construct(Error, [message], DNSException);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (hostname) error.hostname = hostname;
  return error;
}

/** An ECONNRESET that no system call reported. */
function ConnResetException(message) {
  const error = Reflect.construct(Error, [message], ConnResetException);
  error.code = 'ECONNRESET';
  return error;
}

for (const make of [
  UVException, UVExceptionWithHostPort, ErrnoException, ExceptionWithHostPort,
  DNSException, ConnResetException,
]) {
  make.prototype = Error.prototype;
}

module.exports = {
  ConnResetException,
  DNSException,
  ErrnoException,
  ExceptionWithHostPort,
  UVException,
  UVExceptionWithHostPort,
  uvErrorMap,
};
