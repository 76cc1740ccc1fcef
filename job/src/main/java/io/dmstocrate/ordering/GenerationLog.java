package io.dmstocrate.ordering;

import io.dmstocrate.dms.TableId;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * When the lives of tables began, as it was written down before any row was written under them.
 *
 * <p>A job that begins anew, or goes on from a checkpoint, meets rows in the target that carry
 * lives whose records it has yet to read. Without this it would stamp newer rows with older lives,
 * and the target would keep them out.
 */
@FunctionalInterface
public interface GenerationLog extends Serializable {

    /** The beginnings, microseconds since the epoch, by source table. */
    Map<TableId, List<Long>> read();
}
