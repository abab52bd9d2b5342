const ENVELOPE = 128;
// In UTF-8 and JSON-escaped once more, a UTF-16 unit of a JSON text takes at most three bytes.
const BYTES_PER_UNIT = 3;

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The frames that carry one message: itself, or parts of it when it is larger than a frame (protocol, 7.1). */
export function toFrames(message: string, maxFrameBytes: number, id: number): string[] {
  if (message.length * BYTES_PER_UNIT <= maxFrameBytes || byteLength(message) <= maxFrameBytes) {
    return [message];
  }
  const size = Math.max(2, Math.floor((maxFrameBytes - ENVELOPE) / BYTES_PER_UNIT));
  const frames: string[] = [];
  for (let at = 0; at < message.length; ) {
    let end = Math.min(at + size, message.length);
    const unit = message.charCodeAt(end - 1);
    if (end < message.length && unit >= 0xd800 && unit < 0xdc00) {
      end--;
    }
    frames.push(JSON.stringify({ t: "part", id, last: end === message.length, data: message.slice(at, end) }));
    at = end;
  }
  return frames;
}
