package io.dmstocrate.proof;

import java.util.List;
import java.util.Map;

/**
 * A story that was played: the stream it made, and what the target must hold in the end.
 *
 * @param told for each table what DMS has told of it
 * @param messages all messages
 * @param lost how many values the target can't have, because DMS did not tell them
 */
record Played(
        Story story,
        List<SourceTable> tables,
        Shards shards,
        Map<SourceTable, Told> told,
        List<Sent> messages,
        int lost) {}
