'use strict';

// `readable.pipe()` and `unpipe()`: 'data' is written to the destination; when
// that is full the source pauses until all full destinations have drained.

const process = require('internal/process');
const { errorOrDestroy } = require('internal/streams/destroy');
const { prependListener } = require('internal/streams/legacy');
const { FLOWING, MULTI_AWAIT_DRAIN } =
  require('internal/streams/readable_state');

/** One source piped to one destination: the listeners, and how they go. */
class Pipe {
  constructor(source, dest, endsDest) {
    this.source = source;
    this.dest = dest;
    this.state = source._readableState;
    this.unpiped = false;

    this.ondata = (chunk) => this.write(chunk);
    this.onend = endsDest ? () => dest.end() : () => source.unpipe(dest);
    // Listened to from the first time that the destination is full.
    this.ondrain = null;
    this.onunpipe = (readable, info) => this.cleanUpOnce(readable, info);
    this.onerror = (error) => this.fail(error);
    this.onclose = () => {
      dest.removeListener('finish', this.onfinish);
      source.unpipe(dest);
    };
    this.onfinish = () => {
      dest.removeListener('close', this.onclose);
      source.unpipe(dest);
    };
  }

  listen() {
    const { source, dest } = this;
    if (this.state.endEmitted) process.nextTick(this.onend);
    else source.once('end', this.onend);
    dest.on('unpipe', this.onunpipe);
    source.on('data', this.ondata);
    // Before others, so that it can tell whether there are others.
    prependListener(dest, 'error', this.onerror);
    dest.once('close', this.onclose);
    dest.once('finish', this.onfinish);
  }

  write(chunk) {
    let isRoom;
    try {
      isRoom = this.dest.write(chunk);
    } catch (error) {
      // A chunk that the destination does not take is its failure.
      this.dest.destroy(error);
    }
    if (isRoom === false) this.pause();
  }

  pause() {
    const { source, dest, state } = this;
    if (!this.unpiped) {
      const { pipes } = state;
      if (pipes.length === 1 && pipes[0] === dest) {
        state.awaitDrainWriters = dest;
        state.flags &= ~MULTI_AWAIT_DRAIN;
      } else if (pipes.length > 1 && pipes.includes(dest)) {
        state.awaitDrainWriters.add(dest);
      }
      source.pause();
    }
    if (this.ondrain === null) {
      this.ondrain = () => this.drain();
      dest.on('drain', this.ondrain);
    }
  }

  drain() {
    const { source, dest, state } = this;
    if (state.awaitDrainWriters === dest) {
      state.awaitDrainWriters = null;
    } else if ((state.flags & MULTI_AWAIT_DRAIN) !== 0) {
      state.awaitDrainWriters.delete(dest);
    }
    if ((!state.awaitDrainWriters || state.awaitDrainWriters.size === 0) &&
        source.listenerCount('data') > 0) {
      source.resume();
    }
  }

  fail(error) {
    const { source, dest } = this;
    source.unpipe(dest);
    dest.removeListener('error', this.onerror);
    if (dest.listenerCount('error') > 0) return;

    // It would go unheard without this.
    const state = dest._writableState || dest._readableState;
    if (state && !state.errorEmitted) errorOrDestroy(dest, error);
    else dest.emit('error', error);
  }

  cleanUpOnce(readable, info) {
    // Several pipes may lead to the same destination: `info` goes to the first.
    if (readable !== this.source || !info || info.hasUnpiped !== false) return;
    info.hasUnpiped = true;
    this.cleanUp();
  }

  cleanUp() {
    const { source, dest, state } = this;
    dest.removeListener('close', this.onclose);
    dest.removeListener('finish', this.onfinish);
    if (this.ondrain !== null) dest.removeListener('drain', this.ondrain);
    dest.removeListener('error', this.onerror);
    dest.removeListener('unpipe', this.onunpipe);
    source.removeListener('end', this.onend);
    source.removeListener('data', this.ondata);
    this.unpiped = true;

    // Others must not wait for a destination that is gone.
    if (this.ondrain !== null && state.awaitDrainWriters &&
        (!dest._writableState || dest._writableState.needDrain)) {
      this.drain();
    }
  }
}

function isStdio(stream) {
  return stream._isStdio === true ||
    (stream.fd !== undefined &&
     (stream === process.stdout || stream === process.stderr));
}

/** A second destination: the awaited one becomes a Set of them. */
function awaitSeveral(state) {
  if ((state.flags & MULTI_AWAIT_DRAIN) !== 0) return;
  state.flags |= MULTI_AWAIT_DRAIN;
  state.awaitDrainWriters = new Set(
    state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
}

/**
 * Writes all data to `dest`, as fast as it takes it, and ends it at the end.
 *
 * @param {Writable} dest
 * @param {{ end?: boolean }} [options] `end: false` leaves `dest` open
 * @returns {Writable} dest
 */
function pipe(dest, options) {
  const state = this._readableState;
  const { pipes } = state;
  if (pipes.length === 1) awaitSeveral(state);
  pipes.push(dest);

  const ends = (!options || options.end !== false) && !isStdio(dest);
  const piping = new Pipe(this, dest, ends);
  piping.listen();
  dest.emit('pipe', this);

  if (dest.writableNeedDrain === true) piping.pause();
  else if ((state.flags & FLOWING) === 0) this.resume();
  return dest;
}

/**
 * Undoes `pipe()`; the stream is paused when it has no destination any more.
 *
 * @param {Writable} [dest] all, if left out
 * @returns {Readable} this
 */
function unpipe(dest) {
  const state = this._readableState;
  const { pipes } = state;
  if (pipes.length === 0) return this;

  if (!dest) {
    state.pipes = null;
    this.pause();
    for (const each of pipes) each.emit('unpipe', this, { hasUnpiped: false });
    return this;
  }

  const index = pipes.indexOf(dest);
  if (index === -1) return this;
  pipes.splice(index, 1);
  if (pipes.length === 0) this.pause();
  dest.emit('unpipe', this, { hasUnpiped: false });
  return this;
}

module.exports = { pipe, unpipe };
