'use strict';
// The codec in C: how it is made, and who hears of its writes' ends.

const { Codec, setOnWrite } = internalBinding('zlib');

/** A method of a codec's `owner`: (unread input, unused room, error). */
const kOnWrite = Symbol('kOnWrite');

/** @param {Settings} settings @returns {Codec} */
function makeCodec(settings) {
  return new Codec(
    settings.mode, settings.windowBits, settings.level, settings.memLevel,
    settings.strategy, settings.dictionary, settings.params,
    settings.pledgedSize, settings.rejectsRest);
}

/** The codec has run; its native calls this as its method. */
function onWrite(unread, room, error) {
  this.owner[kOnWrite](unread, room, error);
}

setOnWrite(onWrite);

module.exports = { kOnWrite, makeCodec };
