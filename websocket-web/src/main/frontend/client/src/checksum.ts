const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) {
    value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

/**
 * CRC-32 (that of zip and PNG) of a text's UTF-8, as eight hexadecimal digits. It finds what went wrong by accident, which is
 * what it is for; `crypto.subtle` would not be there on a page that came by http.
 */
export function checksum(text: string): string {
  let crc = -1;
  for (const byte of new TextEncoder().encode(text)) {
    crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!;
  }
  return (~crc >>> 0).toString(16).padStart(8, "0");
}
