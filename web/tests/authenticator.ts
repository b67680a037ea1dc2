import { createHmac } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP_MS = 30_000

function bytes(secret: string): Buffer {
  const bits = [...secret.replace(/\s/gu, '')].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => parseInt(byte, 2)))
}

/** The six digits of an authenticator (RFC 6238: SHA-1, thirty seconds) at a time. */
export function totp(secret: string, at: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)))
  const mac = createHmac('sha1', bytes(secret)).update(counter).digest()
  const start = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The digits of an authenticator, never the same ones twice, as the server demands: waits where it must. */
export function authenticator() {
  let used = 0
  return async (secret: string): Promise<string> => {
    const wait = (used + 1) * STEP_MS - Date.now()
    if (used && wait > 0) await new Promise((done) => setTimeout(done, wait + 200))
    used = Math.floor(Date.now() / STEP_MS)
    return totp(secret, Date.now())
  }
}
