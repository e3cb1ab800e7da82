import assert from "node:assert/strict";
import { sharedPath, testShared } from "../../testing/shared.ts";
import { formatSimtelInfo } from "./format.ts";
import { simtelInfo } from "./mod.ts";

testShared("a file is described in words and tables", async () => {
  const info = await simtelInfo(sharedPath("simtel/data/test_lasercal_v3.simtel.gz"));
  const text = formatSimtelInfo(info);
  for (
    const expected of [
      /^test_lasercal_v3\.simtel\.gz: 2\.3 MB, gzip, 3\.5 MB decompressed$/m,
      /^Run \d+ of \d{4}-\d\d-\d\d, 4 telescopes, azimuth 180\.00°, altitude 70\.00°$/m,
      /cut off: after 3545024 decompressed bytes, inside object 2010\[107\] > 2204 > 2013\./,
      /^LST +LST +LSTCam +1855 +2 +40 +28\.00 m +1–4$/m,
      /^8 simulated events, 3 triggered with 10 telescope events, 0 calibration events$/m,
      /^100 +data +1\.37 +-219\.1, -102\.1 +4 +1–4$/m,
    ]
  ) assert.match(text, expected, text);
});

testShared("many events and telescopes keep the description short", async () => {
  const info = await simtelInfo(sharedPath("simtel/data/history_meta_75.simtel.zst"));
  const event = info.events[0]!;
  const telescope = info.telescopes[0]!;
  const many = {
    ...info,
    events: new Array(500).fill(event),
    events_left_out: 7,
    telescopes: Array.from({ length: 194 }, (_, i) => ({ ...telescope, tel_id: i + 1 })),
    warnings: { "something left out": 3 },
  };
  const text = formatSimtelInfo(many);
  assert(text.split("\n").length < 45, text);
  assert.match(text, / 1–194$/m);
  assert.match(text, /^… and 487 more$/m);
  assert.match(text, /^Warning: something left out \(3×\)$/m);
});

testShared("few events can be asked for, all are counted", async () => {
  const path = sharedPath("simtel/data/prod4_pixelsettings_v3.gz");
  const info = await simtelInfo(path, { maxEvents: 2 });
  assert.equal(info.events.length, 2);
  assert.equal(info.events_left_out, 8);
  assert.equal(info.counts.triggered_events, 10);
});
