import assert from "node:assert/strict";
import { addressFault, DEFAULT_ADDRESS, isLoopback } from "./address.ts";

Deno.test("addresses to connect to", () => {
  for (
    const address of [DEFAULT_ADDRESS, "tcp://10.0.0.7:1", "tcp://[::1]:65535", "tcp://a-b.c:2"]
  ) {
    assert.equal(addressFault(address, "connect"), null, address);
  }
  for (
    const address of [
      ...["localhost:5565", "tcp://localhost", "tcp://:5565", "tcp://*:5565", "tcp://localhost:*"],
      ...["ipc:///tmp/x", "udp://localhost:1", "tcp://localhost:0", "tcp://a b:1", ""],
    ]
  ) {
    assert.match(addressFault(address, "connect") ?? "", /^".*" (is no address|has no port)/);
  }
  assert.match(addressFault("tcp://localhost:65536", "connect")!, /has no port from 1 to 65535/);
});

Deno.test("addresses to listen at may leave host and port open", () => {
  assert.equal(addressFault("tcp://*:*", "listen"), null);
  assert.equal(addressFault("tcp://127.0.0.1:*", "listen"), null);
});

Deno.test("loopback is what only this machine can reach", () => {
  for (const address of ["tcp://localhost:1", "tcp://127.0.0.1:1", "tcp://127.9.9.9:*"]) {
    assert.ok(isLoopback(address), address);
  }
  for (
    const address of ["tcp://*:1", "tcp://0.0.0.0:1", "tcp://127.0.0.1.evil.org:1", "tcp://h:1"]
  ) {
    assert.ok(!isLoopback(address), address);
  }
});
