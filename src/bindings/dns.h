/* Name resolution: the system's (getaddrinfo, on the thread pool) and c-ares's.
 *
 *   dns.c          the binding, and the system's resolver
 *   dns_channel.c  Resolver objects: c-ares driven by the event loop
 *   dns_records.c  answers' resource records as JavaScript values
 */
#ifndef BINDINGS_DNS_H_
#define BINDINGS_DNS_H_

#include <ares.h>

#include "../runtime/env.h"

/* The class of a Resolver's handle. */
extern const js_class dns_channel_class;

/* The name that dns.md gives a c-ares status: "ENOTFOUND". */
const char *dns_status_name(int status);

/* The type of record that a name of `types` in dns_records.c stands for; -1:
 * none. "ANY" is 255. */
int dns_type_of_name(const char *name);

/* Reads an answer. For one type: an array of what dns.md says of it (of one
 * object for SOA: the object itself); for ANY an array of objects that have a
 * `type`. With `ttl`, addresses are objects {address, ttl}. Returns JS_EMPTY
 * with a c-ares error in *status if the answer is malformed or has no such
 * record. */
js_value dns_records_read(js_isolate *iso, const uint8_t *answer, size_t length,
                          int type, bool ttl, int *status);

#endif
