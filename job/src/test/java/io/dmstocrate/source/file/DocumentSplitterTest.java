package io.dmstocrate.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentSplitterTest {

    @Test
    void aLineIsADocument() {
        assertThat(split("{\"a\":1}\n{\"b\":2}\n")).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(split("{\"a\":1}\n{\"b\":2}")).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void blankLinesBlanksAndReturnsAreNoPartOfADocument() {
        assertThat(split("\r\n \t\n  {\"a\":1}\t \r\n\r\n{\"b\":2}\r\n \n"))
                .containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void aByteOrderMarkIsNoPartOfADocument() {
        assertThat(split("\uFEFF{\"a\":1}\n{\"b\":2}\n")).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(split("\uFEFF")).isEmpty();
        assertThat(split("\uFEFF\n{\"a\":1}")).containsExactly("{\"a\":1}");
    }

    @Test
    void anEmptyFileHasNoDocuments() {
        assertThat(split("")).isEmpty();
        assertThat(split(" \n\n")).isEmpty();
    }

    @Test
    void documentsMayGoOverLines() {
        String first = "{\n  \"a\": {\n    \"b\": 1\n  }\n}";
        String second = "{\n  \"c\": [\n    {},\n    {\n    }\n  ]\n}";
        assertThat(split(first + "\n" + second + "\n")).containsExactly(first, second);
        assertThat(split(first + "\n\n\n" + second)).containsExactly(first, second);
        assertThat(split(crlf(first + "\n" + second + "\n")))
                .containsExactly(crlf(first), crlf(second));
    }

    @Test
    void documentsMayFollowDirectly() {
        assertThat(split("{\"a\":1}{\"b\":{}} {\"c\":3}\n{\"d\":4}{\"e\":5}"))
                .containsExactly("{\"a\":1}", "{\"b\":{}}", "{\"c\":3}", "{\"d\":4}", "{\"e\":5}");
        assertThat(split("{\n\"a\":1\n}{\n\"b\":2\n}"))
                .containsExactly("{\n\"a\":1\n}", "{\n\"b\":2\n}");
        assertThat(split("{\"a\":1}{\n\"b\":2\n}\n{\"c\":3}"))
                .containsExactly("{\"a\":1}", "{\n\"b\":2\n}", "{\"c\":3}");
    }

    @Test
    void bracesAndQuotesInStringsDoNotCount() {
        String document = "{\"}{\\\"}\":\"{{\\\\\",\"b\":\"\\\\\\\"}\",\"c\":\"größe 数 😀 }\"}";
        assertThat(split(document + "\n" + document)).containsExactly(document, document);
    }

    @Test
    void anUnclosedLineIsBrokenAndTheNextIsWhole() {
        assertThat(split("{\"a\":1}\n{\"b\":{\"c\n{\"d\":4}\n  {\"e\": \\\n\t{\"f\":6}\n"))
                .containsExactly(
                        "{\"a\":1}", "{\"b\":{\"c", "{\"d\":4}", "{\"e\": \\", "{\"f\":6}");
    }

    @Test
    void anUnclosedFirstLineIsBrokenAndTheNextIsWhole() {
        assertThat(split("{\"a\":{\"b\n{\"c\":3}\n{\"d\":4}\n"))
                .containsExactly("{\"a\":{\"b", "{\"c\":3}", "{\"d\":4}");
    }

    @Test
    void anUnclosedDocumentOverLinesEndsAtABraceInTheFirstColumn() {
        assertThat(split("{\n  \"a\": {\n    \"b\": 1\n{\n  \"c\": 3\n}\n{\n  \"d\": 4\n}\n"))
                .containsExactly(
                        "{\n  \"a\": {\n    \"b\": 1", "{\n  \"c\": 3\n}", "{\n  \"d\": 4\n}");
    }

    @Test
    void aStringThatIsNotClosedEndsWithItsLine() {
        String broken = "{\n  \"a\": \"x,\n  \"b\": \"\\\n  \"c\": 3\n}";
        assertThat(split(broken + "\n{\n  \"d\": 4\n}"))
                .containsExactly(broken, "{\n  \"d\": 4\n}");
    }

    @Test
    void whatFollowsOnALineBelongsToItsDocument() {
        assertThat(split("{\"a\":1}}\n{\"b\":2},\n{\"c\":3} x {\"d\":4}\n{\"e\":5}"))
                .containsExactly("{\"a\":1}}", "{\"b\":2},", "{\"c\":3} x {\"d\":4}", "{\"e\":5}");
    }

    @Test
    void aBraceTooManyOverLinesSpoilsOneDocument() {
        assertThat(split("{\n  \"a\": 1 }\n  \"b\": {\n  }\n}\n{\n  \"c\": 3\n}\n{\n  \"d\": 4\n}"))
                .containsExactly(
                        "{\n  \"a\": 1 }",
                        "\"b\": {\n  }\n}",
                        "{\n  \"c\": 3\n}",
                        "{\n  \"d\": 4\n}");
    }

    @Test
    void linesThatAreNoDocumentsComeOutOneByOne() {
        assertThat(split("id;name\n1;x {\n{\"a\":1}\n[1]\nfalse\n{\"b\":2}"))
                .containsExactly("id;name", "1;x {", "{\"a\":1}", "[1]", "false", "{\"b\":2}");
    }

    @Test
    void anUnclosedLastDocumentIsKept() {
        assertThat(split("{\"a\":1}\n{\"b\":\\")).containsExactly("{\"a\":1}", "{\"b\":\\");
        assertThat(split("{\"b\":\"\\")).containsExactly("{\"b\":\"\\");
        assertThat(split("{")).containsExactly("{");
    }

    @Test
    void theAnswerDoesNotDependOnHowTheStreamIsCut() {
        String text =
                "\uFEFF {\n  \"a\": \"\\\"}\"\n}\n{\n\"b\": {\n{\"c\":\"\\\\\"}{\"d\":4} x\ny\n{}";

        List<String> whole = split(text);

        assertThat(whole).hasSize(5);
        assertThat(split(new OneByteAtATime(text.getBytes(UTF_8)))).isEqualTo(whole);
    }

    @Test
    void aLargeDocumentIsWholeAndSmallOnesFollow() {
        String large = "{\"a\":\"" + "}".repeat(20_000_000) + "\"}";
        String small = "{\"b\":2}";
        List<String> documents = split(small + "\n" + large + "\n" + (small + "\n").repeat(30_000));

        assertThat(documents).hasSize(30_002);
        assertThat(documents.get(1)).isEqualTo(large);
        assertThat(documents.subList(2, 30_002)).containsOnly(small);
    }

    @Test
    void whatIsTooLongComesInPieces() {
        byte[] start = "{\"a\":1}\n{\"b\":\"".getBytes(UTF_8);
        byte[] end = "\"}\n{\"c\":3}".getBytes(UTF_8);
        byte[] middle = "x".repeat(DocumentSplitter.LARGEST_DOCUMENT).getBytes(UTF_8);
        InputStream stream =
                new SequenceInputStream(
                        new ByteArrayInputStream(start),
                        new SequenceInputStream(
                                new ByteArrayInputStream(middle), new ByteArrayInputStream(end)));

        List<String> documents = split(stream);

        assertThat(documents).hasSize(4);
        assertThat(documents.get(0)).isEqualTo("{\"a\":1}");
        assertThat(documents.get(1)).hasSize(DocumentSplitter.LARGEST_DOCUMENT);
        assertThat(documents.get(2)).hasSize(6 + 2).endsWith("x\"}");
        assertThat(documents.get(3)).isEqualTo("{\"c\":3}");
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    private static List<String> split(String text) {
        return split(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static List<String> split(InputStream stream) {
        List<String> documents = new ArrayList<>();
        DocumentSplitter splitter = new DocumentSplitter(stream);
        try {
            for (byte[] next = splitter.next(); next != null; next = splitter.next()) {
                documents.add(new String(next, UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return documents;
    }

    private static final class OneByteAtATime extends ByteArrayInputStream {

        OneByteAtATime(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1));
        }
    }
}
