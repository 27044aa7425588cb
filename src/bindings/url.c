/* WHATWG URLs: ada does the work. A URL crosses the border once, as its href
 * and the places of its parts in it. */
#include <ada_c.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/simdutf_c.h"
#include "../engine/string_view.h"
#include "../runtime/binding.h"

/* --- Text of an argument --- */

/* UTF-8 of a JavaScript string: the string's own bytes if it is ASCII, as URLs
 * mostly are, else a copy, on the stack if it is short. No js_* function but
 * text_free may be called while it is `in_place`. */
typedef struct text {
  js_string_view view;
  bool in_place;
  char inline_bytes[512];
  char *copy;
  const char *bytes;
  size_t length;
} text;

static bool text_init_in_place(text *text, js_isolate *iso, js_value string) {
  js_string_view_open(iso, string, &text->view);
  text->bytes = (const char *)text->view.one_byte;
  text->length = text->view.length;
  text->in_place = text->view.one_byte != NULL &&
                   simdutf_c_is_ascii(text->view.one_byte, text->length);
  if (!text->in_place)
    js_string_view_close(&text->view);
  return text->in_place;
}

static bool text_init_copy(text *text, js_isolate *iso, js_value string) {
  text->in_place = false;
  text->copy =
      js_string_to_utf8_inline(iso, string, text->inline_bytes,
                               sizeof text->inline_bytes, &text->length);
  text->bytes = text->copy;
  if (text->copy != NULL)
    return true;
  js_throw_out_of_memory(iso);
  return false;
}

static bool text_init(text *text, js_isolate *iso, js_value string) {
  return text_init_in_place(text, iso, string) ||
         text_init_copy(text, iso, string);
}

static void text_free(text *text) {
  if (text->in_place)
    js_string_view_close(&text->view);
  else if (text->copy != text->inline_bytes)
    free(text->copy);
}

static js_value string_of(js_isolate *iso, const char *bytes, size_t length) {
  js_value string = js_string_utf8(iso, bytes, length);
  if (string == JS_EMPTY)
    js_throw_error(iso, "ERR_STRING_TOO_LONG",
                   "Cannot create a string this long");
  return string;
}

/* --- Parsing --- */

/* Places of the parts, as lib/internal/url.js reads them. */
enum {
  PART_PROTOCOL_END,
  PART_USERNAME_END,
  PART_HOST_START,
  PART_HOST_END,
  PART_PORT,
  PART_PATHNAME_START,
  PART_SEARCH_START,
  PART_HASH_START,
  PART_SCHEME_TYPE,
  PART_COUNT,
};

static void parts_write(js_value array, ada_url url) {
  js_bytes bytes;
  if (!js_bytes_of(array, &bytes) ||
      bytes.length < PART_COUNT * sizeof(uint32_t))
    return;
  const ada_url_components *from = ada_get_components(url);
  uint32_t parts[PART_COUNT] = {
      from->protocol_end, from->username_end, from->host_start,
      from->host_end,     from->port,         from->pathname_start,
      from->search_start, from->hash_start,   ada_get_scheme_type(url),
  };
  memcpy(bytes.data, parts, sizeof parts);
}

/* Whether a URL's href is the ASCII text it came from: then there is no need
 * for a new string. */
static bool is_same_text(const text *text, ada_url url) {
  ada_string href = ada_get_href(url);
  return text->in_place && href.length == text->length &&
         memcmp(href.data, text->bytes, href.length) == 0;
}

static void return_href(js_call *call, ada_url url, js_value parts) {
  ada_string href = ada_get_href(url);
  js_value string = string_of(js_call_isolate(call), href.data, href.length);
  if (string == JS_EMPTY)
    return;
  parts_write(parts, url);
  js_return(call, string);
}

/* Parses the arguments `input` and `base` (or undefined). NULL: an exception
 * is pending. *is_same: the href is the input. */
static ada_url parse_arguments(js_call *call, bool *is_same) {
  js_isolate *iso = js_call_isolate(call);
  js_value base_string = js_call_arg(call, 1);
  ada_url url = NULL;
  text input, base;
  if (js_is_string(base_string)) {
    /* Two strings cannot both be looked at where they lie: opening the second
     * may move the first. */
    if (!text_init_copy(&base, iso, base_string))
      return NULL;
    if (text_init(&input, iso, js_call_arg(call, 0))) {
      url = ada_parse_with_base(input.bytes, input.length, base.bytes,
                                base.length);
      *is_same = ada_is_valid(url) && is_same_text(&input, url);
      text_free(&input);
    }
    text_free(&base);
  } else if (text_init(&input, iso, js_call_arg(call, 0))) {
    url = ada_parse(input.bytes, input.length);
    *is_same = ada_is_valid(url) && is_same_text(&input, url);
    text_free(&input);
  }
  return url;
}

/* parse(input, base or undefined, parts): the href; undefined if invalid. */
static void parse(js_call *call) {
  bool is_same = false;
  ada_url url = parse_arguments(call, &is_same);
  if (url == NULL)
    return;
  if (is_same) {
    parts_write(js_call_arg(call, 2), url);
    js_return(call, js_call_arg(call, 0));
  } else if (ada_is_valid(url)) {
    return_href(call, url, js_call_arg(call, 2));
  }
  ada_free(url);
}

/* canParse(input, base or undefined) */
static void can_parse(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value base_string = js_call_arg(call, 1);
  text input, base;
  if (js_is_string(base_string)) {
    if (!text_init_copy(&base, iso, base_string))
      return;
    if (text_init(&input, iso, js_call_arg(call, 0))) {
      js_return_bool(call, ada_can_parse_with_base(input.bytes, input.length,
                                                   base.bytes, base.length));
      text_free(&input);
    }
    text_free(&base);
  } else if (text_init(&input, iso, js_call_arg(call, 0))) {
    js_return_bool(call, ada_can_parse(input.bytes, input.length));
    text_free(&input);
  }
}

/* --- Setters --- */

enum {
  SET_PROTOCOL,
  SET_HOST,
  SET_HOSTNAME,
  SET_PORT,
  SET_USERNAME,
  SET_PASSWORD,
  SET_PATHNAME,
  SET_SEARCH,
  SET_HASH,
  SET_HREF,
};

static bool url_set(ada_url url, int what, const text *value) {
  switch (what) {
    case SET_PROTOCOL:
      return ada_set_protocol(url, value->bytes, value->length);
    case SET_HOST:
      return ada_set_host(url, value->bytes, value->length);
    case SET_HOSTNAME:
      return ada_set_hostname(url, value->bytes, value->length);
    case SET_PORT:
      return ada_set_port(url, value->bytes, value->length);
    case SET_USERNAME:
      return ada_set_username(url, value->bytes, value->length);
    case SET_PASSWORD:
      return ada_set_password(url, value->bytes, value->length);
    case SET_PATHNAME:
      return ada_set_pathname(url, value->bytes, value->length);
    case SET_SEARCH:
      ada_set_search(url, value->bytes, value->length);
      return true;
    case SET_HASH:
      ada_set_hash(url, value->bytes, value->length);
      return true;
    case SET_HREF:
      return ada_set_href(url, value->bytes, value->length);
    default:
      return false;
  }
}

/* The URL `href` with a part set; NULL if that is not allowed, or with an
 * exception pending. */
static ada_url url_with(js_isolate *iso, js_value href_string, int what,
                        js_value value_string) {
  text href, value;
  if (!text_init_copy(&value, iso, value_string))
    return NULL;
  ada_url url = NULL;
  if (text_init(&href, iso, href_string)) {
    url = ada_parse(href.bytes, href.length);
    text_free(&href);
    if (!ada_is_valid(url) || !url_set(url, what, &value)) {
      ada_free(url);
      url = NULL;
    }
  }
  text_free(&value);
  return url;
}

/* update(href, what, value, parts): the new href; undefined if the value is
 * not allowed there. */
static void update(js_call *call) {
  int what = js_int32_value(js_call_arg(call, 1));
  ada_url url = url_with(js_call_isolate(call), js_call_arg(call, 0), what,
                         js_call_arg(call, 2));
  if (url == NULL)
    return;
  return_href(call, url, js_call_arg(call, 3));
  ada_free(url);
}

/* --- Domains --- */

static void return_owned(js_call *call, ada_owned_string owned) {
  js_value string = string_of(js_call_isolate(call), owned.data, owned.length);
  ada_free_owned_string(owned);
  if (string != JS_EMPTY)
    js_return(call, string);
}

/* toASCII(domain), as legacy url.parse wants it: '' if it is not a domain. */
static void to_ascii(js_call *call) {
  text domain;
  if (!text_init_copy(&domain, js_call_isolate(call), js_call_arg(call, 0)))
    return;
  return_owned(call, ada_idna_to_ascii(domain.bytes, domain.length));
  text_free(&domain);
}

/* The hostname of a URL that has this domain, which checks and normalises it;
 * an empty one if it is not valid. The caller frees *url. */
static ada_string domain_to_hostname(const text *domain, ada_url *url) {
  ada_string hostname = {"", 0};
  *url = ada_parse("ws://x", 6);
  if (ada_set_hostname(*url, domain->bytes, domain->length))
    hostname = ada_get_hostname(*url);
  return hostname;
}

static void domain_to_ascii(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  text domain;
  if (!text_init_copy(&domain, iso, js_call_arg(call, 0)))
    return;
  ada_url url;
  ada_string hostname = domain_to_hostname(&domain, &url);
  js_value string = string_of(iso, hostname.data, hostname.length);
  if (string != JS_EMPTY)
    js_return(call, string);
  ada_free(url);
  text_free(&domain);
}

static void domain_to_unicode(js_call *call) {
  text domain;
  if (!text_init_copy(&domain, js_call_isolate(call), js_call_arg(call, 0)))
    return;
  ada_url url;
  ada_string hostname = domain_to_hostname(&domain, &url);
  return_owned(call, ada_idna_to_unicode(hostname.data, hostname.length));
  ada_free(url);
  text_free(&domain);
}

static const js_native_entry natives[] = {
    {"parse", parse, 3, NULL},
    {"canParse", can_parse, 2, NULL},
    {"update", update, 4, NULL},
    {"toASCII", to_ascii, 1, NULL},
    {"domainToASCII", domain_to_ascii, 1, NULL},
    {"domainToUnicode", domain_to_unicode, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static void init(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_define_int32(iso, exports, "kProtocol", SET_PROTOCOL);
  js_define_int32(iso, exports, "kHost", SET_HOST);
  js_define_int32(iso, exports, "kHostname", SET_HOSTNAME);
  js_define_int32(iso, exports, "kPort", SET_PORT);
  js_define_int32(iso, exports, "kUsername", SET_USERNAME);
  js_define_int32(iso, exports, "kPassword", SET_PASSWORD);
  js_define_int32(iso, exports, "kPathname", SET_PATHNAME);
  js_define_int32(iso, exports, "kSearch", SET_SEARCH);
  js_define_int32(iso, exports, "kHash", SET_HASH);
  js_define_int32(iso, exports, "kHref", SET_HREF);
}

const binding url_binding = {
    .name = "url",
    .natives = natives,
    .init = init,
};
