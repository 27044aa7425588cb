/* zlib's codecs: deflate and inflate with the headers of zlib, gzip, none.
 *
 * zlib allocates up to 256 KB: not until the first run, so that a stream that
 * is never used costs little, and then on the thread that runs. */
#include <string.h>

#include "zlib.h"

#define GZIP_FIRST_BYTE 0x1f

/* What is added to windowBits to say which header there is: deflateInit2 and
 * inflateInit2 in zlib.h. */
#define WITH_GZIP_HEADER 16
#define WITH_ANY_HEADER 32

static voidpf block_allocate(voidpf data, uInt count, uInt size) {
  return codec_allocate(data, (size_t)count * size);
}

static void block_release(voidpf data, voidpf memory) {
  codec_release(data, memory);
}

static const char *status_name(int status) {
  switch (status) {
    case Z_NEED_DICT:
      return "Z_NEED_DICT";
    case Z_ERRNO:
      return "Z_ERRNO";
    case Z_STREAM_ERROR:
      return "Z_STREAM_ERROR";
    case Z_DATA_ERROR:
      return "Z_DATA_ERROR";
    case Z_MEM_ERROR:
      return "Z_MEM_ERROR";
    case Z_VERSION_ERROR:
      return "Z_VERSION_ERROR";
    default:
      return "Z_BUF_ERROR";
  }
}

static void error_set(codec *c, int status, const char *message) {
  c->error = (codec_error){message, status_name(status), status};
}

/* --- Opening -------------------------------------------------------------- */

/* zlib makes a window of 8 bits one of 9, but for raw streams, where it then
 * either refuses it or cannot read what it has written itself. */
static int raw_window_bits(const codec_settings *settings) {
  return settings->window_bits == 8 ? -9 : -settings->window_bits;
}

static int window_bits_of(const codec_settings *settings) {
  switch (settings->mode) {
    case CODEC_GZIP:
    case CODEC_GUNZIP:
      return settings->window_bits + WITH_GZIP_HEADER;
    case CODEC_UNZIP:
      return settings->window_bits + WITH_ANY_HEADER;
    case CODEC_DEFLATE_RAW:
    case CODEC_INFLATE_RAW:
      return raw_window_bits(settings);
    default:
      return settings->window_bits;
  }
}

static bool is_deflating(const codec *c) {
  return c->engine == &codec_engine_deflate;
}

/* Those that cannot know from the data that a dictionary is needed. A gzip
 * stream has none. */
static bool needs_dictionary_at_start(const codec *c) {
  return c->settings.dictionary != NULL &&
         (c->settings.mode == CODEC_DEFLATE ||
          c->settings.mode == CODEC_DEFLATE_RAW ||
          c->settings.mode == CODEC_INFLATE_RAW);
}

static void dictionary_set(codec *c) {
  if (!needs_dictionary_at_start(c))
    return;
  z_stream *z = &c->state.zlib;
  const Bytef *bytes = c->settings.dictionary;
  uInt length = (uInt)c->settings.dictionary_length;
  int status = is_deflating(c) ? deflateSetDictionary(z, bytes, length)
                               : inflateSetDictionary(z, bytes, length);
  if (status != Z_OK)
    error_set(c, status, "Failed to set dictionary");
}

static bool stream_open(codec *c) {
  if (c->is_open)
    return true;
  z_stream *z = &c->state.zlib;
  const codec_settings *s = &c->settings;
  *z =
      (z_stream){.zalloc = block_allocate, .zfree = block_release, .opaque = c};
  int status = is_deflating(c)
                   ? deflateInit2(z, s->level, Z_DEFLATED, window_bits_of(s),
                                  s->memory_level, s->strategy)
                   : inflateInit2(z, window_bits_of(s));
  if (status != Z_OK) {
    error_set(c, status, "Init error");
    return false;
  }
  c->is_open = true;
  dictionary_set(c);
  return c->error.message == NULL;
}

/* Both engines' `open`: the first time there is nothing to do yet. */
static void stream_reset(codec *c) {
  c->is_gzip = c->settings.mode == CODEC_GUNZIP;
  if (!c->is_open)
    return;
  int status = is_deflating(c) ? deflateReset(&c->state.zlib)
                               : inflateReset(&c->state.zlib);
  if (status != Z_OK) {
    error_set(c, status, "Failed to reset stream");
  } else {
    dictionary_set(c);
  }
}

static void stream_close(codec *c) {
  if (!c->is_open)
    return;
  if (is_deflating(c)) {
    deflateEnd(&c->state.zlib);
  } else {
    inflateEnd(&c->state.zlib);
  }
}

/* --- Running ----------------------------------------------------------------
 */

/* Has zlib look at the codec's input and room; at most CODEC_STEP_MAX each. */
static int step(codec *c, int (*run)(z_stream *z, int flush), int flush) {
  z_stream *z = &c->state.zlib;
  uInt room =
      (uInt)(c->out_left < CODEC_STEP_MAX ? c->out_left : CODEC_STEP_MAX);
  z->next_in = (Bytef *)c->in;
  z->avail_in = (uInt)c->in_left;
  z->next_out = c->out;
  z->avail_out = room;
  int status = run(z, flush);
  c->in = z->next_in;
  c->in_left = z->avail_in;
  c->out = z->next_out;
  c->out_left -= room - z->avail_out;
  return status;
}

static void status_check(codec *c, int status, int flush) {
  switch (status) {
    case Z_OK:
    case Z_BUF_ERROR: /* nothing could be done: no error by itself */
      if (flush == Z_FINISH && c->out_left > 0)
        c->error = codec_unexpected_end;
      return;
    case Z_STREAM_END:
      return;
    case Z_NEED_DICT:
      error_set(
          c, status,
          c->settings.dictionary ? "Bad dictionary" : "Missing dictionary");
      return;
    default: {
      const char *message = c->state.zlib.msg;
      error_set(c, status, message ? message : "Zlib error");
    }
  }
}

static void deflate_run(codec *c, int flush) {
  if (stream_open(c))
    status_check(c, step(c, deflate, flush), flush);
}

/* One step, with the dictionary when the stream asks for it. */
static int inflate_step(codec *c, int flush) {
  int status = step(c, inflate, flush);
  if (status != Z_NEED_DICT || c->settings.dictionary == NULL)
    return status;
  int set = inflateSetDictionary(&c->state.zlib, c->settings.dictionary,
                                 (uInt)c->settings.dictionary_length);
  if (set == Z_DATA_ERROR)
    return Z_NEED_DICT; /* it is not the one */
  return set == Z_OK ? step(c, inflate, flush) : set;
}

/* A gzip stream may have several members (RFC 1952, 2.2). Zeros behind the
 * last one are padding. */
static bool next_member_begin(codec *c) {
  if (!c->is_gzip || c->settings.single_member || c->in_left == 0 ||
      c->in[0] == 0) {
    return false;
  }
  c->has_ended = false;
  return inflateReset(&c->state.zlib) == Z_OK;
}

static void inflate_run(codec *c, int flush) {
  if (!stream_open(c))
    return;
  if (c->settings.mode == CODEC_UNZIP && c->state.zlib.total_in == 0 &&
      c->in_left > 0 && !c->has_ended) {
    c->is_gzip = c->in[0] == GZIP_FIRST_BYTE;
  }
  int status = Z_STREAM_END;
  while (!c->has_ended || next_member_begin(c)) {
    status = inflate_step(c, flush);
    c->has_ended = status == Z_STREAM_END;
    if (!c->has_ended || c->out_left == 0)
      break;
  }
  status_check(c, status, flush);
}

void codec_set_params(codec *c, int level, int strategy) {
  if (!is_deflating(c))
    return;
  c->settings.level = level;
  c->settings.strategy = strategy;
  if (!c->is_open)
    return;
  /* It may want to write out what is pending; all was flushed before. */
  Bytef none;
  z_stream *z = &c->state.zlib;
  z->next_in = NULL;
  z->avail_in = 0;
  z->next_out = &none;
  z->avail_out = 0;
  int status = deflateParams(z, level, strategy);
  if (status != Z_OK && status != Z_BUF_ERROR)
    error_set(c, status, "Failed to set parameters");
}

const codec_engine codec_engine_deflate = {
    .open = stream_reset,
    .run = deflate_run,
    .close = stream_close,
    .operation_max = Z_BLOCK,
    .finish_operation = Z_FINISH,
};

const codec_engine codec_engine_inflate = {
    .open = stream_reset,
    .run = inflate_run,
    .close = stream_close,
    .operation_max = Z_BLOCK,
    .finish_operation = Z_FINISH,
};
