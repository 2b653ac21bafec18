// The reference's side of bench_length.py: twitter-text from --node-modules, one JSON line in, one out.
//   in: {"posts": [...], "rounds": n}   out: {"seconds": total of the rounds, "lengths": [...]}
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2]);
const require = createRequire(join(folder, "nowhere.cjs"));
const loaded = require(join(folder, "twitter-text"));
const { parseTweet } = loaded.default ?? loaded;

for await (const line of createInterface({ input: process.stdin })) {
  const { posts, rounds } = JSON.parse(line);
  let lengths = [];
  const start = process.hrtime.bigint();
  for (let round = 0; round < rounds; round += 1) {
    lengths = posts.map((post) => parseTweet(post).weightedLength);
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  console.log(JSON.stringify({ seconds, lengths }));
}
