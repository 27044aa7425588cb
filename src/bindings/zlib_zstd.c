/* zstd's codecs. */
#include <zstd.h>
#include <zstd_errors.h>

#include "zlib.h"

static void opening_failed(codec *c, const char *message) {
  c->error = (codec_error){message, "ERR_ZLIB_INITIALIZATION_FAILED", 0};
}

#define ERROR_CODES(X)                 \
  X(GENERIC)                           \
  X(prefix_unknown)                    \
  X(version_unsupported)               \
  X(frameParameter_unsupported)        \
  X(frameParameter_windowTooLarge)     \
  X(corruption_detected)               \
  X(checksum_wrong)                    \
  X(literals_headerWrong)              \
  X(dictionary_corrupted)              \
  X(dictionary_wrong)                  \
  X(dictionaryCreation_failed)         \
  X(parameter_unsupported)             \
  X(parameter_combination_unsupported) \
  X(parameter_outOfBound)              \
  X(tableLog_tooLarge)                 \
  X(maxSymbolValue_tooLarge)           \
  X(maxSymbolValue_tooSmall)           \
  X(stabilityCondition_notRespected)   \
  X(stage_wrong)                       \
  X(init_missing)                      \
  X(memory_allocation)                 \
  X(workSpace_tooSmall)                \
  X(dstSize_tooSmall)                  \
  X(srcSize_wrong)                     \
  X(dstBuffer_null)                    \
  X(noForwardProgress_destFull)        \
  X(noForwardProgress_inputEmpty)

static const char *error_name(ZSTD_ErrorCode code) {
  switch (code) {
#define CASE(name)        \
  case ZSTD_error_##name: \
    return "ZSTD_error_" #name;
    ERROR_CODES(CASE)
#undef CASE
    default:
      return "ZSTD_error_GENERIC";
  }
}

/* Whether a result of the library's is an error, which the codec then has. */
static bool is_failure(codec *c, size_t result) {
  if (!ZSTD_isError(result))
    return false;
  ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
  c->error =
      (codec_error){ZSTD_getErrorString(code), error_name(code), (int)code};
  return true;
}

/* Whether there is anything that opening could refuse. If not, the state, which
 * is large, is made by the first run. */
static bool has_refusable_settings(const codec_settings *settings) {
  return settings->param_count > 0 || settings->dictionary != NULL ||
         settings->pledged_size >= 0;
}

/* --- Compressing
 * -------------------------------------------------------------- */

static bool compressor_set_params(codec *c, ZSTD_CCtx *state) {
  const int32_t *param = c->settings.params;
  for (size_t i = 0; i < c->settings.param_count; i++, param += 2) {
    if (ZSTD_isError(ZSTD_CCtx_setParameter(state, (ZSTD_cParameter)param[0],
                                            param[1]))) {
      opening_failed(c, "Setting parameter failed");
      return false;
    }
  }
  return true;
}

static void compressor_make(codec *c) {
  ZSTD_CCtx *state = c->state.zstd_compressor;
  if (state == NULL)
    state = c->state.zstd_compressor = ZSTD_createCCtx();
  if (state == NULL) {
    opening_failed(c, "Could not initialize zstd instance");
    return;
  }
  ZSTD_CCtx_reset(state, ZSTD_reset_session_and_parameters);
  if (!compressor_set_params(c, state))
    return;
  int64_t size = c->settings.pledged_size;
  if (size >= 0 && ZSTD_isError(ZSTD_CCtx_setPledgedSrcSize(
                       state, (unsigned long long)size))) {
    opening_failed(c, "Could not set pledged src size");
  } else if (c->settings.dictionary && ZSTD_isError(ZSTD_CCtx_loadDictionary(
                                           state, c->settings.dictionary,
                                           c->settings.dictionary_length))) {
    opening_failed(c, "Failed to load zstd dictionary");
  }
}

static void compressor_open(codec *c) {
  if (c->state.zstd_compressor || has_refusable_settings(&c->settings))
    compressor_make(c);
}

static void compressor_close(codec *c) {
  ZSTD_freeCCtx(c->state.zstd_compressor);
  c->state.zstd_compressor = NULL;
  c->memory = 0;
}

/* An end that comes first of all makes the library forget what was pledged and
 * take its input for the whole. */
static bool breaks_pledge(const codec *c, int operation) {
  return operation == ZSTD_e_end && !c->has_begun &&
         c->settings.pledged_size >= 0 &&
         (uint64_t)c->settings.pledged_size != c->in_left;
}

/* With threads of its own (ZSTD_c_nbWorkers) the library may return before
 * input or room is used up. Once a frame has ended, ending again would write an
 * empty one. */
static void compressor_run(codec *c, int operation) {
  if (c->has_ended && c->in_left == 0)
    return;
  if (breaks_pledge(c, operation)) {
    ZSTD_ErrorCode code = ZSTD_error_srcSize_wrong;
    c->error =
        (codec_error){ZSTD_getErrorString(code), error_name(code), (int)code};
    return;
  }
  if (c->state.zstd_compressor == NULL)
    compressor_make(c);
  if (c->error.message != NULL)
    return;
  c->has_begun = true;
  ZSTD_inBuffer in = {c->in, c->in_left, 0};
  ZSTD_outBuffer out = {c->out, c->out_left, 0};
  size_t pending;
  do {
    pending = ZSTD_compressStream2(c->state.zstd_compressor, &out, &in,
                                   (ZSTD_EndDirective)operation);
  } while (!is_failure(c, pending) && out.pos < out.size &&
           (in.pos < in.size || (operation != ZSTD_e_continue && pending > 0)));
  if (in.pos > 0)
    c->in += in.pos;
  c->in_left -= in.pos;
  if (out.pos > 0)
    c->out += out.pos;
  c->out_left -= out.pos;
  c->has_ended = operation == ZSTD_e_end && pending == 0;
  c->memory = ZSTD_sizeof_CCtx(c->state.zstd_compressor);
}

/* --- Decompressing
 * -------------------------------------------------------------- */

static void decompressor_make(codec *c) {
  ZSTD_DCtx *state = c->state.zstd_decompressor;
  if (state == NULL)
    state = c->state.zstd_decompressor = ZSTD_createDCtx();
  if (state == NULL) {
    opening_failed(c, "Could not initialize zstd instance");
    return;
  }
  ZSTD_DCtx_reset(state, ZSTD_reset_session_and_parameters);
  const int32_t *param = c->settings.params;
  for (size_t i = 0; i < c->settings.param_count; i++, param += 2) {
    if (ZSTD_isError(ZSTD_DCtx_setParameter(state, (ZSTD_dParameter)param[0],
                                            param[1]))) {
      opening_failed(c, "Setting parameter failed");
      return;
    }
  }
  if (c->settings.dictionary &&
      ZSTD_isError(ZSTD_DCtx_loadDictionary(state, c->settings.dictionary,
                                            c->settings.dictionary_length))) {
    opening_failed(c, "Failed to load zstd dictionary");
  }
}

static void decompressor_open(codec *c) {
  if (c->state.zstd_decompressor || has_refusable_settings(&c->settings))
    decompressor_make(c);
}

static void decompressor_close(codec *c) {
  ZSTD_freeDCtx(c->state.zstd_decompressor);
  c->state.zstd_decompressor = NULL;
  c->memory = 0;
}

static void decompressor_run(codec *c, int operation) {
  if (c->has_ended)
    return;
  if (c->state.zstd_decompressor == NULL)
    decompressor_make(c);
  if (c->error.message != NULL)
    return;
  ZSTD_inBuffer in = {c->in, c->in_left, 0};
  ZSTD_outBuffer out = {c->out, c->out_left, 0};
  size_t wanted;
  do {
    wanted = ZSTD_decompressStream(c->state.zstd_decompressor, &out, &in);
    c->has_ended = wanted == 0;
  } while (!is_failure(c, wanted) && wanted > 0 && in.pos < in.size &&
           out.pos < out.size);
  if (in.pos > 0)
    c->in += in.pos;
  c->in_left -= in.pos;
  if (out.pos > 0)
    c->out += out.pos;
  c->out_left -= out.pos;
  c->memory = ZSTD_sizeof_DCtx(c->state.zstd_decompressor);
  if (c->error.message == NULL && !c->has_ended && c->out_left > 0 &&
      operation == ZSTD_e_end) {
    c->error = codec_unexpected_end;
  }
}

const codec_engine codec_engine_zstd_compressor = {
    .open = compressor_open,
    .run = compressor_run,
    .close = compressor_close,
    .operation_max = ZSTD_e_end,
    .finish_operation = ZSTD_e_end,
};

const codec_engine codec_engine_zstd_decompressor = {
    .open = decompressor_open,
    .run = decompressor_run,
    .close = decompressor_close,
    .operation_max = ZSTD_e_end,
    .finish_operation = ZSTD_e_end,
};
