'use strict';

const { isIP: familyOf } = internalBinding('address');

/**
 * @param {string} input anything else is converted
 * @returns {number} 4, 6, or 0 if it is no IP address
 */
function isIP(input) {
  return familyOf(typeof input === 'string' ? input : `${input}`);
}

/** Whether it is an IPv4 address in dot-decimal notation. */
function isIPv4(input) {
  return isIP(input) === 4;
}

/** Whether it is an IPv6 address; it may name an interface (`fe80::1%eth0`). */
function isIPv6(input) {
  return isIP(input) === 6;
}

module.exports = { isIP, isIPv4, isIPv6 };
