'use strict';
// Codes of the core: arguments, buffers, files, processes, streams, sockets.
//
// A row is [base, message, ...more bases]. The message is the text or a
// function of the constructor's arguments. base 'System' means SystemError.

const {
  determineSpecificType,
  invalidArgType,
  invalidArgValue,
  missingArgs,
  outOfRange,
  toText,
} = require('internal/errors/grammar');

const internalAssertionHelp =
  'This is caused by either a bug in Node.js or incorrect usage of Node.js ' +
  'internals.\nPlease open an issue with this stack trace at ' +
  'https://github.com/nodejs/node/issues\n';

module.exports = {
  // --- Arguments -----------------------------------------------------------
  ERR_AMBIGUOUS_ARGUMENT: [
    TypeError,
    (name, reason) => `The "${name}" argument is ambiguous. ${reason}`,
  ],
  ERR_ARG_NOT_ITERABLE: [TypeError, (name) => `${name} must be iterable`],
  ERR_ILLEGAL_CONSTRUCTOR: [TypeError, 'Illegal constructor'],
  ERR_INCOMPATIBLE_OPTION_PAIR: [
    TypeError,
    (one, other) =>
      `Option "${one}" cannot be used in combination with option "${other}"`,
  ],
  ERR_INVALID_ARG_TYPE: [TypeError, invalidArgType],
  ERR_INVALID_ARG_VALUE: [TypeError, invalidArgValue, RangeError],
  ERR_INVALID_OBJECT_DEFINE_PROPERTY: [TypeError, (text) => text],
  ERR_INVALID_RETURN_VALUE: [
    TypeError,
    (expected, name, value) =>
      `Expected ${expected} to be returned from the "${name}" function but ` +
      `got ${determineSpecificType(value)}.`,
    RangeError,
  ],
  ERR_INVALID_STATE: [
    Error, (text) => `Invalid state: ${text}`, TypeError, RangeError,
  ],
  ERR_INVALID_THIS: [
    TypeError, (type) => `Value of "this" must be of type ${type}`,
  ],
  ERR_METHOD_NOT_IMPLEMENTED: [
    Error, (name) => `The ${name} method is not implemented`,
  ],
  ERR_MISSING_ARGS: [TypeError, missingArgs],
  ERR_MISSING_OPTION: [TypeError, (name) => `${name} is required`],
  ERR_OUT_OF_RANGE: [RangeError, outOfRange],
  ERR_CONSTRUCT_CALL_INVALID: [TypeError, 'Constructor cannot be called'],
  ERR_CONSTRUCT_CALL_REQUIRED: [
    TypeError,
    (name) => `Class constructor ${name} cannot be invoked without \`new\``,
  ],
  ERR_INTERNAL_ASSERTION: [
    Error,
    (text) => (text === undefined ? internalAssertionHelp :
      `${text}\n${internalAssertionHelp}`),
  ],
  ERR_FALSY_VALUE_REJECTION: [
    Error, () => 'Promise was rejected with falsy value',
  ],
  ERR_MULTIPLE_CALLBACK: [Error, 'Callback called multiple times'],
  ERR_OPERATION_FAILED: [
    Error, (text) => `Operation failed: ${text}`, TypeError,
  ],
  ERR_NOT_IMPLEMENTED: [Error, (name) => `${name} is not implemented`],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: [
    TypeError,
    (name) => `The feature ${name} is unavailable on the current platform, ` +
              'which is being used to run Node.js',
  ],

  // --- Events and async hooks ------------------------------------------------
  ERR_ASYNC_CALLBACK: [TypeError, (name) => `${name} must be a function`],
  ERR_ASYNC_TYPE: [
    TypeError, (name) => `Invalid name for async "type": ${name}`,
  ],
  ERR_EVENT_RECURSION: [
    Error, (type) => `The event "${type}" is already being dispatched`,
  ],
  ERR_INVALID_ASYNC_ID: [
    RangeError, (name, id) => `Invalid ${name} value: ${toText(id)}`,
  ],
  ERR_UNHANDLED_ERROR: [
    Error,
    (error) => (error === undefined ? 'Unhandled error.' :
      `Unhandled error. (${error})`),
  ],
  ERR_UNHANDLED_REJECTION: [
    Error,
    (reason) => 'This error originated either by throwing inside of an async ' +
      'function without a catch block, or by rejecting a promise which was ' +
      'not handled with .catch(). The promise rejected with the reason ' +
      `"${reason}".`,
  ],
  ERR_DOMAIN_CALLBACK_NOT_AVAILABLE: [
    Error,
    'A callback was registered through ' +
    'process.setUncaughtExceptionCaptureCallback(), which is mutually ' +
    'exclusive with using the `domain` module',
  ],
  ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE: [
    Error,
    'The `domain` module is in use, which is mutually exclusive with calling ' +
    'process.setUncaughtExceptionCaptureCallback()',
  ],
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET: [
    Error,
    '`process.setupUncaughtExceptionCapture()` was called while a capture ' +
    'callback was already active',
  ],

  // --- Buffers, strings, encodings -------------------------------------------
  ERR_BUFFER_OUT_OF_BOUNDS: [
    RangeError,
    (name) => (name ? `"${name}" is outside of buffer bounds` :
      'Attempt to access memory outside buffer bounds'),
  ],
  ERR_BUFFER_TOO_LARGE: [
    RangeError, (limit) => `Cannot create a Buffer larger than ${limit} bytes`,
  ],
  ERR_BUFFER_CONTEXT_NOT_AVAILABLE: [
    Error, 'Buffer is not available for the current Context',
  ],
  ERR_ENCODING_INVALID_ENCODED_DATA: [
    TypeError,
    (encoding) => `The encoded data was not valid for encoding ${encoding}`,
  ],
  ERR_ENCODING_NOT_SUPPORTED: [
    RangeError, (encoding) => `The "${encoding}" encoding is not supported`,
  ],
  ERR_INVALID_BUFFER_SIZE: [
    RangeError, (size) => `Buffer size must be a multiple of ${size}`,
  ],
  ERR_INVALID_CHAR: [
    TypeError,
    (name, field) => (field === undefined ? `Invalid character in ${name}` :
      `Invalid character in ${name} ["${field}"]`),
  ],
  ERR_INVALID_MIME_SYNTAX: [
    TypeError,
    (production, text, index) =>
      `The MIME syntax for a ${production} in ${text} is invalid` +
      (index !== -1 ? ` at ${index}` : ''),
  ],
  ERR_INVALID_URI: [URIError, 'URI malformed'],
  ERR_MEMORY_ALLOCATION_FAILED: [Error, 'Failed to allocate memory'],
  ERR_NO_ICU: [
    TypeError,
    (name) => `${name} is not supported on Node.js compiled without ICU`,
  ],
  ERR_STRING_TOO_LONG: [
    Error,
    (limit) => 'Cannot create a string longer than ' +
      `0x${Number(limit).toString(16)} characters`,
  ],
  ERR_UNKNOWN_ENCODING: [
    TypeError, (name) => `Unknown encoding: ${toText(name)}`,
  ],
  ERR_UNESCAPED_CHARACTERS: [
    TypeError, (name) => `${name} contains unescaped characters`,
  ],

  // --- URLs ------------------------------------------------------------------
  ERR_INVALID_FILE_URL_HOST: [
    TypeError,
    (platform) => `File URL host must be "localhost" or empty on ${platform}`,
  ],
  ERR_INVALID_FILE_URL_PATH: [TypeError, (text) => `File URL path ${text}`],
  ERR_INVALID_TUPLE: [
    TypeError, (name, shape) => `${name} must be an iterable ${shape} tuple`,
  ],
  ERR_INVALID_URL: [TypeError, () => 'Invalid URL'],
  ERR_INVALID_URL_PATTERN: [TypeError, (text) => text],
  ERR_INVALID_URL_SCHEME: [
    TypeError,
    (expected) => {
      const list = Array.isArray(expected) ? expected : [expected];
      return `The URL must be ${list.length === 2 ?
        `one of scheme ${list[0]} or ${list[1]}` : `of scheme ${list[0]}`}`;
    },
  ],

  // --- Files -----------------------------------------------------------------
  ERR_DIR_CLOSED: [Error, 'Directory handle was closed'],
  ERR_DIR_CONCURRENT_OPERATION: [
    Error,
    'Cannot do synchronous work on directory handle with concurrent ' +
    'asynchronous operations',
  ],
  ERR_FS_CP_DIR_TO_NON_DIR: [
    'System', 'Cannot overwrite non-directory with directory',
  ],
  ERR_FS_CP_EEXIST: ['System', 'Target already exists'],
  ERR_FS_CP_EINVAL: ['System', 'Invalid src or dest'],
  ERR_FS_CP_FIFO_PIPE: ['System', 'Cannot copy a FIFO pipe'],
  ERR_FS_CP_NON_DIR_TO_DIR: [
    'System', 'Cannot overwrite directory with non-directory',
  ],
  ERR_FS_CP_SOCKET: ['System', 'Cannot copy a socket file'],
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: [
    'System', 'Cannot overwrite symlink in subdirectory of self',
  ],
  ERR_FS_CP_UNKNOWN: ['System', 'Cannot copy an unknown file type'],
  ERR_FS_EISDIR: ['System', 'Path is a directory'],
  ERR_FS_FILE_TOO_LARGE: [
    RangeError, (size) => `File size (${size}) is greater than 2 GiB`,
  ],
  ERR_FS_WATCH_QUEUE_OVERFLOW: [
    Error,
    (size) => `fs.watch() queued more than ${size} events`,
  ],
  ERR_FS_INVALID_SYMLINK_TYPE: [
    Error,
    (type) => 'Symlink type must be one of "dir", "file", or "junction". ' +
              `Received "${type}"`,
  ],
  ERR_INVALID_FD: [
    RangeError, (fd) => `"fd" must be a positive integer: ${toText(fd)}`,
  ],
  ERR_INVALID_FD_TYPE: [TypeError, (type) => `Unsupported fd type: ${type}`],

  // --- Processes ----------------------------------------------------------------
  ERR_ACCESS_DENIED: [Error, (text) => text],
  ERR_CHILD_CLOSED_BEFORE_REPLY: [Error, 'Child closed before reply received'],
  ERR_CHILD_PROCESS_IPC_REQUIRED: [
    Error,
    (name) => "Forked processes must have an IPC channel, missing value 'ipc' " +
              `in ${name}`,
  ],
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: [
    RangeError, (name) => `${name} maxBuffer length exceeded`,
  ],
  ERR_CPU_USAGE: [
    Error, (text) => `Unable to obtain cpu usage ${text}`,
  ],
  ERR_INVALID_HANDLE_TYPE: [TypeError, 'This handle type cannot be sent'],
  ERR_INVALID_SYNC_FORK_INPUT: [
    TypeError,
    (type) => 'Asynchronous forks do not support Buffer, TypedArray, DataView ' +
              `or string input: ${type}`,
  ],
  ERR_IPC_CHANNEL_CLOSED: [Error, 'Channel closed'],
  ERR_IPC_DISCONNECTED: [Error, 'IPC channel is already disconnected'],
  ERR_IPC_ONE_PIPE: [
    Error, 'Child process can have only one IPC pipe',
  ],
  ERR_IPC_SYNC_FORK: [Error, 'IPC cannot be used with synchronous forks'],
  ERR_NO_LONGER_SUPPORTED: [Error, (name) => `${name} is no longer supported`],
  ERR_SYSTEM_ERROR: ['System', 'A system error occurred'],
  ERR_TTY_INIT_FAILED: ['System', 'TTY initialization failed'],
  ERR_UNAVAILABLE_DURING_EXIT: [
    Error,
    'Cannot call function in process exit handler',
  ],
  ERR_UNKNOWN_CREDENTIAL: [
    Error, (kind, id) => `${kind} identifier does not exist: ${id}`,
  ],
  ERR_UNKNOWN_SIGNAL: [
    TypeError, (name) => `Unknown signal: ${toText(name)}`,
  ],
  ERR_CANNOT_WATCH_SIGINT: [Error, 'Cannot watch for SIGINT signals'],
  ERR_FEATURE_UNAVAILABLE: [Error, (name) => `${name} is unavailable`],

  // --- Console, util ------------------------------------------------------------
  ERR_CONSOLE_WRITABLE_STREAM: [
    TypeError,
    (name) => `Console expects a writable stream instance for ${name}`,
  ],
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: [TypeError, (text) => text],
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: [
    TypeError,
    (value) => `Unexpected argument '${value}'. This command does not take ` +
               'positional arguments',
  ],
  ERR_PARSE_ARGS_UNKNOWN_OPTION: [
    TypeError,
    (option, allowPositionals) => {
      const hint = allowPositionals ? '. To specify a positional argument ' +
        'starting with a \'-\', place it at the end of the command after ' +
        `'--', as in '-- ${JSON.stringify(option)}` : '';
      return `Unknown option '${option}'${hint}`;
    },
  ],
  ERR_INVALID_CURSOR_POS: [
    TypeError, 'Cannot set cursor row without setting its column',
  ],
  ERR_USE_AFTER_CLOSE: [Error, (name) => `${name} was closed`],
  ERR_VALID_PERFORMANCE_ENTRY_TYPE: [
    Error, 'At least one valid performance entry type is required',
  ],
  ERR_INVALID_PERFORMANCE_MARK: [
    Error, (name) => `The "${name}" performance mark has not been set`,
  ],
  ERR_PERFORMANCE_INVALID_TIMESTAMP: [
    TypeError, (value) => `${value} is not a valid timestamp`,
  ],
  ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS: [TypeError, (text) => text],
  ERR_INVALID_REPL_EVAL_CONFIG: [
    TypeError, 'Cannot specify both "breakEvalOnSigint" and "eval" for REPL',
  ],
  ERR_INVALID_REPL_INPUT: [TypeError, (text) => text],
  ERR_INVALID_ADDRESS: [Error, 'Invalid address'],
  ERR_TEST_FAILURE: [
    Error,
    (error) => {
      const text = error?.message ?? error;
      return typeof text === 'string' ? text :
        require('internal/errors').inspectWithNoCustomRetry(text);
    },
  ],
  ERR_TRACE_EVENTS_CATEGORY_REQUIRED: [
    TypeError, 'At least one category is required',
  ],
  ERR_TRACE_EVENTS_UNAVAILABLE: [Error, 'Trace events are unavailable'],

  // --- Streams ----------------------------------------------------------------
  ERR_STREAM_ALREADY_FINISHED: [
    Error, (name) => `Cannot call ${name} after a stream was finished`,
  ],
  ERR_STREAM_CANNOT_PIPE: [Error, 'Cannot pipe, not readable'],
  ERR_STREAM_DESTROYED: [
    Error, (name) => `Cannot call ${name} after a stream was destroyed`,
  ],
  ERR_STREAM_ITER_MISSING_FLAG: [
    TypeError,
    'The stream/iter API requires the --experimental-stream-iter flag',
  ],
  ERR_STREAM_NULL_VALUES: [TypeError, 'May not write null values to stream'],
  ERR_STREAM_PREMATURE_CLOSE: [Error, 'Premature close'],
  ERR_STREAM_PUSH_AFTER_EOF: [Error, 'stream.push() after EOF'],
  ERR_STREAM_UNABLE_TO_PIPE: [
    Error, 'Cannot pipe to a closed or destroyed stream',
  ],
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: [
    Error, 'stream.unshift() after end event',
  ],
  ERR_STREAM_WRAP: [
    Error, 'Stream has StringDecoder set or is in objectMode',
  ],
  ERR_STREAM_WRITE_AFTER_END: [Error, 'write after end'],
  ERR_TRANSFORM_ALREADY_TRANSFORMING: [
    Error, 'Calling transform done when still transforming',
  ],
  ERR_TRANSFORM_WITH_LENGTH_0: [
    Error, 'Calling transform done when writableState.length != 0',
  ],
  ERR_TRAILING_JUNK_AFTER_STREAM_END: [
    TypeError,
    'Trailing junk found after the end of the compressed stream',
  ],

  // --- Compression ---------------------------------------------------------------
  ERR_BROTLI_COMPRESSION_FAILED: [Error, 'Compression failed'],
  ERR_BROTLI_INVALID_PARAM: [
    RangeError, (key) => `${toText(key)} is not a valid Brotli parameter`,
  ],
  ERR_ZLIB_INITIALIZATION_FAILED: [Error, 'Initialization failed'],
  ERR_ZSTD_INVALID_PARAM: [
    RangeError, (key) => `${toText(key)} is not a valid zstd parameter`,
  ],

  // --- Sockets, DNS ----------------------------------------------------------------
  ERR_DNS_SET_SERVERS_FAILED: [
    Error,
    (text, servers) => `c-ares failed to set servers: "${text}" [${servers}]`,
  ],
  ERR_INVALID_ADDRESS_FAMILY: [
    RangeError,
    (family, host, port) =>
      `Invalid address family: ${family} ${host}:${port}`,
  ],
  ERR_INVALID_IP_ADDRESS: [TypeError, (ip) => `Invalid IP address: ${ip}`],
  ERR_IP_BLOCKED: [Error, (ip) => `IP(${ip}) is blocked by net.BlockList`],
  ERR_SERVER_ALREADY_LISTEN: [
    Error,
    'Listen method has been called more than once without closing.',
  ],
  ERR_SERVER_NOT_RUNNING: [Error, 'Server is not running.'],
  ERR_SOCKET_ALREADY_BOUND: [Error, 'Socket is already bound'],
  ERR_SOCKET_BAD_BUFFER_SIZE: [
    TypeError, 'Buffer size must be a positive integer',
  ],
  ERR_SOCKET_BAD_PORT: [
    RangeError,
    (name, port, allowZero = true) =>
      `${name} should be ${allowZero ? '>=' : '>'} 0 and < 65536. ` +
      `Received ${determineSpecificType(port)}.`,
  ],
  ERR_SOCKET_BAD_TYPE: [
    TypeError,
    'Bad socket type specified. Valid types are: udp4, udp6',
  ],
  ERR_SOCKET_BUFFER_SIZE: ['System', 'Could not get or set buffer size'],
  ERR_SOCKET_CLOSED: [Error, 'Socket is closed'],
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION: [
    Error, 'Socket closed before the connection was established',
  ],
  ERR_SOCKET_CONNECTION_TIMEOUT: [Error, 'Socket connection timeout'],
  ERR_SOCKET_DGRAM_IS_CONNECTED: [Error, 'Already connected'],
  ERR_SOCKET_DGRAM_NOT_CONNECTED: [Error, 'Not connected'],
  ERR_SOCKET_DGRAM_NOT_RUNNING: [Error, 'Not running'],
  ERR_SOCKET_HANDLE_ADOPTED: [
    Error, 'The handle of the socket has been adopted by another owner',
  ],

  // --- SQLite, single executables, snapshots -----------------------------------
  ERR_SQLITE_ERROR: [Error, (text) => text],
  ERR_LOAD_SQLITE_EXTENSION: [Error, (text) => text],
  ERR_NOT_BUILDING_SNAPSHOT: [
    Error, 'Operation cannot be invoked when not building startup snapshot',
  ],
  ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION: [
    Error, 'Deserialize main function is already configured.',
  ],
  ERR_NOT_SUPPORTED_IN_SNAPSHOT: [
    Error, (name) => `${name} is not supported in startup snapshot`,
  ],
  ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION: [
    Error, 'Operation cannot be invoked when not in a single-executable application',
  ],
  ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND: [
    Error,
    (key) => `Cannot find asset ${key} for the single executable application`,
  ],
};
