#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "dns.h"

/* RFC 1035, 4.1: the header, and where its counts of questions and answers
 * stand. */
#define HEADER_LENGTH 12
#define QUESTION_COUNT_OFFSET 4

enum {
  TYPE_A = 1,
  TYPE_NS = 2,
  TYPE_CNAME = 5,
  TYPE_SOA = 6,
  TYPE_PTR = 12,
  TYPE_MX = 15,
  TYPE_TXT = 16,
  TYPE_AAAA = 28,
  TYPE_SRV = 33,
  TYPE_NAPTR = 35,
  TYPE_TLSA = 52,
  TYPE_ANY = 255,
  TYPE_CAA = 257,
};

/* A message, and how far it has been read. Reading beyond its end sets
 * is_broken and gives zeros: checked once, at the end of a record. */
typedef struct reader {
  js_isolate *iso;
  const uint8_t *message;
  size_t length;
  size_t at;
  size_t end; /* of the record being read */
  bool is_broken;
} reader;

/* One resource record's head. */
typedef struct record {
  int type;
  uint32_t ttl;
} record;

/* Turns a record's data into a value. */
typedef js_value record_read(reader *r, const record *record);

/* --- Reading ------------------------------------------------------------- */

static const uint8_t *read_bytes(reader *r, size_t count) {
  static const uint8_t zeros[16];
  if (r->is_broken || count > r->end - r->at) {
    r->is_broken = true;
    return zeros;
  }
  r->at += count;
  return r->message + r->at - count;
}

static uint32_t read_number(reader *r, size_t bytes) {
  const uint8_t *from = read_bytes(r, bytes);
  uint32_t number = 0;
  for (size_t i = 0; i < bytes; i++)
    number = number << 8 | from[i];
  return number;
}

static js_value text_of(reader *r, const uint8_t *bytes, size_t length) {
  if (r->is_broken)
    length = 0;
  return js_string_latin1(r->iso, bytes, length);
}

/* A length byte and as many characters. */
static js_value read_text(reader *r) {
  size_t length = read_number(r, 1);
  return text_of(r, read_bytes(r, length), length);
}

/* What is left of the record. */
static js_value read_rest(reader *r) {
  size_t length = r->is_broken ? 0 : r->end - r->at;
  return text_of(r, read_bytes(r, length), length);
}

/* A name, which may be compressed: parts of it stand elsewhere. */
static js_value read_name(reader *r) {
  char *name = NULL;
  long length = 0;
  int status = r->is_broken || r->at >= r->length
                   ? ARES_EBADRESP
                   : ares_expand_name(r->message + r->at, r->message,
                                      (int)r->length, &name, &length);
  if (status != ARES_SUCCESS) {
    r->is_broken = true;
    return js_string_empty(r->iso);
  }
  r->at += (size_t)length;
  /* c-ares keeps to the message, which may go on after the record. */
  if (r->at > r->end) {
    r->at = r->end;
    r->is_broken = true;
  }
  js_value text = js_string_utf8(r->iso, name, JS_AUTO_LENGTH);
  ares_free_string(name);
  return text;
}

static void define_number(reader *r, js_value object, const char *name,
                          uint32_t number) {
  js_define_named(r->iso, object, name, js_uint32(r->iso, number));
}

/* --- The types ----------------------------------------------------------- */

static js_value read_address(reader *r, int family, size_t bytes) {
  char text[INET6_ADDRSTRLEN];
  uv_inet_ntop(family, read_bytes(r, bytes), text, sizeof text);
  return js_string_utf8(r->iso, text, JS_AUTO_LENGTH);
}

static js_value read_a(reader *r, const record *record) {
  (void)record;
  return read_address(r, AF_INET, 4);
}

static js_value read_aaaa(reader *r, const record *record) {
  (void)record;
  return read_address(r, AF_INET6, 16);
}

static js_value read_one_name(reader *r, const record *record) {
  (void)record;
  return read_name(r);
}

static js_value read_soa(reader *r, const record *record) {
  (void)record;
  js_value soa = js_object(r->iso);
  js_define_named(r->iso, soa, "nsname", read_name(r));
  js_define_named(r->iso, soa, "hostmaster", read_name(r));
  define_number(r, soa, "serial", read_number(r, 4));
  define_number(r, soa, "refresh", read_number(r, 4));
  define_number(r, soa, "retry", read_number(r, 4));
  define_number(r, soa, "expire", read_number(r, 4));
  define_number(r, soa, "minttl", read_number(r, 4));
  return soa;
}

static js_value read_mx(reader *r, const record *record) {
  (void)record;
  js_value mx = js_object(r->iso);
  uint32_t priority = read_number(r, 2);
  js_define_named(r->iso, mx, "exchange", read_name(r));
  define_number(r, mx, "priority", priority);
  return mx;
}

static js_value read_txt(reader *r, const record *record) {
  (void)record;
  js_value chunks = js_array(r->iso, 0);
  for (uint32_t i = 0; r->at < r->end && !r->is_broken; i++)
    js_set_index(r->iso, chunks, i, read_text(r));
  return chunks;
}

static js_value read_srv(reader *r, const record *record) {
  (void)record;
  js_value srv = js_object(r->iso);
  uint32_t priority = read_number(r, 2);
  uint32_t weight = read_number(r, 2);
  uint32_t port = read_number(r, 2);
  js_define_named(r->iso, srv, "name", read_name(r));
  define_number(r, srv, "port", port);
  define_number(r, srv, "priority", priority);
  define_number(r, srv, "weight", weight);
  return srv;
}

static js_value read_naptr(reader *r, const record *record) {
  (void)record;
  js_value naptr = js_object(r->iso);
  uint32_t order = read_number(r, 2);
  uint32_t preference = read_number(r, 2);
  js_define_named(r->iso, naptr, "flags", read_text(r));
  js_define_named(r->iso, naptr, "service", read_text(r));
  js_define_named(r->iso, naptr, "regexp", read_text(r));
  js_define_named(r->iso, naptr, "replacement", read_name(r));
  define_number(r, naptr, "order", order);
  define_number(r, naptr, "preference", preference);
  return naptr;
}

/* RFC 8659: flags, tag, value; the tag becomes the property's name. */
static js_value read_caa(reader *r, const record *record) {
  (void)record;
  js_value caa = js_object(r->iso);
  define_number(r, caa, "critical", read_number(r, 1));
  js_value tag = read_text(r);
  js_value value = read_rest(r);
  js_define(r->iso, caa, tag, value, JS_PROPERTY_DEFAULT);
  return caa;
}

/* RFC 6698 */
static js_value read_tlsa(reader *r, const record *record) {
  (void)record;
  js_value tlsa = js_object(r->iso);
  define_number(r, tlsa, "certUsage", read_number(r, 1));
  define_number(r, tlsa, "selector", read_number(r, 1));
  define_number(r, tlsa, "match", read_number(r, 1));
  size_t length = r->is_broken ? 0 : r->end - r->at;
  js_value data = js_array_buffer(r->iso, length, false);
  size_t room = 0;
  void *to = data != JS_EMPTY ? js_array_buffer_data(data, &room) : NULL;
  const uint8_t *from = read_bytes(r, length);
  if (to != NULL && room >= length && length > 0)
    memcpy(to, from, length);
  if (data != JS_EMPTY)
    js_define_named(r->iso, tlsa, "data", data);
  return tlsa;
}

/* The types that are known. `property`: where the value stands in an answer to
 * ANY; NULL: it is an object, which gets the type as a further property. */
static const struct {
  int type;
  const char *name;
  record_read *read;
  const char *property;
} types[] = {
    {TYPE_A, "A", read_a, "address"},
    {TYPE_AAAA, "AAAA", read_aaaa, "address"},
    {TYPE_CAA, "CAA", read_caa, NULL},
    {TYPE_CNAME, "CNAME", read_one_name, "value"},
    {TYPE_MX, "MX", read_mx, NULL},
    {TYPE_NAPTR, "NAPTR", read_naptr, NULL},
    {TYPE_NS, "NS", read_one_name, "value"},
    {TYPE_PTR, "PTR", read_one_name, "value"},
    {TYPE_SOA, "SOA", read_soa, NULL},
    {TYPE_SRV, "SRV", read_srv, NULL},
    {TYPE_TLSA, "TLSA", read_tlsa, NULL},
    {TYPE_TXT, "TXT", read_txt, "entries"},
};
#define TYPE_COUNT (sizeof types / sizeof *types)

int dns_type_of_name(const char *name) {
  if (strcmp(name, "ANY") == 0)
    return TYPE_ANY;
  for (size_t i = 0; i < TYPE_COUNT; i++) {
    if (strcmp(name, types[i].name) == 0)
      return types[i].type;
  }
  return -1;
}

static size_t type_index(int type) {
  size_t i = 0;
  while (i < TYPE_COUNT && types[i].type != type)
    i++;
  return i;
}

static bool is_address(int type) {
  return type == TYPE_A || type == TYPE_AAAA;
}

/* --- Answers ------------------------------------------------------------- */

static js_value address_with_ttl(reader *r, js_value address, uint32_t ttl) {
  js_value object = js_object(r->iso);
  js_define_named(r->iso, object, "address", address);
  define_number(r, object, "ttl", ttl);
  return object;
}

/* A record as it stands in an answer to ANY. */
static js_value any_record(reader *r, size_t index, const record *record,
                           js_value value) {
  js_value object = value;
  if (types[index].property != NULL) {
    object = js_object(r->iso);
    js_define_named(r->iso, object, types[index].property, value);
  }
  if (is_address(record->type))
    define_number(r, object, "ttl", record->ttl);
  js_define_named(r->iso, object, "type",
                  js_string_literal(r->iso, types[index].name));
  return object;
}

/* Reads the next record; its value if it is of the wanted type, JS_EMPTY if
 * not. */
static js_value read_record(reader *r, int wanted, bool ttl) {
  r->end = r->length;
  read_name(r);
  record record;
  record.type = (int)read_number(r, 2);
  read_number(r, 2); /* class */
  record.ttl = read_number(r, 4);
  size_t length = read_number(r, 2);
  if (r->is_broken || length > r->length - r->at) {
    r->is_broken = true;
    return JS_EMPTY;
  }
  size_t next = r->at + length;
  size_t index = type_index(record.type);
  js_value value = JS_EMPTY;
  if (index < TYPE_COUNT && (wanted == TYPE_ANY || wanted == record.type)) {
    r->end = next;
    value = types[index].read(r, &record);
    if (wanted == TYPE_ANY) {
      value = any_record(r, index, &record, value);
    } else if (ttl && is_address(record.type)) {
      value = address_with_ttl(r, value, record.ttl);
    }
  }
  r->at = next;
  return value;
}

static void skip_questions(reader *r, uint32_t count) {
  for (uint32_t i = 0; i < count && !r->is_broken; i++) {
    read_name(r);
    read_bytes(r, 4); /* type and class */
  }
}

js_value dns_records_read(js_isolate *iso, const uint8_t *answer, size_t length,
                          int type, bool ttl, int *status) {
  reader r = {.iso = iso, .message = answer, .length = length, .end = length};
  r.at = QUESTION_COUNT_OFFSET;
  uint32_t questions = read_number(&r, 2);
  uint32_t answers = read_number(&r, 2);
  r.at = HEADER_LENGTH;
  r.is_broken = length < HEADER_LENGTH;
  skip_questions(&r, questions);

  js_value records = js_array(iso, 0);
  uint32_t count = 0;
  for (uint32_t i = 0; i < answers && !r.is_broken; i++) {
    js_value value = read_record(&r, type, ttl);
    if (value == JS_EMPTY || r.is_broken)
      continue;
    if (type == TYPE_SOA)
      return value;
    js_set_index(iso, records, count++, value);
  }
  *status = r.is_broken  ? ARES_EBADRESP
            : count == 0 ? ARES_ENODATA
                         : ARES_SUCCESS;
  return *status == ARES_SUCCESS ? records : JS_EMPTY;
}
