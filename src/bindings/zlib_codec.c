/* What the three libraries' codecs share. */
#include <stdlib.h>
#include <string.h>

#include "zlib.h"

const codec_error codec_unexpected_end = {"unexpected end of file",
                                          "Z_BUF_ERROR", Z_BUF_ERROR};

/* What codec_allocate keeps before each block: its size. */
#define HEADER_SIZE 16

void *codec_allocate(void *data, size_t size) {
  codec *c = data;
  if (size > SIZE_MAX - HEADER_SIZE)
    return NULL;
  uint8_t *block = malloc(size + HEADER_SIZE);
  if (block == NULL)
    return NULL;
  memcpy(block, &size, sizeof size);
  c->memory += size;
  return block + HEADER_SIZE;
}

void codec_release(void *data, void *memory) {
  codec *c = data;
  if (memory == NULL)
    return;
  uint8_t *block = (uint8_t *)memory - HEADER_SIZE;
  size_t size;
  memcpy(&size, block, sizeof size);
  c->memory -= size;
  free(block);
}

static const codec_engine *engine_of(codec_mode mode) {
  switch (mode) {
    case CODEC_DEFLATE:
    case CODEC_GZIP:
    case CODEC_DEFLATE_RAW:
      return &codec_engine_deflate;
    case CODEC_INFLATE:
    case CODEC_GUNZIP:
    case CODEC_INFLATE_RAW:
    case CODEC_UNZIP:
      return &codec_engine_inflate;
    case CODEC_BROTLI_ENCODE:
      return &codec_engine_brotli_encoder;
    case CODEC_BROTLI_DECODE:
      return &codec_engine_brotli_decoder;
    case CODEC_ZSTD_COMPRESS:
      return &codec_engine_zstd_compressor;
    case CODEC_ZSTD_DECOMPRESS:
      return &codec_engine_zstd_decompressor;
  }
  abort(); /* zlib_settings_read lets no other through */
}

bool codec_is_compressing(const codec *c) {
  return c->engine == &codec_engine_deflate ||
         c->engine == &codec_engine_brotli_encoder ||
         c->engine == &codec_engine_zstd_compressor;
}

static void settings_free(codec_settings *settings) {
  free(settings->params);
  free(settings->dictionary);
}

bool codec_open(codec *c, const codec_settings *settings) {
  *c = (codec){.engine = engine_of(settings->mode), .settings = *settings};
  c->engine->open(c);
  if (c->error.message == NULL)
    return true;
  codec_error error = c->error;
  codec_close(c);
  c->error = error;
  return false;
}

void codec_close(codec *c) {
  c->engine->close(c);
  settings_free(&c->settings);
  c->settings.params = NULL;
  c->settings.dictionary = NULL;
  c->is_open = false;
}

void codec_run(codec *c, int operation) {
  for (;;) {
    size_t later =
        c->in_left > CODEC_STEP_MAX ? c->in_left - CODEC_STEP_MAX : 0;
    c->in_left -= later;
    c->engine->run(c, later > 0 ? CODEC_CONTINUE : operation);
    bool is_step_done = c->in_left == 0;
    c->in_left += later;
    if (later == 0 || !is_step_done || c->out_left == 0 ||
        c->error.message != NULL) {
      return;
    }
  }
}

void codec_reset(codec *c) {
  c->has_begun = c->has_ended = false;
  c->error = (codec_error){0};
  c->engine->open(c);
}
