package io.dmstocrate.proof;

import io.dmstocrate.testing.InMemoryDatabase;
import java.util.List;
import java.util.Map;

/** What lies in the database of a run in process. */
record InMemoryView(InMemoryDatabase database) implements TargetView {

    @Override
    public Map<List<Object>, Map<String, Object>> rows(SourceTable table) {
        return database.rows(table.id());
    }

    @Override
    public List<Letter> deadLetters() {
        return database.deadLetters().stream()
                .map(letter -> new Letter(letter.position().id(), letter.stage(), letter.reason()))
                .toList();
    }
}
