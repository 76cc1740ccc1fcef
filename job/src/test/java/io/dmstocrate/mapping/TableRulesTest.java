package io.dmstocrate.mapping;

import static io.dmstocrate.testing.OptionTexts.problems;
import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.TableId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class TableRulesTest {

    private static final TableId ITEM = new TableId("shop", "item");

    @Test
    void defaults() {
        assertThat(read(TableRules::read).apply(ITEM)).isEqualTo(TableOptions.DEFAULT);
        assertThat(TableRules.NONE.apply(ITEM)).isEqualTo(TableOptions.DEFAULT);
    }

    @Test
    void everyKey() {
        TableRules rules =
                read(
                        TableRules::read,
                        "--Table:shop.item.primary.key=id, line",
                        "--Table:shop.item.target=store.goods",
                        "--Table:shop.item.layout=universal",
                        "--Table:shop.item.column.attrs.type=object",
                        "--Table:shop.item.column.a.b.type=numeric(18,4)",
                        "--Table:shop.item.shards=4",
                        "--Table:shop.item.replicas=0-1",
                        "--Table:shop.item.partitioned.by=line",
                        "--Table:shop.item.column.policy=dynamic",
                        "--Table:shop.item.generation=1970-01-01T00:00:01.000002Z");

        assertThat(rules.apply(ITEM))
                .isEqualTo(
                        new TableOptions(
                                List.of("id", "line"),
                                "store.goods",
                                Layout.UNIVERSAL,
                                Map.of("attrs", "object", "a.b", "numeric(18,4)"),
                                Map.of(
                                        "shards", "4",
                                        "replicas", "0-1",
                                        "partitioned.by", "line",
                                        "column.policy", "dynamic"),
                                OptionalLong.of(1_000_002)));
    }

    @Test
    void mostSpecificGroupWinsKeyByKey() {
        TableRules rules =
                read(
                        TableRules::read,
                        "--Table:*.shards=1",
                        "--Table:*.replicas=0",
                        "--Table:shop.*.shards=2",
                        "--Table:shop.it*.primary.key=a",
                        "--Table:shop.item.primary.key=b");

        TableOptions item = rules.apply(ITEM);
        assertThat(item.settings())
                .containsOnly(Map.entry("shards", "2"), Map.entry("replicas", "0"));
        assertThat(item.primaryKey()).containsExactly("b");
        assertThat(rules.apply(new TableId("shop", "itinerary")).primaryKey()).containsExactly("a");
        assertThat(rules.apply(new TableId("shopping", "item")).settings())
                .containsEntry("shards", "1");
    }

    @Test
    void starIsTheOnlySpecialCharacter() {
        TableRules rules = read(TableRules::read, "--Table:shop.i?em.shards=1");

        assertThat(rules.apply(ITEM)).isEqualTo(TableOptions.DEFAULT);
    }

    @Test
    void controlTablesGoByTheirBareName() {
        TableRules rules = read(TableRules::read, "--Table:awsdms_status.shards=1");

        assertThat(rules.apply(new TableId("", "awsdms_status")).settings())
                .containsEntry("shards", "1");
    }

    @Test
    void survivesSerialization() throws IOException, ClassNotFoundException {
        TableRules rules =
                read(
                        TableRules::read,
                        "--Table:shop.item.generation=1970-01-01T00:00:01Z",
                        "--Table:shop.*.primary.key=id");

        TableRules copy = InstantiationUtil.clone(rules);
        assertThat(copy.apply(ITEM)).isEqualTo(rules.apply(ITEM));
        assertThat(InstantiationUtil.clone(rules.apply(ITEM))).isEqualTo(rules.apply(ITEM));
    }

    @Test
    void mistakesAreTold() {
        assertThat(
                        problems(
                                TableRules::read,
                                "--Table:shop.item.primary.key=id,id",
                                "--Table:shop.item.target=goods",
                                "--Table:shop.item.layout=flat",
                                "--Table:shop.item.shards=0",
                                "--Table:shop.item.partitioned.by=day",
                                "--Table:shop.item.column.policy=loose",
                                "--Table:shop.item.generation=yesterday"))
                .containsExactlyInAnyOrder(
                        "Table:shop.item.primary.key: has a name twice; write each name once",
                        "Table:shop.item.target: is not the name of a table; write schema.table",
                        "Table:shop.item.layout: can't be read; write one of direct, universal",
                        "Table:shop.item.shards: must be at least 1; write a whole number, such as"
                                + " 4",
                        "Table:shop.item.partitioned.by: names a column that primary.key does not;"
                                + " CrateDB partitions by columns of the primary key only",
                        "Table:shop.item.column.policy: is no column policy; write strict or"
                                + " dynamic",
                        "Table:shop.item.generation: is not a time with its zone; write it like"
                                + " 2031-02-03T04:05:06Z or 2031-02-03T04:05:06.123456+01:00");
    }

    @Test
    void twoTablesNeverShareTarget() {
        assertThat(
                        problems(
                                TableRules::read,
                                "--Table:a.item.target=shop.item",
                                "--Table:b.item.target=shop.item"))
                .singleElement()
                .asString()
                .startsWith("Table:b.item.target: is the target of Table:a.item too");
        assertThat(problems(TableRules::read, "--Table:a.*.target=shop.item"))
                .singleElement()
                .asString()
                .startsWith("Table:a.*.target: would send several tables into one");
    }
}
