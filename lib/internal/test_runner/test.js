'use strict';
// A test: it runs its function between its hooks, keeps its subtests, and is
// reported after what was declared before it.

const { hrtime } = require('internal/process');
const { queueMicrotask } = require('internal/process/task_queues');
const { validateString } = require('internal/validators');
const { AsyncLocalStorage } = require('internal/async_local_storage');
const {
  noTags, readArguments, readConcurrency, readExpectFailure, readSignal,
  readTags, readTimeout,
} = require('internal/test_runner/test_options');
const {
  cancellations, failures, isTestFailure, testFailure, toFailure,
} = require('internal/test_runner/failure');
const { callBody } = require('internal/test_runner/body');
const { callerLocation } = require('internal/test_runner/location');
const { TestContext } = require('internal/test_runner/context');
const { Hook } = require('internal/test_runner/hook');
const { Stopper } = require('internal/test_runner/stopper');
const { Plan } = require('internal/test_runner/plan');
const { Tracing } = require('internal/test_runner/tracing');

/** The test or hook that runs: exceptions that nobody catches are its. */
const storage = new AsyncLocalStorage();

const noHooks = Object.freeze({
  before: [], after: [], beforeEach: [], afterEach: [],
});

function nowMs() {
  const [seconds, nanoseconds] = hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

class Test {
  parent;
  harness;
  name;
  fn;
  location;
  entryFile;
  /** Depth below the top level, as reported. */
  nesting;
  id;
  tags;
  /** The option `only`, undefined if not given. */
  onlyOption;
  /** t.runOnly() */
  runOnlySubtests = false;
  concurrency;
  timeoutMs;
  outerSignal;
  expectFailure;
  /** false, or true, or the reason. */
  skipped;
  isTodo;
  /** Left out: neither run nor reported. */
  excluded = false;
  hooks = noHooks;
  plan = null;

  passed = false;
  /** ERR_TEST_FAILURE, or null. */
  error = null;
  started = false;
  finished = false;
  /** Failed before it could run: it came too late. */
  isDoomed = false;
  startMs = 0;
  endMs = 0;

  /** Those that are reported, in the order of their declaration. */
  subtests = [];
  failedSubtests = 0;
  /** Subtests that run, and those that wait for their turn. */
  active = 0;
  queue = [];
  /** The index of the subtest that is to be reported next. */
  reporting = 0;
  /** The position among the parent's, as declared. */
  index = -1;
  /** The same, as reported: another only where the order is random. */
  position = -1;
  diagnostics = null;
  /** What 'test:start' needs has been said. */
  announced = false;

  beforePromise; // of the before hooks, once they have begun
  stopper;
  #controller;
  #context;
  #mock;
  #onIdle;
  #resolveQueued;
  #runSoon;
  #isPrepared = false; // the before hooks have run
  #drawn = 0; // subtests that were drawn from the queue at random

  constructor(parent, harness, name, options, fn, location) {
    this.parent = parent;
    this.harness = harness;
    this.name = name;
    this.fn = fn;
    this.location = location;
    this.entryFile = harness.entryFile;
    this.id = harness.nextId++;
    if (parent !== null) this.#readOptions(parent, options);
  }

  #readOptions(parent, options) {
    this.nesting = parent.parent === null ? 0 : parent.nesting + 1;
    this.timeoutMs = readTimeout(options.timeout, parent.timeoutMs);
    this.concurrency = readConcurrency(options.concurrency, parent);
    this.outerSignal = readSignal(options.signal);
    this.tags = readTags(options.tags, parent.tags);
    this.expectFailure =
      readExpectFailure(options.expectFailure, parent.expectFailure);
    this.onlyOption =
      options.only === undefined ? undefined : Boolean(options.only);
    this.skipped = reasonOf(options.skip);
    this.isTodo = reasonOf(options.todo) || parent.isTodo;
    if (options.plan !== undefined) this.setPlan(options.plan);
    if (this.onlyOption) this.harness.noteOnly(this);
  }

  get isSuite() {
    return false;
  }

  get type() {
    return 'test';
  }

  get fullName() {
    return this.parent?.parent ? `${this.parent.fullName} > ${this.name}` :
      this.name;
  }

  get spacedName() {
    return this.parent?.parent ? `${this.parent.spacedName} ${this.name}` :
      this.name;
  }

  get context() {
    this.#context ??= this.createContext();
    return this.#context;
  }

  createContext() {
    return new TestContext(this);
  }

  /** What the test threw; null if nothing. */
  get thrown() {
    const { error } = this;
    if (error === null) return null;
    return error.failureType === failures.kTestCode && error.cause instanceof
      Error ? error.cause : error;
  }

  get attempt() {
    return this.harness.attempt ?? 0;
  }

  get signal() {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.finished || this.stopper?.error) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  get mock() {
    if (this.#mock === undefined) {
      const { makeTracker } = require('internal/test_runner/mock/tracker');
      this.#mock = makeTracker();
    }
    return this.#mock;
  }

  warnOfOnly() {
    this.diagnostic("'only' and 'runOnly' require the --test-only " +
                    'command-line option.');
  }

  setPlan(count, options) {
    if (this.plan !== null) {
      throw testFailure('cannot set plan more than once', failures.kTestCode);
    }
    this.plan = new Plan(count, options);
  }

  // --- What the context offers -------------------------------------------------

  diagnostic(message, level = 'info') {
    this.diagnostics ??= [];
    this.diagnostics.push({ message: `${message}`, level });
  }

  log(message, data) {
    validateString(message, 'message');
    this.harness.reporter.log(this, message, data);
  }

  runOnly(value) {
    // A file that the runner has started follows its --test-only.
    const { config, filter } = this.harness;
    if (!config.isChild || filter.only) this.runOnlySubtests = value;
  }

  skip(message) {
    this.skipped = reasonOf(message) || true;
  }

  todo(message) {
    this.isTodo = reasonOf(message) || true;
  }

  addHook(kind, fn, options) {
    if (this.hooks === noHooks) {
      this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    }
    const hook = new Hook(kind, fn, options, this, callerLocation());
    this.hooks[kind].push(hook);
    if (kind === 'before' && this.runsHooksAtOnce) {
      this.#runLateBefore(hook);
    }
    return hook;
  }

  /** Whether it has begun, so that a before hook comes late. */
  get runsHooksAtOnce() {
    return this.started &&
      (this.parent !== null || this.harness.config.isolation === 'none');
  }

  /** t.before() within the test: its subtests and its end wait for it. */
  #runLateBefore(hook) {
    const running = hook.run(this.context, storage);
    this.#isPrepared = false;
    this.#watchBefore(this.beforePromise === undefined ? running :
      Promise.all([this.beforePromise, running]));
  }

  // --- Subtests ---------------------------------------------------------------

  createTest(name, options, fn, overrides) {
    return this.create(Test, name, options, fn, overrides);
  }

  /**
   * @param {Function} Class Test or Suite
   */
  create(Class, name, options, fn, overrides) {
    const args = readArguments(name, options, fn, overrides);
    let parent = this;
    const isLate = this.isClosed;
    // What comes too late is reported at the top.
    if (isLate) while (parent.parent !== null) parent = parent.parent;
    const test = new Class(parent, this.harness, args.name, args.options,
                           args.fn, callerLocation());
    test.build?.(isLate);
    if (isLate) {
      test.fail(testFailure(
        'test could not be started because its parent finished',
        failures.kParentFinished));
      test.isDoomed = true;
    }
    parent.adopt(test);
    return test;
  }

  /** Takes a subtest, unless it is left out. */
  adopt(test) {
    test.excluded = !test.isDoomed && this.excludes(test);
    if (test.excluded) return;
    this.append(test);
  }

  append(test) {
    test.index = test.position = this.subtests.length;
    this.subtests.push(test);
    test.listenToSignal();
  }

  excludes(test) {
    if (this.runOnlySubtests && !test.onlyOption) return true;
    return test.isExcluded();
  }

  isExcluded() {
    return this.harness.filter.excludes(this);
  }

  get hasRoom() {
    return this.active < this.concurrency;
  }

  /**
   * Runs the test, or has it run when it is its turn.
   * @returns {Promise<void>}
   */
  start() {
    if (this.excluded) return Promise.resolve();
    this.harness.reporter.enqueue(this);
    const { parent } = this;
    const { mustWait, random } = this.harness;
    if (parent.hasRoom && !mustWait && random === undefined) {
      parent.active++;
      return this.run();
    }
    const { promise, resolve } = Promise.withResolvers();
    this.#resolveQueued = resolve;
    parent.queue.push(this);
    // What is drawn first may be declared last.
    if (random !== undefined && !mustWait) parent.scheduleQueue();
    return promise;
  }

  /**
   * Has the next ones run soon, not within the end of the one before: whatever
   * that has left to the microtask queue comes first.
   */
  scheduleQueue() {
    if (this.queue.length === 0) {
      if (this.active === 0) this.becomeIdle();
      return;
    }
    this.#runSoon ??= () => this.runQueue();
    queueMicrotask(this.#runSoon);
  }

  /** Runs what waits, as many as may run. */
  runQueue() {
    if (this.finished) return;
    while (this.queue.length > 0 && this.hasRoom) {
      const test = this.takeFromQueue();
      if (test.finished) continue;
      this.active++;
      test.#resolveQueued(test.run());
    }
  }

  takeFromQueue() {
    const { queue } = this;
    const { random } = this.harness;
    if (random === undefined) return queue.shift();
    const at = queue.length > 1 ? random.below(queue.length) : 0;
    const [test] = queue.splice(at, 1);
    this.#reportNext(test);
    return test;
  }

  /** Has a subtest reported after those that were drawn before it. */
  #reportNext(test) {
    const { subtests } = this;
    const other = subtests[this.#drawn];
    other.position = test.position;
    subtests[other.position] = other;
    test.position = this.#drawn;
    subtests[this.#drawn++] = test;
  }

  becomeIdle() {
    this.#onIdle?.();
  }

  get isIdle() {
    return this.active === 0 && this.queue.length === 0;
  }

  /** Takes the hooks that were given to another root before this was there. */
  takeHooks(root) {
    this.hooks = root.hooks;
    this.beforePromise = root.beforePromise;
    for (const list of Object.values(this.hooks)) {
      for (const hook of list) hook.parent = this;
    }
  }

  /** @returns {Promise<void>} fulfilled when no subtest runs or waits */
  whenIdle() {
    const { promise, resolve } = Promise.withResolvers();
    this.#onIdle = resolve;
    return promise;
  }

  // --- Running ----------------------------------------------------------------

  async run() {
    this.begin();
    if (this.skipped || this.isDoomed) {
      this.passed = !this.isDoomed;
      this.finish();
      return;
    }
    const tracing = Tracing.of(this);
    try {
      this.stopper = new Stopper(this.timeoutMs, this.outerSignal);
      this.stopper.throwIfStopped();
      const before = this.#runHooksBefore();
      if (before !== undefined) await before;
      const running = tracing === undefined ?
        storage.run(this, callBody, this.fn, this.context) :
        tracing.run(() =>
          storage.run(this, callBody, this.fn, this.context));
      if (running !== undefined) await this.stopper.race(running);
      const settling = this.#settle();
      if (settling !== undefined) await settling;
      this.pass();
    } catch (error) {
      this.fail(error);
      tracing?.error(error);
    }
    const after = this.#runHooksAfter();
    if (after !== undefined) await after;
    tracing?.end();
    this.finish();
  }

  begin() {
    this.started = true;
    this.startMs = nowMs();
    this.harness.reporter.dequeue(this);
  }

  /** Waits for what the test's function has left to do. */
  #settle() {
    if (this.beforePromise === undefined && this.isIdle && this.plan === null) {
      return undefined;
    }
    return this.#settleSlowly();
  }

  async #settleSlowly() {
    const stopper = this.stopper;
    if (this.beforePromise !== undefined) {
      try {
        await stopper.race(this.beforePromise);
      } catch (error) {
        throw isTestFailure(error) && error.failureType === failures.kHook ?
          testFailure(error.cause, failures.kTestCode) : error;
      }
    }
    if (!this.isIdle) await stopper.race(this.whenIdle());
    const planned = this.plan?.check();
    if (planned !== undefined) {
      await stopper.race(planned);
      this.plan.check();
    }
  }

  /** The parent's before hooks (once), then everyone's beforeEach. */
  #runHooksBefore() {
    const before = this.parent.runBefore();
    return before === undefined && !this.#hasHooks('beforeEach') ? undefined :
      this.#runHooksBeforeSlowly(before);
  }

  #hasHooks(kind) {
    for (let up = this.parent; up !== null; up = up.parent) {
      if (up.hooks[kind].length > 0) return true;
    }
    return false;
  }

  async #runHooksBeforeSlowly(before) {
    if (before !== undefined) await before;
    for (const test of this.#ancestors()) {
      for (const hook of test.hooks.beforeEach) {
        await hook.run(this.context, storage);
      }
    }
  }

  /** From the root down, without this test. */
  #ancestors() {
    const list = [];
    for (let up = this.parent; up !== null; up = up.parent) list.unshift(up);
    return list;
  }

  /**
   * Runs the before hooks, once.
   * @returns {Promise<void>|undefined} undefined: all are done
   */
  runBefore() {
    if (this.#isPrepared) return undefined;
    if (this.beforePromise === undefined && this.hooks.before.length > 0) {
      this.#watchBefore(this.#runBeforeHooks());
    }
    return this.beforePromise;
  }

  /** Whoever waits for the promise gets its rejection. */
  #watchBefore(promise) {
    this.beforePromise = promise;
    promise.then(() => {
      this.#isPrepared = this.beforePromise === promise;
    }, () => {});
  }

  async #runBeforeHooks() {
    await this.parent?.runBefore();
    for (const hook of this.hooks.before) {
      await hook.run(this.context, storage);
    }
  }

  #runHooksAfter() {
    if (this.hooks.after.length === 0 && !this.#hasHooks('afterEach')) {
      return undefined;
    }
    return this.#runHooksAfterSlowly();
  }

  async #runHooksAfterSlowly() {
    for (const test of this.#ancestors().reverse()) {
      for (const hook of test.hooks.afterEach) await this.runHook(hook);
    }
    await this.runAfter();
  }

  async runHook(hook) {
    try {
      await hook.run(this.context, storage);
    } catch (error) {
      this.fail(error);
    }
  }

  async runAfter() {
    const { after } = this.hooks;
    // One of them may add another.
    for (let i = 0; i < after.length; i++) await this.runHook(after[i]);
  }

  // --- The end ----------------------------------------------------------------

  pass() {
    if (this.error === null) this.passed = true;
  }

  /** The first failure is the one that counts. */
  fail(error) {
    if (this.error !== null) return;
    this.passed = false;
    this.error = toFailure(error);
  }

  /** Of an exception that nobody caught, or the parent: ends the test. */
  stop(error) {
    if (this.finished) return;
    if (this.stopper === undefined) {
      this.fail(error);
    } else {
      this.stopper.stop(error);
    }
  }

  /** An uncaught exception of what the test has begun. */
  onUncaught(error) {
    this.fail(error);
    this.stop(error);
  }

  /** The parent is done before us. */
  cancel() {
    if (this.finished) return;
    this.fail(testFailure(
      'test did not finish before its parent and was cancelled',
      failures.kCancelledByParent));
    this.stop(this.error);
    this.finish();
  }

  /** A test that waits for its turn may be aborted meanwhile. */
  listenToSignal() {
    this.outerSignal?.addEventListener('abort', () => {
      if (this.finished || this.started) return;
      this.fail(testFailure(this.outerSignal.reason, failures.kAborted));
    }, { once: true });
  }

  get isCancelled() {
    return this.error !== null && cancellations.has(this.error.failureType);
  }

  /** Whether it takes no more subtests. */
  get isClosed() {
    return this.finished;
  }

  finish() {
    if (this.finished) return;
    this.finished = true;
    this.endMs = nowMs();
    if (this.startMs === 0) this.startMs = this.endMs;
    // Subtests that have our signal see that first.
    this.#controller?.abort();
    for (const test of this.subtests) {
      if (!test.finished) test.cancel();
    }
    this.queue = [];
    this.stopper?.clear();
    this.#mock?.reset();
    if (this.failedSubtests > 0) this.#failForSubtests();
    this.#judgeExpectedFailure();
    this.fn = undefined;
    if (this.parent !== null) this.parent.onSubtestDone(this);
  }

  #failForSubtests() {
    const s = this.failedSubtests > 1 ? 's' : '';
    this.fail(testFailure(`${this.failedSubtests} subtest${s} failed`,
                          failures.kSubtestsFailed));
  }

  /** `expectFailure` turns the result round. */
  #judgeExpectedFailure() {
    if (this.expectFailure === undefined || this.skipped) return;
    require('internal/test_runner/expect_failure').judge(this);
  }

  onSubtestDone(test) {
    if (test.started) this.active--;
    if (!test.passed && !test.isTodo) this.failedSubtests++;
    this.harness.onTestDone(test);
    this.flush();
    if (!this.finished) this.scheduleQueue();
  }

  // --- Reporting --------------------------------------------------------------

  /** Whether all that was declared before has been reported. */
  get isNext() {
    return this.parent === null ||
      (this.parent.reporting === this.position && this.parent.isNext);
  }

  /** Reports the subtests that are done, in order. */
  flush() {
    if (!this.isNext) return;
    while (this.reporting < this.subtests.length) {
      const test = this.subtests[this.reporting];
      if (!test.finished) {
        test.flush();
        return;
      }
      test.flush();
      if (!test.excluded) test.report();
      this.reporting++;
    }
  }

  /** 'test:start', of the tests around first. */
  announce() {
    if (this.announced || this.parent === null) return;
    this.announced = true;
    this.parent.announce();
    this.harness.reporter.start(this);
  }

  report() {
    const { reporter } = this.harness;
    this.announce();
    if (this.subtests.length > 0) {
      reporter.plan(this, this.nesting + 1, this.number(Infinity));
    }
    reporter.result(this);
    for (const { message, level } of this.diagnostics ?? []) {
      reporter.diagnostic(this, message, level);
    }
    // What is reported needs no memory.
    this.subtests = [];
    this.reporting = 0;
    this.#context = undefined;
  }

  /** How many subtests are reported up to an index. */
  number(index) {
    let count = 0;
    const end = Math.min(index + 1, this.subtests.length);
    if (this.gaps === 0) return end;
    for (let i = 0; i < end; i++) if (!this.subtests[i].excluded) count++;
    return count;
  }

  /** Subtests that turned out to be left out only when others came after. */
  gaps = 0;

  get testNumber() {
    return this.parent.number(this.index);
  }

  get durationMs() {
    // To the nanosecond: subtraction adds digits that mean nothing.
    return Math.round((this.endMs - this.startMs) * 1e6) / 1e6;
  }
}

/** Of the options skip and todo: only false and undefined mean no. */
function reasonOf(value) {
  if (value === undefined || value === false) return false;
  return typeof value === 'string' && value !== '' ? value : true;
}

module.exports = { Test, noTags, nowMs, reasonOf, storage };
