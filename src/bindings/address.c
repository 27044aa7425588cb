#include "address.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

/* The longest: an IPv6 address, '%', and an interface's name. */
#define ADDRESS_TEXT_MAX (INET6_ADDRSTRLEN + 1 + IF_NAMESIZE)

int address_of_arguments(js_call *call, int first,
                         struct sockaddr_storage *address) {
  js_value host = js_call_arg(call, first);
  js_value port = js_call_arg(call, first + 1);
  char text[ADDRESS_TEXT_MAX];
  if (!js_is_string(host) || js_string_length(host) >= sizeof text)
    return UV_EINVAL;
  size_t length = js_string_write_utf8(js_call_isolate(call), host, text,
                                       sizeof text - 1, NULL);
  text[length] = '\0';
  int number = js_is_int32(port) ? js_int32_value(port) : 0;
  memset(address, 0, sizeof *address);
  if (strchr(text, ':') != NULL)
    return uv_ip6_addr(text, number, (struct sockaddr_in6 *)address);
  return uv_ip4_addr(text, number, (struct sockaddr_in *)address);
}

/* Link-local addresses mean nothing without the interface they belong to. */
static size_t zone_append(char *text, size_t length, size_t capacity,
                          const struct sockaddr_in6 *address) {
  char name[IF_NAMESIZE];
  if (!IN6_IS_ADDR_LINKLOCAL(&address->sin6_addr))
    return length;
  if (address->sin6_scope_id == 0)
    return length;
  if (if_indextoname(address->sin6_scope_id, name) == NULL)
    return length;
  int added = snprintf(text + length, capacity - length, "%%%s", name);
  return added > 0 ? length + (size_t)added : length;
}

static size_t address_to_text(const struct sockaddr *address,
                              char text[static ADDRESS_TEXT_MAX]) {
  if (address->sa_family == AF_INET) {
    uv_ip4_name((const struct sockaddr_in *)address, text, ADDRESS_TEXT_MAX);
    return strlen(text);
  }
  if (address->sa_family != AF_INET6)
    return 0;
  const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
  uv_ip6_name(in6, text, ADDRESS_TEXT_MAX);
  return zone_append(text, strlen(text), ADDRESS_TEXT_MAX, in6);
}

js_value address_to_string(js_isolate *iso, const struct sockaddr *address) {
  char text[ADDRESS_TEXT_MAX];
  size_t length = address_to_text(address, text);
  if (length == 0)
    return JS_EMPTY;
  return js_string_latin1(iso, (const uint8_t *)text, length);
}

void address_to_object(js_isolate *iso, const struct sockaddr *address,
                       js_value object) {
  js_value text = address_to_string(iso, address);
  if (text == JS_EMPTY || !js_is_object(object))
    return;
  bool is_ipv6 = address->sa_family == AF_INET6;
  in_port_t port = is_ipv6 ? ((const struct sockaddr_in6 *)address)->sin6_port
                           : ((const struct sockaddr_in *)address)->sin_port;
  js_define_named(iso, object, "address", text);
  js_define_named(iso, object, "family",
                  js_string_literal(iso, is_ipv6 ? "IPv6" : "IPv4"));
  js_define_int32(iso, object, "port", ntohs(port));
}
