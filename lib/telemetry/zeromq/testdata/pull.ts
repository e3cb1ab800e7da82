/**
 * Receives in the addon's own way (`plain`) or in ours, and says how much came: when all has come
 * that the second argument says, or when stdin ends.
 *
 * @module
 */
import { Pull } from "zeromq";
import { receiveFrames } from "../receive.ts";

const [way, most] = Deno.args;
const pull = new Pull(way === "plain" ? {} : { receiveTimeout: 0 });
await pull.bind("tcp://127.0.0.1:*");
console.log(pull.lastEndpoint);

let got = 0;
const tell = () => {
  console.log(got);
  Deno.exit(0);
};
const take = () => {
  if (++got === Number(most)) tell();
};
Deno.stdin.read(new Uint8Array(1)).then(tell);
if (way === "plain") { for await (const _ of pull) take(); }
else await receiveFrames(pull, take);
