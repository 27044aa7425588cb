#include "address.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "../runtime/binding.h"

/* The longest: an IPv6 address, '%', and an interface's name. */
#define ADDRESS_TEXT_MAX (INET6_ADDRSTRLEN + 1 + IF_NAMESIZE)

/* Copies an argument that may be an address; false if it cannot be one. */
static bool text_of_argument(js_call *call, int index,
                             char text[static ADDRESS_TEXT_MAX]) {
  js_value value = js_call_arg(call, index);
  if (!js_is_string(value) || js_string_length(value) >= ADDRESS_TEXT_MAX)
    return false;
  size_t length = js_string_write_utf8(js_call_isolate(call), value, text,
                                       ADDRESS_TEXT_MAX - 1, NULL);
  text[length] = '\0';
  return strlen(text) == length; /* no NUL inside */
}

int address_of_arguments(js_call *call, int first,
                         struct sockaddr_storage *address) {
  js_value port = js_call_arg(call, first + 1);
  char text[ADDRESS_TEXT_MAX];
  if (!text_of_argument(call, first, text))
    return UV_EINVAL;
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

/* --- The binding --------------------------------------------------------- */

/* Interface names, as far as Node's programs know them. */
static bool is_zone(const char *zone) {
  static const char allowed[] =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-.:";
  return *zone != '\0' && zone[strspn(zone, allowed)] == '\0';
}

/* The family of an address, 0 if it is none. Writes its 4 or 16 bytes. */
static int text_family(char *text, uint8_t bytes[static 16]) {
  if (strchr(text, ':') == NULL)
    return uv_inet_pton(AF_INET, text, bytes) == 0 ? 4 : 0;
  char *zone = strchr(text, '%');
  if (zone != NULL && !is_zone(zone + 1))
    return 0;
  return uv_inet_pton(AF_INET6, text, bytes) == 0 ? 6 : 0;
}

/* The same of the first argument, and its text. */
static int argument_family(js_call *call, char text[static ADDRESS_TEXT_MAX],
                           uint8_t bytes[static 16]) {
  return text_of_argument(call, 0, text) ? text_family(text, bytes) : 0;
}

/* isIP(text): 4, 6, or 0 */
static void native_is_ip(js_call *call) {
  char text[ADDRESS_TEXT_MAX];
  uint8_t bytes[16];
  js_return_int32(call, argument_family(call, text, bytes));
}

/* parse(text): an array of the address's 32-bit words, most significant first:
 * one for IPv4, four for IPv6; undefined if it is no address. */
static void native_parse(js_call *call) {
  char text[ADDRESS_TEXT_MAX];
  uint8_t bytes[16];
  int family = argument_family(call, text, bytes);
  if (family == 0)
    return;
  js_isolate *iso = js_call_isolate(call);
  js_value words[4];
  size_t count = family == 4 ? 1 : 4;
  for (size_t i = 0; i < count; i++) {
    uint32_t word;
    memcpy(&word, bytes + 4 * i, sizeof word);
    words[i] = js_uint32(iso, ntohl(word));
  }
  js_return(call, js_array_from(iso, words, count));
}

/* normalize(text): the address as the system writes it ('::1' of '0::1'). */
static void native_normalize(js_call *call) {
  char text[ADDRESS_TEXT_MAX];
  uint8_t bytes[16];
  int family = argument_family(call, text, bytes);
  if (family == 0)
    return;
  uv_inet_ntop(family == 4 ? AF_INET : AF_INET6, bytes, text, sizeof text);
  js_return(call, js_string_latin1(js_call_isolate(call), (const uint8_t *)text,
                                   strlen(text)));
}

static const js_native_entry natives[] = {
    {"isIP", native_is_ip, 1, NULL},
    {"parse", native_parse, 1, NULL},
    {"normalize", native_normalize, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const binding address_binding = {.name = "address", .natives = natives};
