package io.dmstocrate.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A record on its way into the stream. */
final class DemoRecord {

    private final ObjectNode body;
    private final String partitionKey;
    private final long builtMicros;
    private final String about;
    private final String fault;
    private long arrivalMicros;
    private String sequenceNumber = "";

    /**
     * @param about what makes records of one row meet, or what a control record defines
     * @param fault what is wrong with it; empty if nothing is
     */
    DemoRecord(ObjectNode body, String partitionKey, long builtMicros, String about, String fault) {
        this.body = body;
        this.partitionKey = partitionKey;
        this.builtMicros = builtMicros;
        this.about = about;
        this.fault = fault;
        this.arrivalMicros = builtMicros;
    }

    /** Texts for {@code about}. */
    static String row(DemoTable table, List<Object> key) {
        return table.qualifiedName() + key;
    }

    ObjectNode body() {
        return body;
    }

    String partitionKey() {
        return partitionKey;
    }

    long builtMicros() {
        return builtMicros;
    }

    String about() {
        return about;
    }

    String fault() {
        return fault;
    }

    boolean isFaulty() {
        return !fault.isEmpty();
    }

    String operation() {
        return body.path("metadata").path("operation").asText();
    }

    boolean isControl() {
        return body.path("metadata").path("record-type").asText().equals("control");
    }

    boolean isCaptured() {
        return body.path("metadata").has("stream-position");
    }

    long arrivalMicros() {
        return arrivalMicros;
    }

    void arriveAt(long micros) {
        arrivalMicros = micros;
    }

    String sequenceNumber() {
        return sequenceNumber;
    }

    void number(String number) {
        sequenceNumber = number;
    }
}
