'use strict';
// How many colors a terminal shows: nobody can ask it, so the environment's
// variables, and what is known of terminals, have to tell.

const process = require('internal/process');
const { validateInteger } = require('internal/validators');

// Depths in bits.
const NO_COLORS = 1;
const COLORS_16 = 4;
const COLORS_256 = 8;
const TRUE_COLOR = 24;

const ciServices = [
  ['CIRCLECI', TRUE_COLOR],
  ['GITEA_ACTIONS', TRUE_COLOR],
  ['GITHUB_ACTIONS', TRUE_COLOR],
  ['APPVEYOR', COLORS_256],
  ['BUILDKITE', COLORS_256],
  ['DRONE', COLORS_256],
  ['GITLAB_CI', COLORS_256],
  ['TRAVIS', COLORS_256],
];

const terminals = new Map([
  ['cons25', COLORS_16],
  ['console', COLORS_16],
  ['cygwin', COLORS_16],
  ['dtterm', COLORS_16],
  ['eterm', COLORS_16],
  ['gnome', COLORS_16],
  ['hurd', COLORS_16],
  ['jfbterm', COLORS_16],
  ['konsole', COLORS_16],
  ['kterm', COLORS_16],
  ['mlterm', COLORS_16],
  ['mosh', TRUE_COLOR],
  ['putty', COLORS_16],
  ['rxvt-unicode-24bit', TRUE_COLOR],
  ['st', COLORS_16],
  ['terminator', TRUE_COLOR],
  ['xterm-kitty', TRUE_COLOR],
]);

const terminalPatterns = [
  [/^xterm-256/, COLORS_256],
  [/truecolor|24bit/, TRUE_COLOR],
  [/ansi|color|linux|direct/, COLORS_16],
  [/^con\d*x\d|^rxvt|^screen|^xterm|^vt100|^vt220/, COLORS_16],
];

let hasWarned = false;

/** FORCE_COLOR wins over the variables that forbid colors: say so, once. */
function warnOfIgnored(env) {
  if (hasWarned) return;
  const ignored = ['NODE_DISABLE_COLORS', 'NO_COLOR']
    .filter((name) => isSet(env[name]))
    .map((name) => `'${name}'`);
  if (ignored.length === 0) return;
  hasWarned = true;
  process.emitWarning(
    `The ${ignored.join(' and ')} env is ignored due to the 'FORCE_COLOR' ` +
    'env being set.', 'Warning');
}

const isSet = (value) => value !== undefined && value !== '';

function forcedDepth(env) {
  switch (env.FORCE_COLOR) {
    case '':
    case '1':
    case 'true':
      warnOfIgnored(env);
      return COLORS_16;
    case '2':
      warnOfIgnored(env);
      return COLORS_256;
    case '3':
      warnOfIgnored(env);
      return TRUE_COLOR;
    default:
      return NO_COLORS;
  }
}

function windowsDepth() {
  const [major, , build] = require('os').release().split('.').map(Number);
  if (major < 10) return COLORS_16;
  if (build >= 14931) return TRUE_COLOR;
  return build >= 10586 ? COLORS_256 : COLORS_16;
}

function ciDepth(env) {
  const service = ciServices.find(([name]) => name in env);
  if (service !== undefined) return service[1];
  return env.CI_NAME === 'codeship' ? COLORS_256 : NO_COLORS;
}

function programDepth(env) {
  switch (env.TERM_PROGRAM) {
    case 'iTerm.app': {
      const version = env.TERM_PROGRAM_VERSION;
      return !version || /^[0-2]\./.test(version) ? COLORS_256 : TRUE_COLOR;
    }
    case 'HyperTerm':
    case 'MacTerm':
      return TRUE_COLOR;
    case 'Apple_Terminal':
      return COLORS_256;
    default:
      return undefined;
  }
}

function terminalDepth(name) {
  const known = terminals.get(name);
  if (known !== undefined) return known;
  return terminalPatterns.find(([pattern]) => pattern.test(name))?.[1];
}

/**
 * @param {object} [env] environment variables
 * @returns {number} 1, 4, 8 or 24 bits
 */
function getColorDepth(env = process.env) {
  if (env.FORCE_COLOR !== undefined) return forcedDepth(env);
  if (isSet(env.NODE_DISABLE_COLORS) || isSet(env.NO_COLOR) ||
      env.TERM === 'dumb') {
    return NO_COLORS;
  }
  if (process.platform === 'win32') return windowsDepth();
  if (env.TMUX) return TRUE_COLOR;
  if ('TF_BUILD' in env && 'AGENT_NAME' in env) return COLORS_16;
  if ('CI' in env) return ciDepth(env);
  if ('TEAMCITY_VERSION' in env) {
    return /^(9\.0*[1-9]\d*\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ?
      COLORS_16 : NO_COLORS;
  }
  const byProgram = programDepth(env);
  if (byProgram !== undefined) return byProgram;
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') {
    return TRUE_COLOR;
  }
  const byTerminal = env.TERM && terminalDepth(env.TERM.toLowerCase());
  if (byTerminal) return byTerminal;
  return env.COLORTERM ? COLORS_16 : NO_COLORS;
}

/**
 * Whether there are at least `count` colors.
 * @param {number} [count] may be left out
 * @param {object} [env]
 */
function hasColors(count, env) {
  if (env === undefined && (count === undefined ||
      (typeof count === 'object' && count !== null))) {
    env = count;
    count = 16;
  } else {
    validateInteger(count, 'count', 2);
  }
  return count <= 2 ** getColorDepth(env);
}

module.exports = { getColorDepth, hasColors };
