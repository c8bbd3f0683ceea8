/** Sizes that both ends rely on. Each says why, and what binds it to the others. */
export const LIMITS = {
  /** Percent: below it text cannot be read, above it no view has room in the least window. */
  zoomLeast: 80,
  zoomMost: 200,
  /** Of one .proto file; they go to the decoders' worker whole with a value. */
  protoFileBytes: 1_048_576,
  protoFiles: 32,
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
  /** One element of a collection that is read whole when it is asked for; it crosses in one reply. */
  elementBytes: 33_554_432,
  /** A JSON document above this is not read whole without being asked. */
  jsonAutoBytes: 1_048_576,
  /** Largest JSON text that crosses in one reply when asked for. */
  jsonMaxBytes: 33_554_432,
  /** A member's name on the way to a value: longer ones are not addressed one by one. */
  jsonNameLength: 8_192,
  /** Values that one JSON.ARRAPPEND or JSON.ARRINSERT adds: typed, not imported. */
  jsonAddedValues: 100,
  /** Places of a document that are changed together: typed, not imported. */
  jsonChanges: 1_000,
  /** Characters shown of a JSON value that is not read whole. */
  jsonPreview: 400,
  /** Values of one level of a document in one reply. */
  jsonLevelRows: 100,
  /** Names of one object that are listed at all: JSON.OBJKEYS has no pages. */
  jsonLevelNames: 100_000,
  /** Bytes of a string that a row of a level brings along. */
  jsonLevelText: 2_048,
  /** Paths side by side in a table of documents. */
  jsonTableColumns: 16,
  /** What a value may take in memory to be read for a cell of that table: 200 keys by 16 paths come at once. */
  jsonTableCellMemory: 16_384,
  /** Rows of one FT.SEARCH or FT.AGGREGATE reply. */
  searchRows: 1_000,
  /** What a cell of a search result holds of a value: a table shows less, and 1,000 rows of documents would not fit. */
  searchCellBytes: 4_096,
  /** Fields of one index: FT.CREATE takes 1,024; with `AS` and a name each is three arguments. */
  searchFields: 3_072,
  /** A value or element that is edited here: it is compared, sent and kept for the undo as a whole. */
  editBytes: 4_194_304,
  /** Rows of a collection that one change takes: ten pages of them. */
  partsTogether: 5_000,
  /** What was read in them: compared, and kept for the undo, in memory. */
  partsBytes: 16_777_216,
  /** Elements of a range that go with an undo: they go, and come back, in one transaction. */
  partsKept: 100_000,
  /** Elements of a list that one LPOS compares: some 50 ms of the server. It always begins at an end. */
  findElements: 2_000_000,
  /** Of those that are equal, how many are named at once. */
  foundElements: 100,
  /** IDs of one change of a stream: a page of its pending entries. */
  streamIds: 500,
  /** Fields of one entry that is added by hand. */
  streamFields: 100,
  /** Entries that are kept while a stream is followed, its newest ... */
  followRows: 1_000,
  /** ... and their bytes. */
  followRowsBytes: 33_554_432,
  /** Points of one chart: more than a screen has pixels for. */
  seriesPoints: 2_000,
  /** Series in one chart: more lines are not told apart. */
  seriesTogether: 8,
  /** Points of each of them. */
  seriesPointsOfSeveral: 500,
  /** Places on one map: more are drawn over each other, and each is a shape. */
  mapPlaces: 5_000,
  /** Labels that choose them. */
  seriesFilters: 16,
  /** The name or value of one. */
  seriesLabelBytes: 1_024,
  /** Labels of one series that are edited. */
  seriesLabels: 500,
  /** Samples of a deleted range that are kept for the undo, and read for it at once. */
  seriesUndoSamples: 20_000,
  /** Items of one question to a Bloom filter and the like: typed, one a line. */
  probeItems: 200,
  /** One of them. */
  probeItemBytes: 65_536,
  /** Numbers of a vector that is asked about: more than Redis takes (32,768) is not a vector. */
  vectorDimensions: 32_768,
  /** Of a vector, how many are shown. */
  vectorShown: 64,
  /** Keys of one explicit selection (a plan over more is made by pattern). */
  selectionKeys: 10_000,
  /** Names that are remembered as favourite, recent or with a note; longer ones are not. */
  bookmarkNameBytes: 65_536,
  favourites: 500,
  recentKeys: 100,
  notes: 500,
  noteLength: 2_000,
  /** A file of keys that is imported: it is read through twice. */
  transferFileBytes: 4_294_967_296,
  /** One line of it, and all that one key has in it: it is held in memory whole, and restored in one go. */
  transferLineBytes: 67_108_864,
  /** Keys of one file: their names are held to tell which come twice. */
  transferKeys: 1_000_000,
  /** Of the lines that are refused, how many are named; the others are counted. */
  transferRefused: 1_000,
  /** How long a change can be taken back, unless the user sets another time. */
  undoMs: 24 * 3_600_000,
  /** The longest time that can be set: a month of values of others on this disk is enough. */
  undoHoursMost: 720,
  /** What the undo journal may take on disk, unless the user sets another size. */
  undoBytes: 268_435_456,
  /** Bounds of that size: below it a single large value would not fit. */
  undoMegabytesLeast: 16,
  undoMegabytesMost: 65_536,
  /** Changes that the history names; beyond it the oldest leave it. */
  historyEntries: 5_000,
  /** Of them, in one item of the stream: about 100 KB. */
  historyPage: 250,
  /** Keys of one change that its preview names. */
  previewKeys: 100,
} as const;
