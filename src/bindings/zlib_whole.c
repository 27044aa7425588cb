/* Whole buffers by libdeflate, which does in one go, and several times faster,
 * what zlib does piece by piece. It takes only the plain cases; whatever it
 * refuses zlib does from the start, which then has the right words for what is
 * wrong. */
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "zlib.h"

/* Shorter inputs gain nothing, and libdeflate would not compress them. */
#define COMPRESS_MIN 256

/* No deflate stream is longer than this many times its compressed form. */
#define RATIO_MAX 1032

/* Header and trailer of a gzip member, RFC 1952. */
#define GZIP_SIZE_MIN 18
#define GZIP_FIRST_BYTE 0x1f

typedef struct libdeflate_compressor compressor;
typedef struct libdeflate_decompressor decompressor;

typedef struct format {
  size_t (*bound)(compressor *c, size_t length);
  size_t (*compress)(compressor *c, const void *in, size_t length, void *out,
                     size_t room);
  enum libdeflate_result (*decompress)(decompressor *d, const void *in,
                                       size_t length, void *out, size_t room,
                                       size_t *read, size_t *written);
} format;

static const format zlib_format = {libdeflate_zlib_compress_bound,
                                   libdeflate_zlib_compress,
                                   libdeflate_zlib_decompress_ex};
static const format gzip_format = {libdeflate_gzip_compress_bound,
                                   libdeflate_gzip_compress,
                                   libdeflate_gzip_decompress_ex};
static const format raw_format = {libdeflate_deflate_compress_bound,
                                  libdeflate_deflate_compress,
                                  libdeflate_deflate_decompress_ex};

/* NULL: not zlib's. */
static const format *format_of(codec_mode mode, const uint8_t *in) {
  switch (mode) {
    case CODEC_DEFLATE:
    case CODEC_INFLATE:
      return &zlib_format;
    case CODEC_GZIP:
    case CODEC_GUNZIP:
      return &gzip_format;
    case CODEC_DEFLATE_RAW:
    case CODEC_INFLATE_RAW:
      return &raw_format;
    case CODEC_UNZIP:
      return in[0] == GZIP_FIRST_BYTE ? &gzip_format : &zlib_format;
    default:
      return NULL;
  }
}

static bool is_plain(const codec_settings *s, int operation) {
  return operation == Z_FINISH && s->dictionary == NULL &&
         (s->window_bits == 0 || s->window_bits == MAX_WBITS) &&
         s->strategy == Z_DEFAULT_STRATEGY;
}

/* --- Compressing ------------------------------------------------------------
 */

static bool compress_whole(codec *c, const format *format, size_t limit,
                           zlib_output *output) {
  int level =
      c->settings.level == Z_DEFAULT_COMPRESSION ? 6 : c->settings.level;
  compressor *state = libdeflate_alloc_compressor(level);
  if (state == NULL)
    return false;
  size_t room = format->bound(state, c->in_left);
  output->bytes = malloc(room);
  if (output->bytes) {
    output->length =
        format->compress(state, c->in, c->in_left, output->bytes, room);
  }
  libdeflate_free_compressor(state);
  if (output->bytes == NULL || output->length == 0)
    return false;
  output->is_too_long = output->length > limit;
  if (c->in_left > 0)
    c->in += c->in_left;
  c->in_left = 0;
  zlib_output_trim(output, room);
  return true;
}

/* --- Decompressing
 * ------------------------------------------------------------ */

/* How long the output is according to the last member's trailer; 0: unknown or
 * not to be believed. */
static size_t gzip_size(const uint8_t *in, size_t length) {
  if (length < GZIP_SIZE_MIN)
    return 0;
  const uint8_t *end = in + length;
  size_t size = (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 |
                (size_t)end[-1] << 24;
  return size / RATIO_MAX <= length ? size : 0;
}

/* Tries with so much room; false: it does not do, nothing is left behind. */
static bool decompress_into(codec *c, const format *format, decompressor *state,
                            size_t room, zlib_output *output) {
  size_t read = 0;
  output->bytes = malloc(room);
  if (output->bytes == NULL)
    return false;
  enum libdeflate_result result = format->decompress(
      state, c->in, c->in_left, output->bytes, room, &read, &output->length);
  /* There may be another member behind a gzip stream's first. */
  bool is_done = result == LIBDEFLATE_SUCCESS &&
                 (format != &gzip_format || read == c->in_left);
  if (!is_done) {
    free(output->bytes);
    *output = (zlib_output){0};
    return false;
  }
  if (read > 0)
    c->in += read;
  c->in_left -= read;
  zlib_output_trim(output, room);
  return true;
}

static bool decompress_whole(codec *c, const format *format, size_t limit,
                             zlib_output *output) {
  size_t known = format == &gzip_format ? gzip_size(c->in, c->in_left) : 0;
  if (format == &gzip_format && (known == 0 || known > limit))
    return false;
  if (c->in_left > SIZE_MAX / RATIO_MAX)
    return false;
  decompressor *state = libdeflate_alloc_decompressor();
  if (state == NULL)
    return false;
  bool is_done = false;
  if (known > 0) {
    is_done = decompress_into(c, format, state, known, output);
  } else {
    /* What is longer still is done by zlib, which need not begin again. */
    size_t least = c->in_left < 1024 ? 1024 : c->in_left;
    for (int times = 4; times <= 16 && !is_done; times *= 4) {
      size_t room = least * (size_t)times;
      if (room > limit)
        break;
      is_done = decompress_into(c, format, state, room, output);
    }
  }
  libdeflate_free_decompressor(state);
  return is_done;
}

bool zlib_whole_run(codec *c, int operation, size_t limit,
                    zlib_output *output) {
  *output = (zlib_output){0};
  if (c->in_left == 0)
    return false;
  const format *format = format_of(c->settings.mode, c->in);
  if (format == NULL || !is_plain(&c->settings, operation))
    return false;
  bool is_compressing = codec_is_compressing(c);
  if (is_compressing && c->in_left < COMPRESS_MIN)
    return false;
  bool is_done = is_compressing ? compress_whole(c, format, limit, output)
                                : decompress_whole(c, format, limit, output);
  if (!is_done) {
    free(output->bytes);
    *output = (zlib_output){0};
  }
  return is_done;
}
