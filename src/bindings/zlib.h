/* Compressors and decompressors behind one face: zlib's, brotli's, zstd's.
 *
 * A codec knows nothing of JavaScript and runs on any one thread at a time. It
 * is opened with settings, given input and room for output, run until it wants
 * more of either, and closed. */
#ifndef BINDINGS_ZLIB_H_
#define BINDINGS_ZLIB_H_

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>
#include <zstd.h>

#include "../runtime/env.h"

/* Known to programs: zlib.constants. */
typedef enum codec_mode {
  CODEC_DEFLATE = 1,
  CODEC_INFLATE,
  CODEC_GZIP,
  CODEC_GUNZIP,
  CODEC_DEFLATE_RAW,
  CODEC_INFLATE_RAW,
  CODEC_UNZIP,
  CODEC_BROTLI_DECODE,
  CODEC_BROTLI_ENCODE,
  CODEC_ZSTD_COMPRESS,
  CODEC_ZSTD_DECOMPRESS,
} codec_mode;

/* The operation that only takes input in; the same for all three libraries. */
#define CODEC_CONTINUE 0

/* The most input or output that one step of a library is given. */
#define CODEC_STEP_MAX ((size_t)1 << 30)

typedef struct codec_settings {
  codec_mode mode;
  /* zlib only. */
  int window_bits; /* 0: what the header says */
  int level;
  int memory_level;
  int strategy;
  /* brotli and zstd only: {key, value} pairs; owned. */
  int32_t *params;
  size_t param_count; /* of pairs */
  /* zstd only: how much input will come; negative: unknown. */
  int64_t pledged_size;
  uint8_t *dictionary; /* owned; NULL: none */
  size_t dictionary_length;
  bool single_member; /* gzip: a second member is not part of the stream */
} codec_settings;

/* What went wrong, in static strings; message NULL: nothing. */
typedef struct codec_error {
  const char *message;
  const char *code;
  int number; /* errno; 0: it has none */
} codec_error;

typedef struct codec codec;

typedef struct codec_engine {
  /* Makes the library's state ready, for the first time or anew. */
  void (*open)(codec *codec);
  /* Moves in, in_left, out, out_left on; `operation` is the library's. */
  void (*run)(codec *codec, int operation);
  void (*close)(codec *codec);
  int operation_max;    /* operations are 0 to this */
  int finish_operation; /* which of them ends the stream */
} codec_engine;

struct codec {
  const codec_engine *engine;
  codec_settings settings;
  const uint8_t *in;
  size_t in_left;
  uint8_t *out;
  size_t out_left;
  codec_error error;
  size_t memory;  /* bytes that the library holds */
  bool is_open;   /* zlib's is opened by its first run, see zlib_deflate.c */
  bool has_begun; /* zstd: the compressor has been given something */
  bool has_ended; /* a decompressor (or zstd) is at its stream's end */
  bool is_gzip;   /* a decompressor has seen or expects a gzip header */
  union {
    z_stream zlib;
    struct {
      BrotliEncoderState *state;
      void *dictionary; /* BrotliEncoderPreparedDictionary */
    } brotli_encoder;
    BrotliDecoderState *brotli_decoder;
    ZSTD_CCtx *zstd_compressor;
    ZSTD_DCtx *zstd_decompressor;
  } state;
};

extern const codec_engine codec_engine_deflate, codec_engine_inflate,
    codec_engine_brotli_encoder, codec_engine_brotli_decoder,
    codec_engine_zstd_compressor, codec_engine_zstd_decompressor;

/* Opens a codec; takes over the settings' memory in any case. Returns false
 * with codec->error set; it then needs no codec_close. */
bool codec_open(codec *codec, const codec_settings *settings);
void codec_close(codec *codec);
bool codec_is_compressing(const codec *codec);

/* Runs until the input is used up, the room is filled, an error is met, or a
 * decompressor has read its stream's end: then, and only then, both input and
 * room are left. */
void codec_run(codec *codec, int operation);

/* Begins a new stream with the same settings; codec->error tells of failure. */
void codec_reset(codec *codec);

/* zlib only; other codecs stay as they are. */
void codec_set_params(codec *codec, int level, int strategy);

/* For the libraries' allocators: `data` is the codec. */
void *codec_allocate(void *data, size_t size);
void codec_release(void *data, void *memory);

/* The rest of the input ended too early. */
extern const codec_error codec_unexpected_end;

/* Reads what a native was given from `first` on: mode, windowBits, level,
 * memLevel, strategy, dictionary, params, pledgedSize, singleMember. False:
 * exception pending. */
bool zlib_settings_read(js_call *call, int first, codec_settings *settings);

/* The number of arguments that zlib_settings_read takes. */
#define ZLIB_SETTINGS_COUNT 9

/* An Error with the properties errno and code, as Node.js has it. */
js_value zlib_error(js_isolate *iso, const codec_error *error);

/* transform(settings..., input, operation, limit, rejectsRest, callback): the
 * whole output of the whole input, as a Buffer (zlib_transform.c). */
void zlib_native_transform(js_call *call);

/* Everything that a codec makes of its input, in memory from malloc(). */
typedef struct zlib_output {
  uint8_t *bytes;
  size_t length;
  bool is_too_long; /* there was more than the limit */
  bool is_out_of_memory;
} zlib_output;
void zlib_output_collect(codec *codec, int operation, size_t limit,
                         zlib_output *output);

/* Gives back the part of `capacity` bytes that the output does not use. */
void zlib_output_trim(zlib_output *output, size_t capacity);

/* The same, faster, for what is simple enough (zlib_whole.c); false: it is not,
 * and nothing was done. */
bool zlib_whole_run(codec *codec, int operation, size_t limit,
                    zlib_output *output);

/* The most output that JavaScript allows; no number: none. */
size_t zlib_limit_read(js_value value);

/* Returns the output of a call: a Buffer, or null if it is too long; throws
 * what the codec or memory has failed with. Takes over the output's memory. */
void zlib_output_return(js_call *call, const codec *codec, zlib_output *output);

/* The constants of the three libraries (zlib_constants.c). */
void zlib_constants_define(js_isolate *iso, js_value object);

#endif
