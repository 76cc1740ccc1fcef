package io.dmstocrate.source.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Finds where one JSON document ends and the next begins, without understanding them.
 *
 * <p>Documents may stand one on a line, one over many lines, or one directly behind another. What a
 * document can't be is lost: bytes that are none come out as a document too, for the decoder to
 * refuse. Blanks between documents, and a byte order mark, are no part of any.
 *
 * <ul>
 *   <li>A document begins with a brace and ends with the brace that closes it; braces in strings
 *       don't count. A string never goes beyond its line.
 *   <li>The first line with a document decides on the form of the file. If all is closed at its
 *       end, each document stands on one line, and what is still open at the end of a line ends
 *       there, broken.
 *   <li>Otherwise documents go over lines. A brace in the first column, within a document that is
 *       still open, begins a new one; what was open is broken.
 *   <li>What stands on a line behind a closed document and is no document belongs to it. So does,
 *       where documents go over lines, all until a brace in the first column. What begins with no
 *       brace is handled the same, as a document of its own.
 *   <li>A document is at most 64 MB long; what goes on longer comes in pieces.
 * </ul>
 */
final class DocumentSplitter {

    /** Kinesis takes records of up to 10 MB. */
    static final int LARGEST_DOCUMENT = 64 * 1024 * 1024;

    private static final int INITIAL_CAPACITY = 64 * 1024;
    private static final int LARGEST_KEPT_CAPACITY = 4 * 1024 * 1024;

    /** How the documents of a file stand. */
    private enum Form {
        UNDECIDED,
        ON_ONE_LINE,
        OVER_LINES
    }

    private final InputStream stream;
    private byte[] bytes = new byte[INITIAL_CAPACITY];

    /** Where the document begins that is looked at. */
    private int start;

    /** The next byte to look at. */
    private int next;

    private int end;
    private boolean opened;
    private Form form = Form.UNDECIDED;

    /** Whether a document was cut because of its length, and goes on here. */
    private boolean cut;

    DocumentSplitter(InputStream stream) {
        this.stream = stream;
    }

    /** The next document without blanks around it; null at the end of the stream. */
    byte[] next() throws IOException {
        if (!opened) {
            opened = true;
            skipByteOrderMark();
        }
        if (!skipBlanks()) {
            return null;
        }
        boolean document = bytes[next] == '{' && !cut;
        cut = false;
        if (!document) {
            skipStrangeBytes();
        } else if (skipDocument() && !onlyBlanksOrDocumentsFollow()) {
            skipStrangeBytes();
        }
        int last = next;
        while (isBlank(bytes[last - 1])) {
            last--;
        }
        return Arrays.copyOfRange(bytes, start, last);
    }

    /** Steps to the end of the document; false if it is broken. */
    private boolean skipDocument() throws IOException {
        int depth = 0;
        boolean inString = false;
        while (more()) {
            byte b = bytes[next];
            if (b == '\n') {
                if (form == Form.ON_ONE_LINE) {
                    return false;
                }
                form = Form.OVER_LINES;
                inString = false;
            } else if (inString) {
                if (b == '"') {
                    inString = false;
                } else if (b == '\\') {
                    next++;
                    if (!more()) {
                        return false;
                    }
                    if (bytes[next] == '\n') {
                        continue;
                    }
                }
            } else if (b == '"') {
                inString = true;
            } else if (b == '{') {
                if (depth > 0 && bytes[next - 1] == '\n') {
                    return false;
                }
                depth++;
            } else if (b == '}') {
                depth--;
                if (depth == 0) {
                    next++;
                    return true;
                }
            }
            next++;
        }
        return false;
    }

    /** Behind a closed document, whether its line has nothing else, or further documents. */
    private boolean onlyBlanksOrDocumentsFollow() throws IOException {
        while (more()) {
            byte b = bytes[next];
            if (b == '\n') {
                if (form == Form.UNDECIDED) {
                    form = Form.ON_ONE_LINE;
                }
                return true;
            }
            if (!isBlank(b)) {
                return b == '{';
            }
            next++;
        }
        return true;
    }

    /** Steps over what is no document. */
    private void skipStrangeBytes() throws IOException {
        while (more()) {
            byte b = bytes[next];
            if (b == '\n' && form != Form.OVER_LINES) {
                return;
            }
            if (b == '{' && next > start && bytes[next - 1] == '\n') {
                return;
            }
            next++;
        }
    }

    /** Steps to where a document begins; false at the end of the stream. */
    private boolean skipBlanks() throws IOException {
        do {
            while (next < end) {
                if (!isBlank(bytes[next])) {
                    start = next;
                    return true;
                }
                next++;
            }
            start = next;
        } while (more());
        return false;
    }

    private void skipByteOrderMark() throws IOException {
        while (end < 3 && fill()) {}
        if (end >= 3
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF) {
            next = 3;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Whether there is a next byte that can belong to the document. */
    private boolean more() throws IOException {
        if (next < end) {
            return true;
        }
        if (next - start >= LARGEST_DOCUMENT) {
            cut = true;
            return false;
        }
        return fill();
    }

    /** Reads on, keeping what was read of the document; false at the end of the stream. */
    private boolean fill() throws IOException {
        int kept = end - start;
        if (start > 0) {
            boolean small = bytes.length > LARGEST_KEPT_CAPACITY && kept < INITIAL_CAPACITY;
            byte[] target = small ? new byte[INITIAL_CAPACITY] : bytes;
            System.arraycopy(bytes, start, target, 0, kept);
            bytes = target;
            next -= start;
            end = kept;
            start = 0;
        }
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int count = stream.read(bytes, end, bytes.length - end);
        end += Math.max(count, 0);
        return count > 0;
    }
}
