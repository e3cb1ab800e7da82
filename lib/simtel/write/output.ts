/** Where the bytes go: a sink of chunks, with optional compression in front. */

import { constants, createGzip, createZstdCompress } from "node:zlib";

/** Takes the finished bytes, in order; a returned promise is awaited before the next chunk. */
export type ByteSink = (chunk: Uint8Array<ArrayBuffer>) => void | Promise<void>;

/** How the stream is compressed. */
export type Compression = "none" | "gzip" | "zstd";

/** Byte stream with an orderly and a disorderly end. */
export interface Output {
  /** Resolves when the bytes are accepted: awaiting it is the back-pressure. */
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Flushes what is left; the sink has everything when it resolves. */
  close(): Promise<void>;
  /** Frees the compressor; what the sink got so far is not a complete stream. */
  abort(): void;
}

/** Offset of the operating-system byte in a gzip header, and its value for "unknown". */
const GZIP_OS_BYTE = 9;
const GZIP_OS_UNKNOWN = 255;

/** Puts the compressor in front of the sink. The same chunks give the same bytes every time. */
export function openOutput(sink: ByteSink, compression: Compression): Output {
  if (compression === "none") {
    return {
      write: async (chunk) => await sink(chunk),
      close: () => Promise.resolve(),
      abort: () => {},
    };
  }
  return compression === "gzip"
    ? compressed(createGzip({ level: 6 }), anonymousGzip(sink))
    : compressed(createZstdCompress({ params: ZSTD_PARAMS }), sink);
}

const ZSTD_PARAMS = {
  [constants.ZSTD_c_compressionLevel]: 9,
  [constants.ZSTD_c_checksumFlag]: 1,
};

/** The gzip header names the operating system it was made on: hide it, so that bytes are equal. */
function anonymousGzip(sink: ByteSink): ByteSink {
  let offset = 0;
  return (chunk) => {
    const at = GZIP_OS_BYTE - offset;
    if (at >= 0 && at < chunk.length) chunk[at] = GZIP_OS_UNKNOWN;
    offset += chunk.length;
    return sink(chunk);
  };
}

type Compressor = ReturnType<typeof createGzip> | ReturnType<typeof createZstdCompress>;

function compressed(compressor: Compressor, sink: ByteSink): Output {
  // Settles with the error of the sink or of the compressor; whoever writes races against it.
  const pumped = pump(compressor, sink);
  pumped.catch(() => {});
  const accepted = (act: (done: (error?: Error | null) => void) => void) =>
    Promise.race([
      pumped,
      new Promise<void>((resolve, reject) => act((error) => error ? reject(error) : resolve())),
    ]);
  return {
    write: (chunk) => accepted((done) => compressor.write(chunk, done)),
    close: async () => {
      compressor.end();
      await pumped;
    },
    abort: () => void compressor.destroy(),
  };
}

async function pump(compressor: Compressor, sink: ByteSink): Promise<void> {
  for await (const chunk of compressor) await sink(new Uint8Array(chunk));
}
