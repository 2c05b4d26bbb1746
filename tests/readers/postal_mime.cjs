// Reads messages from standard input, one in base64 on each line, and answers each with a line of JSON.
"use strict";

const readline = require("node:readline");
const { default: PostalMime } = require("postal-mime");

const OPTIONS = { forceRfc822Attachments: true, attachmentEncoding: "base64" };

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const mail = await PostalMime.parse(Buffer.from(line, "base64"), OPTIONS);
    process.stdout.write(JSON.stringify(mail) + "\n");
  }
}

main();
