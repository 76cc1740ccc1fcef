package io.dmstocrate.proof;

import io.dmstocrate.dms.DeadLetter;
import java.util.List;
import java.util.Map;

/** What lies in the target of a run, whatever database that is. */
interface TargetView {

    /**
     * A dead letter.
     *
     * @param record the id of its record
     */
    record Letter(String record, DeadLetter.Stage stage, String reason) {}

    /**
     * The rows of a table that are not deleted, in the names of the source: their values, by those
     * of the key.
     */
    Map<List<Object>, Map<String, Object>> rows(SourceTable table) throws Exception;

    List<Letter> deadLetters() throws Exception;

    /** What the target holds of a value of the story; of what it holds, that. */
    default Object held(Object value) {
        return value;
    }
}
