package io.dmstocrate.target;

import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.Layout;
import java.sql.SQLException;
import java.util.Optional;

/** Reads what tables there are and how they look. */
interface Catalog {

    /** A table of the target; empty if it is not there. */
    Optional<CatalogTable> read(Session session, TableId table, Layout layout) throws SQLException;

    /** Whether something else in the table's definition speaks of a column. */
    boolean isTied(Session session, TableId table, String column) throws SQLException;
}
