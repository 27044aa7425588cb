'use strict';

const { codes } = require('internal/errors');
const { validateInt32 } = require('internal/validators');
const binding = internalBinding('os');


/** Throws the SystemError of a negative result. */
function checked(result, syscall) {
  if (typeof result !== 'number' || result >= 0) return result;
  const { errname, getErrorMessage } = internalBinding('uv');
  throw new codes.ERR_SYSTEM_ERROR({
    errno: result,
    code: errname(result),
    message: getErrorMessage(result),
    syscall,
  });
}

// --- Names -----------------------------------------------------------------------

let names; // of the system, once asked for; they do not change

function uname() {
  return names ??= checked(binding.uname(), 'uv_os_uname');
}

/** The system's name as `uname` tells it: 'Linux', 'Darwin'... */
function type() {
  return uname()[0];
}

/** The kernel's version. */
function version() {
  return uname()[1];
}

/** The kernel's release. */
function release() {
  return uname()[2];
}

/** The kind of machine: 'x86_64', 'aarch64'... */
function machine() {
  return uname()[3];
}

function hostname() {
  return checked(binding.hostname(), 'uv_os_gethostname');
}

/** What the executable was compiled for: 'x64', 'arm64'... */
function arch() {
  return require('internal/process').arch;
}

/** What the executable was compiled for: 'linux', 'darwin'... */
function platform() {
  return require('internal/process').platform;
}

function endianness() {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE';
}

// --- Directories and users -----------------------------------------------------------

function homedir() {
  return checked(binding.homedir(), 'uv_os_homedir');
}

/** Where temporary files go, by the environment. */
function tmpdir() {
  const { env } = require('internal/process');
  const path = env.TMPDIR || env.TMP || env.TEMP || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/**
 * The user that the process runs as, by the system's user database.
 * @param {{encoding?: string}} [options] With 'buffer', names are Buffers.
 * @returns {{uid: number, gid: number, username: string, homedir: string,
 *   shell: string|null}}
 */
function userInfo(options) {
  const encoding = typeof options === 'object' && options !== null ?
    options.encoding : undefined;
  const [uid, gid, ...names] = checked(binding.userInfo(), 'uv_os_get_passwd');
  const [username, homedir, shell] = encoding === 'buffer' ? names :
    names.map((name) => name?.toString(encoding || 'utf8') ?? null);
  return { __proto__: null, uid, gid, username, homedir, shell };
}

// --- Figures ------------------------------------------------------------------------

/** Seconds since the system started. */
function uptime() {
  return checked(binding.uptime(), 'uv_uptime');
}

/** Load averages over 1, 5 and 15 minutes. */
function loadavg() {
  return binding.loadavg();
}

/** Free memory in bytes. */
function freemem() {
  return binding.freemem();
}

/** All memory in bytes. */
function totalmem() {
  return binding.totalmem();
}

/** How many threads a program should use. */
function availableParallelism() {
  return binding.availableParallelism();
}

/** The processors, with times in milliseconds since the system started. */
function cpus() {
  const flat = checked(binding.cpus(), 'uv_cpu_info');
  const list = [];
  for (let i = 0; i < flat.length; i += 7) {
    list.push({
      model: flat[i],
      speed: flat[i + 1],
      times: {
        user: flat[i + 2],
        nice: flat[i + 3],
        sys: flat[i + 4],
        idle: flat[i + 5],
        irq: flat[i + 6],
      },
    });
  }
  return list;
}

// --- Network interfaces ----------------------------------------------------------------

function ones(bits) {
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** '10.0.0.1/8', or null if the mask's ones are not all at its front. */
function cidrOf(address, netmask, family) {
  const isIPv4 = family === 'IPv4';
  const parts = isIPv4 ? netmask.split('.') : netmask.split(':');
  const full = isIPv4 ? 255 : 65535;
  let length = 0;
  let isOver = false;
  for (const part of parts) {
    if (part === '') continue; // of '::': zeroes
    const bits = parseInt(part, isIPv4 ? 10 : 16);
    if (isOver && bits !== 0) return null;
    const inverse = ~bits & full;
    if ((inverse & (inverse + 1)) !== 0) return null;
    if (bits !== full) isOver = true;
    length += ones(bits);
  }
  return `${address}/${length}`;
}

/** The addresses of each interface, by its name. */
function networkInterfaces() {
  const flat = checked(binding.networkInterfaces(), 'uv_interface_addresses');
  const interfaces = {};
  for (let i = 0; i < flat.length; i += 7) {
    const [name, address, netmask, family, mac, internal, scopeid] =
      flat.slice(i, i + 7);
    const cidr = cidrOf(address, netmask, family);
    const entry = { address, netmask, family, mac, internal, cidr };
    if (scopeid !== -1) entry.scopeid = scopeid;
    (interfaces[name] ??= []).push(entry);
  }
  return interfaces;
}

// --- Priority ----------------------------------------------------------------------------

const { priority: kPriority } = binding;

/**
 * The scheduling priority ("niceness") of a process.
 * @param {number} [pid] 0: this one
 */
function getPriority(pid) {
  if (pid === undefined) pid = 0;
  else validateInt32(pid, 'pid');
  const out = [0];
  checked(binding.getPriority(pid, out), 'uv_os_getpriority');
  return out[0];
}

/** Sets the priority of a process: setPriority([pid, ]priority). */
function setPriority(pid, priority) {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority',
                kPriority.PRIORITY_HIGHEST, kPriority.PRIORITY_LOW);
  checked(binding.setPriority(pid, priority), 'uv_os_setpriority');
}

// --- Exports ------------------------------------------------------------------------------

const constants = Object.freeze({
  __proto__: null,
  UV_UDP_REUSEADDR: binding.UV_UDP_REUSEADDR,
  dlopen: binding.dlopen,
  errno: binding.errno,
  signals: Object.freeze(binding.signals),
  priority: kPriority,
});

module.exports = {
  arch,
  availableParallelism,
  cpus,
  endianness,
  freemem,
  getPriority,
  homedir,
  hostname,
  loadavg,
  networkInterfaces,
  platform,
  release,
  setPriority,
  tmpdir,
  totalmem,
  type,
  userInfo,
  uptime,
  version,
  machine,
};

Object.defineProperties(module.exports, {
  constants: { configurable: false, enumerable: true, value: constants },
  EOL: {
    configurable: true,
    enumerable: true,
    writable: false,
    value: '\n',
  },
  devNull: {
    configurable: true,
    enumerable: true,
    writable: false,
    value: '/dev/null',
  },
});

// `${os.hostname}` has always worked.
for (const fn of [arch, availableParallelism, endianness, freemem, homedir,
                  hostname, platform, release, tmpdir, totalmem, type, uptime,
                  version, machine]) {
  fn[Symbol.toPrimitive] = () => fn();
}
