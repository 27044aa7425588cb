/* The versions of what the executable is made of: process.versions. */
#include <ares.h>
#include <brotli/encode.h>
#include <llhttp.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <zlib.h>
#include <zstd.h>
#ifdef NODE_HAVE_INTL
#include <unicode/uchar.h>
#include <unicode/ulocdata.h>
#include <unicode/uversion.h>
#endif

#include "../engine/simdutf_c.h"
#include "../runtime/binding.h"
#include "../runtime/version.h"

#ifndef ADA_VERSION_TEXT /* given by the build */
#define ADA_VERSION_TEXT "unknown"
#endif

#define STRING_OF(x) #x
#define TEXT_OF(x) STRING_OF(x)

static void version_define(js_isolate *iso, js_value object, const char *name,
                           const char *version) {
  js_define_named(iso, object, name,
                  js_string_utf8(iso, version, JS_AUTO_LENGTH));
}

/* 0xMMMmmmppp: three numbers of 12 bits. */
static void brotli_version_define(js_isolate *iso, js_value object) {
  uint32_t version = BrotliEncoderVersion();
  char text[32];
  snprintf(text, sizeof text, "%u.%u.%u", version >> 24, version >> 12 & 0xfff,
           version & 0xfff);
  version_define(iso, object, "brotli", text);
}

static void versions_init(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  version_define(iso, exports, "node", &NODE_VERSION[1]);
  version_define(iso, exports, "ada", ADA_VERSION_TEXT);
  version_define(iso, exports, "ares", ares_version(NULL));
  brotli_version_define(iso, exports);
#ifdef NODE_HAVE_INTL
  version_define(iso, exports, "icu", U_ICU_VERSION);
#endif
  version_define(iso, exports, "llhttp",
                 TEXT_OF(LLHTTP_VERSION_MAJOR) "." TEXT_OF(
                     LLHTTP_VERSION_MINOR) "." TEXT_OF(LLHTTP_VERSION_PATCH));
  version_define(iso, exports, "modules", NODE_MODULE_VERSION);
  version_define(iso, exports, "napi", "10");
  /* A text of the library: asking for it starts nothing. */
  version_define(iso, exports, "openssl",
                 OpenSSL_version(OPENSSL_VERSION_STRING));
  version_define(iso, exports, "simdutf", simdutf_c_version());
#ifdef UNDICI_VERSION_TEXT /* given by the build */
  version_define(iso, exports, "undici", UNDICI_VERSION_TEXT);
#endif
#ifdef NODE_HAVE_INTL
  version_define(iso, exports, "unicode", U_UNICODE_VERSION);
#endif
  version_define(iso, exports, "uv", uv_version_string());
  version_define(iso, exports, "v8", js_engine_version());
  version_define(iso, exports, "zlib", zlibVersion());
  version_define(iso, exports, "zstd", ZSTD_versionString());
}

const binding versions_binding = {.name = "versions", .init = versions_init};
