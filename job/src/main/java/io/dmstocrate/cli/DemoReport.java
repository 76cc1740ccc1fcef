package io.dmstocrate.cli;

import io.dmstocrate.dms.TableId;
import io.dmstocrate.source.DecodeFunction;
import io.dmstocrate.target.TargetContents;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What the demo shows in the end: what became of the records, and what lies in the target. */
final class DemoReport {

    private final RunSummary summary;
    private final TargetContents contents;

    DemoReport(RunSummary summary, TargetContents contents) {
        this.summary = summary;
        this.contents = contents;
    }

    @Override
    public String toString() {
        return tables() + "\n\n" + deadLetters();
    }

    private String tables() {
        TextTable text =
                new TextTable()
                        .addTexts("table in the target")
                        .addNumbers("rows")
                        .addNumbers("records")
                        .addNumbers("applied")
                        .addNumbers("superseded")
                        .addNumbers("duplicates")
                        .addNumbers("dead letters");
        summary.tables()
                .forEach(
                        (name, counts) ->
                                text.addRow(
                                        List.of(
                                                targetOf(name),
                                                rowsOf(name),
                                                Long.toString(counts.records()),
                                                Long.toString(counts.applied()),
                                                Long.toString(counts.superseded()),
                                                Long.toString(counts.duplicates()),
                                                Long.toString(counts.deadLetters()))));
        return text.toString();
    }

    private String deadLetters() {
        Map<String, Long> reasons = contents.deadLetters();
        if (reasons.isEmpty()) {
            return "no dead letters";
        }
        TextTable text = new TextTable().addNumbers("").addTexts("dead letters, by reason");
        reasons.forEach((reason, count) -> text.addRow(List.of(count.toString(), reason)));
        return text.toString();
    }

    private String targetOf(String name) {
        return isNone(name) ? name : contents.target(table(name)).toString();
    }

    private String rowsOf(String name) {
        if (isNone(name)) {
            return "";
        }
        OptionalLong rows = contents.rows(table(name));
        return rows.isPresent() ? Long.toString(rows.getAsLong()) : "no table";
    }

    private static boolean isNone(String name) {
        return name.equals(DecodeFunction.NO_TABLE.toString());
    }

    private static TableId table(String name) {
        int dot = name.indexOf('.');
        return new TableId(dot < 0 ? "" : name.substring(0, dot), name.substring(dot + 1));
    }
}
