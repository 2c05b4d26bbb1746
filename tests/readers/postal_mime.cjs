// Reads messages from standard input, one in base64 on each line, and answers each with a line of JSON.
"use strict";

const readline = require("node:readline");
const { default: PostalMime, decodeWords } = require("postal-mime");

const OPTIONS = { forceRfc822Attachments: true, attachmentEncoding: "base64" };

// A part as it stands: media type, disposition, file name, charset and content.
function leaf(node) {
  const { value: mediaType, params } = node.contentType.parsed;
  const disposition = node.contentDisposition.parsed;
  const filename = disposition.params.filename || params.name || null;
  return [
    mediaType || "",
    disposition.value || null,
    filename && decodeWords(filename),
    params.charset || "",
    Buffer.from(node.content || "").toString("base64"),
  ];
}

function leaves(node) {
  return node.childNodes.length ? node.childNodes.flatMap(leaves) : [leaf(node)];
}

async function read(octets) {
  const parser = new PostalMime(OPTIONS);
  return { mail: await parser.parse(octets), leaves: leaves(parser.root) };
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const answer = await read(Buffer.from(line, "base64")).catch(error => ({ refused: String(error) }));
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
}

main();
