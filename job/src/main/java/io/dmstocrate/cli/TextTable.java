package io.dmstocrate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of text for people: columns as wide as need be, numbers to the right. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> titles = new ArrayList<>();
    private final List<Boolean> numbers = new ArrayList<>();

    TextTable() {
        rows.add(titles);
    }

    /** Adds a column of texts. */
    TextTable addTexts(String title) {
        titles.add(title);
        numbers.add(false);
        return this;
    }

    /** Adds a column of numbers. */
    TextTable addNumbers(String title) {
        titles.add(title);
        numbers.add(true);
        return this;
    }

    void addRow(List<String> cells) {
        if (cells.size() != titles.size()) {
            throw new IllegalArgumentException(titles.size() + " columns, " + cells.size());
        }
        rows.add(List.copyOf(cells));
    }

    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String padding = " ".repeat(width(column) - cells.get(column).length());
            String cell = cells.get(column);
            line.append(numbers.get(column) ? padding + cell : cell + padding).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(0);
    }
}
