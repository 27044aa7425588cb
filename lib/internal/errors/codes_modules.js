'use strict';
// Codes of modules, vm, workers, the inspector and WebAssembly. For the rows
// see codes_core.js.

const { determineSpecificType, formatList, toText } =
  require('internal/errors/grammar');

const importedFrom = (base) => (base ? ` imported from ${base}` : '');

function packageTargetMessage(packagePath, key, target, isImport = false, base) {
  if (target !== null && typeof target !== 'object') target = `${target}`;
  const isRelativeMissing = typeof target === 'string' && !isImport &&
    target.length > 0 && !target.startsWith('./');
  const where = `defined ${key === '.' ? '' : `for '${key}' `}in the package ` +
    `config ${packagePath}/package.json${importedFrom(base)}` +
    (isRelativeMissing ? '; targets must start with "./"' : '');
  const what = key === '.' ? '"exports" main target' :
    `"${isImport ? 'imports' : 'exports'}" target`;
  return `Invalid ${what} ${JSON.stringify(target, null, '')} ${where}`;
}

function requireEsmMessage(filename, hasEsmSyntax, parent, packageJson) {
  const head = `require() of ES Module ${filename}` +
    `${parent ? ` from ${parent}` : ''} not supported.`;
  if (!packageJson) {
    return `${head}\nInstead change the require of ${filename} to a dynamic ` +
      'import() which is available in all CommonJS modules.';
  }
  const { basename } = require('path');
  const name = basename(filename);
  if (hasEsmSyntax) {
    return `${head}\nInstead change the require of ${name} in ` +
      `${parent ?? 'the current module'} to a dynamic import() which is ` +
      'available in all CommonJS modules.';
  }
  return `${head}\n${name} is treated as an ES module file as it is a .js ` +
    'file whose nearest parent package.json contains "type": "module" which ' +
    'declares all .js files in that package scope as ES modules.\nInstead ' +
    `either rename ${name} to end in .cjs, change the requiring code to use ` +
    'dynamic import() which is available in all CommonJS modules, or change ' +
    `"type": "module" to "type": "commonjs" in ${packageJson} to treat all ` +
    '.js files as CommonJS (using .mjs for all ES modules instead).\n';
}

module.exports = {
  ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED: [
    Error, 'Async loader request never settled',
  ],
  ERR_EVAL_ESM_CANNOT_PRINT: [Error, '--print cannot be used with ESM input'],
  ERR_IMPORT_ATTRIBUTE_MISSING: [
    TypeError,
    (url, key, value) =>
      `Module "${url}" needs an import attribute of "${key}: ${value}"`,
  ],
  ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: [
    TypeError, (url, type) => `Module "${url}" is not of type "${type}"`,
  ],
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: [
    TypeError,
    (name, value, url) =>
      `Import attribute "${name}" with value "${value}" is not supported` +
      (url === undefined ? '' : ` in ${url}`),
  ],
  ERR_INPUT_TYPE_NOT_ALLOWED: [
    Error,
    '--input-type can only be used with string input via --eval, --print, or ' +
    'STDIN',
  ],
  ERR_INVALID_MODULE: [Error, (text) => `Invalid module: ${text}`],
  ERR_INVALID_MODULE_SPECIFIER: [
    TypeError,
    (request, reason, base) =>
      `Invalid module "${request}" ${reason}${importedFrom(base)}`,
  ],
  ERR_INVALID_PACKAGE_CONFIG: [
    Error,
    (path, base, text) =>
      `Invalid package config ${path}${base ? ` while importing ${base}` : ''}` +
      `${text ? `. ${text}` : ''}`,
  ],
  ERR_INVALID_PACKAGE_TARGET: [Error, packageTargetMessage],
  ERR_INVALID_RETURN_PROPERTY: [
    TypeError,
    (expected, name, property, value) =>
      `Expected a valid ${expected} to be returned for the "${property}" from ` +
      `the "${name}" hook but got ${value}.`,
  ],
  ERR_INVALID_RETURN_PROPERTY_VALUE: [
    TypeError,
    (expected, name, property, value) =>
      `Expected ${expected} to be returned for the "${property}" from the ` +
      `"${name}" hook but got ${determineSpecificType(value)}.`,
  ],
  ERR_INVALID_TYPESCRIPT_SYNTAX: [SyntaxError, (text) => text],
  ERR_LOADER_CHAIN_INCOMPLETE: [
    Error,
    (name) => `${name} did not call the next hook in its chain and did not ` +
      'explicitly signal a short circuit. If this is intentional, include ' +
      "`shortCircuit: true` in the hook's return.",
  ],
  ERR_PACKAGE_MAP_EXTERNAL_FILE: [
    Error,
    (name, file, map) => `Cannot resolve "${name}" from "${file}": file is not ` +
      `within any package defined in ${map}`,
  ],
  ERR_PACKAGE_MAP_INVALID: [
    Error, (map, reason) => `Invalid package map at "${map}": ${reason}`,
  ],
  ERR_PACKAGE_MAP_KEY_NOT_FOUND: [
    Error,
    (key, owner, map) => `Package key "${key}" of the dependencies of ` +
      `"${owner}" is not defined in ${map}`,
  ],
  ERR_MODULE_LINK_MISMATCH: [TypeError, (text) => text],
  ERR_MODULE_NOT_FOUND: [
    Error,
    (path, base, exactUrl) =>
      `Cannot find ${exactUrl ? 'module' : 'package'} '${path}' imported ` +
      `from ${base}`,
  ],
  ERR_NO_TYPESCRIPT: [
    Error, 'Node.js is not compiled with TypeScript support',
  ],
  ERR_PACKAGE_IMPORT_NOT_DEFINED: [
    TypeError,
    (specifier, packagePath, base) =>
      `Package import specifier "${specifier}" is not defined` +
      `${packagePath ? ` in package ${packagePath}package.json` : ''}` +
      ` imported from ${base}`,
  ],
  ERR_PACKAGE_MAP_EXTERNAL_FILE: [
    Error,
    (path, map) =>
      `Cannot resolve package from "${path}": file is not inside any package ` +
      `defined in ${map}`,
  ],
  ERR_PACKAGE_MAP_INVALID: [
    Error, (map, reason) => `Invalid package map at "${map}": ${reason}`,
  ],
  ERR_PACKAGE_MAP_KEY_NOT_FOUND: [
    Error,
    (key, map) => `Package key "${key}" not found in package map at "${map}"`,
  ],
  ERR_PACKAGE_PATH_NOT_EXPORTED: [
    Error,
    (packagePath, subpath, base) => (subpath === '.' ?
      `No "exports" main defined in ${packagePath}package.json` :
      `Package subpath '${subpath}' is not defined by "exports" in ` +
      `${packagePath}package.json`) + importedFrom(base),
  ],
  ERR_REQUIRE_ASYNC_MODULE: [
    Error,
    (filename, requireStack = [], isLocated = false) =>
      'require() cannot be used on an ESM graph with top-level await. Use ' +
      'import() instead.' + (isLocated ? '' : ' To see where the top-level ' +
        'await comes from, use --experimental-print-required-tla.') +
      (filename ? `\nRequired module: ${filename}` : '') +
      (requireStack.length === 0 ? '' :
        `\nRequire stack:\n- ${requireStack.join('\n- ')}`),
  ],
  ERR_REQUIRE_CYCLE_MODULE: [Error, (text) => text],
  ERR_REQUIRE_ESM: [Error, requireEsmMessage],
  ERR_REQUIRE_ESM_RACE_CONDITION: [
    Error,
    (filename, parent, runsHooks) => `Cannot require() ES Module ${filename} ` +
      'because it is not yet fully loaded.\nThis may be caused by a race ' +
      'condition if the module is simultaneously dynamically import()-ed via ' +
      'Promise.all().\nTry await-ing the import() sequentially in a loop ' +
      `instead.\n (From ${parent ? `${parent} in ` : ' '}` +
      `${runsHooks ? 'loader-hook' : 'non-loader-hook'} thread)`,
  ],
  ERR_SOURCE_MAP_CORRUPT: [
    Error, (path) => `The source map for '${path}' does not exist or is corrupt.`,
  ],
  ERR_SOURCE_MAP_MISSING_SOURCE: [
    Error,
    (source, path) =>
      `Cannot find '${source}' imported from the source map for '${path}'`,
  ],
  ERR_SOURCE_PHASE_NOT_DEFINED: [
    SyntaxError, (url) => `Source phase import object is not defined for ${url}`,
  ],
  ERR_SRI_PARSE: [
    SyntaxError,
    (text, char, position) =>
      `Subresource Integrity string ${JSON.stringify(text)} had an ` +
      `unexpected ${JSON.stringify(char)} at position ${position}`,
  ],
  ERR_UNKNOWN_BUILTIN_MODULE: [
    Error, (name) => `No such built-in module: ${name}`,
  ],
  ERR_UNKNOWN_FILE_EXTENSION: [
    TypeError,
    (extension, path) => `Unknown file extension "${extension}" for ${path}`,
  ],
  ERR_UNKNOWN_MODULE_FORMAT: [
    RangeError,
    (format, url) => `Unknown module format: ${format} for URL ${url}`,
  ],
  ERR_UNSUPPORTED_DIR_IMPORT: [
    Error,
    (path, base) => `Directory import '${path}' is not supported resolving ES ` +
      `modules imported from ${base}`,
  ],
  ERR_UNSUPPORTED_ESM_URL_SCHEME: [
    Error,
    (url, supported) =>
      `Only URLs with a scheme in: ${formatList(supported)} are supported by ` +
      `the default ESM loader. Received protocol '${url.protocol}'`,
  ],
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING: [
    Error,
    (path) => 'Stripping types is currently unsupported for files under ' +
              `node_modules, for "${path}"`,
  ],
  ERR_UNSUPPORTED_RESOLVE_REQUEST: [
    TypeError,
    (specifier, base) =>
      `Failed to resolve module specifier "${specifier}" from "${base}": ` +
      'Invalid relative URL or base scheme is not hierarchical.',
  ],
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX: [SyntaxError, (text) => text],
  ERR_DLOPEN_DISABLED: [
    Error, 'Cannot load native addon because loading addons is disabled.',
  ],
  ERR_DLOPEN_FAILED: [Error, (text) => text],
  ERR_NON_CONTEXT_AWARE_DISABLED: [
    Error, 'Loading non context-aware native addons has been disabled',
  ],

  ERR_CONTEXT_NOT_INITIALIZED: [Error, 'context used is not initialized'],
  ERR_SCRIPT_EXECUTION_INTERRUPTED: [
    Error, 'Script execution was interrupted by `SIGINT`',
  ],
  ERR_SCRIPT_EXECUTION_TIMEOUT: [
    Error, (ms) => `Script execution timed out after ${ms}ms`,
  ],
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING: [
    TypeError, 'A dynamic import callback was not specified.',
  ],
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG: [
    TypeError,
    'A dynamic import callback was invoked without --experimental-vm-modules',
  ],
  ERR_VM_MODULE_ALREADY_LINKED: [Error, 'Module has already been linked'],
  ERR_VM_MODULE_CACHED_DATA_REJECTED: [
    Error, '`cachedData` buffer was rejected',
  ],
  ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA: [
    Error,
    'Cached data cannot be created for a module which has been evaluated',
  ],
  ERR_VM_MODULE_DIFFERENT_CONTEXT: [
    Error, 'Linked modules must use the same context',
  ],
  ERR_VM_MODULE_LINK_FAILURE: [Error, (text) => text],
  ERR_VM_MODULE_NOT_MODULE: [
    Error, 'Provided module is not an instance of Module',
  ],
  ERR_VM_MODULE_STATUS: [Error, (text) => `Module status ${text}`],

  ERR_CANNOT_TRANSFER_OBJECT: [
    TypeError, 'Cannot transfer object of unsupported type.',
  ],
  ERR_CLOSED_MESSAGE_PORT: [Error, 'Cannot send data on closed MessagePort'],
  ERR_EXECUTION_ENVIRONMENT_NOT_AVAILABLE: [
    Error, 'Context not associated with Node.js environment',
  ],
  ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE: [
    Error, (context) => `This message port's context is unavailable: ${context}`,
  ],
  ERR_MISSING_PLATFORM_FOR_WORKER: [
    Error,
    'The V8 platform used by this instance of Node does not support creating ' +
    'Workers',
  ],
  ERR_OPTIONS_BEFORE_BOOTSTRAPPING: [
    Error, 'Should not query options before bootstrapping is done',
  ],
  ERR_WORKER_HANDLE_NOT_TRANSFERABLE: [
    Error,
    'Cannot transfer a handle to a worker thread',
  ],
  ERR_WORKER_INIT_FAILED: [
    Error, (text) => `Worker initialization failure: ${text}`,
  ],
  ERR_WORKER_INVALID_EXEC_ARGV: [
    Error,
    (errors, text = 'invalid execArgv flags') =>
      `Initiated Worker with ${text}: ${errors.join(', ')}`,
  ],
  ERR_WORKER_MESSAGING_ERRORED: [
    Error,
    'The destination thread threw an error while processing the message',
  ],
  ERR_WORKER_MESSAGING_FAILED: [
    Error, 'Cannot find the destination thread or listener',
  ],
  ERR_WORKER_MESSAGING_SAME_THREAD: [
    Error, 'Cannot sent a message to the same thread',
  ],
  ERR_WORKER_MESSAGING_TIMEOUT: [
    Error, 'Sending a message to another thread timed out',
  ],
  ERR_WORKER_NOT_RUNNING: [Error, 'Worker instance not running'],
  ERR_WORKER_OUT_OF_MEMORY: [
    Error,
    (text) => `Worker terminated due to reaching memory limit: ${toText(text)}`,
  ],
  ERR_WORKER_PATH: [
    TypeError,
    (filename) => 'The worker script or module filename must be an absolute ' +
      "path or a relative path starting with './' or '../'." +
      (`${filename}`.startsWith('file://') ?
        ' Wrap file:// URLs with `new URL`.' : '') +
      (`${filename}`.startsWith('data:text/javascript') ?
        ' Wrap data: URLs with `new URL`.' : '') +
      ` Received "${filename}"`,
  ],
  ERR_WORKER_UNSERIALIZABLE_ERROR: [
    Error, 'Serializing an uncaught exception failed',
  ],
  ERR_WORKER_UNSUPPORTED_OPERATION: [
    TypeError, (name) => `${name} is not supported in workers`,
  ],

  ERR_CPU_PROFILE_ALREADY_STARTED: [
    Error, 'CPU profile already started',
  ],
  ERR_CPU_PROFILE_NOT_STARTED: [Error, 'CPU profile not started'],
  ERR_CPU_PROFILE_TOO_MANY: [Error, 'There are too many CPU profiles'],
  ERR_DEBUGGER_ERROR: [Error, (text) => text],
  ERR_DEBUGGER_STARTUP_ERROR: [Error, (text) => text],
  ERR_INSPECTOR_ALREADY_ACTIVATED: [
    Error,
    'Inspector is already activated. Close it with inspector.close() before ' +
    'activating it again.',
  ],
  ERR_INSPECTOR_ALREADY_CONNECTED: [
    Error, (name) => `${name} is already connected`,
  ],
  ERR_INSPECTOR_CLOSED: [Error, 'Session was closed'],
  ERR_INSPECTOR_COMMAND: [
    Error, (code, text) => `Inspector error ${code}: ${text}`,
  ],
  ERR_INSPECTOR_NOT_ACTIVE: [Error, 'Inspector is not active'],
  ERR_INSPECTOR_NOT_AVAILABLE: [Error, 'Inspector is not available'],
  ERR_INSPECTOR_NOT_CONNECTED: [Error, 'Session is not connected'],
  ERR_INSPECTOR_NOT_WORKER: [Error, 'Current thread is not a worker'],
  ERR_SYNTHETIC: [Error, 'JavaScript Callstack'],

  ERR_PROTO_ACCESS: [
    Error,
    'Accessing Object.prototype.__proto__ has been disallowed with ' +
    '--disable-proto=throw',
  ],
  ERR_WASI_ALREADY_STARTED: [Error, 'WASI instance has already started'],
  ERR_WASI_NOT_STARTED: [Error, 'wasi.start() has not been called'],
  ERR_WEBASSEMBLY_NOT_SUPPORTED: [
    Error,
    (feature) => 'WebAssembly is not supported in this environment, but is ' +
                 `required for ${feature}`,
  ],
  ERR_WEBASSEMBLY_RESPONSE: [
    TypeError, (text) => `WebAssembly response ${text}`,
  ],
};
