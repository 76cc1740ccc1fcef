package io.dmstocrate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "XX000 | The relation \"tt.blk\" doesn't support or allow INSERT operations | RETRYABLE",
                "XX000 | blocked by: [RELATION_READ_DELETE_ONLY/12/index read-only / allow delete (api)]; | RETRYABLE",
                "XX000 | [query] Data too large, data for [x] would be [1/1b] | RETRYABLE",
                "XX000 | Allocating 1mb for 'insert' failed, breaker would use 2gb in total | RETRYABLE",
                "XX000 | primary shard is not active Timeout: [1m] | RETRYABLE",
                "XX000 | [shop.item] shard 1 is not available | RETRYABLE",
                "XX000 | no such index [shop.item/6hpTY7lSSZm9g2PIHJyHaw] | STALE_DEFINITION",
                "XX000 | Cannot invoke \"org.elasticsearch.cluster.ClusterState.nodes()\" because \"clusterState\" is null | RETRYABLE",
                "XX000 | node closed {n}{6pn0L6e0SvGVcEuK5KMsMw} | RETRYABLE",
                "XX000 | org.elasticsearch.cluster.block.ClusterBlockException: blocked by: [STATE_NOT_RECOVERED/1/state not recovered / initialized]; | RETRYABLE",
                "08006 | An I/O error occurred while sending to the backend. | RETRYABLE",
                "57P01 | terminating connection | RETRYABLE",
                "42703 | Column nope unknown | STALE_DEFINITION",
                "42P01 | Relation 'tt.nope' unknown | STALE_DEFINITION",
                "3F000 | Schema 'nn' unknown | STALE_DEFINITION",
                "XX000 | Failed CONSTRAINT c CHECK (\"s\" <> 13) for values: [5, timeout] | REJECTED",
                "XX000 | 'blocked by timeout' is too long for the text type of length: 5 | REJECTED",
                "XX000 | Cannot cast value `master unavailable` to type `ip` | REJECTED",
                "XX000 | \"b\" must not be null | REJECTED",
                "XX000 | A primary key value must not be NULL | REJECTED",
                "XX000 | Value 9223372036854775807 exceeds allowed range for column of type bigint | REJECTED",
                "42601 | line 1:29: no viable alternative | FATAL",
                "28000 | trust authentication failed for user \"x\" | FATAL"
            })
    void crateSaysWhatMayBeDone(String state, String message, FailureKind kind) {
        assertThat(new CrateDialect().classify(new SQLException(message, state))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "08006, RETRYABLE",
        "57P01, RETRYABLE",
        "53300, RETRYABLE",
        "40P01, RETRYABLE",
        "25006, RETRYABLE",
        "53100, RETRYABLE",
        "57014, RETRYABLE",
        "42703, STALE_DEFINITION",
        "42P01, STALE_DEFINITION",
        "3F000, STALE_DEFINITION",
        "42804, STALE_DEFINITION",
        "23502, REJECTED",
        "23514, REJECTED",
        "22001, REJECTED",
        "22P02, REJECTED",
        "54000, REJECTED",
        "P0001, REJECTED",
        "28P01, FATAL",
        "3D000, FATAL",
        "42601, FATAL",
        "42501, FATAL"
    })
    void postgresSaysWhatMayBeDone(String state, FailureKind kind) {
        assertThat(new PostgresDialect().classify(new SQLException("words", state)))
                .isEqualTo(kind);
    }

    @Test
    void ofABatchTheServersErrorCounts() {
        BatchUpdateException batch =
                new BatchUpdateException("Batch entry 0 delete … was aborted", "XX000", null);
        batch.setNextException(new SQLException("Column nope unknown", "42703"));

        assertThat(new CrateDialect().classify(batch)).isEqualTo(FailureKind.STALE_DEFINITION);
    }

    @Test
    void whatIsThereAlreadyIsKnown() {
        assertThat(
                        new CrateDialect()
                                .alreadyThere(
                                        new SQLException(
                                                "The table tt.probe already has a column named id",
                                                "XX000")))
                .isTrue();
        assertThat(new CrateDialect().alreadyThere(new SQLException("x", "42P07"))).isTrue();
        assertThat(new CrateDialect().alreadyThere(new SQLException("x", "XX000"))).isFalse();
        assertThat(new PostgresDialect().alreadyThere(new SQLException("x", "42701"))).isTrue();
        assertThat(new PostgresDialect().alreadyThere(new SQLException("x", "42703"))).isFalse();
    }
}
