package io.dmstocrate.mapping;

/** What is done about a changed definition. */
public enum SchemaPolicy {
    /** What the source did. */
    EVOLVE("evolve"),
    /** What takes nothing away. */
    LENIENT("lenient"),
    /** Nothing: the target stays as it is. */
    IGNORE("ignore"),
    /** The job ends. */
    FAIL("fail");

    private final String text;

    SchemaPolicy(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
