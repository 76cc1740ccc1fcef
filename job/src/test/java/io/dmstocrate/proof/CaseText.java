package io.dmstocrate.proof;

import io.dmstocrate.dms.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a case as a test, with the stream that it makes. */
final class CaseText {

    private CaseText() {}

    static String of(Case failed) {
        Story story = failed.story();
        StringBuilder text = new StringBuilder("// The stream:\n");
        for (Shard shard : Play.of(story).shards().all()) {
            for (RawRecord record : shard.records()) {
                text.append("// ")
                        .append(record.position().id())
                        .append(' ')
                        .append(
                                new String(record.data(), StandardCharsets.UTF_8)
                                        .replaceAll("\\s+", " "))
                        .append('\n');
            }
        }
        text.append("Run.of(\n    new Case(\n        new Story(\n            ")
                .append(style(story.style()))
                .append(",\n            ")
                .append(story.tables())
                .append(",\n            ")
                .append(
                        list(
                                story.acts().stream()
                                        .map(
                                                act ->
                                                        "new Act(Act.Kind.%s, %d, %d, %dL)"
                                                                .formatted(
                                                                        act.kind(),
                                                                        act.table(),
                                                                        act.key(),
                                                                        act.seed()))
                                        .toList()))
                .append("),\n        ")
                .append(
                        list(
                                failed.faults().stream()
                                        .map(
                                                fault ->
                                                        "new Fault(Fault.Kind.%s, %d, %dL)"
                                                                .formatted(
                                                                        fault.kind(),
                                                                        fault.step(),
                                                                        fault.seed()))
                                        .toList()))
                .append(",\n        ")
                .append(failed.schedule())
                .append("L),\n    Mutation.NONE);\n");
        return text.toString();
    }

    private static String style(Style style) {
        Style.Features features = style.features();
        return "new Style(Style.Engine.%s, %s, %s, Style.BeforeImage.%s, %s, %s, %s, %s, %s, %s, "
                        .formatted(
                                style.engine(),
                                style.details(),
                                style.nulls(),
                                style.beforeImage(),
                                style.pretty(),
                                style.controlDetails(),
                                style.changedOnly(),
                                style.unchangedLargeLeftOut(),
                                style.keyedChanges(),
                                style.lsnOfCommit())
                + "%d, %d, new Style.Features(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s), "
                        .formatted(
                                style.shards(),
                                style.keys(),
                                features.moves(),
                                features.reloads(),
                                features.ddl(),
                                features.replays(),
                                features.redeliveries(),
                                features.reshards(),
                                features.poison(),
                                features.garbage(),
                                features.deletes(),
                                features.rekeys())
                + "SchemaPolicy.%s, %s, %s, %d)"
                        .formatted(
                                style.policy().name(),
                                style.softDeletes(),
                                style.versionColumn(),
                                style.flushRows());
    }

    private static String list(List<String> items) {
        return items.stream().collect(Collectors.joining(",\n                ", "List.of(", ")"));
    }
}
