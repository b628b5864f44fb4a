import fc from 'fast-check';
import { expect, test } from 'vitest';

import { base64UrlOf, bytesOfBase64Url } from '../../src/timeline/link-text.ts';

test('bytes come back from a link as they went into it, as Node says them too', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = base64UrlOf(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect([...(bytesOfBase64Url(text) ?? [])]).toEqual([...bytes]);
    }),
  );
});

test('what no link holds is refused', () => {
  for (const text of ['a', 'ab+c', 'ab/c', 'a=b=', 'äöü§', 'aaaaa']) expect(bytesOfBase64Url(text)).toBeNull();
});
