'use strict';
// For programs that measure operations within themselves: each operation runs
// until one round takes $BENCH_MS; that round counts, and the shorter ones before
// it have warmed the compilers. Prints a line of JSON each.

const GOAL_NS = Number(process.env.BENCH_MS ?? 300) * 1e6;

async function time(run, count) {
  const start = process.hrtime.bigint();
  await run(count);
  return Number(process.hrtime.bigint() - start);
}

/** The next round's count: at least twice, at most ten times the last one. */
function nextCount(count, ns) {
  const wanted = Math.ceil((count * GOAL_NS * 1.1) / Math.max(ns, 1));
  return Math.min(count * 10, Math.max(count * 2, wanted));
}

/** What `run.prepare` does and `run.end` undoes is not in the numbers. */
async function measureOne(name, run) {
  await run.prepare?.();
  try {
    return await rounds(name, run);
  } finally {
    await run.end?.();
  }
}

async function rounds(name, run) {
  let count = 1;
  let ns = await time(run, count);
  while (ns < GOAL_NS) {
    count = nextCount(count, ns);
    ns = await time(run, count);
  }
  return { name, ops: count, ns: Math.round(ns) };
}

/**
 * Measures one operation after the other.
 * @param {Record<string, (count: number) => unknown>} operations  each does its
 *   operation `count` times, and may return a promise. It may have functions
 *   `prepare` and `end`, which are called before the first and after the last
 */
async function measure(operations) {
  for (const [name, run] of Object.entries(operations)) {
    let line;
    try {
      line = await measureOne(name, run);
    } catch (error) {
      line = { name, error: String(error?.message ?? error).split('\n')[0] };
    }
    console.log(JSON.stringify(line));
  }
}

/**
 * One operation for each size, to see how its cost grows.
 * @param {string} name  with `{N}` where the size stands
 * @param {(size: number) => (count: number) => unknown} make
 * @param {number[]} [sizes]
 */
function sizes(name, make, of = [1, 10, 100, 1000]) {
  return Object.fromEntries(of.map((size) =>
    [name.replace('{N}', size.toLocaleString('en')), make(size)]));
}

/** Where results go that must not be optimized away. */
const sink = { value: undefined };

module.exports = { measure, sink, sizes };
