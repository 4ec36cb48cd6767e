import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createClientKey, toClientNetwork } from "../../server/http/client-network.ts";

describe("the network of a client address", () => {
  for (const [address, expected] of [
    ["203.0.113.8", "203.0.113.8"],
    ["203.0.113.8:4711", "203.0.113.8"],
    ["::ffff:203.0.113.8", "203.0.113.8"],
    ["::ffff:cb00:7108", "203.0.113.8"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["64:ff9b::203.0.113.8", "64:ff9b:0:0::/64"],
    ["unix:", "unix:"],
  ] as const) {
    test(`of ${address} is ${expected}`, () => {
      assert.equal(toClientNetwork(address), expected);
    });
  }

  test("is kept as a hash that only the secret's owner can make", () => {
    const key = createClientKey("secret");

    assert.match(key("203.0.113.8"), /^[\w-]{12}$/);
    assert.equal(key("2001:db8:1:2::1"), key("2001:db8:1:2::ffff"));
    assert.notEqual(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    assert.notEqual(key("203.0.113.8"), createClientKey("another")("203.0.113.8"));
  });
});
