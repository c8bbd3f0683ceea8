/** Sizes that both ends rely on. Each says why, and what binds it to the others. */
export const LIMITS = {
  /** Redis allows 512 MB names; real ones stay under 64 KB (measured 60 KB). Longer ones are listed, not opened. */
  nameBytes: 1_048_576,
  /** One IPC reply holds at most this much of a value: a frame's worth of copying (about 5 ms). */
  valueChunkBytes: 262_144,
  /** Elements of a collection in one page; HSCAN and friends may return some more. */
  pageElements: 500,
  /** Rows whose TYPE and PTTL are fetched in one pipeline (security guide: at most 200). */
  describeKeys: 200,
  /** Pages a stream may have under way before the reader says it has painted. */
  streamCredit: 4,
  /** Messages main keeps for a tail whose reader is slow; oldest are dropped and counted beyond it. */
  tailRing: 10_000,
  /** Bytes of the same ring: 10,000 messages of 64 KB would be 640 MB. */
  tailRingBytes: 33_554_432,
  /** A batch of a tail is sent once it has this many messages ... */
  tailBatch: 500,
  /** ... or this many bytes (only a single message may be larger) ... */
  tailBatchBytes: 262_144,
  /** ... or its first one has waited this long. */
  tailBatchMs: 50,
  /** Channels a pattern's tail counts one by one; the messages on further ones are counted together. */
  tailChannels: 10_000,
  /** Rows the live view keeps; beyond it the oldest leave and are counted. */
  tailRows: 50_000,
  /** Bytes of the same rows: 50,000 messages of 64 KB would be 3.2 GB. */
  tailRowsBytes: 67_108_864,
  /** Channels of PUBSUB CHANNELS, which cannot be read in pages: beyond it they are counted, not listed. */
  activeChannels: 10_000,
  /** Of them, how many cross to the renderer, those with most subscribers first. */
  listedChannels: 1_000,
  /** A JSON document above this is not read whole without being asked. */
  jsonAutoBytes: 1_048_576,
  /** Largest JSON text that crosses in one reply when asked for. */
  jsonMaxBytes: 33_554_432,
  /** Rows of one FT.SEARCH or FT.AGGREGATE reply. */
  searchRows: 1_000,
  /** What a cell of a search result holds of a value: a table shows less, and 1,000 rows of documents would not fit. */
  searchCellBytes: 4_096,
  /** Fields of one index: FT.CREATE takes 1,024; with `AS` and a name each is three arguments. */
  searchFields: 3_072,
  /** A value or element that is edited here: it is compared, sent and kept for the undo as a whole. */
  editBytes: 4_194_304,
  /** Points of one chart: more than a screen has pixels for. */
  seriesPoints: 2_000,
  /** Items of one question to a Bloom filter and the like: typed, one a line. */
  probeItems: 200,
  /** One of them. */
  probeItemBytes: 65_536,
  /** Keys of one explicit selection (a plan over more is made by pattern). */
  selectionKeys: 10_000,
  /** A file of keys that is imported: it is read through twice. */
  transferFileBytes: 4_294_967_296,
  /** One line of it, and all that one key has in it: it is held in memory whole, and restored in one go. */
  transferLineBytes: 67_108_864,
  /** Keys of one file: their names are held to tell which come twice. */
  transferKeys: 1_000_000,
  /** Of the lines that are refused, how many are named; the others are counted. */
  transferRefused: 1_000,
  /** How long a change can be taken back. */
  undoMs: 24 * 3_600_000,
  /** What the undo journal may take on disk. */
  undoBytes: 268_435_456,
} as const;
