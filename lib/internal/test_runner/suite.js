'use strict';
// A suite: its function declares tests, which run when all are declared.

const { Test, storage } = require('internal/test_runner/test');
const { callSuite } = require('internal/test_runner/body');
const { SuiteContext } = require('internal/test_runner/context');
const { Stopper } = require('internal/test_runner/stopper');
const { Tracing } = require('internal/test_runner/tracing');

class Suite extends Test {
  /** Whether a test in it has the option `only`. */
  hasOnlyWithin = false;
  #declared = []; // before it is known which are left out
  #isBuilt = false;
  #building; // the promise of an asynchronous function

  get isSuite() {
    return true;
  }

  get type() {
    return 'suite';
  }

  createContext() {
    return new SuiteContext(this);
  }

  /** Runs the function, which declares the tests. */
  build(isLate) {
    const { filter } = this.harness;
    if (isLate || this.skipped || this.outerSignal?.aborted ||
        (filter.only && this.onlyOption === false)) {
      this.#finishBuild();
      return;
    }
    try {
      const building = storage.run(this, callSuite, this.fn, this.context);
      if (building === undefined) this.#finishBuild();
      else this.#building = this.#awaitBuild(building);
    } catch (error) {
      this.fail(error);
      this.#finishBuild();
    }
  }

  async #awaitBuild(building) {
    try {
      await building;
    } catch (error) {
      this.fail(error);
    }
    this.#finishBuild();
    if (this.parent.isSuite) return;
    // Only now is it known whether it is left out.
    this.excluded = this.isExcluded();
    if (this.excluded) {
      this.parent.gaps++;
      this.finish();
    }
  }

  get isClosed() {
    return this.finished || this.#isBuilt;
  }

  /** @returns {Promise<void>|undefined} of it and the suites in it */
  whenBuilt() {
    if (this.#building !== undefined) {
      return this.#building.then(() => this.#whenInnerBuilt());
    }
    return this.#whenInnerBuilt();
  }

  #whenInnerBuilt() {
    const all = this.#declared.map((test) => test.whenBuilt?.())
      .filter((promise) => promise !== undefined);
    return all.length > 0 ? Promise.all(all) : undefined;
  }

  #finishBuild() {
    this.#isBuilt = true;
    if (this.parent.isSuite) this.parent.noteOnly(this);
  }

  noteOnly(test) {
    if (test.onlyOption || test.hasOnlyWithin) this.hasOnlyWithin = true;
  }

  adopt(test) {
    // One that is declared too late is the root's; see create().
    this.#declared.push(test);
    this.noteOnly(test);
  }

  isExcluded() {
    if (this.harness.filter.isEmpty) return false;
    if (this.error !== null) return false;
    if (this.harness.filter.only && this.onlyOption === false) return true;
    if (!this.#isBuilt) return false;
    if (this.#declared.some((test) => !test.isExcluded())) return false;
    return this.#declared.length > 0 || super.isExcluded();
  }

  /** Now that all are declared: takes those that are not left out. */
  #choose() {
    for (const test of this.#declared) {
      test.excluded = test.isExcluded();
      if (test.excluded) continue;
      this.append(test);
    }
    this.#declared = [];
  }

  async run() {
    this.begin();
    const stopper = new Stopper(this.timeoutMs, this.outerSignal);
    const tracing = Tracing.of(this);
    this.stopper = stopper;
    try {
      const building = this.whenBuilt();
      if (building !== undefined) await building;
      if (this.excluded) return;
      this.#choose();
      if (this.skipped) {
        this.passed = true;
      } else if (this.error === null) {
        stopper.throwIfStopped();
        await this.parent.runBefore();
        await this.runBefore();
        stopper.throwIfStopped();
        const running = tracing === undefined ? this.#runTests() :
          tracing.run(() => this.#runTests());
        if (running !== undefined) await stopper.race(running);
        this.pass();
      }
    } catch (error) {
      this.fail(error);
      tracing?.error(error);
    }
    if (!this.skipped) await this.runAfter();
    tracing?.end();
    this.finish();
  }

  #runTests() {
    if (this.subtests.length === 0) return undefined;
    return Promise.all(this.subtests.map(startTest));
  }
}

function startTest(test) {
  return test.start();
}

module.exports = { Suite };
