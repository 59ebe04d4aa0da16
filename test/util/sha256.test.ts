// The one helper for digests: of text as UTF-8 and of bytes, against the values of FIPS 180-4 and of sha256sum.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../../src/util/sha256.ts";

test("SHA-256 of a text is that of its UTF-8 bytes, in hexadecimal", () => {
  assert.equal(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.equal(sha256("é"), sha256(Buffer.from([0xc3, 0xa9])));
});
