/* Brotli's codecs. Their states are made at once, so that wrong parameters are
 * told to who gives them. */
#include <string.h>

#include "zlib.h"

/* Dictionaries of one's own came with brotli 1.1. */
#if __has_include(<brotli/shared_dictionary.h>)
#define HAVE_DICTIONARIES 1
#include <brotli/shared_dictionary.h>
#endif

static const codec_error failed_opening = {"Initialization failed",
                                           "ERR_ZLIB_INITIALIZATION_FAILED", 0};

static void encoder_close(codec *c) {
  if (c->state.brotli_encoder.state)
    BrotliEncoderDestroyInstance(c->state.brotli_encoder.state);
  c->state.brotli_encoder.state = NULL;
#ifdef HAVE_DICTIONARIES
  if (c->state.brotli_encoder.dictionary)
    BrotliEncoderDestroyPreparedDictionary(c->state.brotli_encoder.dictionary);
  c->state.brotli_encoder.dictionary = NULL;
#endif
}

static bool encoder_set_dictionary(codec *c) {
  if (c->settings.dictionary == NULL)
    return true;
#ifdef HAVE_DICTIONARIES
  BrotliEncoderPreparedDictionary *prepared = BrotliEncoderPrepareDictionary(
      BROTLI_SHARED_DICTIONARY_RAW, c->settings.dictionary_length,
      c->settings.dictionary, BROTLI_MAX_QUALITY, codec_allocate, codec_release,
      c);
  c->state.brotli_encoder.dictionary = prepared;
  return prepared != NULL && BrotliEncoderAttachPreparedDictionary(
                                 c->state.brotli_encoder.state, prepared);
#else
  return false;
#endif
}

static bool encoder_make(codec *c) {
  BrotliEncoderState *state =
      BrotliEncoderCreateInstance(codec_allocate, codec_release, c);
  c->state.brotli_encoder.state = state;
  if (state == NULL)
    return false;
  const int32_t *param = c->settings.params;
  for (size_t i = 0; i < c->settings.param_count; i++, param += 2) {
    if (!BrotliEncoderSetParameter(state, (BrotliEncoderParameter)param[0],
                                   (uint32_t)param[1])) {
      return false;
    }
  }
  return encoder_set_dictionary(c);
}

static void encoder_open(codec *c) {
  encoder_close(c);
  if (!encoder_make(c))
    c->error = failed_opening;
}

static void encoder_run(codec *c, int operation) {
  BROTLI_BOOL is_done = BrotliEncoderCompressStream(
      c->state.brotli_encoder.state, (BrotliEncoderOperation)operation,
      &c->in_left, &c->in, &c->out_left, &c->out, NULL);
  if (!is_done) {
    c->error = (codec_error){"Compression failed",
                             "ERR_BROTLI_COMPRESSION_FAILED", -1};
  }
}

static void decoder_close(codec *c) {
  if (c->state.brotli_decoder)
    BrotliDecoderDestroyInstance(c->state.brotli_decoder);
  c->state.brotli_decoder = NULL;
}

static bool decoder_set_dictionary(codec *c) {
  if (c->settings.dictionary == NULL)
    return true;
#ifdef HAVE_DICTIONARIES
  return BrotliDecoderAttachDictionary(
      c->state.brotli_decoder, BROTLI_SHARED_DICTIONARY_RAW,
      c->settings.dictionary_length, c->settings.dictionary);
#else
  return false;
#endif
}

static bool decoder_make(codec *c) {
  BrotliDecoderState *state =
      BrotliDecoderCreateInstance(codec_allocate, codec_release, c);
  c->state.brotli_decoder = state;
  if (state == NULL)
    return false;
  const int32_t *param = c->settings.params;
  for (size_t i = 0; i < c->settings.param_count; i++, param += 2) {
    if (!BrotliDecoderSetParameter(state, (BrotliDecoderParameter)param[0],
                                   (uint32_t)param[1])) {
      return false;
    }
  }
  return decoder_set_dictionary(c);
}

static void decoder_open(codec *c) {
  decoder_close(c);
  if (!decoder_make(c))
    c->error = failed_opening;
}

/* "ERR_" and the name of the library's error. */
static const char *decoder_error_code(BrotliDecoderErrorCode code) {
  switch (code) {
#define CASE(PREFIX, NAME, CODE)     \
  case BROTLI_DECODER##PREFIX##NAME: \
    return "ERR_" #PREFIX #NAME;
#define NOTHING
    BROTLI_DECODER_ERROR_CODES_LIST(CASE, NOTHING)
#undef NOTHING
#undef CASE
  }
  return "ERR__ERROR_UNREACHABLE";
}

static void decoder_run(codec *c, int operation) {
  if (c->has_ended)
    return;
  BrotliDecoderState *state = c->state.brotli_decoder;
  BrotliDecoderResult result = BrotliDecoderDecompressStream(
      state, &c->in_left, &c->in, &c->out_left, &c->out, NULL);
  if (result == BROTLI_DECODER_RESULT_ERROR) {
    BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(state);
    c->error =
        (codec_error){"Decompression failed", decoder_error_code(code), code};
  } else if (result == BROTLI_DECODER_RESULT_SUCCESS) {
    c->has_ended = true;
  } else if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT &&
             operation == BROTLI_OPERATION_FINISH) {
    c->error = codec_unexpected_end;
  }
}

const codec_engine codec_engine_brotli_encoder = {
    .open = encoder_open,
    .run = encoder_run,
    .close = encoder_close,
    .operation_max = BROTLI_OPERATION_EMIT_METADATA,
    .finish_operation = BROTLI_OPERATION_FINISH,
};

const codec_engine codec_engine_brotli_decoder = {
    .open = decoder_open,
    .run = decoder_run,
    .close = decoder_close,
    .operation_max = BROTLI_OPERATION_EMIT_METADATA,
    .finish_operation = BROTLI_OPERATION_FINISH,
};
